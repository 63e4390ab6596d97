"""Rules for schemas that are put together: references, `allOf`, and what stands beside them."""

import copy
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from openapi_python_client.config import Config

from pipeline.errors import PipelineError
from pipeline.generate.overrides import FILE, Override
from pipeline.generate.rewriting import (
    MEMBERS,
    NULL,
    SCHEMAS,
    UNIONS,
    Schema,
    below,
    by_name,
    group,
    is_3_0,
    objects,
    only,
    resolved,
    rewritten,
    texts,
    types,
    without,
)
from pipeline.parity.document import pointer, values

# What makes another schema of a reference that it stands beside.
_BESIDE = (*MEMBERS, "allOf", *UNIONS)
# What says which values there are; the rest bounds or describes them.
_SHAPE = (*_BESIDE, "$ref", "enum", "const", "items")
_REFERS = ("$ref", *UNIONS)
_DEEPEST = 5  # unions of unions
_AS_REFERRED = "the generator would write the class that it refers to twice"


def references(document: Schema, _: Config) -> Iterator[Override]:
    """Put what stands beside a reference into an `allOf`, since the generator ignores it.

    In OpenAPI 3.0 it is to be ignored.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each schema that is a reference and more.
    """

    def change(_: str, schema: Schema) -> Schema:
        beside = without(schema, "$ref")
        if not isinstance(schema.get("$ref"), str) or not beside:
            return schema
        if is_3_0(document):
            return only(schema, "$ref") if {*beside} & {*_BESIDE} else schema
        if not {*beside} & {*_BESIDE} and not _may_be_default(document, schema):
            return schema
        parts = [only(schema, "$ref"), *objects(schema.get("allOf"))]
        return {"allOf": parts} | without(beside, "allOf")

    yield from rewritten(document, change, "the generator ignores what stands beside a reference")


def _may_be_default(document: Schema, schema: Schema) -> bool:
    """Tell whether a schema has a default that the generator can give to what it refers to."""
    default, target = schema.get("default"), resolved(document, schema)
    enum = target.get("enum")
    known = default in enum if isinstance(enum, list) else types(target) != ["object"]
    return isinstance(default, str | int | float) and known and not {*target} & {*_BESIDE}


def all_of(document: Schema, _: Config) -> Iterator[Override]:
    """Say what schemas are put together of in the one way that the generator reads.

    It makes a second name of an `allOf` with one reference, whatever stands beside, and passes over
    an `allOf` within another, unions among the parts, and members beside a union.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each schema that is said in another way.

    Raises:
        PipelineError: An `allOf` has several unions.
    """

    def change(at: str, schema: Schema) -> Schema:
        return _whole(document, at, schema)

    yield from rewritten(document, change, "the generator would pass over a part of it")


def _whole(document: Schema, at: str, schema: Schema, depth: int = 0) -> Schema:
    if {*schema} & {"properties", "allOf"} or "object" in types(schema):
        # Branches that only say what must be there leave one class.
        plain = [key for key in UNIONS if objects(schema.get(key)) and not _union(schema)]
        schema = without(schema, *plain)
    whole = _one_all_of(document, schema)
    return _distributed(document, at, whole, depth) if depth < _DEEPEST else whole


def _union(schema: Schema) -> tuple[str, list[Schema]] | None:
    """Find the keyword and the branches of a union, if one of them has more than `required`."""
    for key in UNIONS:
        branches = objects(schema.get(key))
        if any({*each} & {*_SHAPE} - {"required"} or _is_scalar(each) for each in branches):
            return key, branches
    return None


def _one_all_of(document: Schema, schema: Schema) -> Schema:
    parts = objects(schema.get("allOf"))
    single = [key for key in UNIONS if len(objects(schema.get(key))) == 1]
    if (
        not parts and single and "$ref" in objects(schema[single[0]])[0]
    ):  # a union of one is that one
        parts, schema = objects(schema[single[0]]), without(schema, *single)
    if not parts or (isinstance(schema.get("allOf"), list) and len(schema["allOf"]) != len(parts)):
        return schema
    rest = without(schema, "allOf")
    flat = [each for part in parts for each in _flat(part)]
    shaped = [each for each in flat if {*each} & {*_SHAPE} or _is_scalar(each)]
    for each in flat:
        rest = only(each, "default") | rest
    if not shaped:
        return {key: value for each in flat for key, value in each.items()} | rest
    if not any(_is_object(document, each) or _has_union(document, each) for each in shaped):
        return _one_scalar(document, shaped, rest)
    required = _required_elsewhere(document, shaped, rest)
    if required:
        rest["required"] = [*texts(rest.get("required")), *required]
    values_of = [
        each["additionalProperties"]
        for part in shaped
        for each in group(document, part)
        if isinstance(each.get("additionalProperties"), dict)
    ]
    if values_of and "additionalProperties" not in rest:
        rest["additionalProperties"] = copy.deepcopy(values_of[0])
    own = only(rest, *MEMBERS)
    if len(shaped) == 1 and "$ref" in shaped[0]:
        if not own:
            return _alone(rest, shaped[0])
        members = only(own, "properties", "required")
        return {"allOf": [*shaped, members]} | without(rest, *members)
    return {"allOf": shaped} | rest


def _alone(rest: Schema, reference: Schema) -> Schema:
    """Refer to a schema, without an `allOf` around."""
    if rest.get("nullable") is True:
        return {"anyOf": [reference, {"type": NULL}]} | without(rest, "nullable", "type")
    if rest.get("default") is not None or {*rest} & {*_SHAPE}:
        return {"allOf": [reference]} | rest
    return reference | without(rest, "type")


def _flat(part: Schema) -> Iterator[Schema]:
    """List a part of an `allOf` and the parts that stand in an `allOf` of its own."""
    inner = objects(part.get("allOf"))
    if inner and "$ref" not in part:
        if own := without(part, "allOf"):
            yield own
        for each in inner:
            yield from _flat(each)
    else:
        yield part


def _is_scalar(schema: Schema) -> bool:
    return bool(types(schema)) and "object" not in types(schema)


def _is_object(document: Schema, schema: Schema) -> bool:
    return any(
        {*each} & {*MEMBERS} or "object" in types(each) for each in group(document, schema)
    ) and not _has_union(document, schema)


def _has_union(document: Schema, schema: Schema) -> bool:
    return any(_union(each) for each in group(document, schema))


def _one_scalar(document: Schema, shaped: list[Schema], rest: Schema) -> Schema:
    """Make one schema of parts none of which is an object."""
    inline = [each for each in shaped if "$ref" not in each]
    referred = [each for each in shaped if "$ref" in each]
    if len(referred) == 1 and not any("enum" in each or "const" in each for each in inline):
        return _alone(rest, referred[0])
    whole: Schema = {}
    for each in (resolved(document, each) for each in shaped):
        enums = [known for known in (whole.get("enum"), each.get("enum")) if known is not None]
        whole |= without(each, "title", "description")
        if len(enums) > 1 and all(isinstance(known, list) for known in enums):
            whole["enum"] = [value for value in enums[0] if value in enums[1]] or enums[0]
    return copy.deepcopy(whole) | rest


def _required_elsewhere(document: Schema, parts: list[Schema], rest: Schema) -> list[str]:
    """List what a part that is referred to requires and another part has."""
    found: dict[str, None] = {}
    for part in parts:
        if "$ref" in part:
            whole = list(group(document, part))
            names = {name for each in whole for name in by_name(each.get("properties"))}
            for each in whole:
                found |= dict.fromkeys(
                    name for name in texts(each.get("required")) if name not in names
                )
    return [name for name in found if name not in texts(rest.get("required"))]


def _distributed(document: Schema, at: str, schema: Schema, depth: int) -> Schema:
    """Put what stands beside a union into each of its branches."""
    parts = objects(schema.get("allOf"))
    carriers = [each for each in (schema, *parts) if _has_union(document, only(each, *_REFERS))]
    if len(carriers) > 1:
        raise PipelineError(
            f"{at}: an allOf of several unions is no type that Python has. Write out in "
            f"{FILE} which objects there are:\n"
            + Override(at, {"anyOf": ["…"]}, "the allOf has several unions").to_paste()
        )
    inner = resolved(document, carriers[0]) if carriers else {}
    found = _union(inner)
    holders = [schema, *(each for each in [inner] if each is not schema)]
    members = [only(each, "properties", "required") for each in holders]
    others = [each for each in (*parts, *members) if each and each not in carriers]
    if not found or not others:
        return schema
    key, branches = found
    whole = []
    for step, each in enumerate(branches):
        if _is_object(document, each) or _has_union(document, each):
            named = only(each, "title")
            mixed = {"allOf": [*copy.deepcopy(others), *_flat(without(each, *named))]} | named
            whole.append(_whole(document, below(at, key, step), mixed, depth + 1))
        else:
            whole.append(each)
    rest = without(schema, "allOf", "properties", "required", "type", *UNIONS)
    return {key: whole} | only(inner, "discriminator") | rest


def named_branches(document: Schema, _: Config) -> Iterator[Override]:
    """Name the branches of named unions that are put together of parts.

    The generator reads such a branch before what it refers to, and gives up.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each branch, and one for the schema that it becomes.
    """
    named = by_name(by_name(document.get("components")).get("schemas"))
    taken = set(named)
    for name, schema in named.items():
        for key in UNIONS if isinstance(schema, dict) else ():
            for step, branch in enumerate(objects(schema.get(key))):
                parts = objects(branch.get("allOf"))
                last = str(parts[-1].get("$ref", "")).rpartition("/")[2] if parts else ""
                wanted = f"{name}{branch.get('title') or last or step + 1}"
                if parts:
                    names = chain([wanted], (f"{wanted}{number}" for number in count(2)))
                    free = next(each for each in names if each not in taken)
                    taken.add(free)
                    reason = "the generator reads it before what it refers to"
                    yield Override(below("/components/schemas", free), branch, reason)
                    at = below("/components/schemas", name, key, step)
                    yield Override(at, {"$ref": SCHEMAS + pointer("", free)[1:]}, reason)


def aliases(document: Schema, _: Config) -> Iterator[Override]:
    """Let nothing refer to a schema that only refers to another one, but to that one itself.

    The generator would write the class, and those within it, twice.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each such reference; and for each such schema, which becomes an alias.
    """
    named = by_name(by_name(document.get("components")).get("schemas"))
    meant = {
        SCHEMAS + pointer("", name)[1:]: target
        for name, each in named.items()
        if isinstance(each, dict) and (target := _only_reference(each))
    }
    for at, reference, kind in values(document):
        if kind == "reference" and isinstance(reference, str) and reference in meant:
            yield Override(at, _last(reference, meant), _AS_REFERRED)
    for name, each in named.items():
        reference = SCHEMAS + pointer("", name)[1:]
        if reference in meant and "$ref" in each:
            # A union of one: the generator writes what it is, and no class.
            branches = [{"$ref": _last(reference, meant)} for _ in range(2)]
            whole = {"anyOf": branches, **without(each, "$ref")}
            yield Override(below("/components/schemas", name), whole, _AS_REFERRED)


def _only_reference(schema: Schema) -> str | None:
    if isinstance(schema.get("$ref"), str):
        return str(schema["$ref"])
    branches = objects(schema.get("anyOf"))
    twice = len(branches) == 2 and branches[0] == branches[1]  # noqa: PLR2004
    return str(branches[0]["$ref"]) if twice and "$ref" in branches[0] else None


def _last(reference: str, meant: dict[str, str]) -> str:
    seen: set[str] = set()
    while reference in meant and reference not in seen:
        seen.add(reference)
        reference = meant[reference]
    return reference


def pattern_properties(document: Schema, _: Config) -> Iterator[Override]:
    """Say that members whose names fit a pattern are additional, since the generator knows none.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each schema that has such.
    """

    def change(_: str, schema: Schema) -> Schema:
        patterns = list(by_name(schema.get("patternProperties")).values())
        if not patterns:
            return schema
        rest = schema.get("additionalProperties", True)
        kinds = [each for each in (*patterns, rest) if each is not False]
        known = [each for each in kinds if isinstance(each, dict) and each]
        distinct = [each for step, each in enumerate(known) if each not in known[:step]]
        whole: Any = True
        if len(known) == len(kinds):
            whole = distinct[0] if len(distinct) == 1 else {"anyOf": distinct}
        typed = {} if {*schema} & {"type", "properties", "allOf"} else {"type": "object"}
        return without(schema, "patternProperties") | {"additionalProperties": whole} | typed

    yield from rewritten(document, change, "the generator knows no patternProperties")
