# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import define as _attrs_define, field as _attrs_field
from collections.abc import Mapping
from serverless_training_client import _Shown
from typing import Any, Self, TypeVar

T = TypeVar("T", bound=ValidationError)

@_attrs_define(repr=False)
class ValidationError(_Shown):
    loc: list[int | str]
    msg: str
    type_: str
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
