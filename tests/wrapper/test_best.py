"""The best checkpoint of a model by a metric."""

import asyncio
import math
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serverless_training import (
    Checkpoint,
    InvalidArgumentError,
    MetricNotFoundError,
    ServerlessTrainingError,
)

from tests.fakes import async_client, client
from tests.service import Service

pytestmark = pytest.mark.any_spec

NAN = float("nan")  # one object, so that `in` finds it
NUMBERS = st.floats(allow_nan=False) | st.integers() | st.sampled_from([10**400, -(10**400)])
MISSING_MODE = "missing 1 required keyword-only argument: 'mode'"
VALUES = NUMBERS | st.none() | st.just(NAN)


def best(service: Service, metric: str, **arguments: Any) -> Checkpoint | None:
    """Ask for the best, and see that the asynchronous client gives the same."""
    with client(service) as sync:
        found = sync.checkpoints.best("m", metric, **arguments)

    async def again() -> Checkpoint | None:
        async with async_client(service) as other:
            return await other.checkpoints.best("m", metric, **arguments)

    # By id, since NaN among the metrics is unequal to itself.
    other = asyncio.run(again())
    assert (found and found.id) == (other and other.id)
    return found


@given(values=st.lists(VALUES, max_size=12), mode=st.sampled_from(["max", "min"]))
def test_best_is_the_first_with_the_highest_or_lowest_number(
    values: list[float | None], mode: str
) -> None:
    """NaN and null are no numbers; without any number there is an error."""
    numbers = [value for value in values if value not in (None, NAN)]
    service = Service.measured(*({"loss": value} for value in values))
    if values and not numbers:
        with pytest.raises(MetricNotFoundError, match="NaN or null"):
            best(service, "loss", mode=mode)
        return

    found = best(service, "loss", mode=mode)

    expected = values.index({"max": max, "min": min}[mode](numbers)) if numbers else None
    assert expected == (None if found is None else found.step)


def test_best_is_not_guessed() -> None:
    """A loss is best where it is lowest, a reward where it is highest: `mode` says which."""
    service = Service.measured({"loss": 1}, {"loss": 3})
    with pytest.raises(TypeError, match=MISSING_MODE), client(service) as sync:
        sync.checkpoints.best("m", "loss")  # type: ignore[call-arg]  # what it is about

    async def again() -> None:
        async with async_client(service) as other:
            await other.checkpoints.best("m", "loss")  # type: ignore[call-arg]  # likewise

    with pytest.raises(TypeError, match=MISSING_MODE):
        asyncio.run(again())

    assert service.requests == []


def test_checkpoints_without_the_metric_do_not_count() -> None:
    """Some metrics are measured now and then only."""
    found = best(
        Service.measured({"loss": 1}, {"eval": 5}, {}, {"loss": 2, "eval": 4}), "eval", mode="min"
    )

    assert found is not None
    assert found.step == 3


def test_best_reads_all_pages() -> None:
    """The best may be anywhere."""
    service = Service.of(range(250))

    found = best(service, "loss", mode="min")

    assert found is not None
    assert found.step == 249
    assert len(service.requests) == 6


def test_best_of_a_model_without_checkpoints_is_none() -> None:
    """There is nothing that could have the metric."""
    assert best(Service(), "loss", mode="min") is None


@pytest.mark.parametrize(
    ("metrics", "metric", "message", "available"),
    [
        (
            [{"loss": 1, "reward": 2}, {"kl": 3}],
            "los",
            "No checkpoint has the metric 'los'. There are: kl, loss, reward.",
            ("kl", "loss", "reward"),
        ),
        (
            [{"loss": 1}],
            "accuracy",
            "No checkpoint has the metric 'accuracy'. There are: loss.",
            ("loss",),
        ),
        (
            [{"loss": 1}],
            "LOSS",
            "No checkpoint has the metric 'LOSS'. There are: loss.",
            ("loss",),
        ),
        (
            [dict.fromkeys("LKJIHGFEDCBA", 0)],
            "?",
            "No checkpoint has the metric '?'. There are: A, B, C, D, E, F, G, H, I, J, K, L.",
            tuple("ABCDEFGHIJKL"),
        ),
        ([{}], "loss", "No checkpoint has the metric 'loss': none has any metrics.", ()),
        (
            [{"loss": math.nan}, {"loss": None}, {}],
            "loss",
            "All values of the metric 'loss' are NaN or null.",
            ("loss",),
        ),
    ],
    ids=["close", "far", "case", "many", "none", "nan"],
)
def test_metric_without_a_number_is_an_error_that_names_those_that_exist(
    metrics: list[dict[str, Any]], metric: str, message: str, available: tuple[str, ...]
) -> None:
    """By name, and never a page full of them."""
    with pytest.raises(MetricNotFoundError) as caught:
        best(Service.measured(*metrics), metric, mode="max")

    assert message == str(caught.value)
    assert (metric, available) == (caught.value.metric, caught.value.available)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  its own
    assert (message, metric, available) == (str(copy), copy.metric, copy.available)


def test_unknown_metric_is_a_lookup_error_of_ours() -> None:
    """So that either way to catch it works."""
    assert issubclass(MetricNotFoundError, LookupError)
    assert issubclass(MetricNotFoundError, ServerlessTrainingError)


@pytest.mark.parametrize(
    ("metric", "mode", "argument"),
    [("loss", "lowest", "mode"), ("loss", None, "mode"), (None, "max", "metric")],
)
def test_best_refuses_what_it_cannot_use_before_anything_is_sent(
    metric: Any, mode: Any, argument: str
) -> None:
    """The error names the argument."""
    service = Service.of(range(3))
    with pytest.raises(InvalidArgumentError, match=argument) as caught:
        best(service, metric, mode=mode)

    assert argument == caught.value.argument
    assert service.requests == []
