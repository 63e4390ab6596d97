# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Contains methods for accessing the API"""

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
class Models:
    def __init__(self, client): self._client = client
    def list_checkpoints(self, *a, **k):
        from serverless_training_client.api.models import list_model_checkpoints
        return self._client.paginate(list_model_checkpoints, *a, **k)
class Resources:
    @property
    def models(self): return Models(self)
AsyncResources = Resources
class RawResources: pass
class AsyncRawResources: pass
