# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""A client library for accessing W&B Training"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
