"""openapi-python-client, told of the names that its own templates use.

The rest of the pipeline asks it how it names things instead of knowing that a second time. All of
it holds for the pinned version.
"""

import copy
import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from openapi_python_client import strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import openapi
from openapi_python_client.parser.errors import GeneratorError, ParseError, PropertyError
from openapi_python_client.parser.openapi import Endpoint, GeneratorData, generate_operation_id
from openapi_python_client.parser.properties import (
    Class,
    EnumProperty,
    LiteralEnumProperty,
    ModelProperty,
    Parameters,
    Property,
    build_schemas,
    string,
)
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.schemas import Schemas
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.schema import OpenAPI, ParameterLocation
from openapi_python_client.schema.untrusted_string import UntrustedString

from pipeline.errors import PipelineError

# Names in the templates that a name from a spec would hide: it gets a `_` at its end, as Python
# keywords do, and keeps its spelling on the wire.
strings.RESERVED_WORDS |= {
    *("additional_properties", "cast", "cls", "cookies", "d", "field_dict", "from_dict"),
    *("headers", "keeps", "known_first", "known_first_or_raw", "params", "prop", "prop_name"),
    *("quote", "to_dict"),
    *("Any", "AuthenticatedClient", "BinaryIO", "BytesIO", "Client", "File", "FileTypes"),
    *("Generator", "HTTPStatus", "Iterator", "Literal", "Mapping", "MutableMapping", "Response"),
    *("Self", "T", "TextIO", "TypeVar", "TYPE_CHECKING", "UNSET", "UUID", "Unset"),
}

# It escapes quotes and backslashes of defaults, and then writes the text with `repr`, which does.
string.remove_string_escapes = str  # type: ignore[attr-defined,assignment]

# Names of arguments in the templates, likewise for parameters alone: properties keep them.
_ARGUMENTS = {"asyncio_detailed", "body", "sync_detailed"}
_add_parameters = Endpoint.add_parameters


def _add_renamed(
    *, config: Config, **more: Any
) -> tuple[Endpoint | ParseError, Schemas, Parameters]:
    endpoint, schemas, parameters = _add_parameters(config=config, **more)
    for _, each in () if isinstance(endpoint, ParseError) else endpoint.iter_all_parameters():
        if each.python_name in _ARGUMENTS:
            name = UntrustedString(f"{each.python_name}_")
            each.set_python_name(name, config=config, skip_snake_case=True)
    return endpoint, schemas, parameters


def _stands_anywhere(prop: PropertyProtocol, location: ParameterLocation) -> ParseError | None:
    """Let values of every type stand in every place: our templates write them."""
    if location == ParameterLocation.PATH and not prop.required:
        return ParseError(detail="Path parameter must be required")
    return None


def _copied(endpoint: Endpoint) -> Endpoint:
    """Copy what is changed afterwards, and not the schemas that responses and bodies hold."""
    copied = copy.copy(endpoint)
    for name, value in vars(endpoint).items():
        if isinstance(value, list | set):
            setattr(copied, name, copy.copy(value))
    for parameters in (
        *(copied.path_parameters, copied.query_parameters),
        *(copied.header_parameters, copied.cookie_parameters),
    ):
        parameters[:] = map(copy.copy, parameters)
    copied.responses = copy.copy(endpoint.responses)
    copied.responses.patterns = [*endpoint.responses.patterns]
    return copied


# It copies endpoints whole, three times: most of its time and memory for a thousand operations.
openapi.deepcopy = _copied  # type: ignore[attr-defined,assignment]
Endpoint.add_parameters = staticmethod(_add_renamed)  # type: ignore[method-assign]
PropertyProtocol.validate_location = _stands_anywhere  # type: ignore[assignment,method-assign]


def _in_one_order(
    union: UnionProperty, no_optional: bool = False, json: bool = False
) -> strings.PythonCode:
    # The generator sorts a set without regard to case: of `FooBar` and `Foobar`, chance came first.
    types = union.get_type_strings_in_union(no_optional=no_optional, json=json)
    by_code_point = sorted(each.as_unembedded_code() for each in types)
    return strings.PythonCode(" | ".join(sorted(by_code_point, key=str.lower)))


def _base(*, json: bool) -> Callable[[UnionProperty], strings.PythonCode]:
    return lambda union: _in_one_order(union, no_optional=True, json=json)


UnionProperty.get_type_string = _in_one_order  # type: ignore[method-assign,assignment]
UnionProperty.get_base_type_string = _base(json=False)  # type: ignore[method-assign,assignment]
UnionProperty.get_base_json_type_string = _base(json=True)  # type: ignore[method-assign,assignment]


# What a name begins with that could not begin by itself, as `1st`; the settings leave it alone.
FIELD_PREFIX = ConfigFile().field_prefix


def read_config(path: Path) -> Config:
    """Read the generator's settings.

    Args:
        path: `generator-config.yaml`.

    Returns:
        The settings, as the generator's command line would have them.
    """
    file = ConfigFile.load_from_path(path)
    return Config.from_sources(
        file, MetaType.NONE, path, "utf-8", overwrite=False, output_path=None
    )


def class_of(name: str, config: Config) -> Class:
    """Say which class and module a title or name of a schema becomes."""
    return Class.from_string(string=name, config=config)


def schema_classes(document: Mapping[str, Any], config: Config) -> dict[str, Class]:
    """Say under which name each named schema is to be found in the generated package.

    Args:
        document: A mended OpenAPI document.
        config: The generator's settings.

    Returns:
        Name below `components.schemas` to class or alias, in the order of the document.
    """
    schemas = document.get("components", {}).get("schemas") or {}
    titles = {
        name: schema.get("title") if isinstance(schema, dict) else None
        for name, schema in schemas.items()
    }
    return {name: class_of(title or name, config) for name, title in titles.items()}


def is_configured(name: str, config: Config) -> bool:
    """Tell whether the settings give a title or name of a schema a class of their own choice."""
    return strings.ClassName(name, config.field_prefix) in config.class_overrides


def identifier(name: str) -> str:
    """Say which Python name a tag or operation id becomes."""
    return strings.PythonIdentifier(name, FIELD_PREFIX)


def spelled(name: str) -> str:
    """Say which Python name a property has where another has the same `identifier`."""
    return strings.PythonIdentifier(name, FIELD_PREFIX, skip_snake_case=True)


def operation_identifier(path: str, method: str) -> str:
    """Say how an operation without an id is called."""
    place = UntrustedString(path)
    return generate_operation_id(path=place, method=method, prefix=FIELD_PREFIX)


def named_properties(document: Mapping[str, Any], config: Config) -> dict[str, Property]:
    """Say what the generator makes of each named schema.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Returns:
        Name below `components.schemas` to the generator's own value; names that it could make
        nothing of are not in it.
    """
    components = OpenAPI.model_validate(document).components
    if not (components and components.schemas):
        return {}
    found = build_schemas(components=components.schemas, schemas=Schemas(), config=config)
    return {
        reference.get_untrusted_value().removeprefix("/components/schemas/"): made
        for reference, made in found.classes_by_reference.items()
    }


def parse_spec(document: Mapping[str, Any], config: Config) -> tuple[list[ParseError], list[Any]]:
    """Let the generator read a document without writing anything.

    Args:
        document: An OpenAPI document.
        config: The generator's settings.

    Returns:
        What it complains about, and the classes that it would write.

    Raises:
        PipelineError: It refuses the document as a whole.
    """
    data = GeneratorData.from_dict(dict(document), config=config)
    if isinstance(data, GeneratorError):
        raise PipelineError(f"openapi-python-client refuses the spec: {data.detail}")
    collections = data.endpoint_collections_by_tag.values()
    complaints = [error for collection in collections for error in collection.parse_errors]
    return [*data.errors, *complaints], [*data.models, *data.enums]


_BUILDERS = (ModelProperty, LiteralEnumProperty, EnumProperty)
_CLASH = re.compile(r'duplicate models with name "(\w+)"|conflicting enums named (\w+) with')


def claims(document: Mapping[str, Any], config: Config) -> set[tuple[str, str]]:
    """Let the generator read a document, and note who claims which module of a class.

    Where two meet, the generator tells of one at best, and often of something around it. So they
    are noted where they meet.

    Args:
        document: An OpenAPI document in which the `example` of each schema tells it apart.
        config: The generator's settings.

    Returns:
        Module and example: of each class that would be written, and of each that met another.
    """
    found: set[tuple[str, str]] = set()
    originals = {kind: kind.__dict__["build"] for kind in _BUILDERS}
    try:
        for kind in _BUILDERS:
            kind.build = _noting(kind.build, found)  # type: ignore[method-assign]
        _, classes = parse_spec(document, config)
    finally:
        for kind, build in originals.items():
            kind.build = build  # type: ignore[method-assign]
    return found | {(each.class_info.module_name, spelling(each.example)) for each in classes}


def _noting(build: Callable[..., Any], found: set[tuple[str, str]]) -> Callable[..., Any]:
    numbers = count()

    def noted(**given: Any) -> Any:
        made, schemas = build(**given)
        clash = isinstance(made, PropertyError) and _CLASH.search(made.detail or "")
        if clash and made.data is given["data"]:
            known = schemas.classes_by_name[clash[1] or clash[2]]
            examples = {spelling(known.example), spelling(given["data"].example)}
            found.update((known.class_info.module_name, example) for example in examples)
            if len(examples) > 1:
                # Under another name for now, so that what comes after it is read as well.
                given["data"].title = UntrustedString(f"{build.__qualname__} {next(numbers)}")
                return build(**given)
        return made, schemas

    return noted


def spelling(text: Any) -> str:
    """Unwrap a text of the spec, which the generator keeps from being shown."""
    return str(getattr(text, "get_untrusted_value", lambda: text)())
