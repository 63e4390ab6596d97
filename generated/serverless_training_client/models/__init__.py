# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Contains all the data models used in inputs/outputs"""

from .checkpoint import Checkpoint
from .checkpoint_metrics import CheckpointMetrics
from .checkpoint_page import CheckpointPage
from .http_validation_error import HTTPValidationError
from .list_model_checkpoints_order import ListModelCheckpointsOrder
from .validation_error import ValidationError

__all__ = (
    "Checkpoint",
    "CheckpointMetrics",
    "CheckpointPage",
    "HTTPValidationError",
    "ListModelCheckpointsOrder",
    "ValidationError",
)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
