"""The caller's view, for type checkers; never executed."""

from typing import assert_type
from uuid import UUID

from serverless_training import AsyncClient, AsyncPager, Checkpoint, Client, Page, Pager
from serverless_training_client import models
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_client.models import CheckpointPage


def sync() -> None:
    """Everything has a type, operations included."""
    with Client(api_key="key", base_url="https://example.com", timeout=5) as client:
        pager = client.checkpoints.list("m", order="desc", after=UUID(int=1), page_size=10)
        assert_type(pager, Pager[Checkpoint])
        assert_type(pager.first(), Checkpoint | None)
        assert_type(pager.collect(), list[Checkpoint])
        for page in pager.pages():
            assert_type(page, Page[Checkpoint])
        for checkpoint in pager:
            assert_type(checkpoint.step, int)
            assert_type(checkpoint.metrics["loss"], float)
            assert_type(checkpoint.metrics.get("loss"), float | None)
            assert_type(dict(checkpoint.metrics), dict[str, float])
        assert_type(client.call(list_model_checkpoints, "m", limit=3), CheckpointPage)
        assert_type(client.paginate(list_model_checkpoints, model_id="m"), Pager[Checkpoint])
        client.call(list_model_checkpoints, "m", limt=3)  # type: ignore[call-arg]
        client.call(list_model_checkpoints, "m", order="up")  # type: ignore[arg-type]
        client.checkpoints.list("m", limit=3)  # type: ignore[call-arg]
        models.CheckpointPages  # type: ignore[attr-defined]  # noqa: B018  names are known


async def asynchronous() -> None:
    """The same, awaited."""
    async with AsyncClient() as client:
        pager = client.checkpoints.list("m")
        assert_type(pager, AsyncPager[Checkpoint])
        assert_type(await pager.first(), Checkpoint | None)
        assert_type(await pager.collect(), list[Checkpoint])
        assert_type(await client.call(list_model_checkpoints, "m"), CheckpointPage)
        assert_type(client.paginate(list_model_checkpoints, "m"), AsyncPager[Checkpoint])
