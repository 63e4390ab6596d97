# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from collections.abc import Iterable, Mapping
from pathlib import Path
from serverless_training.testing._app import create_app as create_app
from serverless_training.testing._document import Json as Json
from serverless_training.testing._documents import (
    Documents as Documents,
    translations as translations,
)
from serverless_training.testing._errors import MockError as MockError
from serverless_training.testing._fault_layer import FaultLayer as FaultLayer
from serverless_training.testing._fault_rules import FaultRules as FaultRules
from serverless_training.testing._faults import Fault as Fault
from serverless_training.testing._files import replace as replace
from serverless_training.testing._jsonl import lines as lines, read as read
from serverless_training.testing._listing import Listing as Listing, listings as listings
from serverless_training.testing._page_before import page_before as page_before
from serverless_training.testing._recorder import (
    RecordedRequest as RecordedRequest,
    Recorder as Recorder,
)
from serverless_training.testing._seed import fill as fill
from serverless_training.testing._serving import listen as listen, serving as serving
from serverless_training.testing._store import Store as Store
from starlette.types import ASGIApp as ASGIApp
from types import TracebackType
from typing import Any, IO, Self

_LOCAL: Incomplete

class MockServer:
    """仕様どおりに応答するモックサーバー。テストや動作確認に使います。

    `with` ブロックの間、または `start()` から `stop()` までの間、別スレッドで動作します。

    引数:
        host: 待ち受けるアドレス。デフォルトではこのマシンからだけ接続できます。
        port: ポート。デフォルトの 0 では、空いているポートを使います。
        db: 項目を保存する SQLite ファイル。デフォルトではメモリー上に置きます。
        models: 作成するモデルの数。名前は `model-1` から順に付きます。デフォルトでは作成しません。ジョブなど、一覧を持つほかのものも同じように作成します。パスは `paths` で確認できます。
        checkpoints: 各モデルの一覧ごとに生成する項目数。デフォルトは 250 です。
        seed: 生成内容を決めるシード。デフォルトは 0 です。
        api_key: リクエストに必要な API キー。デフォルトは `"mock-key"` です。
        spec: OpenAPI 3 のドキュメント。デフォルトでは、クライアントの生成元の仕様を使います。
        faults: 起こす障害とその条件。リクエストに当てはまる最初のものが起きます。
        fault_seed: 確率を指定した障害の結果を決めるシード。デフォルトは 0 です。
        latency: すべてのレスポンスを遅らせる時間（秒）。デフォルトは 0 です。
        record: `requests` に記録するかどうか。デフォルトでは記録します。何日も動かすサーバーでは、メモリーを使い続けないよう無効にします。

    例外:
        MockError: 仕様が使えない、キーが空である、または数値の指定が正しくない場合。

    属性:
        api_key: リクエストに必要な API キー。
        requests: これまでのすべてのリクエスト。届いた順です。
    """

    api_key: str
    requests: list[RecordedRequest]
    _host: str
    _port: int
    _db: str | Path | None
    _models: int
    _checkpoints: int
    _seed: int
    _record: bool
    _latency: Incomplete
    _faults: Incomplete
    _document: Incomplete
    _translations: Incomplete
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
        faults: Iterable[Fault] = (),
        fault_seed: int = 0,
        latency: float = 0.0,
        record: bool = True,
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

    def _application(self, store: Store) -> ASGIApp: ...
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

    def import_items(self, path: str | Path) -> int:
        """ファイルの項目をそれぞれの一覧に追加します。すべて追加するか、1 つも追加しないかのどちらかです。

        引数:
            path: UTF-8 の JSON Lines ファイル。`export_items` の出力と同じ `{"path": "/v1/preview/models/model-1/checkpoints", "item": {…}}` の形式です。`item` のない行は空の一覧を作成します。一覧に同じ `id` がすでにある項目は読み飛ばします。メモリーより大きいファイルも読み込めます。読み込みが終わるまで、リクエストは待たされます。

        戻り値:
            新しく追加した項目の数。

        例外:
            MockError: サーバーが動いていない、ファイルを読み込めない、または行に誤りがある場合。メッセージにはファイルと行が示されます。
        """

    def export_items(self, target: str | Path | IO[str]) -> None:
        """すべての項目を JSON Lines で書き出します。`import_items` で読み込めます。

        引数:
            target: ファイル（全体を置き換えます）、またはテキストの書き込み用に開いたもの。

        例外:
            MockError: サーバーが動いていない場合、またはファイルに書き込めない場合。元の内容はそのまま残ります。
        """

    def add_fault(self, fault: Fault) -> None:
        """障害を末尾に追加します。次のリクエストから起きる可能性があります。

        引数:
            fault: 起こす障害とその条件。
        """

    def clear_faults(self) -> None:
        """すべての障害を取り消します。後から追加した障害は、回数を最初から数えます。"""

    def requests_to(self, path: str) -> list[RecordedRequest]:
        """`requests` から、あるパスへのリクエストを取り出します。

        引数:
            path: パス（パーセントデコード済み）。`*` は任意の文字列、`?` は任意の 1 文字です。
        """

    @property
    def _of_checkpoints(self) -> list[Listing]: ...
    @property
    def _of_models(self) -> list[Listing]: ...
    def _check_listed(self, path: str) -> None: ...
    @property
    def _bound(self) -> tuple[str, int]: ...
    @property
    def _open_store(self) -> Store: ...

def packaged_spec() -> Json: ...
def _not_running() -> MockError: ...
