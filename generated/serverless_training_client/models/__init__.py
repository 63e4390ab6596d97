# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Contains all the data models used in inputs/outputs"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checkpoint import Checkpoint
    from .checkpoint_metrics import CheckpointMetrics
    from .checkpoint_page import CheckpointPage
    from .http_validation_error import HTTPValidationError
    from .list_model_checkpoints_order import ListModelCheckpointsOrder
    from .validation_error import ValidationError
else:
    _MODULES = {
        "Checkpoint": "checkpoint",
        "CheckpointMetrics": "checkpoint_metrics",
        "CheckpointPage": "checkpoint_page",
        "HTTPValidationError": "http_validation_error",
        "ListModelCheckpointsOrder": "list_model_checkpoints_order",
        "ValidationError": "validation_error",
    }

    def __getattr__(name):
        from importlib import import_module

        if name in _MODULES:
            module = import_module(f".{_MODULES[name]}", __name__)
            value = globals()[name] = getattr(module, name)
            return value
        if name in _MODULES.values():
            return import_module(f".{name}", __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        # Without these two functions, which `help` would list.
        return sorted({*globals(), *_MODULES} - {"__dir__", "__getattr__"})

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
