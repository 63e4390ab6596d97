# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from functools import cached_property
import serverless_training as _wrapper
from serverless_training_client.models.checkpoint import Checkpoint
from serverless_training_client.models.checkpoint_page import CheckpointPage
from serverless_training_client.models.list_model_checkpoints_order import ListModelCheckpointsOrder
from serverless_training_client.types import UNSET, Unset
from typing import Any

def _make_body(model: Any, body: Any, fields: dict[str, Any]) -> Any: ...

class Models:
    _client: _wrapper.Client

    def __init__(self, client: _wrapper.Client) -> None: ...
    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.Pager[Checkpoint]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: A request failed, or its response does not match the spec.

        戻り値:
            Pager[Checkpoint]
        """

class AsyncModels:
    _client: _wrapper.AsyncClient

    def __init__(self, client: _wrapper.AsyncClient) -> None: ...
    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.AsyncPager[Checkpoint]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: A request failed, or its response does not match the spec.

        戻り値:
            AsyncPager[Checkpoint]
        """

class RawModels:
    _client: _wrapper.RawCalls

    def __init__(self, client: _wrapper.RawCalls) -> None: ...
    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.Response[CheckpointPage]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: A request failed, or its response does not match the spec.

        戻り値:
            Response[CheckpointPage]
        """

class AsyncRawModels:
    _client: _wrapper.AsyncRawCalls

    def __init__(self, client: _wrapper.AsyncRawCalls) -> None: ...
    async def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> _wrapper.Response[CheckpointPage]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: A request failed, or its response does not match the spec.

        戻り値:
            Response[CheckpointPage]
        """

class Resources:
    @cached_property
    def models(self) -> Models: ...

class AsyncResources:
    @cached_property
    def models(self) -> AsyncModels: ...

class RawResources:
    @cached_property
    def models(self) -> RawModels: ...

class AsyncRawResources:
    @cached_property
    def models(self) -> AsyncRawModels: ...
