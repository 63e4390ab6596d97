"""Every operation is a method of its tag, whose name depends on nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from serverless_training import AsyncClient, Client
from serverless_training._client import AsyncRawCalls, RawCalls
from serverless_training_client import api

from pipeline.errors import PipelineError
from pipeline.generate.overrides import Override, apply
from pipeline.generate.resources import (
    TAKEN,
    attribute,
    check_names,
    descriptions,
    method_name,
    resource_class,
)
from tests.generating import generate, printed, reference

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("tag", "operation", "method"),
    [
        ("models", "list_model_checkpoints", "list_checkpoints"),
        ("models", "list_models", "list"),
        ("models", "get_model", "get"),
        ("models", "log", "log"),
        ("training_jobs", "create_rl_training_job", "create_rl"),
        ("training_jobs", "get_training_job_events", "events"),
        ("training_jobs", "get_job", "get"),
        ("chat_completions", "create_chat_completion", "create"),
        ("health", "health_check", "check"),
        ("jobs", "jobs_cancel_job", "cancel"),
        ("entries", "delete_entry", "delete"),
        ("entry", "list_entries", "list"),
        ("batches", "get_batch_status", "status"),
        ("status", "list_statuses", "list"),
        ("import_", "import_", "import_"),
        ("import_", "import_data", "data"),
        ("gets", "get", "get"),
        ("models", "models_1st", "models_1st"),
        ("models", "model_class", "class_"),
        ("times", "get_datetime", "datetime_"),
        ("default", "get_health", "health"),
        ("tag1st", "run_1st", "run_1st"),
    ],
)
def test_method_is_named_after_its_operation(tag: str, operation: str, method: str) -> None:
    """Without the words of its tag, in singular or plural, and without `get`; never without all."""
    assert method_name(operation, tag) == method
    assert method.isidentifier()


def spec(*entries: tuple[str, str, list[str] | None]) -> dict[str, Any]:
    """Build a document from path, operation id and tags."""
    return {
        "paths": {
            path: {"get": {"operationId": name} | ({} if tags is None else {"tags": tags})}
            for path, name, tags in entries
        }
    }


def test_operations_that_would_be_one_method_are_refused() -> None:
    """All at once, each with what to paste."""
    document = spec(
        ("/a", "get_job", ["jobs"]),
        ("/b/{id}", "jobs_get", ["jobs", "models"]),
        ("/c: d", "job_get", ["jobs"]),
    )
    with pytest.raises(PipelineError) as caught:
        check_names(document)

    first, *rest = str(caught.value).splitlines()
    assert "Set another `operationId` for one of each pair in generator-overrides.yaml" in first
    assert rest[0] == "get_job and jobs_get would both be `client.jobs.get`."
    entries = YAML(typ="safe", pure=True).load("\n".join(rest[1:4] + rest[5:]))
    assert [(each["at"], each["set"]) for each in entries] == [
        ("/paths/~1b~1{id}/get/operationId", "jobs_get_by_id"),
        ("/paths/~1c: d/get/operationId", "job_get_2"),
    ]

    apply(document, [Override(each["at"], each["set"], "") for each in entries], by_hand=True)
    check_names(document)


def test_tags_that_would_be_one_attribute_are_refused() -> None:
    """One whose name the client has itself gets a word more, which another may have already."""
    with pytest.raises(PipelineError, match=r"call and call_operations would both be .*/tags\.$"):
        check_names(spec(("/a", "a", ["call"]), ("/b", "b", ["call operations"])))


@pytest.mark.parametrize("client", [Client, AsyncClient, RawCalls, AsyncRawCalls])
def test_tag_hides_nothing_that_a_client_has(client: type) -> None:
    """The pipeline knows these names, since it must run without the packages."""
    resources = next(each for each in client.__mro__ if each.__module__ == api.__name__)
    own = {name for name in {*dir(client)} - {*vars(resources)} if not name.startswith("_")}

    assert own <= TAKEN
    assert attribute("call") == "call_operations"
    assert attribute("models") == "models"


def test_description_of_a_tag_is_found_by_its_python_name() -> None:
    """Whatever letters it has; of other tags there is none."""
    tags = [{"name": "Évaluations", "description": "Comparing"}, {"name": "fine tuning"}]
    found = descriptions({"tags": tags})

    assert (found["evaluations"], found["fine_tuning"], found["models"]) == ("Comparing", "", "")


def test_class_of_a_tag_hides_nothing_that_its_module_needs() -> None:
    """`Any` and the like get a `_`, as a schema of that name does."""
    names = ["rl_jobs", "any_", "unset"]

    assert [*map(resource_class, names)] == ["RlJobs", "Any_", "Unset_"]


def body(schema: Any, media: str = "application/json", *, required: bool = True) -> dict[str, Any]:
    """Build a request body."""
    return {"requestBody": {"required": required, "content": {media: {"schema": schema}}}}


def operation(name: str, *tags: str, answer: Any = None, **more: Any) -> dict[str, Any]:
    """Build an operation; its answer is any JSON by default."""
    content = {"application/json": {"schema": answer or {}}}
    responses = {"200": {"description": "", "content": content}}
    return {"operationId": name, "tags": [*tags], "responses": responses} | more


def parameter(name: str, place: str, **schema: Any) -> dict[str, Any]:
    """Build a parameter."""
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


STRING = {"type": "string"}
STRINGS = {"type": "array", "items": STRING}
WIDGET = {"name": STRING, "size": {"type": "integer", "default": 3}, "labels": STRINGS}
# Named as the class of its tag.
SCHEMAS = {
    "Widgets": {"type": "object", "properties": WIDGET, "required": ["name"]},
    "Reason": {
        "type": "object",
        "properties": {"why": STRING, "until": {**STRING, "format": "date"}},
    },
    "Letter": {"type": "object", "properties": {"body": STRING, "to": STRING}},
    "Upload": {"type": "object", "properties": {"file": {**STRING, "format": "binary"}}},
    "Page": {
        "type": "object",
        "required": ["data", "has_more"],
        "properties": {
            "data": {"type": "array", "items": reference("Widgets")},
            "has_more": {"type": "boolean"},
        },
    },
}
NAME = parameter("name", "path", type="string")
SEVERAL = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": reference("Reason")},
            "multipart/form-data": {"schema": reference("Upload")},
        },
    }
}
PATHS: dict[str, Any] = {
    "/widgets": {
        "get": operation(
            *("list_widgets", "widgets"),
            answer=reference("Page"),
            parameters=[
                parameter("after", "query", type="string"),
                parameter("labels", "query", **STRINGS),
            ],
        ),
        "post": operation(
            "create_widget", "widgets", answer=reference("Widgets"), **body(reference("Widgets"))
        ),
    },
    "/widgets/{name}": {
        "parameters": [NAME],
        "put": operation("save_widget", "widgets", **body(reference("Widgets"))),
        "delete": operation(
            "delete_widget", "widgets", **body(reference("Reason"), required=False)
        ),
        "post": operation(
            "upload_widget", "widgets", **body(reference("Upload"), "multipart/form-data")
        ),
        "patch": operation("change_widget", "widgets", **SEVERAL),
    },
    "/letters": {
        "post": operation("send", "call", **body(reference("Letter"))),
        "put": operation("send_lines", "call", answer=STRINGS, **body(STRINGS)),
    },
    "/health": {"get": operation("get_health")},
    "/reports": {
        "get": operation("report", "評価"),
        "post": operation("report_again", "Évaluations"),
    },
    "/imports": {"post": operation("import", "import")},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of these paths."""
    return generate(tmp_path_factory.mktemp("resources"), SCHEMAS, PATHS)


RECORD = """
import builtins, json
from serverless_training_client import api, models, types
class Client:
    def call(self, operation, *args, **kwargs):
        given = {name: each for name, each in kwargs.items() if each is not types.UNSET}
        self.asked = [operation.__name__.split(".", 2)[2], *map(repr, args), given]
    def paginate(self, *args, **kwargs):
        self.call(*args, **kwargs)
        self.asked.insert(0, "paginate")
class Sync(Client, api.Resources): pass
client = Sync()
"""


def asked(package: Path, code: str) -> str:
    """Call a method of a client that sends nothing, and give what was to be sent."""
    return printed(package, f"{RECORD}client.{code}\nprint(client.asked)").strip()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "widgets.list(labels=['a'])",
            "['paginate', 'widgets.list_widgets', {'labels': ['a']}]",
        ),
        (
            "widgets.create(name='a', labels=['b'])",
            "['widgets.create_widget', {'body': Widgets(name='a', size=3, labels=['b'])}]",
        ),
        (
            "widgets.create(body=models.Widgets('a', size=4))",
            "['widgets.create_widget', {'body': Widgets(name='a', size=4)}]",
        ),
        (
            "widgets.save('a', body=models.Widgets('b'))",
            "['widgets.save_widget', \"'a'\", {'body': Widgets(name='b', size=3)}]",
        ),
        ("widgets.delete('a')", "['widgets.delete_widget', \"'a'\", {}]"),
        (
            "widgets.delete(name='a', why='b')",
            "['widgets.delete_widget', \"'a'\", {'body': Reason(why='b')}]",
        ),
        (
            "widgets.change('a', body=models.Reason())",
            "['widgets.change_widget', \"'a'\", {'body': Reason()}]",
        ),
        (
            "widgets.upload('a', file=None)",
            "['widgets.upload_widget', \"'a'\", {'body': Upload(file=None)}]",
        ),
        (
            "call_operations.send(body=models.Letter(to='a'))",
            "['call.send', {'body': Letter(to='a')}]",
        ),
        ("call_operations.send_lines(body=['a'])", "['call.send_lines', {'body': ['a']}]"),
        ("default.health()", "['default.get_health', {}]"),
        ("default.report()", "['default.report', {}]"),
        ("evaluations.report_again()", "['evaluations.report_again', {}]"),
        ("import_.import_()", "['import_.import_', {}]"),
    ],
)
def test_method_sends_its_operation(package: Path, code: str, expected: str) -> None:
    """A body is given as a model, or by its fields where these meet no parameter."""
    assert asked(package, code) == expected


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("widgets.create(body=models.Widgets('a'), size=4)", "body and size were given: pass the"),
        ("widgets.create(size=4)", "missing 1 required positional argument: 'name'"),
        ("widgets.save('a', size=4)", "unexpected keyword argument 'size'"),
        ("call_operations.send(to='a')", "unexpected keyword argument 'to'"),
        ("widgets.change('a', why='b')", "unexpected keyword argument 'why'"),
    ],
)
def test_mistaken_body_is_a_type_error(package: Path, code: str, said: str) -> None:
    """As every mistake in a call is."""
    text = f"try: client.{code}\nexcept TypeError as error: print(error)"

    assert said in printed(package, f"{RECORD}{text}")


TYPED = """
from typing import Any, assert_type
import serverless_training as st
from serverless_training_client import models
from serverless_training_client.api.widgets import Widgets, AsyncRawWidgets
from serverless_training_client.api.widgets import create_widget, list_widgets
from serverless_training_client.types import UNSET, File

async def check(client: st.Client, other: st.AsyncClient, file: File) -> None:
    assert_type(client.widgets, Widgets)
    assert_type(client.widgets.list(labels=["a"]), st.Pager[models.Widgets])
    assert_type(other.widgets.list(), st.AsyncPager[models.Widgets])
    assert_type(client.with_raw_response.widgets.list(), st.Response[models.Page])
    assert_type(client.widgets.create(name="a", size=3, labels=["b"]), models.Widgets)
    assert_type(await other.widgets.create(body=models.Widgets("a")), models.Widgets)
    raw = other.with_raw_response.widgets
    assert_type(raw, AsyncRawWidgets)
    assert_type(await raw.create(name="a", size=UNSET), st.Response[models.Widgets])
    assert_type(client.call_operations.send_lines(body=["a"]), list[str])
    client.widgets.delete("a")
    client.widgets.delete("a", why="b")
    client.widgets.upload("a", file=file)
    client.widgets.change("a", body=models.Upload(file))

    assert_type(client.paginate(list_widgets), st.Pager[models.Widgets])
    client.paginate(create_widget, body=models.Widgets("a"))  # type: ignore[arg-type]

    client.widgets.create(size=3)  # type: ignore[call-overload]
    client.widgets.create(name=3)  # type: ignore[call-overload]
    client.widgets.create(body=models.Widgets("a"), size=3)  # type: ignore[call-overload]
    client.widgets.create()  # type: ignore[call-overload]
    client.widgets.save("a", size=3)  # type: ignore[call-arg]
    client.widgets.save("a")  # type: ignore[call-arg]
"""


def test_types_are_those_of_the_spec(package: Path, tmp_path: Path) -> None:
    """To a strict type checker, for whom `list` is the built-in type and not the method."""
    (tmp_path / "callers.py").write_text(TYPED, encoding="utf-8")
    folders = [package, ROOT / "wrapper"]
    run = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml"),
            *("--cache-dir", tmp_path / "cache", "--follow-imports=silent", "callers.py"),
            *(package / "serverless_training_client" / "api").glob("*/__init__.py"),
        ],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.stdout.startswith("Success: no issues found in 6 source files"), run.stdout


def test_signature_and_docstring_say_what_a_method_takes(package: Path) -> None:
    """In `help` there is no second form: what may be left out of it may be left out."""
    code = """
import inspect
from serverless_training_client.api.widgets import RawWidgets
create = RawWidgets.create
print(inspect.signature(create))
print(inspect.getdoc(create))
"""
    signature, *lines = printed(package, code).splitlines()

    assert signature == (
        "(self, *, body: '_Widgets | Unset' = UNSET, name: 'str | Unset' = UNSET, "
        "size: 'int | Unset' = UNSET, labels: 'builtins.list[str] | Unset' = UNSET) "
        "-> 'serverless_training.Response[_Widgets]'"
    )
    assert lines[:7] == [
        "create_widget",
        "",
        "Args:",
        "    body (Widgets):",
        "    name (str):",
        "    size (int | Unset):  Default: 3.",
        "    labels (list[str] | Unset):",
    ]
    assert lines[-2:] == ["Returns:", "    Response[Widgets]"]


def test_operations_and_models_are_loaded_when_they_are_called_for(package: Path) -> None:
    """A client of a large API starts as fast as one of a small one."""
    code = """
import sys
from serverless_training_client import api
class Client(api.Resources):
    def call(self, *args, **kwargs): pass
client = Client()
loaded = lambda: [name for name in sys.modules if name.count(".") > 1]
print(loaded(), client.widgets is client.widgets, loaded())
client.widgets.create(name="a")
print([name for name in loaded() if name.endswith("widget")])
"""
    first, second = printed(package, code).splitlines()

    assert first == "[] True ['serverless_training_client.api.widgets']"
    assert json.loads(second.replace("'", '"')) == [
        "serverless_training_client.api.widgets.create_widget"
    ]
