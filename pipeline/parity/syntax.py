"""JSON, and YAML 1.2 as another way to write it: text to values, and values back to lines."""

import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver

from pipeline.generate.templates.text import printable
from pipeline.parity.document import pointer

MAX_VALUES = 2_000_000  # of a YAML text, its aliases written out; 10 MB hold about 300,000


class UnusableError(ValueError):
    """A text that holds no JSON values.

    Attributes:
        line: Where the reason stands, from 1; `None` where it has no place.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def read_json(text: str) -> Any:
    """Read JSON (RFC 8259), each key once and numbers finite.

    Args:
        text: The text.

    Returns:
        Its value, keys in the order of the text.

    Raises:
        UnusableError: It is broken or repeats a key.
        RecursionError: It nests without end.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise UnusableError(f"broken JSON: {error.msg}", error.lineno) from error
    except _DuplicateKeyError as error:
        seen: set[str] = set()
        for place, at in _offsets(text):
            if place in seen:
                raise UnusableError(str(error), _line(text, at)) from error
            seen.add(place)
        raise
    except _NoJsonError as error:
        found = (each for each in _TOKEN.finditer(text) if each[0].startswith(error.literal))
        at = next(found).start()
        raise UnusableError(str(error), _line(text, at)) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise UnusableError(f"broken JSON: {error}") from error


def read_yaml(text: str) -> Any:
    """Read YAML 1.2 that could be JSON; keys become text, `200:` as `"200"`.

    Args:
        text: The text.

    Returns:
        Its value, keys in the order of the text; dates stay the text that they are in JSON.

    Raises:
        UnusableError: It is broken, repeats a key, holds what JSON cannot, or its aliases expand
            to more than `MAX_VALUES` values.
        RecursionError: It nests without end.
    """
    try:
        constructor, _ = _yaml().get_constructor_parser(io.StringIO(text))
        root = constructor.composer.get_single_node()
        _check_size(root)
        return _plain(constructor.construct_document(root)) if root else None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnusableError(f"broken YAML: the character {chr(error.character)!a}", line) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = printable(getattr(error, "problem", None) or "unreadable")
        raise UnusableError(f"broken YAML: {problem}", mark.line + 1 if mark else None) from error
    except UnusableError:
        raise
    except (ValueError, LookupError, TypeError) as error:
        raise UnusableError(f"broken YAML: {error}") from error


def lines(text: str, places: set[str], *, as_json: bool) -> dict[str, int]:
    """Find the lines where values begin.

    Args:
        text: A text that `read_json` or `read_yaml` reads.
        places: JSON pointers.
        as_json: Whether the text is JSON.

    Returns:
        Pointer to line, from 1; pointers that lead nowhere are not in it.
    """
    if as_json:
        found, line, before = {}, 1, 0
        for place, at in _offsets(text):  # in the order of the text, so each line is counted once
            if place in places:
                line, before = line + text.count("\n", before, at), at
                found[place] = line
        return found
    root = _yaml().compose(io.StringIO(text))
    if root is None:  # a pipe that was read once is empty now
        return {}
    return {place: line for place, line in _node_lines(root, "") if place in places}


class _DuplicateKeyError(UnusableError):
    pass


class _NoJsonError(UnusableError):
    def __init__(self, literal: str) -> None:
        super().__init__(f"{literal} has no place in JSON")
        self.literal = literal


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        key = next(key for key, number in Counter(key for key, _ in pairs).items() if number > 1)
        raise _DuplicateKeyError(f"the key {key!r} stands twice")
    return found


def _no_constant(name: str) -> None:
    raise _NoJsonError(name)


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise _NoJsonError(literal)
    return number


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s"{}\[\]:,]+')


def _offsets(text: str) -> Iterator[tuple[str, int]]:
    # The pointer of every value and where it begins; twice where a key stands twice.
    # On the stack: the pointer of the container, and the key or index; `None` where a key is due.
    stack: list[tuple[str, str | int | None]] = [("", 0)]
    for match in _TOKEN.finditer(text):
        found = match[0]
        container, step = stack[-1]
        if found in "]}":
            stack.pop()
        elif found == ",":
            stack[-1] = (container, step + 1 if isinstance(step, int) else None)
        elif step is None:
            stack[-1] = (container, json.loads(found))
        elif found != ":":
            place = pointer(container, step) if len(stack) > 1 else ""
            yield place, match.start()
            if found in "[{":
                stack.append((place, 0 if found == "[" else None))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


class _TextualDates(VersionedResolver):
    """YAML 1.2 without timestamps: `2026-11-22` stays the text it is in JSON."""

    def add_version_implicit_resolver(
        self, version: Any, tag: Any, regexp: Any, first: Any
    ) -> None:
        if tag != "tag:yaml.org,2002:timestamp":
            super().add_version_implicit_resolver(version, tag, regexp, first)


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Resolver = _TextualDates
    return yaml


def _check_size(root: Node | None) -> None:
    # An alias is one node in many places: ten of ten of ten of them are small until written out,
    # and a merge key writes them out while values are made.
    if _size(root, {}) > MAX_VALUES:
        raise UnusableError(f"its aliases expand to more than {MAX_VALUES:,} values")


def _size(node: Any, sizes: dict[int, int]) -> int:
    if not isinstance(node, CollectionNode):
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = MAX_VALUES + 1  # while it is being counted: an alias of itself
        inner = node.value
        if isinstance(node, MappingNode):
            inner = [value for _, value in node.value]
        sizes[id(node)] = 1 + sum(_size(value, sizes) for value in inner)
    return sizes[id(node)]


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return _unique([(_key(key), _plain(value)) for key, value in node.items()])
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, float) and not math.isfinite(node):
        raise _NoJsonError(str(node))
    if node is None or isinstance(node, str | int | float):
        return node
    raise UnusableError(f"{type(node).__name__} values have no place in JSON")


def _key(key: object) -> str:
    return key if isinstance(key, str) else json.dumps(key)


def _node_lines(node: Node, at: str) -> Iterator[tuple[str, int]]:
    yield at, node.start_mark.line + 1
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _node_lines(value, pointer(at, key.value))
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from _node_lines(value, pointer(at, index))
