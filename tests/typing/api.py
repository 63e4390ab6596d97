"""The caller's view, for type checkers; never executed.

mypy and basedpyright both read it. A line that must be an error has an ignore for each, and both
complain of ignores that they do not need.
"""

# ruff: noqa: B018  an expression is enough to be checked

import datetime as dt
from collections.abc import AsyncIterator, Hashable, Iterator, Mapping
from typing import assert_type
from uuid import UUID

from serverless_training import (
    AsyncCheckpoints,
    AsyncClient,
    AsyncPager,
    Checkpoint,
    Checkpoints,
    Client,
    ErrorDetail,
    InvalidArgumentError,
    MetricNotFoundError,
    Page,
    Pager,
    PaginationError,
    RequestError,
    Response,
    StatusError,
    UnprocessableEntityError,
    set_language,
)
from serverless_training_client import models
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_client.models import CheckpointPage


def sync() -> None:
    """Everything has a type, operations included."""
    with Client(api_key="key", base_url="https://example.com", timeout=5) as client:
        assert_type(client, Client)
        assert_type(client.base_url, str)
        assert_type(client.checkpoints, Checkpoints)
        pager = client.checkpoints.list("m", order="desc", after=UUID(int=1), page_size=10)
        assert_type(pager, Pager[Checkpoint])
        assert_type(pager.first(), Checkpoint | None)
        assert_type(pager.collect(), list[Checkpoint])
        for page in pager.pages():
            assert_type(page, Page[Checkpoint])
            assert_type(page.has_more, bool)
            assert_type(page.response.request_id, str | None)
        for checkpoint in pager:
            assert_type(checkpoint, Checkpoint)

        assert_type(client.checkpoints.latest("m"), Checkpoint | None)
        assert_type(client.checkpoints.best("m", "loss", mode="min"), Checkpoint | None)
        watch = client.checkpoints.watch("m", after=UUID(int=1), interval=5, timeout=60)
        assert_type(watch, Iterator[Checkpoint])

        listing = client.models.list_checkpoints("m", order="desc", limit=3)
        assert_type(listing, Pager[Checkpoint])
        whole = client.with_raw_response.models.list_checkpoints("m", after="id")
        assert_type(whole, Response[CheckpointPage])
        assert_type(client.call(list_model_checkpoints, "m", limit=3), CheckpointPage)
        assert_type(client.paginate(list_model_checkpoints, model_id="m"), Pager[Checkpoint])
        response = client.with_raw_response.call(list_model_checkpoints, "m")
        assert_type(response, Response[CheckpointPage])
        assert_type(client.with_options(timeout=1, max_retries=0, deadline=9.5), Client)
        client.close()


async def asynchronous() -> None:
    """The same, awaited."""
    async with AsyncClient(max_retries=1, deadline=60, max_body_bytes=2**20) as client:
        assert_type(client, AsyncClient)
        assert_type(client.base_url, str)
        assert_type(client.checkpoints, AsyncCheckpoints)
        pager = client.checkpoints.list("m", order="desc", after=UUID(int=1), page_size=10)
        assert_type(pager, AsyncPager[Checkpoint])
        assert_type(await pager.first(), Checkpoint | None)
        assert_type(await pager.collect(), list[Checkpoint])
        async for page in pager.pages():
            assert_type(page, Page[Checkpoint])
            assert_type(page.response.headers["date"], str)
        async for checkpoint in pager:
            assert_type(checkpoint, Checkpoint)

        assert_type(await client.checkpoints.latest("m"), Checkpoint | None)
        assert_type(await client.checkpoints.best("m", "loss", mode="min"), Checkpoint | None)
        watch = client.checkpoints.watch("m", after="id", interval=5, timeout=60)
        assert_type(watch, AsyncIterator[Checkpoint])

        listing = client.models.list_checkpoints("m", order="desc", limit=3)
        assert_type(listing, AsyncPager[Checkpoint])
        whole = await client.with_raw_response.models.list_checkpoints("m", after="id")
        assert_type(whole, Response[CheckpointPage])
        assert_type(await client.call(list_model_checkpoints, "m"), CheckpointPage)
        assert_type(client.paginate(list_model_checkpoints, "m"), AsyncPager[Checkpoint])
        response = await client.with_raw_response.call(list_model_checkpoints, "m")
        assert_type(response, Response[CheckpointPage])
        assert_type(client.with_options(timeout=1, max_retries=0, deadline=9.5), AsyncClient)
        await client.aclose()


def values(checkpoint: Checkpoint, raw: Response[Checkpoint]) -> None:
    """What comes back says of what type it is; metrics are a mapping."""
    assert_type(checkpoint.id, UUID)
    assert_type(checkpoint.step, int)
    assert_type(checkpoint.metrics["loss"], float)
    assert_type(checkpoint.metrics.get("loss"), float | None)
    assert_type(dict(checkpoint.metrics), dict[str, float])
    assert_type(sorted(checkpoint.metrics), list[str])
    for name, value in checkpoint.metrics.items():
        assert_type((name, value), tuple[str, float])
    assert_type({checkpoint: checkpoint.step}, dict[Checkpoint, int])
    key: Hashable = checkpoint
    assert_type(hash(key), int)
    metrics: Mapping[str, float] = checkpoint.metrics
    assert_type(len(metrics), int)

    assert_type(raw.parsed, Checkpoint)
    assert_type(raw.status_code, int)
    assert_type(raw.request_id, str | None)
    assert_type(raw.url, str)
    assert_type(raw.method, str)
    assert_type(raw.content, bytes)
    assert_type(raw.text, str)
    assert_type(raw.attempts, int)
    set_language("ja")
    set_language(None)


def errors(client: Client) -> None:
    """Each error has what its class promises."""
    try:
        client.checkpoints.best("m", "loss", mode="min")
    except InvalidArgumentError as error:
        assert_type(error.argument, str)
    except MetricNotFoundError as error:
        assert_type(error.metric, str)
        assert_type(error.available, tuple[str, ...])
    except UnprocessableEntityError as error:
        assert_type(error.details, tuple[ErrorDetail, ...])
        assert_type(error.details[0].location, tuple[str | int, ...])
    except StatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.retry_after, float | None)
        assert_type(error.headers["date"], str)
        assert_type(error.body, str)
    except PaginationError as error:
        assert_type(error.cursor, str | None)
    except RequestError as error:
        assert_type(error.operation, str)
        assert_type(error.method, str)
        assert_type(error.url, str)
        assert_type(error.request_id, str | None)
        assert_type(error.attempts, int)


async def mistakes(client: Client, other: AsyncClient) -> None:
    """Each of these lines is an error in an editor already."""
    client.call(list_model_checkpoints, "m", limt=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.call(list_model_checkpoints, "m", order="up")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.call(list_model_checkpoints.sync, "m")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
    client.checkpoints.list("m", limit=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.checkpoints.best("m", "loss")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.checkpoints.list("m", order="up")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.checkpoints.list("m", "asc")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.checkpoints.list("m", after=dt.date(2026, 1, 2))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.checkpoints.best("m", "loss", mode="lowest")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.checkpoints.best("m")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.checkpoints.latest("m").step  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    client.checkpoints.watch("m", interval="10")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.models.list_checkpoints("m", limt=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.models.list_checkpoints("m", order="up")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.models.list_checkpoints("m", "id")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.with_options(api_key="other")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    (await other.checkpoints.latest("m")).step  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    other.checkpoints.latest("m").step  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    models.CheckpointPages  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    async with client:  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues]
        pass
    for _ in other.checkpoints.watch("m"):  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType]
        pass
