# Written by `nox -s regenerate` from openapi.json. Do not edit.
from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from .._containers import as_object
from .._shown import Shown as _Shown

T = TypeVar("T", bound="CheckpointMetrics")


@_attrs_define(eq=False, repr=False)
class CheckpointMetrics(_Shown, MutableMapping[str, float]):
    """Values by name, to be read and written like a dictionary."""

    additional_properties: dict[str, float] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(as_object(src_dict))
        checkpoint_metrics = cls()

        checkpoint_metrics.additional_properties = d
        return checkpoint_metrics

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> float:
        try:
            return self.additional_properties[key]
        except KeyError:
            raise self._missing(key) from None

    def __setitem__(self, key: str, value: float) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        try:
            del self.additional_properties[key]
        except KeyError:
            raise self._missing(key) from None

    def __contains__(self, key: object) -> bool:
        return key in self.additional_properties

    def __iter__(self) -> Iterator[str]:
        return iter(self.additional_properties)

    def __len__(self) -> int:
        return len(self.additional_properties)

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
