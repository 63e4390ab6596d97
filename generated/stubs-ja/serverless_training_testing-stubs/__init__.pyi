# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""実際の API なしでコードを試すための、仕様どおりに応答するモックサーバー。

エクストラ `testing` が必要です。プロジェクトのクローンの中で `python -m pip install '.[testing]'` を実行してください。
"""

from attrs import field, frozen
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field as _field2
from pathlib import Path
from types import TracebackType
from typing import Any, IO, Literal, Self

__all__ = ["Fault", "MockError", "MockServer", "RecordedRequest"]

def _texts(values: Mapping[str, Any]) -> dict[str, str]: ...
def _cut_lines(lines: Iterable[str]) -> tuple[str, ...]: ...
def _cut(text: str) -> str: ...

@frozen(kw_only=True)
class Fault:
    """モックサーバーで起こす障害。何が起きるか、どのリクエストで起きるかを表します。

    リクエストの内容を調べる前に起きます。キーもパラメーターも確認しません。指定しなかった部分は正しいレスポンスのままです。`Fault(malformed=True)` はその本文を途中で切り、`Fault(headers={…})` はそのヘッダーに追加します。`status` を指定した場合は、障害の内容だけがレスポンスになります。

    属性:
        status: レスポンスのステータス（200～599）。`body` を指定しなければ、本文は `detail` を持つ JSON オブジェクトです。
        retry_after: `Retry-After` ヘッダー。秒数、または HTTP 形式の日時。
        latency: レスポンスを遅らせる時間（秒）。デフォルトは 0 です。
        reset: 接続をリセットします。`"before"` はレスポンスの前、`"body"` は本文の途中です。
        malformed: 本文を途中で切り、JSON として読めなくします。長さのヘッダーは切った本文と一致します。
        repeat: 指定されたページの代わりに、その前のページを返します。カーソルを指定したリクエストだけで起きます。
        body: レスポンスの本文。
        headers: 追加するか置き換えるレスポンスヘッダー。
        method: このメソッドのリクエストだけで起きます。デフォルトではすべてのリクエストです。
        path: このパスのリクエストだけで起きます。`*` は任意の文字列、`?` は任意の 1 文字です。
        query: これらのクエリパラメーターをすべて持つリクエストだけで起きます。
        skip: 最初に何回のリクエストを見逃すか。デフォルトは 0 です。
        times: その後、何回起きるか。デフォルトでは起き続けます。
        probability: リクエストごとに起きる確率（0～1）。結果はサーバーのシード、リクエスト、それまでに届いた回数だけで決まるため、時刻やスレッドには左右されません。

    例外:
        MockError: その値や組み合わせが使えない場合。
    """

    status: int | None = None
    retry_after: float | str | None = None
    latency: float = 0.0
    reset: Literal["before", "body"] | None = None
    malformed: bool = False
    repeat: bool = False
    body: str | bytes | None = None
    headers: Mapping[str, str] = field(factory=dict, converter=_texts)
    method: str | None = None
    path: str = "*"
    query: Mapping[str, str] = field(factory=dict, converter=_texts)
    skip: int = 0
    times: int | None = None
    probability: float | None = None

    @property
    def name(self) -> str:
        """何が起きるかを表す短い名前。`status`、`latency+status`、`reset-body` など。"""

    @property
    def header_lines(self) -> dict[str, str]:
        """レスポンスに付けるすべてのヘッダー。キーは名前です。"""

    def concerns(self, method: str, path: str, query: Mapping[str, str]) -> bool:
        """リクエストで起きる可能性があるかどうかを判定します。

        引数:
            method: メソッド（大文字）。
            path: パス（パーセントデコード済み）。
            query: クエリパラメーター。
        """

class MockError(Exception):
    """モックサーバーの起動や項目の追加ができません。原因と対処方法はメッセージに示されます。"""

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

@dataclass
class RecordedRequest:
    """モックサーバーに届いたリクエスト。

    属性:
        method: メソッド（大文字）。
        path: パス（パーセントデコード済み）。
        query: クエリパラメーター。同じ名前が複数ある場合は最後の値です。
        status: レスポンスのステータス。まだ返していない間は `None`。レスポンスの前に接続がリセットされた場合や、クライアントが切断した場合は `None` のままです。
        items: レスポンスに含まれる項目数。ページでなければ `None`。
        fault: 起こした障害（`Fault.name` の値）。何も起こさなければ `None`。
        headers: リクエストヘッダー。キーは小文字の名前で、同じ名前が複数あればコンマで連結します。API キーと Cookie は `[redacted]` に置き換えます。リクエストを比較するときは無視します。
        seconds: レスポンスが始まるまでの時間（秒）。比較するときは無視します。
    """

    method: str
    path: str
    query: dict[str, str]
    status: int | None
    items: int | None
    fault: str | None = None
    headers: dict[str, str] = _field2(default_factory=dict)
    seconds: float = _field2(default=0.0)
