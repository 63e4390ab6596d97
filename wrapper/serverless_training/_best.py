"""Which of several checkpoints is best by a metric."""

from collections.abc import Callable, Sequence
from math import isnan
from typing import TypeGuard

from serverless_training_client.models import Checkpoint

from serverless_training._checks import show
from serverless_training._errors import InvalidArgumentError, MetricNotFoundError
from serverless_training._language import gettext as _
from serverless_training._showing import shown

_MOST_NAMES = 10


def check_metric(metric: str, mode: str) -> None:
    """Check what `best` is asked for.

    Args:
        metric: Name of the metric.
        mode: Which value is best.

    Raises:
        InvalidArgumentError: The metric is no text, or the mode is neither "max" nor "min".
    """
    if not isinstance(metric, str):
        raise InvalidArgumentError(
            _("metric is {value!r}: it must be the name of a metric.").format(value=show(metric)),
            argument="metric",
        )
    if mode not in ("max", "min"):
        raise InvalidArgumentError(
            _('mode is {value!r}: it must be "max" or "min".').format(value=show(mode)),
            argument="mode",
        )


def best(
    checkpoints: Sequence[Checkpoint],
    metric: str,
    mode: str,
    redact: Callable[[str], str] = str,
) -> Checkpoint | None:
    """Choose the checkpoint with the best value of a metric.

    Args:
        checkpoints: The candidates, the oldest first.
        metric: Name of the metric.
        mode: "max" or "min".
        redact: Hides the key in what the service wrote, such as names of metrics.

    Returns:
        The first of the best; `None` if there are no candidates.

    Raises:
        MetricNotFoundError: None of the candidates has a number for the metric.
    """
    values = [checkpoint.metrics.get(metric) for checkpoint in checkpoints]
    usable = [(value, place) for place, value in enumerate(values) if _is_number(value)]
    if usable:
        sign = 1 if mode == "max" else -1
        # `max` keeps the first of equals.
        return checkpoints[max(usable, key=lambda pair: sign * pair[0])[1]]
    if checkpoints:
        names = {name for checkpoint in checkpoints for name in checkpoint.metrics}
        raise _not_found(metric, sorted(map(redact, names)))
    return None


def _is_number(value: float | None) -> TypeGuard[float]:
    # `isnan` refuses integers that are too large for a float, and JSON has them.
    return value is not None and (type(value) is int or not isnan(value))


def _not_found(metric: str, names: list[str]) -> MetricNotFoundError:
    from difflib import get_close_matches  # noqa: PLC0415  for this rare case alone

    by_lower_case = {name.lower(): name for name in names}
    close = [by_lower_case[near] for near in get_close_matches(metric.lower(), by_lower_case, n=1)]
    if metric in names:
        problem = _("All values of the metric {metric!r} are NaN or null.")
    elif not names:
        problem = _("No checkpoint has the metric {metric!r}: none has any metrics.")
    elif close:
        problem = _(
            "No checkpoint has the metric {metric!r}. Did you mean {close!r}? There are: {names}."
        )
    else:
        problem = _("No checkpoint has the metric {metric!r}. There are: {names}.")
    some = ", ".join(map(shown, names[:_MOST_NAMES]))
    if len(names) > _MOST_NAMES:
        some = _("{names} and {count} more").format(names=some, count=len(names) - _MOST_NAMES)
    message = problem.format(metric=metric, close=shown((close or [""])[0]), names=some)
    return MetricNotFoundError(message, metric=metric, available=tuple(names))
