"""Laws of comparing: a translation is equal, and no structural edit stays hidden in one."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.parity.compare import Kind, compare
from pipeline.parity.document import pointer
from tests.specs import DOCUMENTS, Free, Prose, Sample, plain, translated

FRESH = "x-fresh"  # a key that no drawn object has
many = settings(max_examples=60, suppress_health_check=list(HealthCheck))

Place = tuple[Any, Any, str]  # container, key or index, JSON pointer


def structural(node: Any, at: str = "") -> Iterator[Place]:
    """List every place below `node` that holds neither prose nor a sample."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if not isinstance(value, Prose | Sample):
            place = pointer(at, key)
            yield node, key, place
            if isinstance(value, dict | list):
                yield from structural(value, place)


def edit(place: Place, kind: str) -> str:
    """Make one structural change; returns the pointer where it must be found."""
    container, key, at = place
    parent = at.rpartition("/")[0]
    if kind == "remove":
        del container[key]
    elif kind == "retype":
        container[key] = {str: 7, bool: int(container[key] is True), int: str(container[key])}.get(
            type(container[key]), "x"
        )
    elif kind == "change":
        container[key] = changed(container[key])
    elif isinstance(container, dict):
        container[FRESH] = 1
        return pointer(parent, FRESH)
    else:
        container.append({FRESH: 1})
        # Where order means nothing, an addition may stand anywhere.
        return parent if isinstance(container, Free) else pointer(parent, len(container) - 1)
    return at


def is_hollow(value: Any) -> bool:
    """Tell whether a value may say no more than its absence: a default, or nothing in it."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return all(is_hollow(each) or (key, each) == ("url", "/") for key, each in parts)
    return not value or value is True or isinstance(value, Prose | Sample)


def changed(value: Any) -> Any:
    """Give another value of the same JSON type, or of any where the type has no other."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 10
        case str():
            return f"{value}~"
    return {FRESH: value} if isinstance(value, list) else [value]


@many
@given(st.data(), DOCUMENTS)
def test_reordered_and_reworded_spec_is_equal(data: st.DataObject, document: Any) -> None:
    """Anywhere, and all at once; `1` may have become `1.0`."""
    assert compare(plain(document), translated(document, data.draw)).differences == []


@many
@given(st.data(), DOCUMENTS, st.sampled_from(["change", "retype", "remove", "add"]))
def test_single_structural_edit_is_found_at_its_pointer(
    data: st.DataObject, document: Any, kind: str
) -> None:
    """Whatever is re-worded and reordered around it."""
    edited = copy.deepcopy(document)
    places = list(structural(edited))
    assume(places)
    place = data.draw(st.sampled_from(places))
    assume(kind != "remove" or not is_hollow(place[0][place[1]]))
    at = edit(place, kind)
    found = [
        each.pointer for each in compare(plain(document), translated(edited, data.draw)).differences
    ]

    assert at in found or (kind == "add" and at in {each.rpartition("/")[0] for each in found})


def at(document: Any, place: str) -> Any:
    """Follow a JSON pointer."""
    for step in place.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        document = document[int(key) if isinstance(document, list) else key]
    return document


def sentences(node: Any, place: str = "") -> set[str]:
    """List the pointers of the prose of a drawn document, samples aside."""
    if isinstance(node, Prose) and not node.strip():
        return set()
    if isinstance(node, Prose):
        return {place}
    inner: Any = ()
    if isinstance(node, dict | list):
        inner = node.items() if isinstance(node, dict) else enumerate(node)
    return {found for key, value in inner for found in sentences(value, pointer(place, key))}


@many
@given(st.data(), DOCUMENTS)
def test_every_sentence_is_paired_once_whatever_the_order(
    data: st.DataObject, document: Any
) -> None:
    """Each at its own place in either document."""
    base, other = plain(document), translated(document, data.draw)
    pairs = compare(base, other).sentences
    places = {each.pointer for each in pairs}

    assert sentences(document) <= places
    more = [each for each in pairs if each.pointer not in sentences(document)]
    assert all("/examples/" in each.pointer or each.base is None for each in more)
    assert len(places) == len({each.other_pointer for each in pairs}) == len(pairs)
    for each in pairs:
        for text, there in (
            (each.base, at(base, each.pointer)),
            (each.other, at(other, each.other_pointer)),
        ):
            assert text == (there if there.strip() else None)


@many
@given(st.data(), DOCUMENTS, st.sampled_from(["change", "retype", "remove", "add"]))
def test_other_way_round_missing_is_extra_and_a_change_goes_back(
    data: st.DataObject, document: Any, kind: str
) -> None:
    """Both directions tell of the same places."""
    edited = copy.deepcopy(document)
    places = list(structural(edited))
    assume(places)
    edit(data.draw(st.sampled_from(places)), kind)
    base, other = plain(document), plain(edited)
    there = compare(base, other).differences
    back = compare(other, base).differences
    turned = {Kind.MISSING: Kind.EXTRA, Kind.EXTRA: Kind.MISSING}

    assert sorted(
        (each.other_pointer, turned.get(each.kind, each.kind), repr(each.other), repr(each.base))
        for each in there
    ) == sorted((each.pointer, each.kind, repr(each.base), repr(each.other)) for each in back)


PROPERTIES = st.dictionaries(
    st.sampled_from("abcde"), st.sampled_from(["string", "integer"]), min_size=1, max_size=3
)


@many
@given(st.data(), st.lists(PROPERTIES, min_size=2, max_size=4))
def test_each_changed_branch_is_one_difference_inside_it(data: st.DataObject, drawn: Any) -> None:
    """However many change, and in whatever order they stand then; a constant tells them apart."""
    branches: list[dict[str, Any]] = [
        {
            "type": "object",
            "properties": {"kind": {"const": number}}
            | {name: {"type": kind} for name, kind in each.items()},
        }
        for number, each in enumerate(drawn)
    ]
    other = copy.deepcopy(branches)
    changed = data.draw(st.lists(st.sampled_from(range(len(other))), unique=True))
    expected = []
    for number in changed:
        name = data.draw(st.sampled_from(sorted(drawn[number])))
        other[number]["properties"][name]["type"] = "number"
        expected.append(f"/components/schemas/S/oneOf/{number}/properties/{name}/type")
    schemas = [
        {"openapi": "3.1.0", "components": {"schemas": {"S": {"oneOf": each}}}}
        for each in (branches, data.draw(st.permutations(other)))
    ]
    found = compare(*schemas).differences

    assert sorted(each.pointer for each in found) == sorted(expected)
