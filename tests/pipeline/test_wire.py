"""What the client could not send as the spec says is refused, with an override to paste."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.errors import PipelineError
from pipeline.generate.overrides import REMOVE, Override, apply
from pipeline.generate.wire import check_wire, faults, key_place

STRINGS = {"type": "array", "items": {"type": "string"}}
OBJECT = {"type": "object"}
SCHEMES = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "key"},
    "basic": {"type": "http", "scheme": "basic"},
    "tls": {"type": "mutualTLS"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://a.test"},
}
FORM = "/requestBody/content/multipart~1form-data/encoding/a"


def spec(**operation: Any) -> dict[str, Any]:
    """Build a document of one operation, `/paths/~1a/post`."""
    return {
        "openapi": "3.1.0",
        "paths": {"/a": {"post": operation}},
        "components": {"securitySchemes": SCHEMES},
    }


def parameter(place: str, schema: Any, **more: Any) -> dict[str, Any]:
    """Build an operation of one parameter."""
    return {"parameters": [{"name": "a", "in": place, "schema": schema, **more}]}


def form(**encoding: Any) -> dict[str, Any]:
    """Build an operation whose form has an object `a`."""
    media = {"schema": {"properties": {"a": OBJECT}}, "encoding": {"a": encoding}}
    return {"requestBody": {"content": {"multipart/form-data": media}}}


@pytest.mark.parametrize(
    ("operation", "place"),
    [
        ({"servers": [{"url": "https://other.test"}]}, "/servers"),
        ({"security": [{"query": []}]}, "/security"),
        ({"security": [{"cookie": []}, {"basic": []}]}, "/security"),
        ({"security": [{"tls": []}]}, "/security"),
        ({"security": [{"header": [], "bearer": []}]}, "/security"),
        (parameter("query", STRINGS, style="label"), "/parameters/0/style"),
        (parameter("query", STRINGS, style="deepObject"), "/parameters/0/style"),
        (parameter("query", STRINGS, style="pipeDelimited", explode=True), "/parameters/0/explode"),
        (parameter("header", STRINGS, style="form"), "/parameters/0/style"),
        (parameter("cookie", STRINGS), "/parameters/0/explode"),
        (parameter("query", {"type": "array", "items": OBJECT}), "/parameters/0/schema"),
        (parameter("query", {}, content={"text/xml": {}}), "/parameters/0/content"),
        (form(contentType="application/xml"), f"{FORM}/contentType"),
        (form(headers={"X": {"schema": {}}}), f"{FORM}/headers"),
        (form(style="simple"), f"{FORM}/style"),
    ],
)
def test_what_cannot_be_sent_is_refused(operation: dict[str, Any], place: str) -> None:
    """With the place, and an override that lets it be sent."""
    document = spec(**operation)
    [fault] = faults(document)
    assert fault.pointer == f"/paths/~1a/post{place}"

    apply(document, [fault], by_hand=True)
    check_wire(document)


@pytest.mark.parametrize(
    "operation",
    [
        {"servers": [{"url": "/"}], "security": []},
        parameter("query", {"anyOf": [STRINGS, {"type": "null"}]}, style="pipeDelimited"),
        parameter("query", {"allOf": [OBJECT]}, style="deepObject"),
        parameter("cookie", {"type": "string"}),
        parameter("query", {"type": "array", "items": {}}),
        form(contentType="text/xml, application/json"),
    ],
)
def test_what_can_be_sent_is_let_through(operation: dict[str, Any]) -> None:
    """Servers that are those of the document among it."""
    check_wire(spec(**operation))


def test_refusal_says_what_to_paste() -> None:
    """As the file of overrides has it."""
    with pytest.raises(PipelineError) as caught:
        check_wire(spec(servers=[{"url": "https://other.test"}]))

    text = "\n".join(str(caught.value).splitlines()[2:])
    [entry] = YAML(typ="safe", pure=True).load(text)
    assert entry["at"] == "/paths/~1a/post/servers"
    assert entry["remove"] is True
    assert "the API key must not go elsewhere" in entry["reason"]


def test_servers_of_a_path_and_references_are_looked_at() -> None:
    """Where they stand, once each."""
    document = spec(parameters=[{"$ref": "#/components/parameters/A"}])
    [shared] = parameter("cookie", STRINGS)["parameters"]
    document["components"]["parameters"] = {"A": shared}
    item = document["paths"]["/a"]
    item |= {"servers": [{"url": "https://other.test"}], "get": item["post"]}

    found = list(dict.fromkeys((each.pointer, str(each.value)) for each in faults(document)))
    assert found == [
        ("/paths/~1a/servers", str(REMOVE)),
        ("/components/parameters/A/explode", "False"),
    ]


@pytest.mark.parametrize(
    ("security", "place"),
    [
        (None, ("Authorization", "Bearer ")),
        ([], None),
        ([{}], None),
        ([{}, {"header": []}], ("X-Api-Key", "")),
        ([{"query": []}, {"openid": []}], ("Authorization", "Bearer ")),
        ([{"query": []}, {}], None),
        ([{"unknown": []}], ("Authorization", "Bearer ")),
    ],
)
def test_key_goes_where_the_first_known_scheme_has_it(security: Any, place: Any) -> None:
    """That of the document counts for operations that say nothing; without any, it is a token."""
    document = spec()
    assert key_place(document, {} if security is None else {"security": security}) == place
    if security:
        assert key_place(document | {"security": security}, {}) == place
    assert key_place(document | {"security": []}, {}) == ("Authorization", "Bearer ")


def test_override_of_security_calls_without_the_key() -> None:
    """As its reason says."""
    document = spec(security=[{"query": []}])
    apply(document, [Override("/paths/~1a/post/security", [], "")])

    assert key_place(document, document["paths"]["/a"]["post"]) is None
