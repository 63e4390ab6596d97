# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""The body of a request, which is given as a model or by its fields."""

from typing import Any

from serverless_training_client.types import UNSET


def make_body(model: Any, body: Any, fields: dict[str, Any], *, required: bool) -> Any:
    """Take the model that was given, or make one of the fields that were."""
    given = {name: value for name, value in fields.items() if value is not UNSET}
    if body is UNSET:
        return model(**given) if given or required else body
    if given:
        raise TypeError(f"body and {next(iter(given))} were given: pass the model or its fields.")
    return body
