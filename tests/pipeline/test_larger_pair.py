"""tests/data/larger holds what a grown pair of specs may bring; other tests rely on it."""

import itertools
import json
import keyword
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.parity.document import children, operations, prose, structure
from pipeline.parity.reader import dump, load

Document = dict[str, Any]
Schema = dict[str, Any]

NAMES = ("openapi.json", "openapi.ja.json")
FREE = ("parameters", "required", "enum")
GENERATOR_NAMES = {"client", "body", "self", "json", "data", "url", "params"}
OPENAPI_WORDS = {
    *("title", "description", "summary", "tags", "example", "default", "enum"),
    *("type", "items", "properties", "required"),
}


def larger(root: Path, name: str) -> Document:
    """Read one of the pair."""
    return load(root / "tests" / "data" / "larger" / name)


def ordered(node: Any) -> Any:
    """Sort the lists that OpenAPI gives no order; a property may bear the name of such a list."""
    if isinstance(node, dict):
        return {
            key: sorted(map(ordered, value), key=json.dumps)
            if key in FREE and isinstance(value, list)
            else ordered(value)
            for key, value in sorted(node.items())
        }
    return [ordered(value) for value in node] if isinstance(node, list) else node


def named(document: Document) -> dict[str, Schema]:
    """Give the schemas under `components`."""
    found: dict[str, Schema] = document["components"]["schemas"]
    return found


def schemas(node: Any, kind: str = "openapi") -> Iterator[Schema]:
    """List every schema, wherever it stands; not what a `$ref` leads to."""
    if kind == "schema" and isinstance(node, dict):
        yield node
    for _, value, inner in children(node, kind):
        yield from schemas(value, inner)


def answers(document: Document) -> Iterator[tuple[str, str, str, Schema]]:
    """List the schemas of answers: path, status, media type, schema."""
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            for media, content in response.get("content", {}).items():
                yield path, status, media, content["schema"]


def parameters(document: Document) -> Iterator[dict[str, Any]]:
    """List the parameters of operations."""
    for _, _, operation in operations(document):
        yield from operation.get("parameters", [])


def property_names(document: Document) -> set[str]:
    """Name the properties of all schemas."""
    return {name for schema in schemas(document) for name in schema.get("properties", {})}


def parameter_names(document: Document) -> set[str]:
    """Name the query parameters of all operations."""
    return {item["name"] for item in parameters(document) if item["in"] == "query"}


def operation_ids(document: Document) -> list[str]:
    """List the operation ids that are given."""
    return [each["operationId"] for *_, each in operations(document) if "operationId" in each]


def tags(document: Document) -> list[list[str]]:
    """List the tags of each operation."""
    return [operation.get("tags", []) for *_, operation in operations(document)]


def refers_to(name: str, schema: Schema) -> bool:
    """Tell whether a schema names another, at any depth."""
    return f'"#/components/schemas/{name}"' in json.dumps(schema)


def bodies(operation: dict[str, Any]) -> set[str]:
    """Name the media types of an operation's request body."""
    return set(operation.get("requestBody", {}).get("content", ()))


def inline(document: Document) -> list[tuple[str, str]]:
    """List path and title of the answers that are objects without a name."""
    return [
        (path, schema["title"]) for path, *_, schema in answers(document) if "properties" in schema
    ]


FEATURES: dict[str, Callable[[Document], Any]] = {
    # operations
    "delete with a JSON body": lambda d: any(
        method == "delete" and "application/json" in bodies(operation)
        for _, method, operation in operations(d)
    ),
    "operation without security": lambda d: any(o["security"] == [] for *_, o in operations(d)),
    "success without content": lambda d: any(
        "content" not in operation["responses"].get("204", {"content": 0})
        for *_, operation in operations(d)
    ),
    "answer in plain text": lambda d: any(media == "text/plain" for _, _, media, _ in answers(d)),
    "answer in bytes": lambda d: any(
        media == "application/octet-stream" for _, _, media, _ in answers(d)
    ),
    "upload of a file": lambda d: any(
        "multipart/form-data" in bodies(operation) for *_, operation in operations(d)
    ),
    "four documented failures": lambda d: any(
        {"400", "404", "409", "422"} <= operation["responses"].keys()
        for *_, operation in operations(d)
    ),
    "failures with schemas of their own": lambda d: len(
        {schema["$ref"] for _, status, _, schema in answers(d) if status[0] == "4"}
    ) >= 4,
    "unnamed answers of one title in one operation": lambda d: max(Counter(inline(d)).values()) > 1,
    "unnamed answers of one title in two operations": lambda d: any(
        one[0] != other[0] and one[1] == other[1]
        for one, other in itertools.combinations(inline(d), 2)
    ),
    "paths that differ by a slash": lambda d: any(f"{path}/" in d["paths"] for path in d["paths"]),
    "parameters of a path": lambda d: any("parameters" in item for item in d["paths"].values()),
    "listing without an order": lambda d: any(
        {"after", "limit"} <= (names := {each["name"] for each in operation.get("parameters", [])})
        and "order" not in names
        for *_, operation in operations(d)
    ),
    "deprecated operation": lambda d: any(o.get("deprecated") for *_, o in operations(d)),
    # operation ids and tags
    "operation without an id": lambda d: len(operation_ids(d)) < len(list(operations(d))),
    "short operation id": lambda d: any(len(name) < 10 for name in operation_ids(d)),
    "id with dashes and capitals": lambda d: any(
        re.search("[A-Z].*-", name) for name in operation_ids(d)
    ),
    "id that shortens to a keyword": lambda d: "import_v1_preview_imports_post" in operation_ids(d),
    "tag that is a keyword": lambda d: any(keyword.iskeyword(t) for ts in tags(d) for t in ts),
    "tag that is not ASCII": lambda d: any(not t.isascii() for ts in tags(d) for t in ts),
    "tag with a space": lambda d: any(" " in t for ts in tags(d) for t in ts),
    "operation with two tags": lambda d: 2 in map(len, tags(d)),
    "operation without tags": lambda d: 0 in map(len, tags(d)),
    # names of properties and parameters
    "properties named like OpenAPI words": lambda d: property_names(d) >= OPENAPI_WORDS,
    "parameters named like OpenAPI words": lambda d: parameter_names(d) >= OPENAPI_WORDS,
    "properties named like keywords": lambda d: {"class", "from", "import"} <= property_names(d),
    "parameters named like keywords": lambda d: {"class", "from", "import"} <= parameter_names(d),
    "properties named like the generator's own": lambda d: property_names(d) >= GENERATOR_NAMES,
    "parameters named like the generator's own": lambda d: (
        # A query parameter `params` would overwrite the generator's variable.
        parameter_names(d) >= GENERATOR_NAMES - {"params"}
    ),
    "property in camel case": lambda d: any(re.search("[a-z][A-Z]", n) for n in property_names(d)),
    "parameter in camel case": lambda d: any(
        re.search("[a-z][A-Z]", name) for name in parameter_names(d)
    ),
    "property with a dash": lambda d: any("-" in name for name in property_names(d)),
    "parameter with a dash": lambda d: any("-" in name for name in parameter_names(d)),
    "properties that are one name in snake case": lambda d: any(
        {"maxMemoryGb", "max_memory_gb"} <= each.get("properties", {}).keys() for each in schemas(d)
    ),
    "header parameter": lambda d: any(each["in"] == "header" for each in parameters(d)),
    # names and titles of schemas
    "title that three schemas share": lambda d: 3 in Counter(
        schema.get("title") for schema in named(d).values()
    ).values(),
    "names that differ in punctuation": lambda d: {"JobStatus", "Job_Status"} <= named(d).keys(),
    "names that differ in case": lambda d: {"GPUUsage", "GpuUsage"} <= named(d).keys(),
    "unnamed enum whose class would be a named schema's": lambda d: (
        "enum" in named(d)["JobEvent"]["properties"]["type"] and "JobEventType" in named(d)
    ),
    "schemas named like the generator's own": lambda d: {"File", "Response"} <= named(d).keys(),
    "schema beside the seed's of nearly that name": lambda d: "Checkpoint" in named(d),
    "schema named like a keyword": lambda d: any(keyword.iskeyword(name) for name in named(d)),
    "schema with a dot in its name": lambda d: any("." in name for name in named(d)),
    "title with brackets beside the seed's": lambda d: (
        sum("[" in schema.get("title", "") for schema in named(d).values()) > 1
    ),
    "title that is not ASCII": lambda d: any(not s["title"].isascii() for s in named(d).values()),
    # schemas that are no plain object
    "named string with a format": lambda d: any("format" in each for each in named(d).values()),
    "named enum of text": lambda d: any(
        "enum" in each and each["type"] == "string" for each in named(d).values()
    ),
    "named enum of numbers": lambda d: any(
        "enum" in each and each["type"] == "integer" for each in named(d).values()
    ),
    "named array": lambda d: any(each.get("type") == "array" for each in named(d).values()),
    "named union": lambda d: any(
        all("$ref" in branch for branch in each.get("anyOf", [{}])) for each in named(d).values()
    ),
    "named schema that may be null": lambda d: any(
        {"type": "null"} in each.get("anyOf", []) for each in named(d).values()
    ),
    "named type array": lambda d: any(isinstance(s.get("type"), list) for s in named(d).values()),
    "discriminator with a mapping": lambda d: any(
        "mapping" in each.get("discriminator", {}) and "oneOf" in each for each in named(d).values()
    ),
    "extension of another schema": lambda d: any(
        ["$ref" in part for part in each.get("allOf", [])] == [True, False]
        for each in named(d).values()
    ),
    "recursive schema": lambda d: any(refers_to(name, each) for name, each in named(d).items()),
    "free-form object": lambda d: any(
        each.get("additionalProperties") is True and "properties" not in each
        for each in named(d).values()
    ),
    "closed object": lambda d: any(s.get("additionalProperties") is False for s in schemas(d)),
    "map of references": lambda d: any(
        isinstance(more := each.get("additionalProperties"), dict) and "$ref" in more
        for each in named(d).values()
    ),
    # keywords of schemas
    "default of each kind": lambda d: (
        {type(each["default"]) for each in schemas(d) if "default" in each}
        == {str, int, float, bool, list, dict, type(None)}
    ),
    "default that holds a description": lambda d: any(
        isinstance(value := each.get("default"), dict) and "description" in value
        for each in schemas(d)
    ),
    "formats": lambda d: (
        {each.get("format") for each in schemas(d)}
        >= {"date-time", "date", "uuid", "binary", "uri"}
    ),
    "bounds": lambda d: (
        {
            *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
            *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
        }
        <= {key for each in schemas(d) for key in each}
    ),
    "constant": lambda d: any("const" in each for each in schemas(d)),
    "reference with a description of its own": lambda d: any(
        {"$ref", "description"} <= each.keys() for each in schemas(d)
    ),
    "examples": lambda d: any("examples" in each for each in schemas(d)),
    "deprecated property": lambda d: any(each.get("deprecated") for each in schemas(d)),
    "unnamed schema that may be anything": lambda d: any(
        not each.keys() - {"title", "description"} for each in schemas(d)
    ),
}  # fmt: skip

PROSE = {
    "quotes": '"',
    "backslashes": "\\",
    "three quotes": '"""',
    "backticks": "`",
    "placeholders": "{model_id}",
    "numbers": "30",
    "paragraphs": "\n\n",
    "a list": "\n- ",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("feature", FEATURES)
def test_pair_has_every_feature(root: Path, name: str, feature: str) -> None:
    """Nobody thins it out by accident."""
    assert FEATURES[feature](larger(root, name))


@pytest.mark.parametrize("name", NAMES)
def test_pair_is_large(root: Path, name: str) -> None:
    """More than a dozen operations beside the seed's, more than fifty schemas."""
    document = larger(root, name)

    assert len(list(operations(document))) > 13
    assert len(named(document)) > 50


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", PROSE)
def test_pair_has_prose_that_is_hard_to_write_down(root: Path, name: str, what: str) -> None:
    """Both languages have what needs escaping or wrapping."""
    assert any(PROSE[what] in text for text in prose(larger(root, name)).values())


@pytest.mark.parametrize("name", NAMES)
def test_pair_grows_from_the_checked_in_specs(root: Path, name: str) -> None:
    """The operation of the checked-in spec and its schemas stand there unchanged."""
    seed, grown = load(root / name), larger(root, name)

    for path, item in seed["paths"].items():
        assert json.dumps(item) == json.dumps(grown["paths"][path])
    for schema, content in named(seed).items():
        assert json.dumps(content) == json.dumps(named(grown)[schema])


def test_pair_has_one_structure_in_two_orders(root: Path) -> None:
    """Lists that have no order stand in another one in places; nothing else differs."""
    base, other = (structure(larger(root, name)) for name in NAMES)

    assert base != other
    assert ordered(base) == ordered(other)
    for free in FREE:
        assert any(
            one != two for one, two in zip(lists(base, free), lists(other, free), strict=True)
        )


def lists(node: Any, name: str) -> list[Any]:
    """Collect the lists of a name, maps in the order of their keys."""
    if isinstance(node, dict):
        own = [node[name]] if isinstance(node.get(name), list) else []
        return own + [found for key in sorted(node) for found in lists(node[key], name)]
    if isinstance(node, list):
        return [found for value in ordered(node) for found in lists(value, name)]
    return []


def test_every_sentence_is_translated(root: Path) -> None:
    """Titles stay as the checked-in spec leaves them; all else is Japanese."""
    base, other = (prose(larger(root, name)) for name in NAMES)
    japanese = re.compile("[ぁ-んァ-ヶ一-龠]")
    untranslated = [at for at, text in other.items() if not japanese.search(text)]

    assert len(base) == len(other)
    assert [at for at in untranslated if not at.endswith("/title")] == []
    assert schema_titles(base) == schema_titles(other)


def schema_titles(sentences: dict[str, str]) -> Counter[str]:
    """Count the titles below `paths` and `components`, wherever they stand."""
    return Counter(
        text for at, text in sentences.items() if at.endswith("/title") and at != "/info/title"
    )


@pytest.mark.parametrize("name", NAMES)
def test_file_is_written_like_the_checked_in_specs(root: Path, name: str) -> None:
    """Two spaces, real characters, LF, a newline at the end."""
    content = (root / "tests" / "data" / "larger" / name).read_bytes()

    assert dump(json.loads(content)).encode("utf-8") == content
    assert content.startswith(b'{\n  "openapi"')


def test_keys_of_japanese_schemas_are_in_alphabetical_order(root: Path) -> None:
    """The checked-in Japanese spec is sorted so, and the English one is not."""
    base, other = (larger(root, name) for name in NAMES)

    assert all(json.dumps(s) == json.dumps(s, sort_keys=True) for s in named(other).values())
    assert any(json.dumps(s) != json.dumps(s, sort_keys=True) for s in named(base).values())
