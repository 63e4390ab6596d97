"""Models as flat records, the shape that tables are made of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from serverless_training._arguments import refusal
from serverless_training._language import gettext as _

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
        InvalidArgumentError: An item is neither a model nor a dictionary, or contains itself.
    """
    records = [dict(_leaves(_content(item, number), number)) for number, item in enumerate(items)]
    paths = dict.fromkeys(path for record in records for path in record)
    names = _names(paths)
    return [{names[path]: record.get(path) for path in paths} for record in records]


def _content(item: object, number: int) -> Mapping[str, Any]:
    if isinstance(item, Mapping):
        return item
    write = getattr(item, "to_dict", None)
    content = write() if callable(write) else None
    if not isinstance(content, dict):
        problem = _("items[{number}] is of type {type}: it must be a model or a dictionary.")
        raise refusal(problem, "items", item, number=number)
    # The generator writes fields that the spec does not know first; in a table they come last.
    unknown = getattr(item, "additional_properties", ())
    return dict(sorted(content.items(), key=lambda field: field[0] in unknown))


def _leaves(content: Mapping[str, Any], number: int) -> Iterator[tuple[_Path, Any]]:
    # Without recursion, since JSON may be nested deeper than calls may be.
    levels: dict[int, tuple[_Path, Iterator[tuple[str, Any]]]]
    levels = {id(content): ((), iter(content.items()))}
    while levels:
        above, fields = levels[next(reversed(levels))]
        for key, value in fields:
            path = (*above, str(key))
            if not isinstance(value, Mapping):
                yield path, value
                continue
            if id(value) in levels:
                problem = _("items[{number}] contains itself.")
                raise refusal(problem, "items", None, number=number)
            levels[id(value)] = path, iter(value.items())
            break
        else:
            levels.popitem()


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
