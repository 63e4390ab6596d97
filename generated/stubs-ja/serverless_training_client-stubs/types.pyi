# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""プロパティで共通に使う型"""

from attrs import define
from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from typing import BinaryIO, Generic, IO, Literal, TypeVar

__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Response", "Unset"]

class Unset:
    def __bool__(self) -> Literal[False]: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> str: ...

UNSET: Unset
FileContent = IO[bytes] | bytes | str
FileTypes = (
    tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]

@define
class File:
    """ファイルのアップロードに関する情報"""

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """httpx が multipart/form-data として受け取れるタプルを返します。"""

T = TypeVar("T")

@define
class Response(Generic[T]):
    """エンドポイントからのレスポンス"""

    status_code: HTTPStatus
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None
