"""Every operation as a method: what our templates write into `api` for each tag.

A method is named after its operation without the words of its tag and without a leading `get`,
unless nothing is left: `list_model_checkpoints` of `models` is `list_checkpoints`, and
`get_training_job_events` of `training-jobs` is `events`. The name depends on nothing else, so that
it stays when the spec grows. Where two methods would meet, an `operationId` of another name in
`generator-overrides.yaml` tells them apart.
"""

import ast
import builtins
import keyword
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openapi_python_client.parser.openapi import Endpoint, EndpointCollection
from openapi_python_client.parser.properties import Class, ModelProperty, Property
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty
from openapi_python_client.strings import ClassName, PythonIdentifier

from pipeline.errors import PipelineError
from pipeline.generate.generator import identifier, operation_identifier, spelling
from pipeline.generate.names import fold
from pipeline.generate.overrides import FILE as OVERRIDES
from pipeline.generate.overrides import Override
from pipeline.generate.templates.paging import Paging, read_paging
from pipeline.parity.document import operations, pointer

KINDS = ("", "Async", "Raw", "AsyncRaw")
# What the clients have themselves; a tag of such a name gets a word more.
TAKEN = {
    *("aclose", "base_url", "call", "checkpoints", "close", "paginate", "request"),
    *("with_options", "with_raw_response"),
}
_PREFIX = "..."  # from `api/<tag>/__init__.py` to the package
# Modules that annotations and decorators name, which a method would hide within its class.
_MODULES = {"builtins", "datetime", "overload", "serverless_training"}
_JSON_TYPES: dict[type[Any], str] = {
    ListProperty: "array",
    BooleanProperty: "boolean",
    IntProperty: "integer",
    NoneProperty: "null",
    StringProperty: "string",
    UuidProperty: "string",
}


@dataclass(frozen=True)
class Method:
    """One operation, as the method of a resource.

    Attributes:
        name: Its name.
        endpoint: What the generator has read of it.
        result: The type of its success.
        item: The type of an item, where it is paged.
        model: The class of its body, where that may be given by its fields.
        fields: These fields; none where the body can only be given as a whole.
        names: What names in annotations are called in this class.
    """

    name: str
    endpoint: Endpoint
    result: str
    item: str | None
    model: Class | None
    fields: list[Property]
    names: Mapping[str, str]

    @property
    def path(self) -> list[Property]:
        """The parameters that are given by position."""
        return self.endpoint.path_parameters

    @property
    def options(self) -> list[Property]:
        """The other parameters, without the body."""
        endpoint = self.endpoint
        return endpoint.query_parameters + endpoint.header_parameters + endpoint.cookie_parameters

    @property
    def body_type(self) -> str:
        """The annotation of the body; empty where the operation has none."""
        types = [each.prop.get_type_string(no_optional=True) for each in self.endpoint.bodies]
        return " | ".join(each.as_unembedded_code() for each in types)

    @property
    def needs_body(self) -> bool:
        """Whether the body must be given."""
        return any(each.prop.required for each in self.endpoint.bodies)

    def declare(self, parameter: Property) -> str:
        """Declare a parameter, with its type and default."""
        code = parameter.to_string().as_unembedded_code()
        [statement] = ast.parse(code).body
        if isinstance(statement, ast.AnnAssign):
            statement.annotation = _Renamed(self.names).visit(statement.annotation)
        return ast.unparse(statement)

    def annotation(self, code: str) -> str:
        """Write a type so that no method and no class is taken for a part of it."""
        return ast.unparse(_Renamed(self.names).visit(ast.parse(code, mode="eval").body))


class _Renamed(ast.NodeTransformer):
    """Give names in an annotation other names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.parse(self.names.get(node.id, node.id), mode="eval").body


@dataclass(frozen=True)
class Resource:
    """The operations of a tag.

    Attributes:
        name: Name of its class, before which stands the kind of client.
        methods: One for each operation, in the order of the spec.
        classes: Names of imported classes that are those of the resource: what they are called.
    """

    name: str
    methods: list[Method] = field(default_factory=list)
    classes: Mapping[str, str] = field(default_factory=dict)

    def imports(self, *, at_once: bool) -> list[str]:
        """List the imports that annotations need; of models, only type checkers do, not at once."""
        used = {name for each in self.methods for name in _names_in(each)}
        lines = set[str]()
        if any(hasattr(builtins, each.name) for each in self.methods):
            lines.add("import builtins")
        if any(each.fields for each in self.methods):
            used.add("Any")
            lines.add("from typing import overload")
        if any(each.fields or (each.body_type and not each.needs_body) for each in self.methods):
            used |= {"UNSET", "Unset"}
            lines |= {*self._needed(f"from {_PREFIX}types import UNSET, Unset", used)}
        if "Any" in used:
            lines.add("from typing import Any")
        for prop in (each for method in self.methods for each in _properties(method)):
            for line in prop.get_imports(prefix=_PREFIX) | prop.get_lazy_imports(prefix=_PREFIX):
                lines |= set(self._needed(line, used))
        is_model = f"from {_PREFIX}models."
        return sorted(each for each in lines if each.startswith(is_model) is not at_once)

    def _needed(self, line: str, used: Iterable[str]) -> Iterator[str]:
        """Take a statement apart, and leave out names that are not used."""
        [node] = ast.parse(line).body
        for name in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
            if name.name in used:
                name.asname = self.classes.get(name.name)
                origin = f"from {line.split()[1]} " if isinstance(node, ast.ImportFrom) else ""
                yield f"{origin}import {ast.unparse(name)}"


def resource_of(collection: EndpointCollection) -> Resource:
    """Say which methods to write for a tag."""
    tag = str(collection.tag)
    name = resource_class(tag)
    names = {each.name: method_name(str(each.name), tag) for each in collection.endpoints}
    shadowed = {each: f"builtins.{each}" for each in {*names.values()} & {*dir(builtins)}}
    classes = {f"{kind}{name}": f"_{kind}{name}" for kind in KINDS}
    found = [_method(names[each.name], each, shadowed | classes) for each in collection.endpoints]
    return Resource(name, found, classes)


def resource_class(tag: str) -> str:
    """Name the class of a tag, for the synchronous client."""
    return ClassName(tag, "Tag")


def attribute(tag: str) -> str:
    """Name the attribute of a client that has the operations of a tag."""
    return f"{tag}_operations" if tag in TAKEN else tag


def tag_identifier(operation: Mapping[str, Any]) -> str:
    """Say under which tag an operation stands, as a Python name."""
    return PythonIdentifier(str([*(operation.get("tags") or ()), "default"][0]), "tag")


def descriptions(document: Mapping[str, Any]) -> Mapping[str, str]:
    """List what the spec says of its tags, by their Python names; nothing of others."""
    found: dict[str, str] = defaultdict(str)
    for tag in document.get("tags") or ():
        name = tag_identifier({"tags": [fold(str(tag["name"]))]})
        found[name] = found[name] or str(tag.get("description") or "")
    return found


def method_name(operation: str, tag: str) -> str:
    """Name the method of an operation, by the Python names of the operation and of its tag."""
    known = [word for word in tag.split("_") if word]
    words = [
        word
        for word in operation.split("_")
        if word and not any(_is_plural(word, each) or _is_plural(each, word) for each in known)
    ]
    if words[:1] == ["get"] and words[1:]:
        words = words[1:]
    name = "_".join(words)
    if not name.isidentifier():
        name = operation
    return f"{name}_" if keyword.iskeyword(name) or name in _MODULES else name


def _is_plural(word: str, other: str) -> bool:
    """Tell whether a word is another one, or its plural."""
    return word in (other, f"{other}s", f"{other}es", f"{other.removesuffix('y')}ies")


def check_names(document: dict[str, Any]) -> None:
    """Refuse a document of which two operations would be one method.

    Args:
        document: A mended OpenAPI document.

    Raises:
        PipelineError: Two would be; it says what to write into the overrides.
    """
    attributes: dict[str, str] = {}
    methods: dict[tuple[str, str], str] = {}
    found = list[str]()
    for path, method, operation in operations(document):
        tag = tag_identifier(operation)
        given = operation.get("operationId")
        own = identifier(given) if given else operation_identifier(path, method)
        place = attribute(tag), method_name(own, tag)
        at = pointer(pointer("/paths", path), method)
        if (other := attributes.setdefault(place[0], tag)) != tag:
            raise PipelineError(
                f"The tags {other} and {tag} would both be `client.{place[0]}`: set other `tags` "
                f"in {OVERRIDES}, at {at}/tags."
            )
        if place in methods:
            found.append(
                f"{methods[place]} and {own} would both be `client.{'.'.join(place)}`.\n"
                + Override(
                    f"{at}/operationId",
                    _another(own, path),
                    f"{methods[place]} and {own} would be one method",
                ).to_paste()
            )
        methods.setdefault(place, own)
    if found:
        raise PipelineError(
            "Operations would be one method. Set another `operationId` for one of each pair in "
            f"{OVERRIDES}, a better name than these, say:\n" + "\n".join(found)
        )


def _another(own: str, path: str) -> str:
    """Name an operation after the last parameter of its path too, or with a number."""
    names = re.findall(r"{([^{}]+)}", path)
    return f"{own}_by_{identifier(names[-1])}" if names else f"{own}_2"


def success(endpoint: Endpoint) -> str:
    """Write the type of an operation's success, without its documented failures."""
    types = {each.get_type_string().as_unembedded_code() for each in _successes(endpoint)}
    return " | ".join(sorted(types)) or "Any"


@dataclass(frozen=True)
class Paged:
    """How an operation pages.

    Attributes:
        paging: The names that it goes by, those of the page as in Python.
        item: The type of an item.
        imports: The statements that this type needs.
    """

    paging: Paging[object]
    item: str
    imports: set[str]


def paging_of(endpoint: Endpoint) -> Paged | None:
    """Say how an operation pages; `None` where it does not, or in a way that is not known."""
    match _successes(endpoint):
        case [ModelProperty() as page]:
            properties = {spelling(each.name): each for each in _fields(page)}
        case _:
            return None
    queries = {spelling(each.name): str(each.python_name) for each in endpoint.query_parameters}
    types = {name: _types(each) for name, each in properties.items()}
    read = read_paging(endpoint.method, queries.keys(), types)
    if read is None or not isinstance(listed := properties[read.items], ListProperty):
        return None
    items, more, following, last = (
        str(properties[name].python_name) if name else ""
        for name in (read.items, read.more, read.next, read.last)
    )
    named = Paging[object](read.cursor, items, more, following, last, queries[read.cursor])
    inner = listed.inner_property
    imports = inner.get_imports(prefix=_PREFIX) | inner.get_lazy_imports(prefix=_PREFIX)
    item = inner.get_type_string(no_optional=True).as_unembedded_code()
    return Paged(named, item, imports)


def _method(name: str, endpoint: Endpoint, names: Mapping[str, str]) -> Method:
    """Read off an operation whether it is paged, and which fields its body has."""
    parameters = {str(each.python_name) for _, each in endpoint.iter_all_parameters()}
    item = paged.item if (paged := paging_of(endpoint)) else None
    model, fields = None, list[Property]()
    match [each.prop for each in endpoint.bodies]:
        case [ModelProperty() as body]:
            found = _fields(body)
            # Fields that meet a parameter, or the body itself, can only be given within the model.
            if {str(each.python_name) for each in found}.isdisjoint({*parameters, "body"}):
                model, fields = body.class_info, found
    return Method(name, endpoint, success(endpoint), item, model, fields, names)


def _successes(endpoint: Endpoint) -> list[Property]:
    """List the responses with a status of success; all where the spec has none."""
    known = [
        each
        for each in endpoint.responses
        if each.status_code.range and each.status_code.range[0] // 100 == 2  # noqa: PLR2004
    ]
    return [each.prop for each in known or endpoint.responses]


def _types(prop: PropertyProtocol) -> set[str]:
    """Name the JSON types that a property may have, as far as paging must know them."""
    if isinstance(prop, UnionProperty):
        return {kind for each in prop.inner_properties for kind in _types(each)}
    return {_JSON_TYPES.get(type(prop), "other")}


def _fields(model: ModelProperty) -> list[Property]:
    """List the properties of a model, those first that must be given."""
    return [*(model.required_properties or ()), *(model.optional_properties or ())]


def _properties(method: Method) -> Iterator[Property]:
    """List what the types of a method are made of."""
    yield from [*method.path, *method.options, *method.fields]
    yield from (each.prop for each in method.endpoint.bodies)
    for each in _successes(method.endpoint):
        yield each
        if isinstance(each, ModelProperty):
            yield from (data for data in _fields(each) if isinstance(data, ListProperty))


def _names_in(method: Method) -> Iterator[str]:
    """List the names in the types and defaults of a method."""
    declared = [*method.path, *method.options, *method.fields]
    code = [each.to_string().as_unembedded_code() for each in declared]
    for text in [*code, method.result, method.item or "", method.body_type]:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Name):
                yield node.id
