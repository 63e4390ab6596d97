"""Models as flat records, the shape that tables are made of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_Path = tuple[str, ...]


def to_records(items: Iterable[object]) -> list[dict[str, Any]]:
    """Turn models into flat dictionaries, ready for a `DataFrame` or a CSV file.

    Fields of nested objects are joined by a dot, as in `metrics.loss`; an empty object gives no
    key. Lists, NaN and `None` stay as they are. Where two fields would get the same name, the one
    that is nested deeper keeps it and the other gets a number, as in `metrics.loss_2`. All records
    have the same keys, in the order in which the items show them first.

    Args:
        items: Models of `serverless_training_client.models`, or what their `to_dict` returns.

    Returns:
        One dictionary for each item, in the same order; what an item lacks is `None`.

    Raises:
        TypeError: An item is neither a model nor a dictionary.
        RecursionError: An item contains itself.
    """
    records = [_record(item, number) for number, item in enumerate(items)]
    paths = dict.fromkeys(path for record in records for path in record)
    names = _names(paths)
    return [{names[path]: record.get(path) for path in paths} for record in records]


def _record(item: object, number: int) -> dict[_Path, Any]:
    write = getattr(item, "to_dict", None)
    content = write() if callable(write) and not isinstance(item, Mapping) else item
    if not isinstance(content, Mapping):
        found = type(item).__qualname__
        raise TypeError(f"items[{number}] is of type {found}: it must be a model or a dictionary.")
    # The generator writes fields that the spec does not know first; in a table they come last.
    unknown = getattr(item, "additional_properties", ())
    return dict(_leaves(sorted(content.items(), key=lambda field: field[0] in unknown), ()))


def _leaves(fields: Iterable[tuple[str, Any]], above: _Path) -> Iterator[tuple[_Path, Any]]:
    for key, value in fields:
        if isinstance(value, Mapping):
            yield from _leaves(value.items(), (*above, str(key)))
        else:
            yield (*above, str(key)), value


def _names(paths: Iterable[_Path]) -> dict[_Path, str]:
    """Join paths by dots; of those that meet, the deepest keeps its name and others get numbers."""
    plain = {path: ".".join(path) for path in paths}
    taken, names, given = {*plain.values()}, dict[_Path, str](), set[str]()
    for path, name in sorted(plain.items(), key=lambda entry: -len(entry[0])):
        chosen, number = name, 1
        while chosen in given or (number > 1 and chosen in taken):
            number += 1
            chosen = f"{name}_{number}"
        given.add(chosen)
        names[path] = chosen
    return names
