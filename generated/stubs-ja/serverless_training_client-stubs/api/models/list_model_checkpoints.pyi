# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""モデル チェックポイントを一覧表示"""

import httpx
from serverless_training_client import _Paging
from serverless_training_client.client import AuthenticatedClient, Client
from serverless_training_client.models.checkpoint import Checkpoint
from serverless_training_client.models.checkpoint_page import CheckpointPage
from serverless_training_client.models.http_validation_error import HTTPValidationError
from serverless_training_client.models.list_model_checkpoints_order import ListModelCheckpointsOrder
from serverless_training_client.types import Response, UNSET, Unset
from typing import Any

def _get_kwargs(
    model_id: str,
    *,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> dict[str, Any]: ...
def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CheckpointPage | HTTPValidationError | None: ...
def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CheckpointPage | HTTPValidationError]: ...
def sync_detailed(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> Response[CheckpointPage | HTTPValidationError]:
    """モデル チェックポイントを一覧表示

    引数:
        model_id (str):
        after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
        limit (int | Unset): 返される項目数（デフォルト: 20）
        order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）
        client (AuthenticatedClient): リクエストを送信するクライアント。

    例外:
        errors.UnexpectedStatus: サーバーが仕様に記載のないステータスコードを返し、Client.raise_on_unexpected_status が True の場合。
        httpx.TimeoutException: リクエストが Client.timeout より長くかかった場合。

    戻り値:
        Response[CheckpointPage | HTTPValidationError]
    """

def sync(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> CheckpointPage | HTTPValidationError | None:
    """モデル チェックポイントを一覧表示

    引数:
        model_id (str):
        after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
        limit (int | Unset): 返される項目数（デフォルト: 20）
        order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）
        client (AuthenticatedClient): リクエストを送信するクライアント。

    例外:
        errors.UnexpectedStatus: サーバーが仕様に記載のないステータスコードを返し、Client.raise_on_unexpected_status が True の場合。
        httpx.TimeoutException: リクエストが Client.timeout より長くかかった場合。

    戻り値:
        CheckpointPage | HTTPValidationError
    """

async def asyncio_detailed(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> Response[CheckpointPage | HTTPValidationError]:
    """モデル チェックポイントを一覧表示

    引数:
        model_id (str):
        after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
        limit (int | Unset): 返される項目数（デフォルト: 20）
        order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）
        client (AuthenticatedClient): リクエストを送信するクライアント。

    例外:
        errors.UnexpectedStatus: サーバーが仕様に記載のないステータスコードを返し、Client.raise_on_unexpected_status が True の場合。
        httpx.TimeoutException: リクエストが Client.timeout より長くかかった場合。

    戻り値:
        Response[CheckpointPage | HTTPValidationError]
    """

async def asyncio(
    model_id: str,
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = 20,
    order: ListModelCheckpointsOrder | Unset = "asc",
) -> CheckpointPage | HTTPValidationError | None:
    """モデル チェックポイントを一覧表示

    引数:
        model_id (str):
        after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
        limit (int | Unset): 返される項目数（デフォルト: 20）
        order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）
        client (AuthenticatedClient): リクエストを送信するクライアント。

    例外:
        errors.UnexpectedStatus: サーバーが仕様に記載のないステータスコードを返し、Client.raise_on_unexpected_status が True の場合。
        httpx.TimeoutException: リクエストが Client.timeout より長くかかった場合。

    戻り値:
        CheckpointPage | HTTPValidationError
    """

def _success(parsed: Any) -> CheckpointPage: ...

_PAGING: _Paging[Checkpoint]
