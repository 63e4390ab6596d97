# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections.abc import Mapping, Sequence
from serverless_training.testing._document import TEMPLATE as TEMPLATE
from serverless_training.testing.contract._paged import (
    AFTER as AFTER,
    ASCENDING as ASCENDING,
    DESCENDING as DESCENDING,
    LIMIT as LIMIT,
    ORDER as ORDER,
    Paged as Paged,
)
from serverless_training.testing.contract._probe import (
    Answer as Answer,
    Probe as Probe,
    Request as Request,
)
from typing import Any

_ABSENT: Any
MOST_ITEMS: int
_MOST_COLLECTIONS: int

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
    def of(cls, answer: Answer) -> Page | None:
        """レスポンスを読み取ります。ページでなければ `None`。

        引数:
            answer: レスポンス。
        """

def identifier(item: object) -> str | None: ...

@frozen(eq=False)
class Collection:
    paged: Paged
    values: Mapping[str, str]
    ids: tuple[str, ...] = ()
    items: tuple[Any, ...] = field(default=(), repr=False)
    complete: bool = True

    @property
    def name(self) -> str: ...
    def request(
        self,
        query: Mapping[str, str] | None = None,
        *,
        values: Mapping[str, str] | None = None,
        credentials: str = "own",
    ) -> Request: ...
    def request_of(self, identifier: str) -> Request: ...
    def _path(self, values: Mapping[str, str]) -> str: ...

def query(
    after: str | None = None, order: str | None = None, limit: object = None
) -> dict[str, str]: ...
def collections_of(paged: Paged, parameters: Mapping[str, Sequence[str]]) -> list[Collection]: ...
def read(probe: Probe, collection: Collection) -> Collection: ...
def largest_size(paged: Paged) -> int | None: ...

@frozen
class Rest:
    ids: tuple[str, ...]
    size: int | None

    @property
    def page(self) -> tuple[str, ...]: ...

def rest(
    collection: Collection, after: int | None, order: str | None, limit: int | None
) -> Rest | None: ...
