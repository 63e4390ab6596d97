"""Rules for values: null, constants, what tells branches of a union apart, dates, directions."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.strings import PythonIdentifier

from pipeline.errors import PipelineError
from pipeline.generate.generator import FIELD_PREFIX
from pipeline.generate.overrides import FILE, REMOVE, Override
from pipeline.generate.rewriting import (
    NULL,
    SCHEMAS,
    UNIONS,
    Schema,
    below,
    by_name,
    group,
    inside,
    objects,
    resolved,
    rewritten,
    texts,
    types,
    without,
)
from pipeline.parity.document import values

_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): NULL}


def null_in_enums(document: Schema, _: Config) -> Iterator[Override]:
    """List null in enums that may be null, since the generator takes the list at its word.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each.
    """

    def change(_: str, schema: Schema) -> Schema:
        enum = schema.get("enum")
        if schema.get("nullable") is not True or not isinstance(enum, list) or None in enum:
            return schema
        return schema | {"enum": [*enum, None]}

    yield from rewritten(document, change, "nullable enum without null in its list")


def literals(document: Schema, _: Config) -> Iterator[Override]:
    """Say of constants and enums that the generator cannot write what type they have.

    It writes texts and whole numbers; others pass unchanged.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each that is no text and no whole number, or has several types.
    """

    def change(_: str, schema: Schema) -> Schema:
        for key in UNIONS:  # constants of a union are an enum
            branches = objects(schema.get(key))
            found = [each.get("const") for each in branches]
            if len(found) > 1 and all(isinstance(each, str) for each in found):
                return without(schema, key) | {"type": "string", "enum": found}
            if len(found) > 1 and any(isinstance(each, str) for each in found):
                whole = [
                    without(each, "const") | {"type": "string", "enum": [each["const"]]}
                    if isinstance(each.get("const"), str)
                    else each
                    for each in branches
                ]
                return schema | {key: whole}
        if types(schema) == ["boolean"] and None not in _listed(schema):
            return schema  # of which the generator lists no values
        if "const" in schema and not isinstance(schema["const"], str):
            return _typed(schema, "const", [schema["const"]])
        enum = schema.get("enum")
        if isinstance(enum, list):
            kinds = {type(each) for each in enum} - {type(None)}
            if (kinds and kinds not in ({str}, {int})) or not enum:
                return _typed(schema, "enum", enum)
        return schema

    yield from rewritten(document, change, "no values of these types can be listed: any passes")


def _listed(schema: Schema) -> list[Any]:
    enum = schema.get("enum")
    return enum if isinstance(enum, list) else []


def _typed(schema: Schema, key: str, found: list[Any]) -> Schema:
    names = list(dict.fromkeys(_NAMES.get(type(each), "") for each in found))
    if "number" in names:
        names = [each for each in names if each != "integer"]
    rest = without(schema, key)
    if not names or "" in names:
        return rest if key == "enum" and types(schema) else without(rest, "type")
    return rest | {"type": names[0] if len(names) == 1 else names}


def discriminators(document: Schema, _: Config) -> Iterator[Override]:
    """Let each branch of a union list the values of its discriminator, by which it is found.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each branch that does not say so itself.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for _at, schema, kind in values(document):
        rule = by_name(schema.get("discriminator")) if isinstance(schema, dict) else {}
        name = rule.get("propertyName")
        if kind == "schema" and isinstance(name, str):
            mapping = {
                str(value): target if target.startswith("#") else SCHEMAS + target
                for value, target in by_name(rule.get("mapping")).items()
                if isinstance(target, str)
            }
            for key in UNIONS:
                for branch in objects(schema.get(key)):
                    reference = branch.get("$ref")
                    if isinstance(reference, str) and reference.startswith(SCHEMAS):
                        own = [value for value, to in mapping.items() if to == reference]
                        place = (_end(document, reference), name)
                        found[place] += own or [reference.removeprefix(SCHEMAS)]
    for (reference, name), listed in found.items():
        target = resolved(document, {"$ref": reference})
        given = [
            resolved(document, by_name(each.get("properties")).get(name))
            for each in group(document, target)
        ]
        is_union = any(objects(target.get(key)) for key in UNIONS)
        if not target or is_union or not all(map(_is_text, given)):
            continue
        # One of its own, since others may share what it refers to.
        kept = {key: value for each in given for key, value in each.items() if key in _SAID}
        distinct = list(dict.fromkeys(listed))
        kept = kept if kept.get("default") in distinct else without(kept, "default")
        whole = kept | {"type": "string", "enum": distinct}
        properties = by_name(target.get("properties"))
        if properties.get(name) != whole:
            at = below(reference.removeprefix("#"), "properties")
            reason = f"{name} tells the branches of a union apart"
            yield Override(at, properties | {name: whole}, reason)


_SAID = ("description", "title", "default", "readOnly", "writeOnly", "deprecated")


def _is_text(schema: Schema) -> bool:
    return not schema or types(schema) == ["string"] or isinstance(schema.get("const"), str)


def _end(document: Schema, reference: str) -> str:
    """Follow references that are nothing but references to the last one."""
    for _ in range(9):
        target = by_name(by_name(by_name(document.get("components")).get("schemas")))
        whole = target.get(reference.removeprefix(SCHEMAS).replace("~1", "/").replace("~0", "~"))
        if not (isinstance(whole, dict) and str(whole.get("$ref", "")).startswith(SCHEMAS)):
            break
        reference = whole["$ref"]
    return reference


def dates_first(document: Schema, _: Config) -> Iterator[Override]:
    """Put dates before times in unions, since a date can be read as the time of its midnight.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each union in which a date comes later.
    """

    def holds_date(schema: object) -> bool:
        return any(each.get("format") == "date" for each in _leaves(document, schema))

    def change(_: str, schema: Schema) -> Schema:
        for key in UNIONS:
            branches = schema.get(key)
            if isinstance(branches, list):
                ordered = sorted(branches, key=lambda each: not holds_date(each))
                schema = schema | {key: ordered}
        return schema

    yield from rewritten(document, change, "a date can be read as a time")


def _leaves(document: Schema, schema: object, depth: int = 0) -> Iterator[Schema]:
    whole = resolved(document, schema)
    inner = [each for key in UNIONS for each in objects(whole.get(key))]
    if inner and depth < 9:  # noqa: PLR2004
        for each in inner:
            yield from _leaves(document, each, depth + 1)
    else:
        yield whole


def one_way(document: Schema, _: Config) -> Iterator[Override]:
    """Demand no value in the direction that it does not go.

    One class stands for a schema in requests and in responses, so a `readOnly` property of what is
    sent may be missing, and so may a `writeOnly` one of what is received.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each schema that requires such.
    """
    drop = _not_demanded(document)
    for at, schema, kind in values(document):
        if kind == "schema" and isinstance(schema, dict):
            required = texts(schema.get("required"))
            left = [name for name in required if name not in drop[id(schema)]]
            if left != required:
                reason = "a readOnly property is not sent, a writeOnly one not received"
                yield Override(below(at, "required"), left, reason)


def _not_demanded(document: Schema) -> dict[int, set[str]]:
    """List by schema the properties that do not go where its values go."""
    sent, received = set[int](), set[int]()
    for _, each, kind in values(document):
        if kind in ("body", "response"):
            seen = sent if kind == "body" else received
            for media in by_name(resolved(document, each).get("content")).values():
                list(inside(document, by_name(media).get("schema"), seen))
    found: dict[int, set[str]] = defaultdict(set)
    for _, schema, kind in values(document):
        if kind == "schema" and isinstance(schema, dict):
            members = list(group(document, schema))
            for key, seen in (("readOnly", sent), ("writeOnly", received)):
                names = _marked(document, members, key) if id(schema) in seen else set[str]()
                for each in members:
                    found[id(each)] |= names
    return found


def _marked(document: Schema, members: list[Schema], key: str) -> set[str]:
    return {
        name
        for each in members
        for name, value in by_name(each.get("properties")).items()
        if any(part.get(key) is True for part in group(document, value))
    }


def same_names(document: Schema, _: Config) -> Iterator[Override]:
    """Refuse properties of one schema that would have one name in Python.

    Args:
        document: An OpenAPI document.

    Yields:
        Nothing.

    Raises:
        PipelineError: There are such.
    """
    for at, schema, kind in values(document):
        if kind != "schema" or not isinstance(schema, dict):
            continue
        taken: dict[tuple[str, ...], str] = {}
        members = [by_name(each.get("properties")) for each in group(document, schema)]
        for name in dict.fromkeys(str(each) for some in members for each in some):
            # The generator keeps capitals where that tells two apart.
            key = tuple(PythonIdentifier(name, FIELD_PREFIX, skip) for skip in (False, True))
            if key in taken:
                place = below(at, "properties", name)
                raise PipelineError(
                    f"{place}: the properties {taken[key]} and {name} would both be {key[0]} in "
                    f"Python. To reach {name} as an additional property, write into {FILE}:\n"
                    + Override(place, REMOVE, f"{taken[key]} has the same name").to_paste()
                )
            taken[key] = name
    yield from ()
