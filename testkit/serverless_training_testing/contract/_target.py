"""The server that is judged, and what may be asked of it."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

MODEL_ID: str = "model_id"
"""The parameter that IDs of models are values of."""


def option_for(name: str) -> str:
    """Name the option of the command that gives a parameter a value."""
    return "--model-id ID" if name == MODEL_ID else f"--parameter {name}=VALUE"


@frozen
class Target:
    """A server, and what is known of it.

    Attributes:
        base_url: Its URL, without a slash at the end.
        api_key: The key that it accepts; not shown.
        spec: The OpenAPI document that it should follow.
        parameters: Values that exist there, by the name of the parameter; IDs of models are under
            `model_id`.
        cursors: IDs of items that its lists hold, as far as they are known.
        probe_methods: Whether methods that the spec does not have may be sent, always to made-up
            paths.
        operations: The operations that may be sent, as `METHOD /path/{template}`; `None` for all.
    """

    base_url: str
    api_key: str = field(repr=False)
    spec: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, tuple[str, ...]]
    cursors: tuple[str, ...] = ()
    probe_methods: bool = False
    operations: frozenset[str] | None = None

    def may_send(self, operation: str) -> bool:
        """Say whether an operation may be sent.

        Args:
            operation: Method and path template, `GET /v1/…`.
        """
        return self.operations is None or operation in self.operations
