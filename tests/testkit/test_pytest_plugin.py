"""The fixtures for pytest: a server and a client for each test that asks, else nothing."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PLUGIN = "serverless_training_testing._pytest_plugin"
COMMAND = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a process of its own, with this plugin and no other."""
    chosen = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [*COMMAND, "-p", PLUGIN, *arguments],
        cwd=folder,
        env=os.environ | chosen | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


FIXTURES = """
import asyncio

import httpx
import pytest
from serverless_training import AsyncClient, Client, ClientClosedError
from serverless_training_testing import MockError, MockServer

ITEM = {"id": "00000000-0000-4000-8000-000000000001", "step": 1, "metrics": {"loss": 0.5}}
PATH = "/v1/preview/models/mine/checkpoints"
before = []


def test_client_reads_what_the_server_has(training_server, training_client):
    training_server.add_checkpoints("mine", [ITEM])
    before.append((training_server, training_client))
    assert training_client.checkpoints.latest("mine").step == 1
    assert len(training_server.requests) == 1


def test_each_test_has_a_server_of_its_own(training_server, training_client):
    assert training_server.paths == []
    (server, client), = before
    with pytest.raises(MockError):
        server.url
    with pytest.raises(ClientClosedError):
        client.checkpoints.latest("mine")


def test_server_is_asked_from_a_loop_of_the_tests(training_server):
    training_server.add_checkpoints("mine", [ITEM])

    async def latest():
        async with AsyncClient(api_key=training_server.api_key, base_url=training_server.url) as c:
            return await c.checkpoints.latest("mine")

    assert asyncio.run(latest()).step == 1


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_server_is_asked_from_any_loop(training_server, anyio_backend):
    training_server.add_checkpoints("mine", [ITEM])
    headers = {"Authorization": f"Bearer {training_server.api_key}"}
    async with httpx.AsyncClient(base_url=training_server.url, headers=headers) as client:
        assert (await client.get(PATH)).json()["data"] == [ITEM]


def test_types_are_the_public_ones(training_server, training_client):
    assert type(training_server) is MockServer
    assert type(training_client) is Client
"""


def test_server_and_client_are_fresh_for_each_test_and_work_in_any_loop(tmp_path: Path) -> None:
    """Closed when the test is over; from asyncio, from trio, and from no loop at all."""
    (tmp_path / "test_fixtures.py").write_text(FIXTURES, encoding="utf-8")

    done = run(tmp_path, "-p", "anyio")

    assert done.stdout.splitlines()[-1].startswith("6 passed"), done.stdout + done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "The package starlette is missing. In a clone of the project: python -m",
        ),
        ("ja", "パッケージ starlette がありません。"),
    ],
    ids=["en", "ja"],
)
def test_without_the_extra_one_sentence_says_what_to_install(
    tmp_path: Path, language: str, sentence: str
) -> None:
    """In the reader's language, and only to tests that ask for a server."""
    absent = "import sys\nsys.modules['starlette'] = None\n"
    tests = "def test_other(): pass\ndef test_asking(training_client): pass\n"
    (tmp_path / "conftest.py").write_text(absent, encoding="utf-8")
    (tmp_path / "test_absent.py").write_text(tests, encoding="utf-8")

    done = run(tmp_path, SERVERLESS_TRAINING_LANG=language, PYTHONUTF8="1")

    assert "1 passed, 1 error" in done.stdout.splitlines()[-1], done.stdout
    assert "Traceback" not in done.stdout
    assert f"\n{sentence}" in done.stdout
    assert "pip install '.[testing]'" in done.stdout


LOADED = """
import sys
def pytest_sessionfinish():
    heavy = ["httpx", "attrs", "attr", "starlette", "uvicorn", "pydantic", "sqlite3", "anyio"]
    ours = [name for name in sys.modules if name.startswith("serverless_training")]
    print("\\nloaded:", *sorted(ours), *(name for name in heavy if name in sys.modules))
"""


def test_run_that_asks_for_no_server_loads_the_plugin_alone(tmp_path: Path) -> None:
    """Neither the server, nor the client, nor what they stand on."""
    (tmp_path / "conftest.py").write_text(LOADED, encoding="utf-8")
    (tmp_path / "test_other.py").write_text("def test_other(): pass\n", encoding="utf-8")

    done = run(tmp_path, "-s")

    (line,) = (each for each in done.stdout.splitlines() if each.startswith("loaded:"))
    texts = ["serverless_training_client", "serverless_training_client._docstrings"]
    assert line.split()[1:] == [*texts, "serverless_training_testing", PLUGIN]


def test_pytest_finds_the_plugin_by_itself(root: Path, tmp_path: Path) -> None:
    """By the entry point of the distribution: a run with no option lists both fixtures."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, value),) = project["entry-points"]["pytest11"].items()
    # As an installer writes it; what is installed where the tests run may be older.
    installed = tmp_path / "site" / "probe-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Name: probe\nVersion: 1\n", encoding="utf-8")
    text = f"[pytest11]\n{name} = {value}\n"
    (installed / "entry_points.txt").write_text(text, encoding="utf-8")
    others = ("schemathesis", "pytest_cov", "xdist", "hypothesispytest")
    options = [option for other in others for option in ("-p", f"no:{other}")]

    done = subprocess.run(
        [*COMMAND, *options, "--fixtures"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), *sys.path])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert value == PLUGIN
    assert "training_server -- " in done.stdout
    assert "A mock server of this test's own" in done.stdout
    assert "training_client -- " in done.stdout
