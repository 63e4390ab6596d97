"""The mock server pages through a model's checkpoints."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serverless_training_testing import MockServer

pytestmark = pytest.mark.any_spec

PATH = "/v1/preview/models/model-1/checkpoints"


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Serve one model with 250 checkpoints."""
    with MockServer(models=1, checkpoints=250, seed=7) as running:
        running.add_checkpoints("empty", [])
        yield running


@pytest.fixture(scope="module")
def client(server: MockServer) -> Iterator[httpx.Client]:
    """Connect to it with the right key."""
    headers = {"Authorization": f"Bearer {server.api_key}"}
    with httpx.Client(base_url=server.url, headers=headers) as connected:
        yield connected


def walk(client: httpx.Client, **parameters: Any) -> Iterator[dict[str, Any]]:
    """Follow the cursors to the end."""
    cursors: list[str] = []
    while True:
        page = client.get(PATH, params=parameters).raise_for_status().json()
        yield page
        if not page["has_more"]:
            return
        assert page["last_id"] not in cursors  # else it would not end
        cursors.append(page["last_id"])
        parameters["after"] = page["last_id"]


def test_page_is_twenty_items_oldest_first_unless_asked_otherwise(client: httpx.Client) -> None:
    """Absent parameters have the spec's defaults: `limit=20`, `order=asc`."""
    page = client.get(PATH).json()

    assert list(page) == ["object", "data", "first_id", "last_id", "has_more"]
    assert page["object"] == "list"
    assert page["has_more"] is True
    assert [item["step"] for item in page["data"]] == list(range(10, 210, 10))
    assert page["first_id"] == page["data"][0]["id"]
    assert page["last_id"] == page["data"][-1]["id"]


@pytest.mark.parametrize("limit", [1, 50, 99, 100])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_cursors_lead_through_every_item_once(client: httpx.Client, limit: int, order: str) -> None:
    """Both orders give the whole list, in pages as large as asked for but the last."""
    pages = list(walk(client, limit=limit, order=order))

    steps = [item["step"] for page in pages for item in page["data"]]
    assert steps == sorted(range(10, 2510, 10), reverse=order == "desc")
    sizes = [len(page["data"]) for page in pages]
    assert sizes[:-1] == [limit] * (len(sizes) - 1)
    assert 0 < sizes[-1] <= limit


def test_last_page_that_is_full_says_there_is_no_more(client: httpx.Client) -> None:
    """`has_more` is known, not guessed from a full page: 250 items are five pages of 50."""
    assert [page["has_more"] for page in walk(client, limit=50)] == [True] * 4 + [False]


def test_page_after_the_last_item_is_empty(client: httpx.Client) -> None:
    """The newest item is a cursor like any other."""
    newest = client.get(PATH, params={"order": "desc", "limit": 1}).json()["first_id"]

    page = client.get(PATH, params={"after": newest}).json()

    assert page == {"object": "list", "data": [], "first_id": "", "last_id": "", "has_more": False}


def test_model_without_checkpoints_has_an_empty_list(client: httpx.Client) -> None:
    """An empty page has the spec's defaults for its ids."""
    response = client.get(PATH.replace("model-1", "empty"))

    assert response.status_code == 200
    assert response.json() == {
        "object": "list",
        "data": [],
        "first_id": "",
        "last_id": "",
        "has_more": False,
    }


def test_empty_cursor_is_no_cursor(client: httpx.Client) -> None:
    """`after=` asks for the first page."""
    assert client.get(PATH, params={"after": ""}).json() == client.get(PATH).json()


def test_unknown_model_and_unknown_cursor_are_not_found(client: httpx.Client) -> None:
    """Values that are valid to the spec but name nothing are answered 404, each in its words."""
    model = client.get(PATH.replace("model-1", "model-2"))
    cursor = client.get(PATH, params={"after": "nothing"})

    assert (model.status_code, model.json()) == (404, {"detail": "Not Found"})
    assert (cursor.status_code, cursor.json()) == (404, {"detail": "Cursor not found"})


def test_new_items_come_last_in_ascending_order_and_first_in_descending(
    server: MockServer, client: httpx.Client
) -> None:
    """Items are ordered by when they were added, whatever their ids."""
    added: list[dict[str, Any]] = [
        {"id": name, "step": 1, "metrics": {}} for name in ("b", "a", "ü/?#")
    ]
    server.add_checkpoints("growing", added)
    path = PATH.replace("model-1", "growing")

    ascending = client.get(path).json()["data"]
    descending = client.get(path, params={"order": "desc"}).json()["data"]
    after = client.get(path, params={"after": "ü/?#", "order": "desc"}).json()["data"]

    assert ascending == added
    assert descending == added[::-1]
    assert after == added[1::-1]


def test_model_id_may_hold_any_character_but_a_slash(
    server: MockServer, client: httpx.Client
) -> None:
    """A path is compared decoded, so a percent-encoded model is found."""
    server.add_checkpoints("a b?#%é", [{"id": "1", "step": 1, "metrics": {}}])

    response = client.get("/v1/preview/models/a%20b%3F%23%25%C3%A9/checkpoints")

    assert [item["id"] for item in response.json()["data"]] == ["1"]


def test_every_answer_carries_a_request_id(client: httpx.Client) -> None:
    """Successes, refusals and misses are numbered in the order in which they are answered."""
    answers = [
        client.get(PATH),
        client.get(PATH, params={"limit": 0}),
        client.get("/nowhere"),
        client.put(PATH),
        client.get(PATH, headers={"Authorization": ""}),
    ]

    ids = [answer.headers["x-request-id"] for answer in answers]
    assert all(re.fullmatch(r"req_\d{6}", each) for each in ids)
    numbers = [int(each[4:]) for each in ids]
    assert numbers == list(range(numbers[0], numbers[0] + len(answers)))
