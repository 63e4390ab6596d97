"""Random valid specs that know of themselves what is prose and whose order means nothing.

The knowledge stands here a second time, on purpose: what is judged must not be the judge.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st


class Prose(str):
    """A text that a translation changes."""

    __slots__ = ()


class Sample:
    """An example, which may be anything in the other language."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Free(list[Any]):
    """A list whose order means nothing."""


# Names that look like keywords, need escaping, or are in another script.
NAMES = st.sampled_from(
    [
        *("id", "title", "description", "summary", "tags", "example", "examples", "required"),
        *("enum", "properties", "items", "a/b", "m~n", "名前", "x-y", "$ref", "", " "),
    ]
)
PROSE = st.text(max_size=8).map(Prose)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, "1", "1.0", "true", "x"])
)
REFERENCE = st.just({"$ref": "#/components/schemas/S"})


def objects(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Draw an object with some keys always and others sometimes."""
    return st.fixed_dictionaries(required, optional=optional)


def maps(values: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    """Draw a map from names to values."""
    return st.dictionaries(NAMES, values, max_size=most)


def distinct(items: st.SearchStrategy[Any], kind: type[list[Any]]) -> st.SearchStrategy[Any]:
    """Draw a list of objects that a number of its own keeps apart from its likes."""
    drawn = st.lists(items, min_size=1, max_size=3)
    return drawn.map(lambda found: kind({**each, "x-number": n} for n, each in enumerate(found)))


DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2, unique_by=repr), st.dictionaries(NAMES, inner, max_size=2)
    ),
    max_leaves=4,
)
# Of an extension, texts that readers see are prose; these are the rest.
_HIDDEN = st.sampled_from(["id", "tags", "example", "required", "名前"])
EXTENSION = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2, unique_by=repr), st.dictionaries(_HIDDEN, inner, max_size=2)
    ),
    max_leaves=4,
)
SAMPLES = DATA.map(Sample)
DOCS = objects({"url": st.just("https://a.example")}, {"description": PROSE})
VALUES = st.lists(DATA, min_size=1, max_size=3, unique_by=repr).map(Free)
WORDS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=3, unique=True)


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a Schema Object around others."""
    return objects(
        {},
        {
            "title": PROSE,
            "description": PROSE,
            "$comment": PROSE,
            "example": SAMPLES,
            "examples": SAMPLES,
            "externalDocs": DOCS,
            "type": st.one_of(st.just("string"), WORDS.map(Free)),
            "enum": VALUES,
            "required": WORDS.map(Free),
            "default": DATA,
            "const": DATA,
            "maximum": st.integers(0, 3),
            "x-extension": EXTENSION,
            "properties": maps(inner),
            "$defs": maps(inner, 1),
            "dependentRequired": maps(WORDS.map(Free), 1),
            "additionalProperties": st.one_of(st.booleans(), inner),
            "items": inner,
            "not": inner,
            "prefixItems": distinct(inner, list),
            "discriminator": st.just({"propertyName": "id", "mapping": {"s": "S"}}),
        },
    )


LEAVES = objects({"type": st.just("string")}, {"title": PROSE, "description": PROSE}) | REFERENCE
UNIONS = st.sampled_from(["anyOf", "oneOf", "allOf"]).flatmap(
    lambda word: st.fixed_dictionaries({word: distinct(SCHEMAS, Free), "title": PROSE})
)
SCHEMAS: st.SearchStrategy[Any] = st.deferred(
    lambda: st.recursive(LEAVES, schemas, max_leaves=4) | UNIONS
)
EXAMPLES = maps(st.fixed_dictionaries({"summary": PROSE, "value": DATA})).map(Sample)
MEDIA = objects({}, {"schema": SCHEMAS, "example": SAMPLES, "examples": EXAMPLES})
CONTENT = st.dictionaries(st.sampled_from(["application/json", "text/plain"]), MEDIA, max_size=2)
HEADER = objects({}, {"description": PROSE, "schema": SCHEMAS, "example": SAMPLES})
PARAMETER = objects(
    {"in": st.sampled_from(["query", "header", "cookie"]), "schema": SCHEMAS},
    {"description": PROSE, "required": st.booleans(), "example": SAMPLES, "examples": EXAMPLES},
)
PARAMETERS = st.lists(PARAMETER, min_size=1, max_size=3).map(
    lambda found: Free({"name": f"p{number}", **each} for number, each in enumerate(found))
)
SERVERS = st.lists(objects({"url": st.just("/")}, {"description": PROSE}), max_size=1)
SECURITY = WORDS.map(lambda names: Free({name: Free(["r", "w"])} for name in names))
RESPONSE = objects(
    {"description": PROSE}, {"content": CONTENT, "headers": maps(HEADER, 1), "summary": PROSE}
)
OPERATION = objects(
    {"responses": st.dictionaries(st.sampled_from(["200", "422"]), RESPONSE, max_size=2)},
    {
        "tags": WORDS,
        "summary": PROSE,
        "description": PROSE,
        "operationId": st.just("list"),
        "externalDocs": DOCS,
        "parameters": PARAMETERS,
        "requestBody": objects({"content": CONTENT}, {"description": PROSE}),
        "security": SECURITY,
        "deprecated": st.booleans(),
        "x-extension": EXTENSION,
    },
)
PATH = objects(
    {},
    {"get": OPERATION, "summary": PROSE, "parameters": PARAMETERS},
)
SCHEMES = objects(
    {"type": st.just("oauth2")},
    {
        "description": PROSE,
        "flows": st.fixed_dictionaries(
            {"implicit": st.fixed_dictionaries({"scopes": maps(PROSE, 3)})}
        ),
    },
)
DOCUMENTS = objects(
    {
        "openapi": st.just("3.1.0"),
        "info": objects({"title": PROSE, "version": st.just("1")}, {"description": PROSE}),
        "paths": st.dictionaries(st.sampled_from(["/a", "/a/", "/a/{id}", "/"]), PATH, max_size=2),
        "components": objects(
            {"schemas": maps(SCHEMAS, 3)},
            {
                "responses": maps(RESPONSE, 1),
                "headers": maps(HEADER, 1),
                "examples": EXAMPLES,
                "securitySchemes": maps(SCHEMES, 1),
            },
        ),
    },
    {
        "servers": SERVERS,
        "security": SECURITY,
        "tags": distinct(objects({"name": NAMES}, {"description": PROSE}), list),
        "externalDocs": DOCS,
    },
)


def plain(node: Any) -> Any:
    """Turn a drawn document into what a reader of JSON gives."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, Sample):
        return plain(node.value)
    return str(node) if isinstance(node, Prose) else node


def translated(node: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    """Re-word every prose, replace every sample, reorder all that has no order.

    Args:
        node: A drawn document or a part of one.
        draw: Hypothesis' `draw`.

    Returns:
        The same structure, as JSON would give it.
    """
    if isinstance(node, Prose):
        return draw(st.sampled_from([str(node), f"{node}!", "訳", ""]))
    if isinstance(node, Sample):
        return draw(st.sampled_from([plain(node), "例", {"value": None}, []]))
    if isinstance(node, dict):
        keys = draw(st.permutations(list(node)))
        return {key: translated(node[key], draw) for key in keys}
    if isinstance(node, list):
        items = draw(st.permutations(node)) if isinstance(node, Free) else node
        return [translated(item, draw) for item in items]
    if type(node) is int:
        return draw(st.sampled_from([node, float(node)]))
    return node
