# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Every operation of the API as a method, by its tag; and a module for each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import models as _models


class Resources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> _models.Models:
        """The operations of a tag."""
        from .models import Models as _Resource

        return _Resource(self)


class AsyncResources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> _models.AsyncModels:
        """The operations of a tag."""
        from .models import AsyncModels as _Resource

        return _Resource(self)


class RawResources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> _models.RawModels:
        """The operations of a tag."""
        from .models import RawModels as _Resource

        return _Resource(self)


class AsyncRawResources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> _models.AsyncRawModels:
        """The operations of a tag."""
        from .models import AsyncRawModels as _Resource

        return _Resource(self)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
