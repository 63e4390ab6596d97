# Written by `nox -s regenerate` from openapi.json. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from .._containers import as_object
from .._shown import Shown as _Shown

T = TypeVar("T", bound="Checkpoint")


@_attrs_define(repr=False)
class Checkpoint(_Shown):
    """Schema for Checkpoint response."""

    id: UUID
    step: int
    metrics: CheckpointMetrics
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        step = self.step

        metrics = self.metrics.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "step": step,
                "metrics": metrics,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(as_object(src_dict))
        id = UUID(d.pop("id"))

        step = d.pop("step")

        metrics = CheckpointMetrics.from_dict(d.pop("metrics"))

        checkpoint = cls(
            id=id,
            step=step,
            metrics=metrics,
        )

        checkpoint.additional_properties = d
        return checkpoint

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        try:
            return self.additional_properties[key]
        except KeyError:
            raise self._missing(key) from None

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        try:
            del self.additional_properties[key]
        except KeyError:
            raise self._missing(key) from None

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

    def __hash__(self) -> int:
        return hash(self.id)


# Last, since models may refer to each other: an import that comes back here finds the class.
from ..models.checkpoint_metrics import CheckpointMetrics

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
