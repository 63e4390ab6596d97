"""The newest checkpoint of a model."""

import asyncio
import subprocess
import sys
import textwrap
from collections import deque

import httpx
import pytest
from serverless_training import Checkpoint, InvalidArgumentError, NotFoundError

from tests.fakes import async_client, client, uuid
from tests.service import Service

pytestmark = pytest.mark.any_spec


def latest(service: Service, model_id: str = "m") -> Checkpoint | None:
    """Ask for the newest, and see that the asynchronous client gives the same."""
    with client(service) as sync:
        found = sync.checkpoints.latest(model_id)

    async def again() -> Checkpoint | None:
        async with async_client(service) as other:
            return await other.checkpoints.latest(model_id)

    assert found == asyncio.run(again())
    return found


def test_latest_is_the_newest_and_takes_one_request_of_one_item() -> None:
    """However many there are."""
    service = Service.of(range(250))

    found = latest(service)

    assert found is not None
    assert uuid(249) == str(found.id)
    assert [dict(request.url.params) for request in service.requests] == 2 * [
        {"order": "desc", "limit": "1"}
    ]


def test_latest_of_a_model_without_checkpoints_is_none() -> None:
    """Which is no error: training may not have come that far."""
    assert latest(Service()) is None


def test_latest_of_an_unknown_model_is_an_error() -> None:
    """`None` means that the service knows the model."""
    with pytest.raises(NotFoundError):
        latest(Service(failures=deque([httpx.Response(404)])))


def test_latest_refuses_an_id_that_is_none() -> None:
    """As every call does, before anything is sent."""
    service = Service.of([0])
    with pytest.raises(InvalidArgumentError, match="model_id"):
        latest(service, "..")

    assert service.requests == []


def test_client_needs_no_class_by_its_name() -> None:
    """A spec may rename a schema: what `latest` gives is what the operation returns."""
    code = """
        import serverless_training_client.models as models
        lazily = models.__getattr__
        def without(name):
            if name == "Checkpoint":
                raise AttributeError(name)
            return lazily(name)
        models.__getattr__ = without
        from serverless_training import Client
        print(type(Client(api_key="k" * 40).checkpoints.list("m")).__name__)
    """
    run = [sys.executable, "-c", textwrap.dedent(code)]
    found = subprocess.run(run, capture_output=True, encoding="utf-8", check=True)

    assert found.stdout.strip() == "Pager"
