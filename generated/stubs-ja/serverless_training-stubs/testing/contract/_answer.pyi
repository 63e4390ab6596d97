# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import httpx
from attrs import field, frozen
from decimal import Decimal
from functools import cached_property as cached_property
from typing import Any, NoReturn

_ABSENT: Any
_DEEPEST: int

@frozen
class Request:
    path: str
    query: tuple[tuple[str, str], ...] = ()
    credentials: str = "own"

    @property
    def target(self) -> str: ...

@frozen
class Page:
    """受け取ったままのページ。

    属性:
        ids: 項目の ID（テキスト）。ID のない項目は `None`。
        items: 項目。
        has_more: 受け取ったままの値。
        first: 受け取ったままの `first_id`、または省略されたことを示す値。
        last: `last_id` についての同じ値。
    """

    ids: tuple[str | None, ...]
    items: tuple[Any, ...]
    has_more: Any
    first: Any
    last: Any

    @staticmethod
    def is_absent(end: object) -> bool:
        """ページの端の ID が省略されたかどうかを判定します。

        引数:
            end: `first` または `last`。
        """

    @classmethod
    def of(cls, status: int, body: object) -> Page | None:
        """レスポンスを読み取ります。ページでなければ `None`。

        引数:
            status: レスポンスのステータス。
            body: レスポンスの本文の JSON。
        """

def identifier(item: object) -> str | None: ...

@frozen(eq=False)
class Answer:
    request: Request
    status: int
    headers: httpx.Headers = field(factory=httpx.Headers, repr=False)
    content: bytes = field(default=b"", repr=False)
    trouble: str = ""
    may_pass: bool = False

    @property
    def content_type(self) -> str: ...
    @cached_property
    def body(self) -> Any: ...
    @cached_property
    def why_not_json(self) -> str: ...
    @cached_property
    def page(self) -> Page | None: ...
    @property
    def text(self) -> str: ...
    def items(self) -> list[Any]: ...

def _number(text: str) -> float | Decimal: ...
def _is_deep(value: object) -> bool: ...
def _refuse(constant: str) -> NoReturn: ...
