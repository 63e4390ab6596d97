"""What the generator passes over or writes wrongly is said in another way: values as they come."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.generating import generate, printed, reference

STRING = {"type": "string"}
JOB = reference("Job")


def obj(*required: str, **properties: Any) -> dict[str, Any]:
    """Build an object."""
    needed = {"required": [*required]} if required else {}
    return {"type": "object", "properties": properties} | needed


KIND = {"type": "string"}
SCHEMAS: dict[str, Any] = {
    "Base": obj("id", id=STRING, inner=obj(deep=STRING)),
    "Job": {"allOf": [reference("Base")], **obj("own", own={"type": "integer"})},
    "Beside": reference("Base") | {"properties": {"more": STRING}, "required": ["more"]},
    "Nested": {"allOf": [{"allOf": [reference("Base"), obj(far=STRING)]}, obj(near=STRING)]},
    "Needs": {"allOf": [reference("Wants"), obj(wanted=STRING)]},
    "Wants": {"type": "object", "required": ["wanted"], "properties": {"a": STRING}},
    "Alias": reference("Base"),
    "Wrapped": {"allOf": [reference("Alias")], "title": "Wrapped"},
    "Mixed": {"allOf": [reference("Base"), {"oneOf": [obj("x", x=STRING), obj("y", y=STRING)]}]},
    "Either": obj(x=STRING, y=STRING) | {"anyOf": [{"required": ["x"]}, {"required": ["y"]}]},
    "Animal": obj("kind", kind=KIND, name=STRING),
    "Cat": {"allOf": [reference("Animal")]},
    "Dog": {"allOf": [reference("Animal"), obj(mood={"type": "string", "enum": ["a", "b"]})]},
    "Bird": obj("kind", kind={"type": "string", "const": "bird"}),
    "Fish": obj("kind", kind=reference("Kind")),
    "Crab": obj("kind", kind=reference("Kind")),
    "Kind": {"type": "string", "enum": ["fish", "crab"]},
    "Pet": {
        "oneOf": [reference(name) for name in ("Cat", "Dog", "Bird", "Fish", "Crab")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog", "hound": "Dog"}
            | {"bird": "Bird", "fish": "Fish", "crab": "Crab"},
        },
    },
    "Plain": {
        "anyOf": [reference("Sand"), reference("Snow")],
        "discriminator": {"propertyName": "is"},
    },
    "Hits": obj(hits={"type": "array", "items": {"oneOf": [reference("Few"), reference("More")]}}),
    "Few": obj("few", few=STRING),
    "More": obj("few", few=STRING, more=STRING),
    "Sand": obj("is", **{"is": STRING}),
    "Snow": obj("is", **{"is": STRING}),
    "Pets": obj(pets={"type": "array", "items": reference("Pet")}, plain=reference("Plain")),
    "Values": obj(
        yes={"const": True},
        nothing={"const": None},
        some={"const": {"a": 1}},
        one={"const": 1},
        half={"enum": [0.5, 1]},
        flags={"enum": [True]},
        mixed={"enum": ["a", 1, None]},
        said={"type": "string", "default": 'say "hi" \\ \n'},
        text={"anyOf": [{"const": "a"}, {"type": "integer"}, {"type": "null"}]},
        state={"type": ["string", "null"], "enum": ["a", None]},
        when={"anyOf": [{"type": "string", "format": each} for each in ("date-time", "date")]},
        then={"anyOf": [{"type": "string", "format": each} for each in ("date", "date-time")]},
    ),
    "Patterns": obj() | {"patternProperties": {"^x": STRING}, "additionalProperties": False},
    "Account": obj(
        "id",
        "secret",
        "name",
        id=STRING | {"readOnly": True},
        secret=STRING | {"writeOnly": True},
        name=STRING,
    ),
}
CONTENT = {"vendor": {"text/plain": {"schema": STRING}, "application/vnd.a+json": {"schema": JOB}}}
CONTENT |= {"bare": {"application/json": {}}, "loose": {"application/json": {"schema": {}}}}
CONTENT |= {"spring": {"*/*": {"schema": JOB}}, "image": {"image/png": {}, "application/json": {}}}


def operation(name: str, content: Any, **more: Any) -> dict[str, Any]:
    """Build an operation."""
    responses = {"200": {"description": "", "content": content}}
    return {"operationId": name, "tags": ["t"], "responses": responses} | more


PATHS: dict[str, Any] = {
    f"/{name}": {"get": operation(name, each)} for name, each in CONTENT.items()
}
PATHS["/account"] = {
    "post": operation(
        "account",
        {"application/json": {"schema": reference("Account")}},
        requestBody={
            "required": True,
            "content": {
                "application/json": {"schema": reference("Account")},
                "application/xml": {"schema": {}},
            },
        },
    )
}
PATHS["/page/{first}/{last}"] = {
    "get": operation("page", {"application/json": {"schema": {}}})
    | {
        "parameters": [
            {"name": "first", "in": "path", "required": True, "schema": STRING | {"default": "a"}},
            {"name": "last", "in": "path", "required": True, "schema": STRING},
        ]
    }
}

PATHS["/scalar"] = {
    "post": {
        "operationId": "scalar",
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": STRING}
            for name in ("Authorization", "content-type", "Accept")
        ],
        "tags": ["alone"],  # where nothing else can be left out
        "requestBody": {
            "content": {"application/json": {"schema": {"anyOf": [STRING, {"type": "integer"}]}}}
        },
    }
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate once."""
    return generate(tmp_path_factory.mktemp("shapes"), SCHEMAS, PATHS)


def said(folder: Path, code: str) -> Any:
    """Evaluate code, and give its value."""
    start = "import json, datetime\nfrom serverless_training_client import models as m\n"
    return json.loads(printed(folder, f"{start}print(json.dumps({code}))"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Job", {"id": "i", "own": 1, "inner": {"deep": "d"}}),
        ("Beside", {"id": "i", "more": "m"}),
        ("Nested", {"id": "i", "far": "f", "near": "n"}),
        ("Needs", {"a": "a", "wanted": "w"}),
        ("Either", {"x": "x"}),
        ("Values", {"yes": True, "nothing": None, "some": {"a": 1}, "one": 1, "half": 0.5}),
        ("Values", {"flags": True, "mixed": 1, "text": "a", "state": None, "said": "s"}),
        ("Values", {"when": "2026-01-02", "then": "2026-01-02"}),
        ("Values", {"when": "2026-01-02T03:04:05", "then": "2026-01-02T03:04:05"}),
        ("Patterns", {"xa": "1"}),
        ("Hits", {"hits": [{"few": "f", "more": "m"}]}),  # fits both
    ],
)
def test_values_come_back_as_they_were(folder: Path, name: str, value: Any) -> None:
    """Through a class, in which each property is an attribute."""
    back = said(folder, f"(lambda v: [v.to_dict(), type(v).__name__])(m.{name}.from_dict({value}))")

    assert back == [value, name]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Job", ["own", "id", "inner"]),
        ("Beside", ["more", "id", "inner"]),
        ("Nested", ["id", "far", "near", "inner"]),
        ("Needs", ["wanted", "a"]),
    ],
)
def test_parts_make_one_class(folder: Path, name: str, fields: list[str]) -> None:
    """With the properties of all."""
    found = said(folder, f"[each.name for each in m.{name}.__attrs_attrs__]")

    assert {*fields} <= {*found}


def test_default_is_what_the_spec_says(folder: Path) -> None:
    """With quotes, backslashes and line breaks."""
    assert said(folder, "m.Values().said") == 'say "hi" \\ \n'


def test_alias_of_a_schema_with_an_inline_object_is_that_schema(folder: Path) -> None:
    """By a reference, or by an `allOf` with one."""
    assert said(folder, "m.Alias is m.Base and m.Wrapped is m.Base")


def read(folder: Path, name: str, value: Any) -> Any:
    """Parse an answer of an operation."""
    code = (
        f"(lambda o: o._parse_response(client=__import__('serverless_training_client').Client("
        f"base_url=''), response=__import__('httpx').Response(200, content={value!r})))"
        f"(__import__('serverless_training_client.api.t.{name}', fromlist=['x']))"
    )
    return said(folder, f"(lambda v: [type(v).__name__, v if type(v) is dict else 0])({code})")


@pytest.mark.parametrize("name", ["bare", "loose", "image"])
def test_json_of_no_type_is_what_came(folder: Path, name: str) -> None:
    """With an empty schema, with none, and beside a medium that cannot be read."""
    assert read(folder, name, b'{"a": 1}') == ["dict", {"a": 1}]
    assert read(folder, name, b"") == ["NoneType", 0]


@pytest.mark.parametrize("name", ["vendor", "spring"])
def test_json_is_read_whatever_its_medium_is_called(folder: Path, name: str) -> None:
    """After text, and where any medium may come."""
    assert read(folder, name, b'{"id": "i", "own": 1}') == ["Job", 0]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"kind": "cat"}, "Cat"),
        ({"kind": "dog"}, "Dog"),
        ({"kind": "hound"}, "Dog"),
        ({"kind": "dog", "mood": "unheard-of"}, "Dog"),
        ({"kind": "bird"}, "Bird"),
        ({"kind": "fish"}, "Fish"),
        ({"kind": "crab"}, "Crab"),
        ({"kind": "unheard-of"}, "Dog"),
    ],
)
def test_discriminator_chooses_the_branch(folder: Path, value: Any, name: str) -> None:
    """Whatever else is unknown in it; of an unknown value a branch that fits is made."""
    assert said(folder, f"type(m.Pets.from_dict({{'pets': [{value}]}}).pets[0]).__name__") == name


def test_discriminator_without_a_mapping_names_schemas(folder: Path) -> None:
    """As OpenAPI has it."""
    code = "type(m.Pets.from_dict({'plain': {'is': 'Snow'}}).plain).__name__"

    assert said(folder, code) == "Snow"


def test_union_among_the_parts_is_a_union_of_wholes(folder: Path) -> None:
    """Each of which has the other parts too."""
    branches = "__import__('typing').get_args(m.Mixed)"
    code = f"[sorted(f.name for f in t.__attrs_attrs__) for t in {branches}]"
    first, second = said(folder, code)

    assert {"id", "x"} <= {*first}
    assert {"id", "y"} <= {*second}


def test_property_of_one_direction_is_not_demanded(folder: Path) -> None:
    """A `readOnly` one when sending, a `writeOnly` one when receiving; others are."""
    assert said(folder, "m.Account(name='n').to_dict()") == {"name": "n"}
    assert said(folder, "m.Account.from_dict({'name': 'n', 'id': 'i'}).id") == "i"


def test_parameter_in_the_path_has_no_default(folder: Path) -> None:
    """It is always given."""
    code = (
        "__import__('serverless_training_client.api.t.page', fromlist=['x'])._get_kwargs('a', 'b')"
    )

    assert said(folder, f"{code}['url']") == "/page/a/b"


def test_body_of_several_types_may_be_left_out(folder: Path) -> None:
    """Of an operation without `responses`, and whose headers are those that OpenAPI ignores."""
    module = "__import__('serverless_training_client.api.alone.scalar', fromlist=['x'])"
    given = "({}, {'body': 'a'}, {'body': 1})"
    sent = said(
        folder, f"[{module}._get_kwargs(**each).get('json', 'nothing') for each in {given}]"
    )

    assert sent == ["nothing", "a", 1]
