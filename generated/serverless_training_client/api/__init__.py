# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Every operation of the API as a method, in a class for each tag."""

from __future__ import annotations

import builtins
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from ..types import UNSET, Unset

if TYPE_CHECKING:
    import serverless_training as _wrapper

    from ..models.checkpoint import Checkpoint
    from ..models.checkpoint_page import CheckpointPage
    from ..models.list_model_checkpoints_order import (
        ListModelCheckpointsOrder,
        check_list_model_checkpoints_order,
    )


def _make_body(model: Any, body: Any, fields: dict[str, Any]) -> Any:
    given = {name: value for name, value in fields.items() if value is not UNSET}
    if body is UNSET:
        return model(**given)
    if given:
        raise TypeError(f"body and {next(iter(given))} cannot both be given")
    return body


class Models:
    """The operations of a tag, each a method."""

    def __init__(self, client: _wrapper.Client) -> None:
        self._client = client

    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.Pager[Checkpoint]:
        """List Model Checkpoints

        Args:
            model_id (str):
            after (str | Unset): Cursor for pagination - ID of the last item from previous page
            limit (int | Unset): Number of items to return Default: 20.
            order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: A request failed, or its response does not match the spec.

        Returns:
            Pager[Checkpoint]
        """
        from .models import list_model_checkpoints as _operation

        return self._client.paginate(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class AsyncModels:
    """The operations of a tag, each a method, for an asynchronous client."""

    def __init__(self, client: _wrapper.AsyncClient) -> None:
        self._client = client

    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.AsyncPager[Checkpoint]:
        """List Model Checkpoints

        Args:
            model_id (str):
            after (str | Unset): Cursor for pagination - ID of the last item from previous page
            limit (int | Unset): Number of items to return Default: 20.
            order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: A request failed, or its response does not match the spec.

        Returns:
            AsyncPager[Checkpoint]
        """
        from .models import list_model_checkpoints as _operation

        return self._client.paginate(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class RawModels:
    """The operations of a tag, each with its whole response."""

    def __init__(self, client: _wrapper.RawCalls) -> None:
        self._client = client

    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.Response[CheckpointPage]:
        """List Model Checkpoints

        Args:
            model_id (str):
            after (str | Unset): Cursor for pagination - ID of the last item from previous page
            limit (int | Unset): Number of items to return Default: 20.
            order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: A request failed, or its response does not match the spec.

        Returns:
            Response[CheckpointPage]
        """
        from .models import list_model_checkpoints as _operation

        return self._client.call(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class AsyncRawModels:
    """The operations of a tag, each with its whole response, for an asynchronous client."""

    def __init__(self, client: _wrapper.AsyncRawCalls) -> None:
        self._client = client

    async def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.Response[CheckpointPage]:
        """List Model Checkpoints

        Args:
            model_id (str):
            after (str | Unset): Cursor for pagination - ID of the last item from previous page
            limit (int | Unset): Number of items to return Default: 20.
            order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: A request failed, or its response does not match the spec.

        Returns:
            Response[CheckpointPage]
        """
        from .models import list_model_checkpoints as _operation

        return await self._client.call(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class Resources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> Models:
        """The operations of a tag."""
        return Models(self)


class AsyncResources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> AsyncModels:
        """The operations of a tag."""
        return AsyncModels(self)


class RawResources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> RawModels:
        """The operations of a tag."""
        return RawModels(self)


class AsyncRawResources:
    """The operations of the API, by their tags."""

    @cached_property
    def models(self: Any) -> AsyncRawModels:
        """The operations of a tag."""
        return AsyncRawModels(self)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
