"""The reader's language: docstrings and messages follow it, code does not."""

import importlib
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import serverless_training
from serverless_training import Client, MissingKeyError, set_language
from serverless_training._language import gettext
from serverless_training_client._docstrings import language, preferred_language
from serverless_training_client.api.models import list_model_checkpoints

from pipeline.parity.document import operations
from tests.fakes import client, listing


def printed(code: str, variables: dict[str, str]) -> str:
    """Run code in a fresh interpreter, and give what it printed."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    ).stdout


def spec_text(root: Path, name: str, *steps: str | int) -> str:
    """Read a sentence of the operation from a spec."""
    spec = json.loads((root / name).read_text(encoding="utf-8"))
    node: Any = next(
        operation
        for _, _, operation in operations(spec)
        if operation["operationId"].startswith("list_model_checkpoints")
    )
    for step in steps:
        node = node[step]
    return str(node)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ja", "LC_MESSAGES": "de_DE"}, "de"),
        ({"LC_ALL": "ja_JP", "LC_MESSAGES": "de_DE"}, "ja"),
        ({"LC_ALL": "en_US.UTF-8", "SERVERLESS_TRAINING_LANG": "ja"}, "ja"),
        ({"SERVERLESS_TRAINING_LANG": "", "LANG": "ja"}, "ja"),
        ({"SERVERLESS_TRAINING_LANG": "JA-jp"}, "ja"),
        ({"LANG": "ja@calendar"}, "ja"),
        ({"LANG": " ja "}, "ja"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "../../etc"}, "en"),
    ],
)
def test_language_is_that_of_the_environment(environment: dict[str, str], code: str) -> None:
    """Our variable first, then the locale's in their POSIX order."""
    assert code == preferred_language(environment)


def test_docstrings_follow_the_language_and_come_back(root: Path) -> None:
    """The Japanese of what the spec says is the Japanese spec's, to the letter."""
    targets = [
        serverless_training.Checkpoints.list,
        list_model_checkpoints.sync,
        list_model_checkpoints.asyncio_detailed,
    ]
    english = [target.__doc__ for target in targets]
    set_language("ja")
    japanese = [inspect.getdoc(target) or "" for target in targets]
    set_language("en")

    assert english == [target.__doc__ for target in targets]
    for text in japanese:
        assert text.startswith(spec_text(root, "openapi.ja.json", "summary"))
        for index in (1, 2, 3):
            sentence = spec_text(root, "openapi.ja.json", "parameters", index, "description")
            assert sentence in text.replace("\n        ", "")


def test_generated_models_follow_the_language() -> None:
    """Classes too."""
    set_language("ja")

    assert serverless_training.Checkpoint.__doc__ == "Checkpoint Response のスキーマ。"


def test_operations_that_nobody_imported_yet_follow_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is imported later comes in the language in force."""
    package = sys.modules[list_model_checkpoints.__package__ or ""]
    monkeypatch.setattr(package, "list_model_checkpoints", list_model_checkpoints)  # and undo it
    monkeypatch.delitem(sys.modules, list_model_checkpoints.__name__)
    set_language("ja")
    again = importlib.import_module(list_model_checkpoints.__name__)

    assert "引数:" in (again.sync.__doc__ or "")


def test_unknown_language_is_english_without_a_word() -> None:
    """Neither error nor warning."""
    english = Client.__doc__
    set_language("xx")

    assert language() == "xx"
    assert english == Client.__doc__
    with pytest.raises(MissingKeyError, match="No API key was found"):
        Client()


@pytest.mark.parametrize("name", ["japanese", "Japanese_Japan.932", "a" * 300, "ja" * 150 + "_JP"])
def test_messages_know_no_language_that_docstrings_do_not_know(name: str) -> None:
    """Systems have other names for languages; half of it in one language helps nobody."""
    set_language(name)

    assert gettext("Args:") == "Args:"
    assert (inspect.getdoc(Client) or "").startswith("A client of the")


def test_messages_follow_the_language() -> None:
    """At the moment they are said."""
    set_language("ja")
    with pytest.raises(MissingKeyError, match="API キーが見つかりません") as caught:
        Client()

    assert "WANDB_API_KEY" in str(caught.value)


def test_code_and_listings_do_not_depend_on_the_language() -> None:
    """Names, attributes and signatures stay."""
    english = inspect.signature(Client)
    set_language("ja")

    assert english == inspect.signature(Client)
    with client(listing(3)) as sync:
        assert [item.step for item in sync.checkpoints.list("m")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("variable", "value", "file"),
    [
        ("SERVERLESS_TRAINING_LANG", "ja", "openapi.ja.json"),
        ("LANG", "ja_JP.UTF-8", "openapi.ja.json"),
        ("LANG", "en_US.UTF-8", "openapi.json"),
        ("SERVERLESS_TRAINING_LANG", "xx", "openapi.json"),
    ],
)
@pytest.mark.parametrize("target", ["client.checkpoints.list", "operation.sync"])
def test_help_speaks_the_language_of_the_environment(
    root: Path, variable: str, value: str, file: str, target: str
) -> None:
    """In a fresh interpreter, as a reader starts one."""
    code = (
        "from serverless_training_client.api.models import list_model_checkpoints as operation\n"
        "import serverless_training\n"
        f"client = serverless_training.Client(api_key='k')\nhelp({target})\nclient.close()"
    )
    shown = printed(code, {variable: value})

    assert spec_text(root, file, "summary") in shown
    assert spec_text(root, file, "parameters", 3, "description") in shown


def test_docstrings_of_the_mock_server_follow_too() -> None:
    """Also when it is imported after the language is known, as it always is."""
    code = (
        "import serverless_training, inspect\n"
        "from serverless_training_testing import MockServer\n"
        "print(inspect.getdoc(MockServer.start))"
    )

    assert "サーバーを起動します" in printed(code, {"SERVERLESS_TRAINING_LANG": "ja"})


# Prints the files of other languages that a statement opens, and what it loads to read them.
OPENED = """
import sys
loaded, seen = {{*sys.modules}}, []
sys.addaudithook(lambda event, arguments: seen.append(arguments) if event == "open" else None)
{}
opened = {{str(each[0]).replace("\\\\", "/").rpartition("/")[2] for each in seen}}
print(*sorted(each for each in opened if each.endswith(".mo") or each.startswith("docstrings.")))
print(*sorted({{"gettext", "importlib.resources", "json", "locale"}} & ({{*sys.modules}} - loaded)))
"""
SAYING = """
import serverless_training
client = serverless_training.Client(api_key='k')
try:
    client.checkpoints.list("")
except serverless_training.InvalidArgumentError as error:
    japanese = not str(error).isascii()
catalogs = sys.modules["serverless_training._language"]._catalog.cache_info().misses
"""


@pytest.mark.parametrize("language", ["", "en_US.UTF-8", "C"])
@pytest.mark.parametrize(
    "statement",
    [
        "import serverless_training",
        "import serverless_training; serverless_training.set_language('en')",
    ],
)
def test_english_reads_no_other_language(statement: str, language: str) -> None:
    """Nor does it load what would read it."""
    shown = printed(OPENED.format(statement), {"LANG": language})

    assert shown == "\n\n"


@pytest.mark.parametrize(
    ("language", "opened", "said"),
    [("en", "", "False 0"), ("ja", "docstrings.ja.json serverless_training.mo", "True 1")],
)
def test_process_reads_the_files_of_its_language_alone(
    language: str, opened: str, said: str
) -> None:
    """And the catalog of messages once."""
    code = OPENED.format(SAYING) + "print(japanese, catalogs)"
    shown = printed(code, {"SERVERLESS_TRAINING_LANG": language}).splitlines()

    assert (shown[0], shown[2]) == (opened, said)


@pytest.mark.parametrize(("value", "file"), [("ja", "openapi.ja.json"), ("en", "openapi.json")])
def test_generated_operation_speaks_the_language_without_the_wrapper(
    root: Path, value: str, file: str
) -> None:
    """The generated package stands alone, in either language."""
    code = (
        "from serverless_training_client.api.models import list_model_checkpoints\n"
        "import sys\n"
        "assert 'serverless_training' not in sys.modules\n"
        "print(list_model_checkpoints.sync.__doc__)"
    )

    assert spec_text(root, file, "summary") in printed(code, {"SERVERLESS_TRAINING_LANG": value})


def test_english_comes_back_when_the_program_started_in_japanese() -> None:
    """The English text is kept from before the first change."""
    code = (
        "import serverless_training as s\n"
        "from serverless_training_client.api.models import list_model_checkpoints as operation\n"
        "s.set_language('en')\n"
        "print(operation.sync.__doc__, s.Checkpoints.list.__doc__)"
    )
    shown = printed(code, {"SERVERLESS_TRAINING_LANG": "ja"})

    assert shown.count("List Model Checkpoints") == 2
    assert shown.isascii()


# Threads that choose, while others speak, and import what nobody has imported yet.
THREADS = """
import importlib, sys, threading
import serverless_training as s
from serverless_training_client._docstrings import language

sys.setswitchinterval(1e-6)
PHRASES = {"en": "code is of type int: it must be", "ja": "code の型が int です。"}
MODULES = ["models.checkpoint_page", "api.models.list_model_checkpoints", "client", "errors"]
wrong = []

def choose(code, start):
    start.wait()
    s.set_language(code)

def speak(start):
    start.wait()
    for _ in range(50):
        try:
            s.set_language(1)
        except s.InvalidArgumentError as error:
            if not any(phrase in str(error) for phrase in PHRASES.values()):
                wrong.append(str(error))

def load(start):
    start.wait()
    for name in MODULES:
        importlib.import_module("serverless_training_client." + name)

for _ in range(40):
    start = threading.Barrier(5)
    work = [(choose, "ja"), (choose, "en"), (choose, "ja"), (speak,), (load,)]
    threads = [threading.Thread(target=do, args=(*given, start)) for do, *given in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model = sys.modules["serverless_training_client.models.checkpoint"].Checkpoint
    for each in (s.InvalidArgumentError, s.set_language, model):
        if each.__doc__.isascii() != (language() == "en"):
            wrong.append(each)
print(wrong)
"""


def test_threads_may_choose_speak_and_import_at_once() -> None:
    """Nothing is raised or waited for without end, and docstrings end in the language in force."""
    assert printed(THREADS, {}) == "[]\n"
