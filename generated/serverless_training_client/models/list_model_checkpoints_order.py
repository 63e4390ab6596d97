# Written by `nox -s regenerate` from openapi.json. Do not edit.
from typing import Literal, cast

from .._enums import keeps

ListModelCheckpointsOrder = Literal["asc", "desc"]

LIST_MODEL_CHECKPOINTS_ORDER_VALUES: set[ListModelCheckpointsOrder] = {
    "asc",
    "desc",
}


def check_list_model_checkpoints_order(value: str) -> ListModelCheckpointsOrder:
    if value in LIST_MODEL_CHECKPOINTS_ORDER_VALUES:
        return value
    if keeps(value, str, len(LIST_MODEL_CHECKPOINTS_ORDER_VALUES)):
        return cast(ListModelCheckpointsOrder, value)
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_MODEL_CHECKPOINTS_ORDER_VALUES!r}"
    )

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
