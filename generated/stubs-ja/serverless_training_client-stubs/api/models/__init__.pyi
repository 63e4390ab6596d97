# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""1 つのタグのオペレーション。クライアントの種類ごとにクラスが、オペレーションごとにモジュールがあります。"""

import serverless_training
from serverless_training_client.models.checkpoint import Checkpoint
from serverless_training_client.models.checkpoint_page import CheckpointPage
from serverless_training_client.models.list_model_checkpoints_order import ListModelCheckpointsOrder
from serverless_training_client.types import UNSET, Unset

class Models:
    """1 つのタグのオペレーション。それぞれがメソッドです。

    引数:
        client (Client): リクエストを送信するクライアント。
    """

    _client: serverless_training.Client

    def __init__(self, client: serverless_training.Client) -> None: ...
    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.Pager[Checkpoint]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗したか、レスポンスが仕様どおりでない場合。

        戻り値:
            Pager[Checkpoint]
        """

class AsyncModels:
    """1 つのタグのオペレーション。それぞれが非同期クライアントのメソッドです。

    引数:
        client (AsyncClient): リクエストを送信するクライアント。
    """

    _client: serverless_training.AsyncClient

    def __init__(self, client: serverless_training.AsyncClient) -> None: ...
    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.AsyncPager[Checkpoint]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗したか、レスポンスが仕様どおりでない場合。

        戻り値:
            AsyncPager[Checkpoint]
        """

class RawModels:
    """1 つのタグのオペレーション。それぞれがレスポンス全体を返します。

    引数:
        client (RawCalls): リクエストを送信するクライアント。
    """

    _client: serverless_training.RawCalls

    def __init__(self, client: serverless_training.RawCalls) -> None: ...
    def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.Response[CheckpointPage]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗したか、レスポンスが仕様どおりでない場合。

        戻り値:
            Response[CheckpointPage]
        """

class AsyncRawModels:
    """1 つのタグのオペレーション。非同期クライアント用で、それぞれがレスポンス全体を返します。

    引数:
        client (AsyncRawCalls): リクエストを送信するクライアント。
    """

    _client: serverless_training.AsyncRawCalls

    def __init__(self, client: serverless_training.AsyncRawCalls) -> None: ...
    async def list_checkpoints(
        self,
        model_id: str,
        *,
        after: str | Unset = UNSET,
        limit: int | Unset = 20,
        order: ListModelCheckpointsOrder | Unset = "asc",
    ) -> serverless_training.Response[CheckpointPage]:
        """モデル チェックポイントを一覧表示

        引数:
            model_id (str):
            after (str | Unset): ページネーション用カーソル - 前のページの最後の項目のID
            limit (int | Unset): 返される項目数（デフォルト: 20）
            order (ListModelCheckpointsOrder | Unset): 並べ替え順（デフォルト: 'asc'）

        例外:
            InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
            RequestError: リクエストが失敗したか、レスポンスが仕様どおりでない場合。

        戻り値:
            Response[CheckpointPage]
        """
