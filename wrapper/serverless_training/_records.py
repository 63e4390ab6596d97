"""Models as flat records, the shape that tables are made of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from serverless_training._checks import kind
from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _

_Path = tuple[str, ...]


def to_records(items: Iterable[object]) -> list[dict[str, Any]]:
    """Turn models into flat dictionaries, ready for a `DataFrame` or a CSV file.

    Fields of nested objects are joined by a dot, as in `metrics.loss`; an empty object gives no
    key. Lists, NaN and `None` stay as they are. Where two fields would get the same name, the one
    that is nested deeper keeps it and the other gets a number, as in `metrics.loss_2`; a name means
    the same field in every record.

    Args:
        items: Models of `serverless_training_client.models`, or what their `to_dict` returns.

    Returns:
        One dictionary for each item, in the same order; an item that lacks a field lacks the key.

    Raises:
        InvalidArgumentError: An item is neither a model nor a dictionary.
    """
    records = [dict(_leaves(_content(item, number), ())) for number, item in enumerate(items)]
    names = _names(dict.fromkeys(path for record in records for path in record))
    return [{names[path]: value for path, value in record.items()} for record in records]


def _content(item: object, number: int) -> Mapping[str, Any]:
    if isinstance(item, Mapping):
        return item
    write = getattr(item, "to_dict", None)
    content = write() if callable(write) else None
    if not isinstance(content, dict):
        raise InvalidArgumentError(
            _("items[{number}] is of type {type}: it must be a model or a dictionary.").format(
                number=number, type=kind(item)
            ),
            argument="items",
        )
    # The generator writes fields that the spec does not know first; in a table they come last.
    unknown = getattr(item, "additional_properties", ())
    return dict(sorted(content.items(), key=lambda field: field[0] in unknown))


def _leaves(content: Mapping[str, Any], above: _Path) -> Iterator[tuple[_Path, Any]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, str(key)))
        else:
            yield (*above, str(key)), value


def _names(paths: Iterable[_Path]) -> dict[_Path, str]:
    plain = {path: ".".join(path) for path in paths}
    taken, names = set(plain.values()), dict[_Path, str]()
    given = set[str]()
    for path, name in sorted(plain.items(), key=lambda entry: -len(entry[0])):
        number = 1
        chosen = name
        while chosen in given or (number > 1 and chosen in taken):
            number += 1
            chosen = f"{name}_{number}"
        given.add(chosen)
        names[path] = chosen
    return names
