# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pydantic import TypeAdapter
from serverless_training.testing._document import (
    Json as Json,
    bounds as bounds,
    flatten as flatten,
    types as types,
)
from typing import Any

Fault = dict[str, Any]
_ABSENT: Any
_FORMATS: Mapping[str, Any]
_DEPTH: int

@dataclass(frozen=True)
class Parameter:
    where: str
    name: str
    required: bool
    default: Any
    many: bool
    adapter: TypeAdapter[Any]

    @classmethod
    def of(cls, definition: Json, document: Json) -> Parameter: ...
    def read(self, value: Any) -> tuple[Any, list[Fault]]: ...

def _is_list(schema: Json, document: Json) -> bool: ...
def annotation(schema: Any, document: Json, depth: int = _DEPTH) -> Any: ...
def _typed(kind: str, schema: Json, document: Json, depth: int) -> Any: ...
def check(
    parameters: Iterable[Parameter], sources: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[tuple[str, str], Any], list[Fault]]:
    """リクエストの内容を確認します。

    引数:
        parameters: リクエストに指定できるもの。
        sources: 実際に指定されたもの。`where` ごとに、名前をキーとする値。

    戻り値:
        `where` と名前をキーとする変換後の値（デフォルト値を補ったもの）と、すべての誤り（パラメーターの順）。
    """

def _given(parameter: Parameter, source: Mapping[str, Any]) -> Any: ...
def validate(adapter: TypeAdapter[Any], value: Any, *loc: str) -> tuple[Any, list[Fault]]: ...
def missing(*loc: str, shown: Any = None) -> Fault: ...
