# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""A client library for accessing the W&B Serverless Training API"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client
else:
    _MODULES = {
        "AuthenticatedClient": "client",
        "Client": "client",
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
    "AuthenticatedClient",
    "Client",
)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
