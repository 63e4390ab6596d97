# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from serverless_training_client.types import UNSET as UNSET
from typing import Any

def make_body(model: Any, body: Any, fields: dict[str, Any], *, required: bool) -> Any: ...
