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
    """A server, and what is known of it."""

    base_url: str  # its URL, without a slash at the end
    api_key: str = field(repr=False)  # the key that it accepts; not shown
    spec: Mapping[str, Any] = field(repr=False)  # the OpenAPI document that it should follow
    # Values that exist there, by the name of the parameter; IDs of models are under `model_id`.
    parameters: Mapping[str, tuple[str, ...]]
    cursors: tuple[str, ...] = ()  # IDs of items that its lists hold, as far as they are known
    # Whether methods that the spec does not have may be sent, always to made-up paths.
    probe_methods: bool = False
    # The operations that may be sent, as `METHOD /path/{template}`; `None` for all.
    operations: frozenset[str] | None = None

    def may_send(self, operation: str) -> bool:
        """Say whether an operation may be sent."""
        return self.operations is None or operation in self.operations
