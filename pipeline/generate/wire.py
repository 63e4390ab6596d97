"""What templates ask of the spec about how things are sent, and what cannot be sent as it says.

The generator keeps neither styles of parameters and encodings of forms nor security and servers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from attrs import evolve
from openapi_python_client.config import Config
from openapi_python_client.parser.bodies import Body
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import (
    AnyProperty,
    ModelProperty,
    Property,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty

from pipeline.errors import PipelineError
from pipeline.generate.names import without_names
from pipeline.generate.overrides import FILE, REMOVE, Override
from pipeline.generate.rewriting import resolved
from pipeline.parity.document import children, find, operations, pointer, values

# OpenAPI 3.1.1, 4.8.12.2.2; the first is the default.
_STYLES = {
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "cookie": ("form",),
}
_BEARER = ("Authorization", "Bearer ")
_PRIMITIVE, _ARRAY, _OBJECT = "primitive", "array", "object"
_ALL = frozenset({_PRIMITIVE, _ARRAY, _OBJECT})


@dataclass(frozen=True)
class Style:
    """How a parameter is written.

    Attributes:
        name: Its style; `json` or `text` where it has a media type instead.
        explode: Whether each item is a part of its own.
        reserved: Whether reserved characters stay as they are.
    """

    name: str
    explode: bool
    reserved: bool = False

    def arguments(self) -> str:
        """Write it as arguments of the functions of `templates/wire.py`."""
        reserved = ", reserved=True" if self.reserved else ""
        return f'"{self.name}", explode={self.explode}{reserved}'


def content_parameters(document: dict[str, Any], _: Config) -> Iterator[Override]:
    """Give parameters that have a media type its schema, since the generator passes over them.

    Args:
        document: An OpenAPI document.

    Yields:
        A change for each; the media type stays.
    """
    for at, parameter, kind in values(document):
        if kind == "parameter" and isinstance(parameter, dict) and "in" in parameter:
            content = parameter.get("content")
            if isinstance(content, dict) and len(content) == 1 and "schema" not in parameter:
                [media] = content.values()
                schema = media.get("schema", {}) if isinstance(media, dict) else {}
                reason = "the generator passes over parameters that have a media type"
                yield Override(pointer(at, "schema"), schema, reason)


def check_wire(document: dict[str, Any]) -> None:
    """Refuse what the client could not send as the document says.

    Args:
        document: A mended OpenAPI document.

    Raises:
        PipelineError: There is something; each is named, with an override to paste.
    """
    lines = (f"{each.pointer}: {each.reason}.\n{each.to_paste()}" for each in faults(document))
    if found := list(dict.fromkeys(lines)):
        raise PipelineError(
            f"The client cannot send what the spec says. Paste into {FILE} what is right for you:\n"
            + "\n".join(found)
        )


def faults(document: dict[str, Any]) -> Iterator[Override]:
    """List what cannot be sent as the document says.

    Args:
        document: A mended OpenAPI document.

    Yields:
        What would let it be sent; the reason says what is wrong.
    """
    for path, method, operation in operations(document):
        item = pointer("/paths", path)
        at = pointer(item, method)
        for place, owner in ((item, document["paths"][path]), (at, operation)):
            yield from _server_faults(document, place, owner)
        yield from _security_faults(document, at, operation)
        for place, parameter in _parameters(document, path, method):
            yield from _parameter_faults(document, place, parameter)
        place, body = _followed(document, pointer(at, "requestBody"), operation.get("requestBody"))
        for media, holder, _ in children(body.get("content"), "{media}"):
            yield from _body_faults(
                document, pointer(pointer(place, "content"), media), media, holder
            )


def _server_faults(
    document: dict[str, Any], place: str, owner: dict[str, Any]
) -> Iterator[Override]:
    usual = document.get("servers") or [{"url": "/"}]
    servers = owner.get("servers") or usual
    if [each.get("url") for each in servers] != [each.get("url") for each in usual]:
        reason = (
            "the client sends every request to its base URL, "
            "since the API key must not go elsewhere"
        )
        yield Override(pointer(place, "servers"), REMOVE, reason)


def key_place(document: dict[str, Any], operation: dict[str, Any]) -> tuple[str, str] | None:
    """Say how an operation takes the key.

    Without any word of the document it is sent as a bearer token: it only ever goes to the base
    URL, whose service knows whom to ask for one.

    Args:
        document: An OpenAPI document.
        operation: One of its operations.

    Returns:
        A header and what stands there before the key; `None` where the operation takes none.

    Raises:
        LookupError: It asks for something that the client cannot send.
    """
    alternatives = operation.get("security", document.get("security") or None)
    if alternatives is None:
        return _BEARER
    schemes = document.get("components", {}).get("securitySchemes") or {}
    places = [
        # One that the document does not define says nothing.
        _scheme_place(_followed(document, "", schemes[name])[1]) if name in schemes else _BEARER
        for names in alternatives
        if len(names) == 1
        for name in names
    ]
    if found := [each for each in places if each]:
        return found[0]
    if alternatives and all(alternatives):
        raise LookupError
    return None


def _scheme_place(scheme: dict[str, Any]) -> tuple[str, str] | None:
    match scheme:
        case {"type": "apiKey", "in": "header", "name": str(name)}:
            return name, ""
        case {"type": "http", "scheme": str(name)} if name.lower() == "bearer":
            return _BEARER
        case {"type": "oauth2" | "openIdConnect"}:
            return _BEARER
    return None


def _security_faults(
    document: dict[str, Any], at: str, operation: dict[str, Any]
) -> Iterator[Override]:
    try:
        key_place(document, operation)
    except LookupError:
        reason = (
            "the client sends one key in a header; it knows no key in query or cookie, no basic or "
            "digest authentication, no certificates and no two of them at once. Without any, the "
            "operation is called without the key"
        )
        yield Override(pointer(at, "security"), [], reason)


def _parameters(
    document: dict[str, Any], path: str, method: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """List the parameters of an operation and their places; its own come first."""
    item = pointer("/paths", path)
    for owner in (pointer(item, method), item):
        for number, parameter in enumerate(find(document, owner).get("parameters") or ()):
            yield _followed(document, pointer(pointer(owner, "parameters"), number), parameter)


def _followed(document: dict[str, Any], at: str, node: Any) -> tuple[str, dict[str, Any]]:
    """Follow the references of a node; what is no object is an empty one."""
    seen = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str) and at not in seen:
        seen.add(at)
        at = node["$ref"].removeprefix("#")
        node = find(document, at)
    return at, node if isinstance(node, dict) else {}


def _style(parameter: Mapping[str, Any]) -> Style:
    where = str(parameter.get("in"))
    if content := parameter.get("content"):
        return Style("json" if _is_json(next(iter(content))) else "text", explode=False)
    style = parameter.get("style", _STYLES[where][0])
    reserved = where == "query" and parameter.get("allowReserved") is True
    return Style(style, parameter.get("explode", style == "form"), reserved)


def _parameter_faults(
    document: dict[str, Any], at: str, parameter: dict[str, Any]
) -> Iterator[Override]:
    where = str(parameter.get("in"))
    if (content := parameter.get("content")) is not None:
        if len(content) != 1 or not all(_is_json(each) or each == "text/plain" for each in content):
            reason = "of media types of parameters the client knows JSON and text/plain"
            known: dict[str, Any] = {"application/json": {"schema": {}}}
            yield Override(pointer(at, "content"), known, reason)
        return
    schema, style = parameter.get("schema"), _style(parameter)
    kinds = _kinds(document, schema)
    usual = _STYLES[where]
    if style.name not in usual:
        reason = f"OpenAPI has no style {style.name} in the {where}"
        yield Override(pointer(at, "style"), usual[0], reason)
    elif style.name == "deepObject" and _OBJECT not in kinds:
        reason = "OpenAPI has the style deepObject for objects alone"
        yield Override(pointer(at, "style"), "form", reason)
    elif style.name in ("spaceDelimited", "pipeDelimited"):
        if style.explode and _PRIMITIVE not in kinds:
            reason = f"OpenAPI has the style {style.name} without `explode` alone"
            yield Override(pointer(at, "explode"), False, reason)
    elif where == "cookie" and style.explode and _PRIMITIVE not in kinds:
        reason = "a cookie has one value, which `explode` would take apart"
        yield Override(pointer(at, "explode"), False, reason)
    items = resolved(document, schema).get("items")
    if kinds == {_ARRAY} and _PRIMITIVE not in _kinds(document, items):
        reason = f"OpenAPI does not say how style {style.name} writes a list of lists or objects"
        wanted = {"type": "array", "items": {"type": "string"}}
        yield Override(pointer(at, "schema"), wanted, reason)


def _body_faults(
    document: dict[str, Any], at: str, media: str, holder: dict[str, Any]
) -> Iterator[Override]:
    if media not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return
    properties = resolved(document, holder.get("schema")).get("properties") or {}
    for name, encoding in (holder.get("encoding") or {}).items():
        place = pointer(pointer(at, "encoding"), name)
        if encoding.get("headers") and media.startswith("multipart"):
            reason = "the client sends no headers of its own with a part of a form"
            yield Override(pointer(place, "headers"), REMOVE, reason)
        if _encoding(document, media, encoding).get("style") not in (None, *_STYLES["query"]):
            reason = f"OpenAPI has no style {encoding['style']} in a form"
            yield Override(pointer(place, "style"), "form", reason)
        wanted = _media(encoding.get("contentType"))
        if wanted and not _is_json(wanted) and _kinds(document, properties.get(name)) == {_OBJECT}:
            reason = f"the client writes an object as JSON, not as {wanted}"
            yield Override(pointer(place, "contentType"), "application/json", reason)


def _kinds(document: dict[str, Any], schema: Any, depth: int = 20) -> frozenset[str]:
    """Say what the values of a schema may be, as far as it tells; null is nothing."""
    schema = resolved(document, schema)
    types = schema.get("type", [])
    types = {*([types] if isinstance(types, str) else types)} - {"null"}
    found = frozenset(each if each in (_ARRAY, _OBJECT) else _PRIMITIVE for each in types) or _ALL
    if not types and {*schema} & {"properties", "additionalProperties"}:
        found = frozenset({_OBJECT})
    for keyword in ("anyOf", "oneOf"):
        if (branches := schema.get(keyword)) and depth:
            some = [each for each in branches if each != {"type": "null"}]
            found &= frozenset[str]().union(*(_kinds(document, each, depth - 1) for each in some))
    for branch in schema.get("allOf", ()) if depth else ():
        found &= _kinds(document, branch, depth - 1)
    return found


def _is_json(media: str) -> bool:
    return re.split(r"[;\s]", media)[0].lower().endswith(("/json", "+json"))


def _media(types: str | None) -> str | None:
    """Choose a media type of an encoding: JSON, or the only one that is no pattern."""
    named = [each.strip() for each in (types or "").split(",") if each.strip() and "*" not in each]
    return next(filter(_is_json, named), named[0] if len(named) == 1 else None)


def _encoding(document: dict[str, Any], media: str, encoding: Mapping[str, Any]) -> dict[str, Any]:
    """Write an Encoding Object as `templates/wire.py` has it (OpenAPI 3.1.1, 4.8.15)."""
    is_form = media == "application/x-www-form-urlencoded"
    given = {*encoding} & {"style", "explode", "allowReserved"}
    # OpenAPI 3.0.4, 4.7.15.1.2: styles are ignored in other bodies.
    if given and (is_form or not str(document.get("openapi")).startswith("3.0")):
        style = encoding.get("style", "form")
        return {"style": style, "explode": encoding.get("explode", style == "form")}
    wanted = _media(encoding.get("contentType"))
    return {"type": wanted} if wanted else {}


class Wire:
    """What templates ask about how an operation is sent."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._operations = {
            (method, without_names(path)): (path, method, operation)
            for path, method, operation in operations(document)
        }

    def key(self, endpoint: Endpoint) -> tuple[str, str] | None:
        """Say how an operation takes the key, as `key_place` does."""
        return key_place(self._document, self._of(endpoint)[2])

    def is_usual_key(self, endpoint: Endpoint) -> bool:
        """Tell whether an operation takes the key as all do of which nothing else is said."""
        return self.key(endpoint) == _BEARER

    def styles_query(self, endpoint: Endpoint) -> bool:
        """Tell whether a parameter of a query is written otherwise than httpx does."""
        found = (self.style(endpoint, each, "query") for each in endpoint.query_parameters)
        return any(each is not None for each in found)

    def may_be_null(self, body: Body) -> bool:
        """Tell whether a body may be null."""
        names = re.findall(r"\w+", body.prop.get_type_string(no_optional=True).as_unembedded_code())
        return not {"Any", "None"}.isdisjoint(names)

    def given(self, body: Body) -> Body:
        """Copy a body as one that cannot be left out, for code that runs where it is given."""
        return evolve(body, prop=evolve(body.prop, required=True))

    def style(
        self, endpoint: Endpoint, parameter: Property, where: str, *, always: bool = False
    ) -> Style | None:
        """Say how a parameter is written; `None`, unless `always`, where httpx does it right."""
        path, method, _ = self._of(endpoint)
        name = parameter.name.get_untrusted_value()
        style = next(
            _style(each)
            for _, each in _parameters(self._document, path, method)
            if (each.get("in"), each.get("name")) == (where, name)
        )
        plain = _is_plain(parameter)
        if always:
            return style
        match where:
            case "query" if style.name == "form" and not style.reserved:
                is_list = isinstance(parameter, ListProperty) and _is_plain(
                    parameter.inner_property
                )
                is_known = is_list or isinstance(parameter, ModelProperty)
                return None if plain or (style.explode and is_known) else style
            case "path" if style.name == "simple":
                odd = isinstance(parameter, BooleanProperty | DateTimeProperty)
                return None if plain and not odd else style
        return style

    def encodings(self, endpoint: Endpoint, body: Body) -> dict[str, Any]:
        """Say how the fields of a form are written that are not written as usual."""
        _, _, operation = self._of(endpoint)
        owner = resolved(self._document, operation.get("requestBody"))
        media = body.content_type.get_untrusted_value()
        given = owner["content"][media].get("encoding") or {}
        found = {name: _encoding(self._document, media, each) for name, each in given.items()}
        return {name: each for name, each in found.items() if each}

    def _of(self, endpoint: Endpoint) -> tuple[str, str, dict[str, Any]]:
        return self._operations[endpoint.method, without_names(endpoint.path.get_untrusted_value())]


def bodies(endpoint: Endpoint) -> list[tuple[Body, str]]:
    """Say which body is sent for a value of which type.

    One type may have several media types: JSON goes first, then the others as in the spec. What is
    of any type comes last, since it would hide the others.

    Args:
        endpoint: An operation.

    Returns:
        Bodies, each with the classes to look for; those that nothing is left for are not in it.
    """
    json_first = sorted(endpoint.bodies, key=lambda each: each.body_type != "json")
    ordered = sorted(json_first, key=lambda each: "object" in _classes(each.prop))
    found, known = [], set[str]()
    for body in ordered:
        if classes := [each for each in _classes(body.prop) if each not in known]:
            known |= {*classes}
            found.append((body, classes[0] if len(classes) == 1 else f"({', '.join(classes)})"))
    return found


def _classes(prop: PropertyProtocol) -> list[str]:
    if isinstance(prop, UnionProperty):
        return list(
            dict.fromkeys(name for each in prop.inner_properties for name in _classes(each))
        )
    if isinstance(prop, AnyProperty | ConstProperty):
        return ["object"]
    if isinstance(prop, NoneProperty):
        return ["type(None)"]
    return [prop.get_instance_type_string().as_unembedded_code()]


def _is_plain(prop: PropertyProtocol) -> bool:
    """Tell whether a value has one text, which httpx writes."""
    odd = AnyProperty, ListProperty, ModelProperty, UnionProperty, NoneProperty
    return not isinstance(prop, odd) and prop.template != "file_property.py.jinja"
