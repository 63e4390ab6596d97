# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""入出力で使うすべてのデータモデル"""

from .checkpoint import Checkpoint as Checkpoint
from .checkpoint_metrics import CheckpointMetrics as CheckpointMetrics
from .checkpoint_page import CheckpointPage as CheckpointPage
from .http_validation_error import HTTPValidationError as HTTPValidationError
from .list_model_checkpoints_order import ListModelCheckpointsOrder as ListModelCheckpointsOrder
from .validation_error import ValidationError as ValidationError

__all__ = (
    "Checkpoint",
    "CheckpointMetrics",
    "CheckpointPage",
    "HTTPValidationError",
    "ListModelCheckpointsOrder",
    "ValidationError",
)
