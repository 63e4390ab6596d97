# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""入出力で使うすべてのデータモデル"""

from serverless_training_client.models.checkpoint import Checkpoint as Checkpoint
from serverless_training_client.models.checkpoint_metrics import (
    CheckpointMetrics as CheckpointMetrics,
)
from serverless_training_client.models.checkpoint_page import CheckpointPage as CheckpointPage
from serverless_training_client.models.http_validation_error import (
    HTTPValidationError as HTTPValidationError,
)
from serverless_training_client.models.list_model_checkpoints_order import (
    ListModelCheckpointsOrder as ListModelCheckpointsOrder,
)
from serverless_training_client.models.validation_error import ValidationError as ValidationError

__all__ = (
    "Checkpoint",
    "CheckpointMetrics",
    "CheckpointPage",
    "HTTPValidationError",
    "ListModelCheckpointsOrder",
    "ValidationError",
)
