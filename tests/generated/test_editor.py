"""Editors show the sentences of the reader's language, and the same signatures in each.

A real language server reads the packages, with and without the stubs of a language.
"""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from inspect import signature
from pathlib import Path

import pytest
from serverless_training_client.api.models import list_model_checkpoints

from pipeline.parity.document import find, operations
from pipeline.parity.languages import BASE, languages, spec_path
from pipeline.parity.reader import load
from pipeline.translate.docstrings import blocks, package_docstrings
from tests.environments import PACKAGES, STUBS, environment
from tests.language_server import Editor, editing

ROOT = Path(__file__).parents[2]
SPECS = {BASE: spec_path(ROOT, BASE), **languages(ROOT)}
LANGUAGES = tuple(SPECS)

DOCUMENT = """\
import serverless_training
from serverless_training import AsyncClient, Client, RateLimitError, set_language
from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_client.client import AuthenticatedClient
from serverless_training_client.models import Checkpoint

set_language("ja")
asynchronous = AsyncClient(api_key="k")
client = Client(api_key="k", max_retries=3)
for checkpoint in client.checkpoints.list("m", order="desc", page_size=10):
    print(checkpoint.step)
try:
    page = client.call(list_model_checkpoints, "m", order="asc")
    print(page.has_more)
except RateLimitError as error:
    print(error.retry_after, error.status_code)
generated = AuthenticatedClient("https://localhost", token="k")
answer = list_model_checkpoints.sync("m", client=generated, after="c")
kind = Checkpoint
"""

CORE = "serverless_training"
GENERATED = "serverless_training_client"
LIST = (CORE, "_checkpoints:_Checkpoints.list")
MADE = (CORE, "_client:_Client.__init__")
CALL = (CORE, "_client:_Client.call")
SYNC = (GENERATED, "api.models.list_model_checkpoints:sync")

# Where the mouse rests, and whose docstring is shown there.
HOVERS = {
    "import serverless_train|ing\n": (CORE, ":"),
    "models import list_model_check|points": (GENERATED, "api.models.list_model_checkpoints:"),
    "set_lang|uage(": (CORE, "_language:set_language"),
    "= Async|Client(": MADE,
    "= Cli|ent(": MADE,
    "client.check|points": (CORE, "_client:Client.checkpoints"),
    "client.checkpoints.li|st": LIST,
    "client.ca|ll": CALL,
    "page.has_m|ore": (GENERATED, "models.checkpoint_page:CheckpointPage.has_more"),
    "except RateLimit|Error": (CORE, "_errors:RateLimitError"),
    "list_model_checkpoints.sy|nc": SYNC,
    "kind = Check|point": (GENERATED, "models.checkpoint:Checkpoint"),
}
# Where neither the spec nor anybody else says more than the type.
TYPES = (
    "error.retry_af|ter",
    "error.status_co|de",
    "checkpoint.st|ep",
    "pa|ge = ",
    "ans|wer = ",
    '"m", ord|er="asc"',
)

# Where an argument is written, whose docstring is shown there, and the parameter that it is for.
HELPS = {
    "set_language(|": (*HOVERS["set_lang|uage("], "code"),
    "AsyncClient(api_key=|": (*MADE, "api_key"),
    "max_retries=|": (*MADE, "max_retries"),
    'client.checkpoints.list(|"m"': (*LIST, "model_id"),
    'order=|"desc"': (*LIST, "order"),
    "page_size=|10": (*LIST, "page_size"),
    "client.call(|": (*CALL, "operation"),
    "client.call(list_model_checkpoints, |": (*CALL, "model_id"),
    'order=|"asc"': (*CALL, "order"),
    'list_model_checkpoints.sync(|"m"': (*SYNC, "model_id"),
    "after=|": (*SYNC, "after"),
}


@cache
def docstrings(language: str, package: str) -> dict[str, str]:
    """Read the docstrings of a package by name: English ones stand in the source."""
    if language == BASE:
        return package_docstrings(PACKAGES[package])
    data = PACKAGES[package] / f"docstrings.{language}.json"
    found: dict[str, str] = json.loads(data.read_text(encoding="utf-8"))["docstrings"]
    return found


def entry(docstring: str, parameter: str) -> str:
    """Find the entry of a parameter in a docstring; empty if it has none."""
    found = re.search(rf"^ {{4}}{parameter}(?: \(.*\))?:.*(?:\n {{8}}.*)*", docstring, re.MULTILINE)
    return found[0] if found else ""


def squeezed(text: str) -> str:
    """Leave out white space: lines of a docstring are broken where an editor breaks none."""
    return "".join(text.split())


def public(signature: str) -> str:
    """Leave out what stubs write otherwise: private names and modules, and values of constants."""
    constant = r"= (?:[A-Z_]{2,}|[\d.]+(?: \* \d+)*)(?=[,\n)])"
    return re.sub(constant, "= …", re.sub(r"\b_(?=[A-Z])|\._\w+(?=\.)", "", signature))


@pytest.fixture(scope="module")
def editors(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Editor]]:
    """The same document, open in one editor for each language."""
    with ExitStack() as stack:
        yield {
            language: stack.enter_context(
                editing(
                    tmp_path_factory.mktemp("workspace"),
                    DOCUMENT,
                    environment(tmp_path_factory.mktemp(language), language),
                )
            )
            for language in LANGUAGES
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_hover_shows_the_docstring_of_the_language(
    editors: dict[str, Editor], language: str
) -> None:
    """Word for word, over modules, classes, methods, attributes, models and operations."""
    for place, (package, name) in HOVERS.items():
        hover = editors[language].hover(place)

        assert squeezed(docstrings(language, package)[name]) == squeezed(hover.text), place


@pytest.mark.parametrize("language", LANGUAGES)
def test_signature_help_shows_the_docstring_of_the_language(
    editors: dict[str, Editor], language: str
) -> None:
    """Word for word, with the entry of the parameter that is being written."""
    for place, (package, name, parameter) in HELPS.items():
        docstring = docstrings(language, package)[name]
        shown = editors[language].help(place)

        assert squeezed(docstring) == squeezed(shown.text), place
        assert shown.parameter.startswith(f"{parameter}: "), place
        # Of a docstring that is inherited, pyright shows the whole, and no entry on its own.
        about = "" if name == CALL[1] else entry(docstring, parameter)
        assert squeezed(about) == squeezed(shown.about), place


@pytest.mark.parametrize("language", LANGUAGES)
def test_hover_over_the_name_of_an_argument_shows_its_entry(
    editors: dict[str, Editor], language: str
) -> None:
    """As signature help does while it is written."""
    package, name = LIST
    hover = editors[language].hover('ord|er="desc"')

    expected = entry(docstrings(language, package)[name], "order")
    assert expected
    assert squeezed(expected) == squeezed(hover.text)


@pytest.mark.parametrize("language", STUBS)
def test_signatures_are_the_same_in_each_language(
    editors: dict[str, Editor], language: str
) -> None:
    """Parameters, types, defaults and results."""
    here, there = editors[BASE], editors[language]
    for place in (*HOVERS, *TYPES):
        assert public(here.hover(place).signature) == public(there.hover(place).signature)
    for place in HELPS:
        assert public(here.help(place).signature) == public(there.help(place).signature)


@pytest.mark.parametrize("language", LANGUAGES)
def test_editor_shows_the_sentences_of_the_spec(editors: dict[str, Editor], language: str) -> None:
    """Of the operation, its parameters and its model, in the service's own words."""
    spec = load(SPECS[language])
    operation = next(
        operation
        for *_, operation in operations(spec)
        if operation["operationId"].startswith("list_model_checkpoints_")
    )
    said = {each["name"]: each.get("description") for each in operation["parameters"]}
    model = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    editor = editors[language]

    for sentence, text in (
        (operation["summary"], editor.hover("client.checkpoints.li|st").text),
        (operation["summary"], editor.hover("list_model_checkpoints.sy|nc").text),
        (said["order"], editor.help('order=|"desc"').about),
        (said["limit"], editor.help("page_size=|10").about),
        (said["after"], editor.help("after=|").about),
        (
            find(spec, f"{model[1:]}/properties/has_more")["description"],
            editor.hover("page.has_m|ore").text,
        ),
    ):
        assert sentence in text


@pytest.mark.parametrize("language", STUBS)
def test_sentences_are_broken_by_editors_alone(editors: dict[str, Editor], language: str) -> None:
    """Each paragraph and entry is one line: Markdown makes a space of a break."""
    for place, (package, name) in HOVERS.items():
        source = blocks(docstrings(BASE, package)[name])
        lines = editors[language].hover(place).text.split("\n")

        assert len([1 for each in source if each.lead or each.text]) == len([*filter(None, lines)])
    for place in HELPS:
        shown = editors[language].help(place)

        assert shown.about in [line.strip() for line in ["", *shown.text.split("\n")]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_call_takes_the_parameters_of_its_operation(
    editors: dict[str, Editor], language: str
) -> None:
    """`client.call` shows what the operation takes, and the model that it gives."""
    shown = editors[language].help("client.call(list_model_checkpoints, |")
    _, own = shown.signature.split(", /, ")

    for parameter in signature(list_model_checkpoints._get_kwargs).parameters.values():
        assert f"{parameter.name}: " in own
    assert own.endswith(" -> CheckpointPage")


# As the real command does, it starts another process and waits for it.
SILENT = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"])
"""
BROKEN = "raise SystemExit(1)"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("code", "error"),
    [(SILENT, TimeoutError), (BROKEN, RuntimeError)],
    ids=["silent", "broken"],
)
def test_server_that_does_not_answer_is_an_error(
    tmp_path: Path, code: str, error: type[Exception]
) -> None:
    """In time, and no process of it is left."""
    server = (sys.executable, "-c", code)

    with (
        pytest.raises(error),
        editing(tmp_path, "", Path(sys.executable), server, limit=1.0),
    ):
        pass
