"""Names that the generator derives from the spec, made fit for Python before it runs."""

import copy
import re
from collections import Counter
from typing import Any

from pipeline.document import operations


def short_operation_ids(document: dict[str, Any]) -> dict[str, Any]:
    """Drop the path and method that FastAPI appends to each operation id.

    `list_models_v1_models_get` of `GET /v1/models` becomes `list_models`, and with it the module
    under `serverless_training_client.api`. Ids of any other form stay, and so do those that would
    no longer be unique. The rule undone here is `fastapi.utils.generate_unique_id`.

    Args:
        document: An OpenAPI document; not changed.

    Returns:
        A copy that differs in `operationId` only.
    """
    renamed = copy.deepcopy(document)
    short = {
        id(operation): _without_suffix(operation, path, method)
        for path, method, operation in operations(renamed)
        if isinstance(operation.get("operationId"), str)
    }
    uses = Counter(short.values())
    for _, _, operation in operations(renamed):
        if (name := short.get(id(operation))) and uses[name] == 1:
            operation["operationId"] = name
    return renamed


def _without_suffix(operation: dict[str, Any], path: str, method: str) -> str:
    full: str = operation["operationId"]
    place = re.sub(r"\W", "_", path)
    return full.removesuffix(f"{place}_{method}") or full
