# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from attrs import field, frozen
from collections.abc import Mapping
from serverless_training.testing._errors import MockError as MockError
from typing import Any, Literal

WITHOUT_BODY: frozenset[int]
_NAME: Incomplete
_VALUE: Incomplete
_FRAMING: Incomplete
_WHOLE: Incomplete
_EFFECTS: Incomplete

def _texts(values: Mapping[str, Any]) -> dict[str, str]: ...

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

    def __attrs_post_init__(self) -> None: ...
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

    def _impossible(self) -> str | None: ...
    def _contradiction(self) -> str | None: ...

_EXCLUSIVE: Mapping[str, tuple[str, ...]]

def _given(fault: Fault, name: str) -> bool: ...
def _number(value: float | str | None) -> float | None: ...
def _within(value: Any, lowest: float, highest: float | None) -> bool: ...
def _out_of_range(name: str, value: object, lowest: float, highest: float | None) -> str: ...
