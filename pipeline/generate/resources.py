"""Every operation as a method: what the template of `api/__init__.py` writes for each tag.

A method is named after its operation without the words of its tag and without a leading `get`,
unless nothing is left: `list_model_checkpoints` of `models` is `list_checkpoints`, and
`get_training_job_events` of `training-jobs` is `events`. The name depends on nothing else, so that
it stays when the spec grows. Where two methods would meet, an `operationId` of another name in
`generator-overrides.yaml` tells them apart.
"""

import builtins
import keyword
import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties import ListProperty, ModelProperty, Property
from openapi_python_client.strings import PythonIdentifier

from pipeline.errors import PipelineError
from pipeline.generate.overrides import FILE as OVERRIDES

# What the clients have themselves; a tag of such a name gets a word more.
TAKEN = {
    *("aclose", "base_url", "call", "checkpoints", "close", "paginate", "request"),
    *("with_options", "with_raw_response"),
}
PREFIX = ".."  # from `api/__init__.py` to the package


@dataclass(frozen=True)
class Method:
    """One operation, as the method of a resource.

    Attributes:
        name: Its name.
        module: The operation's module below `api`, such as `models.list_model_checkpoints`.
        endpoint: What the generator knows of it.
        result: The type of its success.
        item: The type of an item, where it is paged.
        body: The model of its body, where that may be given by its fields.
        shadowed: Built-in names that the class has methods of.
    """

    name: str
    module: str
    endpoint: Endpoint
    result: str
    item: str | None
    body: ModelProperty | None
    shadowed: frozenset[str] = frozenset()

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
    def fields(self) -> list[Property]:
        """The fields that the body may be given by."""
        if self.body is None:
            return []
        return [*(self.body.required_properties or ()), *(self.body.optional_properties or ())]

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
        return self.safe(parameter.to_string().as_unembedded_code())

    def safe(self, annotation: str) -> str:
        """Write a type so that no method of the class is taken for a part of it."""
        for name in self.shadowed:
            annotation = re.sub(rf"(?<![\w.'\"]){name}(?![\w'\"])", f"builtins.{name}", annotation)
        return annotation


@dataclass
class Resource:
    """The operations of a tag.

    Attributes:
        attribute: Its name on a client.
        cls: Name of its class.
        methods: One for each operation, in the order of the spec.
    """

    attribute: str
    cls: str
    methods: list[Method] = field(default_factory=list)


def resources(data: GeneratorData) -> list[Resource]:
    """Say which classes and methods to write.

    Args:
        data: What the generator has read from the spec.

    Returns:
        A resource for each tag, in the order of the spec.

    Raises:
        PipelineError: Two operations of a tag would have one method.
    """
    models = {each.class_info.name for each in [*data.models, *data.enums]}
    found = []
    for tag, collection in data.endpoint_collections_by_tag.items():
        cls = "".join(word.title() for word in str(tag).split("_")) or "Default"
        if {cls, f"Async{cls}", f"Raw{cls}", f"AsyncRaw{cls}"} & models:
            cls += "Operations"
        resource = Resource(f"{tag}_operations" if tag in TAKEN else str(tag), cls)
        operations = [str(each.name) for each in collection.endpoints]
        names = {each: method_name(each, str(tag)) for each in operations}
        for one, other in combinations(operations, 2):
            if names[one] == names[other]:
                raise PipelineError(
                    f"{one} and {other} would both be the method {resource.attribute}."
                    f"{names[one]}: give one of them another `operationId` in {OVERRIDES}."
                )
        shadowed = frozenset(names.values()) & {*dir(builtins)}
        for each in collection.endpoints:
            module = f"{tag}.{each.name}"
            resource.methods.append(_method(names[str(each.name)], module, each, shadowed))
        found.append(resource)
    return found


def method_name(operation: str, tag: str) -> str:
    """Name the method of an operation.

    Args:
        operation: The operation's Python name.
        tag: That of its tag.

    Returns:
        The name, a Python identifier.
    """
    known = {_singular(word) for word in tag.split("_")}
    words = [word for word in operation.split("_") if word and _singular(word) not in known]
    if words[:1] == ["get"] and words[1:]:
        words = words[1:]
    name = "_".join(words) or operation
    if keyword.iskeyword(name):
        return f"{name}_"
    return name if name.isidentifier() else PythonIdentifier(name, "operation_")


def imports(found: list[Resource]) -> tuple[list[str], list[str]]:
    """List what the annotations need.

    Args:
        found: The resources.

    Returns:
        Imports of other packages, which defaults may need when the module is loaded, and imports of
        models, which only type checkers need.
    """
    lines: set[str] = set()
    for method in (each for resource in found for each in resource.methods):
        bodies = [each.prop for each in method.endpoint.bodies]
        responses = [each.prop for each in _successes(method.endpoint)]
        items = [item for each in responses if (item := _item(each))]
        for each in [*method.path, *method.options, *method.fields, *bodies, *responses, *items]:
            lines |= each.get_imports(prefix=PREFIX) | each.get_lazy_imports(prefix=PREFIX)
    unwanted = ("from typing import cast", f"from {PREFIX}types import UNSET, Unset")
    own = {each for each in lines if each.startswith("from ..")}
    return sorted(lines - own - {*unwanted}), sorted(own - {*unwanted})


def _method(name: str, module: str, endpoint: Endpoint, shadowed: frozenset[str]) -> Method:
    types = sorted(
        {each.prop.get_type_string().as_unembedded_code() for each in _successes(endpoint)}
    )
    items = [found for each in _successes(endpoint) if (found := _item(each.prop))]
    parameters = {str(each.python_name) for _, each in endpoint.iter_all_parameters()}
    item: str | None = None
    if "after" in parameters and items and len(types) == 1:
        item = items[0].get_type_string().as_unembedded_code()
    body: ModelProperty | None = None
    if len(endpoint.bodies) == 1 and isinstance(endpoint.bodies[0].prop, ModelProperty):
        body = endpoint.bodies[0].prop
        names = [
            str(each.python_name)
            for each in [*(body.required_properties or ()), *(body.optional_properties or ())]
        ]
        # Fields that meet a parameter, or the body itself, can only be given within the model.
        if not names or parameters & {*names} or "body" in names:
            body = None
    return Method(name, module, endpoint, " | ".join(types) or "Any", item, body, shadowed)


def _successes(endpoint: Endpoint) -> list[Any]:
    known = [
        each
        for each in endpoint.responses
        if each.status_code.range and each.status_code.range[0] // 100 == 2  # noqa: PLR2004
    ]
    return known or [*endpoint.responses]


def _item(prop: Any) -> Any:
    """Find the type of an item, if this is a page."""
    if not isinstance(prop, ModelProperty):
        return None
    fields = [*(prop.required_properties or ()), *(prop.optional_properties or ())]
    named = {str(each.python_name): each for each in fields}
    data = named.get("data")
    return data.inner_property if "has_more" in named and isinstance(data, ListProperty) else None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")
