# Written by `nox -s regenerate` from openapi.json. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from .._containers import as_array, as_object
from .._shown import Shown as _Shown

T = TypeVar("T", bound="CheckpointPage")


@_attrs_define(repr=False)
class CheckpointPage(_Shown):
    data: list[Checkpoint]
    """ Array of items """
    has_more: bool
    """ Whether there are more items available """
    object_: str | Unset = "list"
    """ Object type identifier """
    first_id: str | Unset = ""
    """ ID of the first item in the current page """
    last_id: str | Unset = ""
    """ ID of the last item in the current page """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data = []
        for data_item_data in self.data:
            data_item = data_item_data.to_dict()
            data.append(data_item)

        has_more = self.has_more

        object_ = self.object_

        first_id = self.first_id

        last_id = self.last_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "data": data,
                "has_more": has_more,
            }
        )
        if object_ is not UNSET:
            field_dict["object"] = object_
        if first_id is not UNSET:
            field_dict["first_id"] = first_id
        if last_id is not UNSET:
            field_dict["last_id"] = last_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(as_object(src_dict))
        data = []
        _data = d.pop("data")
        for data_item_data in as_array(_data):
            data_item = Checkpoint.from_dict(data_item_data)

            data.append(data_item)

        has_more = d.pop("has_more")

        object_ = d.pop("object", UNSET)

        first_id = d.pop("first_id", UNSET)

        last_id = d.pop("last_id", UNSET)

        checkpoint_page = cls(
            data=data,
            has_more=has_more,
            object_=object_,
            first_id=first_id,
            last_id=last_id,
        )

        checkpoint_page.additional_properties = d
        return checkpoint_page

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


# Last, since models may refer to each other: an import that comes back here finds the class.
from ..models.checkpoint import Checkpoint

from serverless_training_client._docstrings import localize as _localize

_localize('serverless_training_client', __name__)
