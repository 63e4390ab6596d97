# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""The operations of a tag: a class for each kind of client, and a module for each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...types import UNSET, Unset

if TYPE_CHECKING:
    import serverless_training

    from ...models.checkpoint import Checkpoint
    from ...models.checkpoint_page import CheckpointPage
    from ...models.list_model_checkpoints_order import ListModelCheckpointsOrder


class Models:
    """The operations of a tag, each a method.

    Args:
        client (Client): Client that sends the request.
    """

    def __init__(self, client: serverless_training.Client) -> None:
        self._client = client

    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.Pager[Checkpoint]:
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
        from . import list_model_checkpoints as _operation

        return self._client.paginate(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class AsyncModels:
    """The operations of a tag, each a method, for an asynchronous client.

    Args:
        client (AsyncClient): Client that sends the request.
    """

    def __init__(self, client: serverless_training.AsyncClient) -> None:
        self._client = client

    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.AsyncPager[Checkpoint]:
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
        from . import list_model_checkpoints as _operation

        return self._client.paginate(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class RawModels:
    """The operations of a tag, each with its whole response.

    Args:
        client (RawCalls): Client that sends the request.
    """

    def __init__(self, client: serverless_training.RawCalls) -> None:
        self._client = client

    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.Response[CheckpointPage]:
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
        from . import list_model_checkpoints as _operation

        return self._client.call(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )


class AsyncRawModels:
    """The operations of a tag, each with its whole response, for an asynchronous client.

    Args:
        client (AsyncRawCalls): Client that sends the request.
    """

    def __init__(self, client: serverless_training.AsyncRawCalls) -> None:
        self._client = client

    async def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.Response[CheckpointPage]:
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
        from . import list_model_checkpoints as _operation

        return await self._client.call(
            _operation,
            model_id,
            after=after,
            limit=limit,
            order=order,
        )

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
