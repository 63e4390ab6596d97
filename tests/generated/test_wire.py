"""Parameters, forms and the key go over the wire as OpenAPI 3.0.4 and 3.1.1 say."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from serverless_training_client import _wire as wire

from tests.generating import ROOT, generate, printed
from tests.styles import PATH_STYLES

COLORS = ["blue", "black"]
RGB = {"R": 100, "G": 200}


@pytest.mark.parametrize(
    ("style", "explode", "value", "text"),
    [
        ("form", False, COLORS, "color=blue,black"),
        ("form", True, COLORS, "color=blue&color=black"),
        ("form", False, RGB, "color=R,100,G,200"),
        ("form", True, RGB, "R=100&G=200"),
        ("spaceDelimited", False, COLORS, "color=blue%20black"),
        ("spaceDelimited", False, RGB, "color=R%20100%20G%20200"),
        ("pipeDelimited", False, COLORS, "color=blue%7Cblack"),
        ("pipeDelimited", False, RGB, "color=R%7C100%7CG%7C200"),
        ("deepObject", True, RGB, "color%5BR%5D=100&color%5BG%5D=200"),
        ("deepObject", False, {"a": None, "b": True}, "color%5Bb%5D=true"),
        ("json", False, {"a": [1, None]}, "color=%7B%22a%22%3A%5B1%2Cnull%5D%7D"),
        ("form", False, ["a,b", None, date(2026, 1, 2)], "color=a%2Cb,2026-01-02"),
        ("form", True, "", "color="),
        ("form", False, [], ""),
        ("form", True, None, ""),
        ("form", True, 0.5, "color=0.5"),
    ],
)
def test_query_is_written_in_its_style(style: str, explode: bool, value: Any, text: str) -> None:
    """As the table of style values has it (4.8.12.4); delimiters are not quoted, values are."""
    assert "&".join(wire.query("color", value, style, explode=explode)) == text


def test_reserved_characters_stay_where_they_may() -> None:
    """All but those that would end the value."""
    assert wire.query("q", "a/b?c,d&e#f", reserved=True) == ["q=a/b?c,d%26e%23f"]


@pytest.mark.parametrize(
    ("style", "explode", "value", "text"),
    [
        *PATH_STYLES,
        ("simple", False, True, "true"),
        ("simple", False, ["a/b"], "a%2Fb"),
    ],
)
def test_path_is_written_in_its_style(style: str, explode: bool, value: Any, text: str) -> None:
    """And never leaves its segment."""
    assert wire.path("color", value, style, explode=explode) == text


@pytest.mark.parametrize(("style", "value"), [("simple", ["."]), ("label", ["."]), ("simple", [])])
def test_path_that_would_lead_elsewhere_is_refused(style: str, value: Any) -> None:
    """As it is for a single ID."""
    with pytest.raises(ValueError, match="another path"):
        wire.path("color", value, style)


def test_headers_and_cookies_have_one_text() -> None:
    """Cookies are quoted where they must be; what was left out is nothing."""
    assert wire.header("X", RGB, explode=True) == {"X": "R=100,G=200"}
    assert wire.header("X", [True, 1]) == {"X": "true,1"}
    assert wire.header("X", None) == wire.header("X", []) == {}
    assert wire.header("X", {"a": "é"}, "json") == {"X": '{"a":"\\u00e9"}'}
    assert wire.cookie("c", COLORS, explode=False) == {"c": "blue,black"}
    assert wire.cookie("c", "a; b=") == {"c": "a%3B%20b="}
    with pytest.raises(ValueError, match="one value"):
        wire.cookie("c", COLORS)


@pytest.mark.parametrize("value", [[["a"]], {"a": {"b": 1}}, float("nan"), b"a"])
@pytest.mark.parametrize("style", ["form", "deepObject"])
def test_value_that_openapi_cannot_write_is_refused(value: Any, style: str) -> None:
    """Never sent as Python would show it."""
    with pytest.raises(ValueError, match=r"no place here|only an object"):
        wire.query("q", value, style)


def test_urlencoded_form_is_written_by_type_and_encoding() -> None:
    """Objects are JSON, lists are repeated, null is left out (4.8.15)."""
    body = {"a": True, "n": None, "o": {"k": 1}, "l": ["x y", {"k": 2}], "s": [1, 2], "j": ["z"]}
    encodings: dict[str, Any] = {"s": {"style": "form", "explode": False}, "j": {"type": "application/json"}}

    assert wire.urlencoded(body, encodings) == (
        "a=true&o=%7B%22k%22%3A1%7D&l=x+y&l=%7B%22k%22%3A2%7D&s=1,2&j=%22z%22"
    )


def test_multipart_form_is_written_by_type_and_encoding() -> None:
    """Each in a part with its content type."""
    body = {"a": True, "n": None, "o": {"k": 1}, "l": ["x", "y"], "f": ("f.bin", b"1", None)}
    media, sent = wire.multipart(body, {"f": {"type": "image/png"}, "l": {"type": "text/csv"}})

    assert re.fullmatch(r"multipart/form-data; boundary=[0-9a-f]{32}", media)
    assert sent["files"] == [
        ("a", (None, b"true", "text/plain")),
        ("o", (None, b'{"k":1}', "application/json")),
        ("l", (None, b"x", "text/csv")),
        ("l", (None, b"y", "text/csv")),
        ("f", ("f.bin", b"1", "image/png")),
    ]


def test_boundaries_differ_and_an_empty_form_is_one() -> None:
    """A file that holds the boundary of another request ends nothing."""
    (first, sent), (second, _) = wire.multipart({}, {}), wire.multipart({}, {})

    assert first != second
    assert sent == {"content": f"--{first.partition('=')[2]}--\r\n".encode()}


def parameter(name: str, place: str, schema: Any, **more: Any) -> dict[str, Any]:
    """Build a parameter."""
    return {"name": name, "in": place, "required": place == "path", "schema": schema} | more


def operation(name: str, *parameters: Any, body: Any = None, **more: Any) -> dict[str, Any]:
    """Build a path item with an operation."""
    bodies = {"requestBody": body} if body else {}
    responses = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}
    known = {"operationId": name, "tags": ["things"], "parameters": [*parameters]}
    return {"post": known | {"responses": responses} | bodies | more}


def of(*media: str, required: bool = True, **encoding: Any) -> dict[str, Any]:
    """Build a body of media types."""
    holder = {"schema": {"$ref": "#/components/schemas/Form"}, "encoding": encoding}
    return {"required": required, "content": dict.fromkeys(media, holder)}


STRING = {"type": "string"}
STRINGS = {"type": "array", "items": STRING}
OBJECT = {"type": "object", "properties": {"a": {"type": "integer"}, "b": STRING}}
FORM, MULTIPART, JSON = (
    *("application/x-www-form-urlencoded", "multipart/form-data", "application/json"),
)
SCHEMAS = {
    "Form": {
        "type": "object",
        "properties": {
            "flag": {"type": "boolean"},
            "nothing": {"type": ["string", "null"]},
            "inner": OBJECT,
            "names": STRINGS,
            "body": STRING,
            "file": {"type": "string", "format": "binary"},
        },
    },
}
PATHS = {
    "/q": operation(
        "q",
        parameter("csv", "query", STRINGS, explode=False),
        parameter("deep", "query", OBJECT, style="deepObject", explode=True),
        parameter("plain", "query", STRINGS),
        parameter("either", "query", {"anyOf": [OBJECT, {"type": "null"}]}),
        {"name": "js", "in": "query", "content": {JSON: {"schema": OBJECT}}},
        parameter("X-Ids", "header", {"type": "array", "items": {"type": "integer"}}),
        parameter("User-Agent", "header", STRING),
        parameter("c", "cookie", {"type": "boolean"}),
    ),
    "/p/{ids}/{flag}": operation(
        "p",
        parameter("ids", "path", STRINGS, style="matrix", explode=True),
        parameter("flag", "path", {"type": "boolean"}),
    ),
    "/form": operation("form", body=of(FORM, names={"style": "form", "explode": False})),
    "/multi": operation("multi", body=of(MULTIPART, inner={"contentType": JSON})),
    "/any": operation("any_of", body=of(FORM, MULTIPART, JSON)),
    "/forms": operation("forms", body=of(MULTIPART, FORM)),
    "/maybe": operation("maybe", body=of(JSON, required=False)),
    "/named/{self}": operation(
        "named",
        parameter("self", "path", STRING),
        *(parameter(name, "query", STRING) for name in ("body", "function", "client", "url")),
        *(parameter(name, "query", STRING) for name in ("query", "response", "operation", "args")),
        parameter("json_day", "query", STRING),
        parameter("day", "query", {"type": "string", "format": "date"}),
        body=of(JSON),
    ),
}
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "oauth": {"type": "oauth2", "flows": {}},
    "bearer": {"type": "http", "scheme": "Bearer"},
}
PATHS |= {
    f"/{name}": operation(name, security=[dict.fromkeys(each, []) for each in alternatives])
    for name, alternatives in {
        "keyed": [["key"]],
        "open": [],
        "maybe_open": [[], ["key"]],
        "second": [["query"], ["key", "bearer"], ["oauth"]],
    }.items()
}
SENDING = """
import json, sys, httpx
from datetime import date
from io import BytesIO
from importlib import import_module
from serverless_training import Client
from serverless_training_client import models
from serverless_training_client.types import File

def answer(request):
    print(json.dumps({
        "target": request.url.raw_path.decode(), "body": request.content.decode("latin-1"),
        "headers": dict(request.headers),
    }))
    return httpx.Response(200, json={})

http = httpx.Client(transport=httpx.MockTransport(answer), headers={"User-Agent": "theirs"})
client = Client(api_key="k", base_url="https://a.test", http_client=http)
things = client.things
Form, Inner = models.Form, models.FormInner
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate all of the above at once, beside what the wrapper cannot do without."""
    own = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    schemas, paths = SCHEMAS | own["components"]["schemas"], PATHS | own["paths"]
    folder = tmp_path_factory.mktemp("wire")
    return generate(folder, schemas, paths, securitySchemes=SCHEMES)


def sent(package: Path, code: str) -> dict[str, Any]:
    """Say what a call sends."""
    found: dict[str, Any] = json.loads(printed(package, SENDING + code))
    return found


def test_parameters_of_an_operation_are_sent_in_their_styles(package: Path) -> None:
    """Those of the default style beside the others, and with the parameters of an httpx client."""
    code = """
http.params = {"team": "a"}
things.q(csv=["a", "b,c"], deep=models.QDeep(a=1), plain=["d", "e"], either=models.QEitherType0(b="f"),
    js=models.QJs(a=2), x_ids=[1, 2], user_agent="mine", c=True)
"""
    seen = sent(package, code)

    assert seen["target"] == (
        "/q?team=a&csv=a,b%2Cc&deep%5Ba%5D=1&plain=d&plain=e&b=f&js=%7B%22a%22%3A2%7D"
    )
    assert seen["headers"]["x-ids"] == "1,2"
    assert seen["headers"]["cookie"] == "c=true"
    assert seen["headers"]["user-agent"] == "mine"
    assert seen["headers"]["accept-encoding"] == "gzip, deflate"


def test_path_of_an_operation_is_sent_in_its_style(package: Path) -> None:
    """Below a base URL with a path too; an empty list would lead elsewhere."""
    assert sent(package, "things.p(['a', 'b/c'], True)")["target"] == "/p/;ids=a;ids=b%2Fc/true"
    below = "client = Client(api_key='k', base_url='https://a.test/x/p', http_client=http)\n"
    assert sent(package, below + "client.things.p(['a'], True)")["target"] == "/x/p/;ids=a/true"
    refused = "\ntry: things.p([], True)\nexcept Exception as error: print(repr(str(error)))"
    assert "another path" in printed(package, SENDING + refused)


def test_forms_of_an_operation_are_sent(package: Path) -> None:
    """With their content type."""
    form = "flag=True, nothing=None, inner=Inner(a=1), names=['a', 'b']"
    seen = sent(package, f"things.form(body=Form({form}))")
    assert seen["headers"]["content-type"] == FORM
    assert seen["body"] == "flag=true&inner=%7B%22a%22%3A1%7D&names=a,b"

    file = "File(BytesIO(b'x'), 'x.bin', 'image/png')"
    seen = sent(package, f"things.multi(body=Form({form}, file={file}))")
    boundary = seen["headers"]["content-type"].partition("boundary=")[2]
    parts = [part.partition("\r\n\r\n") for part in seen["body"].split(f"--{boundary}")[1:-1]]
    assert [content.strip() for _, _, content in parts] == ["true", '{"a":1}', "a", "b", "x"]
    assert "Content-Type: application/json" in parts[1][0]
    assert 'filename="x.bin"' in parts[4][0]


@pytest.mark.parametrize(
    ("name", "media"), [("any_of", JSON), ("forms", "multipart/form-data; boundary=")]
)
def test_first_media_type_is_sent_json_before_others(package: Path, name: str, media: str) -> None:
    """Where one model has several."""
    seen = sent(package, f"things.{name}(body=Form(flag=True))")

    assert seen["headers"]["content-type"].startswith(media)
    raw = f"client.call(import_module('serverless_training_client.api.things.{name}'), body=Form())"
    assert sent(package, raw)["headers"]["content-type"].startswith(media)


def test_body_that_was_left_out_has_no_content_type(package: Path) -> None:
    """An empty model is a body."""
    assert "content-type" not in sent(package, "things.maybe()")["headers"]
    assert sent(package, "things.maybe(body=Form())")["headers"]["content-type"] == JSON


def test_parameters_keep_their_names_on_the_wire(package: Path) -> None:
    """What templates call their own is another name in Python; properties keep theirs."""
    code = """
things.named("s", body=Form(body="x"), body_="1", function="2", client_query="3", url_query="4",
    query="5", response="6", operation="7", args="8", json_day="9", day=date(2026, 1, 2))
"""
    seen = sent(package, code)

    assert seen["body"] == '{"body":"x"}'
    assert seen["target"] == (
        "/named/s?body=1&function=2&client=3&url=4&query=5&response=6&operation=7&args=8"
        "&json_day=9&day=2026-01-02"
    )


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("keyed", {"x-api-key": "k"}),
        ("open", {}),
        ("maybe_open", {"x-api-key": "k"}),
        ("second", {"authorization": "Bearer k"}),
        ("q", {"authorization": "Bearer k"}),
    ],
)
def test_key_is_sent_where_the_operation_takes_it(
    package: Path, name: str, headers: dict[str, str]
) -> None:
    """The first place that the client knows, and no other; a bearer token where nothing is said."""
    seen = sent(package, f"things.{name}()")["headers"]

    assert {key: seen[key] for key in seen if key in ("x-api-key", "authorization")} == headers


def test_key_in_another_header_is_hidden(package: Path) -> None:
    """As the bearer token is."""
    code = """
def echo(request):
    return httpx.Response(400, json={"detail": request.headers.get("x-api-key")})
http = httpx.Client(transport=httpx.MockTransport(echo))
client = Client(api_key="key-0123456789", base_url="https://a.test", http_client=http)
try: client.things.keyed()
except Exception as error: print(error, error.body)
"""
    said = printed(package, SENDING + code)

    assert "[hidden]" in said
    assert "0123456789" not in said
