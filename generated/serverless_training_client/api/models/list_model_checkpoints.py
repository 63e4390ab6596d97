# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""List Model Checkpoints"""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ..._paging import Paging as _Paging
from ...client import AuthenticatedClient, Client
from ...models.checkpoint import Checkpoint
from ...models.checkpoint_page import CheckpointPage
from ...models.http_validation_error import HTTPValidationError
from ...models.list_model_checkpoints_order import (
    ListModelCheckpointsOrder,
)
from ...types import UNSET, Response, Unset


def _get_kwargs(
    model_id: str,
    *,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    params["limit"] = limit

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order

    params["order"] = json_order

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/preview/models/{model_id}/checkpoints".format(
            model_id=quote(str(model_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CheckpointPage | HTTPValidationError | None:
    if response.status_code == 200:
        response_200 = CheckpointPage.from_dict(response.json())

        return response_200

    if response.status_code == 422:
        response_422 = HTTPValidationError.from_dict(response.json())

        return response_422

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CheckpointPage | HTTPValidationError]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> Response[CheckpointPage | HTTPValidationError]:
    """List Model Checkpoints

    Args:
        model_id (str):
        after (str | Unset): Cursor for pagination - ID of the last item from previous page
        limit (int | Unset): Number of items to return Default: 20.
        order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.
        client (AuthenticatedClient): Client that sends the request.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CheckpointPage | HTTPValidationError]
    """

    kwargs = _get_kwargs(
        model_id=model_id,
        after=after,
        limit=limit,
        order=order,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> CheckpointPage | HTTPValidationError | None:
    """List Model Checkpoints

    Args:
        model_id (str):
        after (str | Unset): Cursor for pagination - ID of the last item from previous page
        limit (int | Unset): Number of items to return Default: 20.
        order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.
        client (AuthenticatedClient): Client that sends the request.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CheckpointPage | HTTPValidationError
    """

    return sync_detailed(
        model_id=model_id,
        client=client,
        after=after,
        limit=limit,
        order=order,
    ).parsed


async def asyncio_detailed(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> Response[CheckpointPage | HTTPValidationError]:
    """List Model Checkpoints

    Args:
        model_id (str):
        after (str | Unset): Cursor for pagination - ID of the last item from previous page
        limit (int | Unset): Number of items to return Default: 20.
        order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.
        client (AuthenticatedClient): Client that sends the request.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CheckpointPage | HTTPValidationError]
    """

    kwargs = _get_kwargs(
        model_id=model_id,
        after=after,
        limit=limit,
        order=order,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> CheckpointPage | HTTPValidationError | None:
    """List Model Checkpoints

    Args:
        model_id (str):
        after (str | Unset): Cursor for pagination - ID of the last item from previous page
        limit (int | Unset): Number of items to return Default: 20.
        order (ListModelCheckpointsOrder | Unset): Sort order Default: 'asc'.
        client (AuthenticatedClient): Client that sends the request.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CheckpointPage | HTTPValidationError
    """

    return (
        await asyncio_detailed(
            model_id=model_id,
            client=client,
            after=after,
            limit=limit,
            order=order,
        )
    ).parsed


# The type of a success alone; failures are for the caller to raise.
def _success(parsed: Any) -> CheckpointPage:
    return parsed


# How its pages follow each other, and the type of an item.
_PAGING: _Paging[Checkpoint] = _Paging(
    cursor="after",
    items="data",
    more="has_more",
    next="",
    last="last_id",
    argument="after",
)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
