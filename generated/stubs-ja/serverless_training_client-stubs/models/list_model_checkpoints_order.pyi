# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from typing import Literal

ListModelCheckpointsOrder = Literal["asc", "desc"]
LIST_MODEL_CHECKPOINTS_ORDER_VALUES: set[ListModelCheckpointsOrder]

def check_list_model_checkpoints_order(value: str) -> ListModelCheckpointsOrder: ...
