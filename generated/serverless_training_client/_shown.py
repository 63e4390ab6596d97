# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Models as people see them: at a prompt, in a notebook, and in the error of a key that is absent.

They hold what a service sent. Whatever shows it bounds how much there is, and escapes the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from reprlib import recursive_repr
from typing import Any

from attrs import fields

_ITEMS = 10  # of a list, and names in an error
_ROWS = 20  # of a table
_NAMES = 100  # of an object
_LETTERS = 200  # of a text
_DEPTH = 20  # of lists and objects without a model between them
_EXTRA = "additional_properties"


class Shown:  # noqa: D101  models without a description would inherit it
    __slots__: tuple[str, ...] = ()

    @recursive_repr("...")
    def __repr__(self) -> str:
        if isinstance(self, Mapping):
            return repr(plain(self))
        try:
            shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        except RecursionError:  # models that hold models, deeper than Python goes
            shown = "..."
        return f"{type(self).__name__}({shown})"

    def __rich_repr__(self) -> Iterator[Any]:
        if isinstance(self, Mapping):  # Rich has the name of the class before it
            yield plain(self)
        else:
            yield from ((name, plain(value)) for name, value in _content(self))

    def _repr_html_(self) -> str:
        found = _leaves(self)
        rows = [(_name(each), _cell(found[each])) for each in islice(found, _NAMES)]
        if (more := len(found) - _NAMES) > 0:
            rows.append(("...", f"{more:,} more"))
        lines = "".join(f"<tr><th>{name}</th><td>{cell}</td></tr>" for name, cell in rows)
        return f"<table>{lines}</table>"

    def _ipython_key_completions_(self) -> list[str]:
        return [*getattr(self, _EXTRA, ())]

    def _missing(self, key: object) -> KeyError:
        kind: Any = type(self)
        attributes = tuple(each.name for each in fields(kind) if each.name != _EXTRA)
        return MissingKeyError(key, tuple(getattr(self, _EXTRA)), attributes)


class MissingKeyError(KeyError):
    """A model has no value by the name that was asked for.

    Attributes:
        names: The names that it has values by.
        attributes: The names of its fields, which are attributes instead.
    """

    def __init__(
        self, key: object, names: Sequence[str] = (), attributes: Sequence[str] = ()
    ) -> None:
        super().__init__(key)
        self.names = names
        self.attributes = attributes

    def __str__(self) -> str:
        # Imported here, since `get` throws most of these errors away unread.
        from difflib import get_close_matches  # noqa: PLC0415

        key = plain(self.args[0])
        shown = {name: f".{name}" for name in self.attributes}
        shown |= {name: repr(plain(name)) for name in self.names}
        close = get_close_matches(str(key), islice(shown, _NAMES), n=1)
        listed = ", ".join(_cut([*shown.values()], _ITEMS)) or "nothing"
        hint = f". Did you mean {shown[close[0]]}?" if close else ""
        return f"{key!r}: there {'are' if len(shown) > 1 else 'is'} {listed}{hint}"


def plain(value: object, depth: int = 0) -> object:
    """Make a value as short and as plain as people like to see it.

    Args:
        value: What a model may hold.
        depth: How many lists and objects it stands in.

    Returns:
        Ids and times as texts, mappings as dictionaries, models as they are; the beginning of what
        is long, and how much follows.
    """
    # Imported here: a spec may have neither of them.
    from datetime import date  # noqa: PLC0415
    from uuid import UUID  # noqa: PLC0415

    match value:
        case str():
            return value if len(value) <= _LETTERS else f"{value[:_LETTERS]}…"
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case list() | Mapping():
            return _parts(value, depth + 1) if depth < _DEPTH else _Bare("...")
    return value


def table(items: Sequence[object]) -> str:
    """Show items as a table of HTML, one row for each, and a column for each field and metric.

    Args:
        items: Models, or whatever else a list holds.

    Returns:
        HTML in which everything is escaped; the first rows, and how many follow.
    """
    rows = [_leaves(each) for each in items[:_ROWS]]
    names = _cut(list(dict.fromkeys(name for row in rows for name in row)), _NAMES)
    head = "".join(f"<th>{_name(each)}</th>" for each in names)
    lines = [[text(row[each]) if each in row else "" for each in names] for row in rows]
    body = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in line)}</tr>" for line in lines)
    more = len(items) - _ROWS
    foot = f'<tr><td colspan="{len(names)}">... {more:,} more</td></tr>' if more > 0 else ""
    return f"<table><tr>{head}</tr>{body}{foot}</table>"


def text(value: object) -> str:
    """Write a value as the text of an HTML element.

    Args:
        value: What a model may hold.

    Returns:
        Its text without what HTML, or a terminal, would take for more than a letter.
    """
    from html import escape  # noqa: PLC0415  few show HTML

    shown = plain(value)
    letters = shown if isinstance(shown, str) else str(plain(repr(shown)))
    return escape("".join(each if each.isprintable() else repr(each)[1:-1] for each in letters))


class _Bare(str):
    """What stands in a list or an object without quotes."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return str(self)


def _cut(values: list[Any], limit: int) -> list[Any]:
    more = len(values) - limit
    return values if more <= 0 else [*values[:limit], _Bare(f"... {more:,} more")]


def _parts(value: list[Any] | Mapping[Any, Any], depth: int) -> object:
    if isinstance(value, list):
        return [plain(each, depth) for each in _cut(value, _ITEMS)]
    found = {key: plain(each, depth) for key, each in islice(value.items(), _NAMES)}
    more = len(value) - _NAMES
    return found if more <= 0 else found | {_Bare("..."): _Bare(f"{more:,} more")}


def _content(value: object) -> Iterator[tuple[str, object]]:
    """List what an object holds by name; another value stands under the empty name."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, Shown):
        unset = import_module(".types", __package__).UNSET
        kind: Any = type(value)
        for each in fields(kind):
            inner = getattr(value, each.name)
            if inner is not unset and (inner or each.name != _EXTRA):
                yield each.name, inner
    else:
        yield "", value


def _leaves(value: object) -> dict[tuple[str, ...], object]:
    """List what an object holds, and what its mappings hold, by their paths."""
    found: dict[tuple[str, ...], object] = {}
    for name, inner in _content(value):
        if isinstance(inner, Mapping) and inner:
            found |= {(name, str(key)): each for key, each in inner.items()}
        else:
            found[name,] = inner
    return found


def _name(path: tuple[str, ...] | str) -> str:
    return text(path if isinstance(path, str) else ".".join(path))


def _cell(value: object) -> str:
    if isinstance(value, list) and value and all(isinstance(each, Shown) for each in value):
        return table(value)
    return text(value)
