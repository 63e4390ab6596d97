"""Our mutants are wrong in what they say, and right beside it."""

import asyncio
import json
import re
from functools import cache
from typing import Any, NamedTuple

import httpx
import pytest
from starlette.types import ASGIApp

from tests.mutants.catalog import MUTANTS
from tests.mutants.kinds import Mutant, Request, ask
from tests.mutants.serving import Answer, Asked, Right, changed_app, right_app

CASES = [pytest.param(mutant, id=mutant.name) for mutant in MUTANTS]
PATH = "/v1/preview/models/{}/checkpoints"


class Came(NamedTuple):
    """What of an answer counts: when it came, and its number, do not."""

    status: int
    headers: dict[str, str]
    body: Any


def came(app: ASGIApp, *requests: Request) -> list[Came]:
    """Send requests to an application, one after the other."""
    prepared = [_request(each) for each in requests]

    async def send() -> list[Came]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return [_came(await client.send(each)) for each in prepared]

    return asyncio.run(send())


def _came(response: httpx.Response) -> Came:
    kept = set(response.headers) - {"x-request-id", "content-length"}
    headers = {name: response.headers[name] for name in kept}
    is_json = headers.get("content-type", "").startswith("application/json")
    body = json.loads(response.text) if is_json and response.text else response.text
    return Came(response.status_code, headers, body)


def _request(request: Request) -> httpx.Request:
    query = dict(request.query)
    if isinstance(query.get("after"), int):
        query["after"] = ids(request.of)[query["after"]]
    headers = {} if request.authorization is None else {"authorization": request.authorization}
    url = "http://mock" + PATH.format(request.model)
    return httpx.Request(request.method, url, params=query, headers=headers)


@cache
def ids(model: str) -> list[str]:
    """List the ids of a model, as the right server does."""
    found: list[str] = []
    while True:
        after = {"after": found[-1]} if found else {}
        (page,) = came(right_app(), ask(model, limit=100, **after))
        found += [item["id"] for item in page.body["data"]]
        if not page.body["has_more"]:
            return found


@pytest.mark.parametrize("mutant", CASES)
def test_mutant_is_wrong_where_it_says(mutant: Mutant) -> None:
    """One request shows it; sent twice, since some are right the first time."""
    twice = (mutant.shown, mutant.shown)

    assert came(changed_app(mutant.change), *twice) != came(right_app(), *twice)


@pytest.mark.parametrize("mutant", CASES)
def test_mutant_is_right_beside_it(mutant: Mutant) -> None:
    """A request that differs as little as can be is answered as the right server does."""
    twice = (mutant.spared, mutant.spared)

    assert came(changed_app(mutant.change), *twice) == came(right_app(), *twice)


def test_server_without_a_change_is_the_right_one() -> None:
    """What carries the mutants changes nothing by itself."""

    async def unchanged(asked: Asked, right: Right) -> Answer:
        return await right(asked)

    requests = [request for mutant in MUTANTS for request in (mutant.shown, mutant.spared)]

    assert came(changed_app(unchanged), *requests) == came(right_app(), *requests)


def test_mutants_are_many_and_each_is_described_in_both_languages() -> None:
    """By a name and one sentence each; none is listed twice."""
    names = [mutant.name for mutant in MUTANTS]

    assert len(names) == len(set(names)) >= 40
    for mutant in MUTANTS:
        assert re.fullmatch(r"[a-z-]+", mutant.name)
        assert re.fullmatch(r"[^.\n]+\.", mutant.sentence), mutant.name
        assert re.fullmatch(r"[^。\n]*[ぁ-ん][^。\n]*。", mutant.japanese), mutant.name
        assert mutant.laws, mutant.name
