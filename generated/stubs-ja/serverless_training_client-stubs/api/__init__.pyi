# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from functools import cached_property
from serverless_training_client.api import models as _models

class Resources:
    @cached_property
    def models(self) -> _models.Models: ...

class AsyncResources:
    @cached_property
    def models(self) -> _models.AsyncModels: ...

class RawResources:
    @cached_property
    def models(self) -> _models.RawModels: ...

class AsyncRawResources:
    @cached_property
    def models(self) -> _models.AsyncRawModels: ...
