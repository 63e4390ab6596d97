"""Numbers that callers give, checked in one way wherever they are given."""

import math

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _


def check_seconds(value: float, argument: str, *, forever: bool = True) -> float:
    """Check a number of seconds.

    Args:
        value: The number.
        argument: Its name, for the error.
        forever: Whether it may be infinite.

    Returns:
        The number.

    Raises:
        InvalidArgumentError: It is not positive, or infinite where it may not be.
    """
    if type(value) in (int, float) and 0 < value <= math.inf and (forever or value < math.inf):
        return float(value)
    problem = _("{argument} is {value!r}: it must be a positive number of seconds.")
    if forever:
        problem = _(
            "{argument} is {value!r}: it must be a positive number of seconds, or math.inf for no "
            "limit."
        )
    raise InvalidArgumentError(problem.format(argument=argument, value=value), argument=argument)


def check_count(value: int, argument: str, least: int, most: float = math.inf) -> int:
    """Check a whole number.

    Args:
        value: The number.
        argument: Its name, for the error.
        least: The lowest that it may be.
        most: The highest that it may be; there is none by default.

    Returns:
        The number.

    Raises:
        InvalidArgumentError: It is not a whole number, or out of bounds.
    """
    if type(value) is int and least <= value <= most:
        return value
    problem = _("{argument} is {value!r}: it must be a whole number, {least} or more.")
    if most < math.inf:
        problem = _("{argument} is {value!r}: it must be a whole number from {least} to {most}.")
    raise InvalidArgumentError(
        problem.format(argument=argument, value=value, least=least, most=most), argument=argument
    )
