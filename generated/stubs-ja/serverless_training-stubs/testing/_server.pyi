# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Iterable, Mapping
from pathlib import Path
from serverless_training.testing._app import create_app as create_app
from serverless_training.testing._document import Json as Json
from serverless_training.testing._errors import MockError as MockError
from serverless_training.testing._listing import listings as listings
from serverless_training.testing._recorder import RecordedRequest as RecordedRequest
from serverless_training.testing._seed import fill as fill
from serverless_training.testing._serving import listen as listen, serving as serving
from serverless_training.testing._store import Store as Store
from types import TracebackType
from typing import Any, Self

_LOCAL: Incomplete

class MockServer:
    """仕様どおりに応答するモックサーバー。テストや動作確認に使います。

    `with` ブロックの間、または `start()` から `stop()` までの間、別スレッドで動作します。

    引数:
        host: 待ち受けるアドレス。デフォルトではこのマシンからだけ接続できます。
        port: ポート。デフォルトの 0 では、空いているポートを使います。
        db: 項目を保存する SQLite ファイル。デフォルトではメモリ上に置きます。
        models: 作成するモデルの数。名前は `model-1` から順に付きます。デフォルトでは作成しません。
        checkpoints: 各モデルの一覧ごとに生成する項目数。デフォルトは 250 です。
        seed: 生成内容を決めるシード。デフォルトは 0 です。
        api_key: リクエストに必要な API キー。デフォルトは `"mock-key"` です。
        spec: OpenAPI 3 のドキュメント。デフォルトでは、クライアントの生成元の仕様を使います。

    例外:
        MockError: 仕様が使えないか、API キーが空の場合。

    属性:
        api_key: リクエストに必要な API キー。
        requests: これまでに応答したすべてのリクエスト。古い順です。
    """

    api_key: str
    requests: list[RecordedRequest]
    _host: str
    _port: int
    _db: str | Path | None
    _models: int
    _checkpoints: int
    _seed: int
    _document: Incomplete
    _listings: Incomplete
    _running: Incomplete
    _store: Store | None
    _address: tuple[str, int] | None

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        db: str | Path | None = None,
        models: int = 0,
        checkpoints: int = 250,
        seed: int = 0,
        api_key: str = "mock-key",
        spec: Mapping[str, Any] | None = None,
    ) -> None: ...
    def __repr__(self) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def start(self) -> None:
        """サーバーを起動します。リクエストに応答できる状態になると戻ります。すでに動作している場合は、すぐに戻ります。

        例外:
            MockError: ポート、ホスト、データベースのいずれかが使えない場合。
        """

    def stop(self) -> None:
        """サーバーを停止し、データベースを閉じます。動作していなければ何もしません。"""

    @property
    def port(self) -> int:
        """待ち受けているポート。"""

    @property
    def url(self) -> str:
        """接続先のベース URL。末尾にスラッシュは付きません。"""

    @property
    def paths(self) -> list[str]:
        """存在する一覧のパス。古い順です。"""

    @property
    def model_ids(self) -> list[str]:
        """一覧を持つモデルの ID。古い順です。"""

    def add_checkpoints(self, model_id: str, items: Iterable[Mapping[str, Any]]) -> None:
        """モデルにチェックポイントを追加します。モデルがなければ作成します。

        引数:
            model_id: モデルの ID。
            items: チェックポイント。API が返すのと同じ形式で、古い順に渡します。同じ `id` がすでにモデルにあるものは無視します。

        例外:
            MockError: サーバーが動作していないか、項目を保存できない場合。
        """

    def add_items(self, path: str, items: Iterable[Mapping[str, Any]]) -> None:
        """任意の一覧に項目を追加します。

        引数:
            path: 一覧のパス（例: `/v1/preview/models/model-1/checkpoints`）。
            items: `id` を持つ JSON オブジェクト。古い順に渡します。同じ `id` がすでに一覧にあるものは無視します。

        例外:
            MockError: サーバーが動作していないか、そのパスに一覧がないか、項目を保存できない場合。
        """

    @property
    def _bound(self) -> tuple[str, int]: ...
    @property
    def _open_store(self) -> Store: ...

def packaged_spec() -> Json: ...
def _not_running() -> MockError: ...
