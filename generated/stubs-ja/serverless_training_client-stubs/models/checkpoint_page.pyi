# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import define as _attrs_define, field as _attrs_field
from collections.abc import Mapping
from serverless_training_client import _Shown
from serverless_training_client.models.checkpoint import Checkpoint
from serverless_training_client.types import Unset
from typing import Any, Self, TypeVar

T = TypeVar("T", bound=CheckpointPage)

@_attrs_define(repr=False)
class CheckpointPage(_Shown):
    data: list[Checkpoint]
    "項目の配列"
    has_more: bool
    "利用可能な項目がさらにあるかどうか"
    object_: str | Unset = "list"
    "オブジェクトのタイプ識別子"
    first_id: str | Unset = ""
    "現在のページの最初の項目の ID"
    last_id: str | Unset = ""
    "現在のページの最後の項目の ID"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]: ...
    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self: ...
    @property
    def additional_keys(self) -> list[str]: ...
    def __getitem__(self, key: str) -> Any: ...
    def __setitem__(self, key: str, value: Any) -> None: ...
    def __delitem__(self, key: str) -> None: ...
    def __contains__(self, key: str) -> bool: ...
