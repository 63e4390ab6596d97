"""The command ends as it should whatever its streams can carry, and whatever goes wrong in it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "from serverless_training_cli import main; main()"
NOWHERE = "http://127.0.0.1:9"
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
STREAMS = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii:strict"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "C": C_LOCALE,
}
COMMANDS = {
    "help": (["--help"], 0),
    "help of a command": (["contract", "--help"], 0),
    "demo": (["demo"], 0),
    "wrong use": (["mock", "--port", "x"], 2),
    "path": (["mock", "--db", "/no-such-folder/日本"], 2),
    "no answer": (["contract", "--base-url", NOWHERE, "--model-id", "日本"], 2),
}


def environment(language: str, variables: dict[str, str]) -> dict[str, str]:
    """Name a language and a key, and what decides about the encoding of streams."""
    chosen = {"SERVERLESS_TRAINING_LANG": language, "WANDB_API_KEY": "k" * 20, "COLUMNS": "80"}
    return os.environ | chosen | variables


def run(
    code: str, *words: str, language: str = "en", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command, or other code, with its streams as pipes."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment(language, variables),
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("streams", STREAMS)
def test_stream_that_cannot_carry_a_letter_gets_it_escaped(streams: str, command: str) -> None:
    """The exit code is that of a stream that can, and boxes are drawn with what there is."""
    words, code = COMMANDS[command]
    done = run(MAIN, *words, language="ja", **STREAMS[streams])
    shown = done.stdout + done.stderr

    assert done.returncode == code
    assert b"Traceback" not in shown
    # Where a stream says ASCII, Typer writes some lines in UTF-8 all the same.
    assert b"\\u" in shown or not shown.isascii()
    assert b"\\u25" not in shown  # box drawings stand at U+2500


def test_terminal_that_cannot_carry_a_letter_gets_it_escaped() -> None:
    """Progress and all, as on a console with another code page."""
    ours, theirs = pty.openpty()
    words = ["contract", "--base-url", NOWHERE, "--model-id", "m"]
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        env=environment("ja", STREAMS["cp1252"] | {"TERM": "xterm"}),
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)

    assert process.returncode == 2
    assert b"Traceback" not in shown
    assert b"\\u" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side is closed
        return b""


UNFORESEEN = """
from serverless_training_testing import contract
def fail(*_, **__): raise RuntimeError("not foreseen")
contract.check = fail
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "This is a fault of serverless-training itself."), ("ja", "serverless-training 自体")],
)
def test_fault_of_the_command_is_no_broken_law(language: str, said: str) -> None:
    """1 says that a law is broken; what could not be judged is 2, with what helps to mend it."""
    words = ("contract", "--base-url", NOWHERE, "--model-id", "m")
    done = run(UNFORESEEN + MAIN, *words, language=language, PYTHONIOENCODING="utf-8")

    assert (done.returncode, done.stdout) == (2, b"")
    *_, reason, sentence = done.stderr.decode("utf-8").strip().splitlines()
    assert "RuntimeError: not foreseen" in done.stderr.decode("utf-8"), reason
    assert sentence.startswith(said)


ABORTED = """
import serverless_training_cli._contract as command
def interrupt(*_, **__): raise KeyboardInterrupt
command.show = interrupt
from serverless_training_testing import contract
contract.check = lambda *_, **__: contract.Report("", 0, (), (), 0, 0.0)
"""


def test_interrupted_while_it_shows_is_no_broken_law() -> None:
    """130, as shells have it, wherever Ctrl-C strikes."""
    done = run(ABORTED + MAIN, "contract", "--base-url", NOWHERE, "--model-id", "m")

    assert done.returncode == 130
    assert done.stderr in {b"", b"Aborted.\n"}  # versions of Typer differ


def test_reader_who_has_left_does_not_make_it_a_broken_law(tmp_path: Path) -> None:
    """What cannot be judged is 2, though the sentence about it reaches no one."""
    reading, writing = os.pipe()
    os.close(reading)
    words = ["contract", "--base-url", NOWHERE, "--model-id", "m"]
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        cwd=tmp_path,
        env=environment("en", {}),
        stdout=subprocess.DEVNULL,
        stderr=writing,
        check=False,
    )
    os.close(writing)

    assert done.returncode == 2


IMPORTS = [
    "from serverless_training_testing import MockServer",
    "from serverless_training_testing import contract",
    "from serverless_training_testing.contract import check",
    "import serverless_training_testing.contract",
]
ABSENT = """
import sys
for name in ("starlette", "hypothesis", "pydantic", "jsonschema_rs"):
    sys.modules[name] = None
try:
    {line}
except ImportError as error:
    print(type(error).__mro__[1].__name__, error.name)
    print(error)
"""


@pytest.mark.parametrize("line", IMPORTS)
def test_import_without_its_extra_names_the_extra(line: str) -> None:
    """It is a `ModuleNotFoundError` that names the module, as callers may look at it."""
    done = run(ABSENT.format(line=line))
    told = done.stdout.decode().splitlines()

    assert (done.returncode, done.stderr) == (0, b"")
    (kind, module), sentence = told[0].split(), told[1]
    assert kind == "ModuleNotFoundError"
    assert sentence == (
        f"The package {module.partition('.')[0]} is missing. In a clone of the project: "
        "python -m pip install '.[testing]'"
    )


def test_module_of_ours_that_is_missing_is_no_missing_extra() -> None:
    """A broken installation is not mended by an extra."""
    absent = "import sys; sys.modules['serverless_training_testing._store'] = None\n"
    done = run(absent + "from serverless_training_testing import MockServer")

    assert done.returncode == 1
    assert b"ModuleNotFoundError: import of serverless_training_testing._store" in done.stderr
