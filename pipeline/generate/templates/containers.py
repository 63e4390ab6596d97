"""Lists that are lists, and objects that are objects.

Python iterates over texts and over the keys of dictionaries, and makes a dictionary of an empty
list. An answer that has one where the spec has another would be read as something that it is not.
"""

from collections.abc import Mapping
from typing import Any


class ContainerError(TypeError):
    """An answer has something else where the spec has a list or an object.

    Attributes:
        expected: `array` or `object`.
        found: The Python type of what is there.
    """

    def __init__(self, expected: str, value: object) -> None:
        self.expected = expected
        self.found: str = type(value).__name__
        super().__init__(f"expected {expected}, found {self.found}")


def as_array(value: Any) -> list[Any]:
    """Take a JSON array for what it is.

    Args:
        value: Parsed JSON.

    Returns:
        The array.

    Raises:
        ContainerError: It is something else.
    """
    if isinstance(value, list):
        return value
    raise ContainerError("array", value)


def as_object(value: Any) -> Mapping[str, Any]:
    """Take a JSON object for what it is.

    Args:
        value: Parsed JSON.

    Returns:
        The object.

    Raises:
        ContainerError: It is something else.
    """
    if isinstance(value, (dict, Mapping)):
        return value
    raise ContainerError("object", value)
