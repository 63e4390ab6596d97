"""`serverless-training mock` is a process that one can start, read and end."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.any_spec

COMMAND = [sys.executable, "-c", "from serverless_training_cli import main; main()"]
ENVIRONMENT = os.environ | {"SERVERLESS_TRAINING_LANG": "en", "PYTHONIOENCODING": "utf-8"}
ENVIRONMENT.pop("SERVERLESS_TRAINING_MOCK_KEY", None)


def run(*arguments: str, code: str = COMMAND[2]) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@contextmanager
def serving(*arguments: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Run `mock`; give the process, its URL, and all that it printed."""
    with subprocess.Popen(
        [*COMMAND, "mock", *arguments],
        env=ENVIRONMENT | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if "Ctrl-C" in line:
                    break
            match = re.search(r"http://\S+", "".join(lines[:1]))
            assert match, process.communicate()
            yield process, match[0], "".join(lines)
        finally:
            process.kill()


def test_first_line_names_the_url_and_the_rest_can_be_pasted() -> None:
    """The commands that are printed have the URL, the key and a model in them, on one line each."""
    with serving("--models", "2", "--api-key", "it's") as (_, url, printed):
        quoted = "'it'\"'\"'s'"
        assert f"export SERVERLESS_TRAINING_BASE_URL={url} WANDB_API_KEY={quoted}\n" in printed
        assert "Models: model-1, model-2\n" in printed
        (curl,) = re.findall(r"curl .*", printed)
        assert curl.endswith(f"{url}/v1/preview/models/model-1/checkpoints")

        response = httpx.get(curl.split()[-1], headers={"Authorization": "Bearer it's"})

        assert response.status_code == 200


@pytest.mark.parametrize(
    ("arguments", "models", "items"),
    [
        ([], [], None),
        (["--checkpoints", "3"], ["model-1"], 3),
        (["--models", "2", "--checkpoints", "3", "--seed", "7"], ["model-1", "model-2"], 3),
        (["--models", "1"], ["model-1"], 100),
        (["--models", "0", "--checkpoints", "3"], [], None),
    ],
)
def test_models_are_made_on_request(
    arguments: list[str], models: list[str], items: int | None
) -> None:
    """`--checkpoints` alone means one model; without either there is none, and it says how."""
    with serving(*arguments) as (_, url, printed):
        assert f"Models: {', '.join(models)}\n" in printed or "Make some with --models" in printed
        response = httpx.get(
            f"{url}/v1/preview/models/model-1/checkpoints?limit=100",
            headers={"Authorization": "Bearer mock-key"},
        )

    assert len(response.json().get("data", [])) == (items or 0)
    assert response.status_code == (404 if items is None else 200)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_it_cleanly(number: signal.Signals) -> None:
    """Ctrl-C and a request to end are no errors, even with a connection open."""
    with serving() as (process, url, _), httpx.Client() as client:
        client.get(f"{url}/openapi.json")
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)

        assert (process.returncode, errors) == (0, "")


def test_mock_in_the_background_of_a_script_can_be_interrupted() -> None:
    """Shells start such processes with Ctrl-C ignored."""
    script = 'trap "" INT; exec "$@"'
    with subprocess.Popen(
        ["/bin/sh", "-c", script, "sh", *COMMAND, "mock"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == 0


def test_key_may_come_from_the_environment() -> None:
    """So that it stands in no list of processes."""
    with serving("--models", "1", SERVERLESS_TRAINING_MOCK_KEY="secret") as (_, url, _printed):
        response = httpx.get(
            f"{url}/v1/preview/models/model-1/checkpoints",
            headers={"Authorization": "Bearer secret"},
        )

    assert response.status_code == 200


def test_database_is_kept(tmp_path: Path) -> None:
    """What one run made the next one serves."""
    path = str(tmp_path / "mock.db")
    with serving("--db", path, "--models", "1"):
        pass
    with serving("--db", path) as (_, _url, printed):
        assert "Models: model-1\n" in printed


def test_items_go_in_and_out(tmp_path: Path) -> None:
    """The file that is written is there from the start, and at the end with what has come since."""
    given, taken = tmp_path / "given.jsonl", tmp_path / "taken.jsonl"
    path = "/v1/preview/models/mine/checkpoints"
    given.write_text(f'{{"path": "{path}", "item": {{"id": "a"}}}}\n', encoding="utf-8")
    with serving("--import", str(given), "--export", str(taken)) as (process, url, printed):
        assert "Models: mine\n" in printed
        assert '"item": {"id":"a"}' in taken.read_text(encoding="utf-8")
        taken.unlink()
        response = httpx.get(url + path, headers={"Authorization": "Bearer mock-key"})
        assert response.json()["data"] == [{"id": "a"}]
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)

    assert (process.returncode, errors) == (0, "")
    assert '"item": {"id":"a"}' in taken.read_text(encoding="utf-8")


def test_faults_happen_as_they_are_given() -> None:
    """In their order."""
    faults = ["--fault", "status=429,retry-after=0,times=1", "--fault", "status=503,times=1"]
    with serving(*faults, "--fault-seed", "3") as (_, url, _printed):
        answers = [httpx.get(f"{url}/openapi.json") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [429, 503, 200]
    assert answers[0].headers["Retry-After"] == "0"


def test_answers_are_as_late_as_is_said() -> None:
    """The other limits of the request have room: it is the answer that does not come."""
    with (
        serving("--latency", "3600") as (_, url, _printed),
        pytest.raises(httpx.ReadTimeout),
    ):
        httpx.get(f"{url}/openapi.json", timeout=httpx.Timeout(60, read=0.3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fault", "status=1"], "The fault status=1 is wrong: `status` is 1. Use a number from"),
        (["--latency", "-1"], "`latency` is -1.0. Use a number from 0."),
        (["--import", "none.jsonl"], "none.jsonl cannot be read: No such file or directory."),
        (["--export", "none/x.jsonl"], "none/x.jsonl cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_said_at_the_start(arguments: list[str], message: str) -> None:
    """One sentence on standard error, exit code 2."""
    result = run("mock", *arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert len(result.stderr.splitlines()) == 1


def test_failure_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    """A port in use and a file that is no database: no traceback, nothing on standard output."""
    notes = tmp_path / "notes.txt"
    notes.write_text("These are notes, not a database. " * 40, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = run("mock", "--port", str(port))
    broken = run("mock", "--db", str(notes))

    assert (busy.returncode, busy.stdout) == (2, "")
    assert busy.stderr == (f"Port {port} is in use. Choose another one, or 0 for any free port.\n")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "file is not a database" in broken.stderr
    assert len(broken.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_port_out_of_range_is_wrong_use(port: str) -> None:
    """The option says what it takes."""
    result = run("mock", "--port", port)

    assert result.returncode == 2
    assert "--port" in result.stderr


def test_version_is_the_distributions() -> None:
    """`--version` stands before any command."""
    result = run("--version")

    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"serverless-training \d+\.\d+\.\d+\S*\n", result.stdout)


@pytest.mark.parametrize(
    ("package", "extras"),
    [
        ("typer", "cli"),
        ("rich", "cli"),
        ("uvicorn", "cli,testing"),
        ("starlette", "cli,testing"),
        ("pydantic", "cli,testing"),
        ("jsonschema_rs", "cli,testing"),
        ("httptools", "cli,testing"),
        ("uvloop", "cli,testing"),
    ],
)
def test_missing_extra_is_one_sentence_with_the_command(package: str, extras: str) -> None:
    """Whoever installed the client alone is told what to type."""
    absent = f"import sys; sys.modules[{package!r}] = None; {COMMAND[2]}"

    result = run("mock", code=absent)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"The package {package} is missing. In a clone of the project: "
        f"python -m pip install '.[{extras}]'\n"
    )
