"""generated/ comes from the specs alone, whole or not at all."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import files
from pipeline.errors import PipelineError
from pipeline.files import WORK, contents
from pipeline.generate import regenerate as step
from pipeline.generate.mend import Mended
from pipeline.packages import CLIENT
from pipeline.parity.document import operations
from pipeline.parity.languages import languages
from pipeline.pull.pull import pull

ROOT = Path(__file__).parents[2]
SPECS = ("openapi.json", "openapi.ja.json")
SETTINGS = ("generator-config.yaml", "generator-overrides.yaml", "pyproject.toml", "LICENSE")
CATALOGS = Path("wrapper/serverless_training/locale")


def copy_inputs(copy: Path) -> Path:
    """Copy what generation reads into a new folder, but for the specs."""
    copy.mkdir()
    for name in SETTINGS:
        shutil.copy(ROOT / name, copy)
    # Without the wrapper there are no stubs, which take as long as all the rest.
    shutil.copytree(ROOT / CATALOGS, copy / CATALOGS)
    return copy


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mended]:
    """What the step builds from a pair of specs that agree, once."""
    folder = tmp_path_factory.mktemp("generation")
    work = folder / "work"
    work.mkdir()
    return step.build(with_specs(copy_inputs(folder / "project")), work)


def with_specs(project: Path) -> Path:
    """Bring the specs of two pages, which agree whatever the project's own have come to hold."""
    pull([str(page) for page in (ROOT / "tests" / "data").glob("*.md")], project)
    return project


@pytest.fixture
def project(tmp_path: Path, generation: tuple[Path, Mended]) -> Path:
    """Everything that generation reads, and what it wrote last."""
    copy = with_specs(copy_inputs(tmp_path / "project"))
    shutil.copytree(generation[0], copy / "generated")
    return copy


@pytest.fixture
def built(generation: tuple[Path, Mended], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the step have what was built before, for tests of what it does with that."""

    def build(_: Path, folder: Path, **__: bool) -> tuple[Path, Mended]:
        fresh, mended = generation
        return shutil.copytree(fresh, folder / fresh.name), mended

    monkeypatch.setattr(step, "build", build)


def listing(folder: Path) -> list[str]:
    """Name what stands in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())


def edit(path: Path, old: str, new: str) -> None:
    """Change a text file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_regeneration_from_nothing_gives_the_checked_in_tree(root: Path, tmp_path: Path) -> None:
    """Byte for byte, and nothing is left beside it; of the stubs, `nox -s drift` says the same."""
    project = copy_inputs(tmp_path / "project")
    for path in (root / "openapi.json", *languages(root).values()):
        shutil.copy(path, project)
    step.regenerate(project, incomplete=True)

    assert contents(root / "generated" / CLIENT) == contents(project / "generated" / CLIENT)
    assert listing(project / "generated") == [CLIENT]


@pytest.mark.thorough
@pytest.mark.parametrize("folder", ["build", ".venv"])
def test_folder_around_the_project_changes_no_byte(
    project: Path, tmp_path: Path, folder: str
) -> None:
    """Formatters pass over some folders by their names."""
    before = contents(project / "generated")
    moved = project.rename(tmp_path / folder)
    step.regenerate(moved)

    assert before == contents(moved / "generated")


def test_every_file_says_which_command_wrote_it(root: Path) -> None:
    """Python files and py.typed in their first line; the JSON files in their first key."""
    package = root / "generated" / CLIENT
    files = [path for path in contents(package) if not path.startswith("openapi")]

    assert "py.typed" in files
    assert "docstrings.ja.json" in files
    for name in files:
        assert "nox -s regenerate" in (package / name).read_text(encoding="utf-8")[:100], name


@pytest.mark.parametrize(
    "name", ["openapi.json", *(path.name for path in languages(ROOT).values())]
)
def test_package_carries_the_specs(root: Path, name: str) -> None:
    """The mock server is built from them wherever the wheel is installed."""
    assert (root / name).read_bytes() == (root / "generated" / CLIENT / name).read_bytes()


def test_translated_title_renames_nothing(project: Path) -> None:
    """Names and docstrings are the same whatever `info.title` says."""
    here = contents(project / "generated")
    for name in SPECS:
        spec = json.loads((project / name).read_text(encoding="utf-8"))
        spec["info"]["title"] = "サーバーレス トレーニング class ../x"
        (project / name).write_text(json.dumps(spec), encoding="utf-8")
    step.regenerate(project)
    there = contents(project / "generated")
    changed = {name for name in here if here[name] != there[name]}

    assert here.keys() == there.keys()
    assert changed == {f"{CLIENT}/{name}" for name in SPECS}


@pytest.mark.usefixtures("built")
def test_fresh_generation_does_not_drift(project: Path) -> None:
    """What is checked in is what the specs say."""
    assert step.drift(project) == []


@pytest.mark.usefixtures("built")
def test_drift_names_every_file_that_differs(project: Path) -> None:
    """Edited, added and removed files."""
    package = project / "generated" / CLIENT
    edit(package / "models" / "checkpoint.py", "step: int", "step: float")
    (package / "extra.py").write_text("", encoding="utf-8")
    (package / "py.typed").unlink()
    (project / "generated" / "stray.py").write_text("", encoding="utf-8")

    assert step.drift(project) == [
        f"missing {CLIENT}/py.typed",
        f"extra   {CLIENT}/extra.py",
        "extra   stray.py",
        f"changed {CLIENT}/models/checkpoint.py",
    ]


@pytest.mark.usefixtures("built")
def test_drift_of_a_package_that_is_not_there_names_its_files(project: Path) -> None:
    """Deleted, or never generated."""
    shutil.rmtree(project / "generated")

    assert f"missing {CLIENT}/models/checkpoint.py" in step.drift(project)


def test_bound_that_changes_in_every_language_is_drift(project: Path) -> None:
    """A new maximum reaches the package, if only through the spec that it carries."""
    for name in SPECS:
        edit(project / name, '"maximum": 100', '"maximum": 1000')

    assert {f"changed {CLIENT}/{name}" for name in SPECS} <= set(step.drift(project))


def test_spec_that_differs_between_languages_is_not_generated_from(project: Path) -> None:
    """The pointer is named, and the old tree stays."""
    before = contents(project / "generated")
    edit(project / "openapi.json", '"maximum": 100', '"maximum": 1000')
    with pytest.raises(PipelineError, match="parameters/2/schema/maximum"):
        step.regenerate(project)

    assert before == contents(project / "generated")


def lag_behind(project: Path) -> None:
    """Let Japanese lack a parameter, and still have a path that English has dropped."""
    path = project / "openapi.ja.json"
    spec = json.loads(path.read_text(encoding="utf-8"))
    del next(operations(spec))[2]["parameters"][2]
    responses = {"200": {"description": "成功"}}
    spec["paths"]["/old"] = {"get": {"description": "古い操作", "responses": responses}}
    path.write_text(json.dumps(spec), encoding="utf-8")


def test_language_that_lags_behind_is_generated_from_if_asked_to(project: Path) -> None:
    """English stands in for what it lacks, and what it still has is left out."""
    lag_behind(project)
    before = contents(project / "generated")
    with pytest.raises(PipelineError, match="-- --incomplete") as caught:
        step.regenerate(project)

    assert "it lacks 1 part and still has 1 part that English has not" in str(caught.value)
    assert before == contents(project / "generated")

    step.regenerate(project, incomplete=True)
    after = contents(project / "generated")
    changed = {name for name in before if before[name] != after[name]}

    assert before.keys() == after.keys()
    assert changed == {f"{CLIENT}/openapi.ja.json", f"{CLIENT}/docstrings.ja.json"}
    assert step.drift(project, incomplete=True) == []
    with pytest.raises(PipelineError, match="lags behind"):
        step.drift(project)


def test_name_for_a_class_that_the_spec_has_no_longer_is_an_error(project: Path) -> None:
    """Else the schema would get another name, and nobody would know why."""
    for path in project.glob("openapi*.json"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("CheckpointResponse", "Snapshot"), encoding="utf-8")
    before = contents(project / "generated")
    with pytest.raises(PipelineError, match="gives the schema CheckpointResponse the class") as it:
        step.regenerate(project)

    assert "generator-config.yaml" in str(it.value)
    assert before == contents(project / "generated")


def test_language_that_contradicts_is_never_generated_from(project: Path) -> None:
    """Whatever else it lags behind in; the advice is not what was asked for already."""
    lag_behind(project)
    edit(project / "openapi.ja.json", '"version": "', '"version": "2')
    for incomplete in (False, True):
        with pytest.raises(
            PipelineError, match=r"contradicts .* 1 place, .* /info/version"
        ) as caught:
            step.regenerate(project, incomplete=incomplete)

        assert "--incomplete" not in str(caught.value)


@pytest.mark.thorough
def test_steps_tell_what_a_language_lags_behind_in(project: Path) -> None:
    """Refused with the way on; then what was filled in and left out; and drift has no complaint."""
    shutil.copytree(ROOT / "pipeline", project / "pipeline")
    lag_behind(project)
    refused, written, drift = (
        subprocess.run(
            [sys.executable, "-m", "pipeline", *command],
            cwd=project, capture_output=True, encoding="utf-8", check=False,
        )
        for command in (["regenerate"], ["regenerate", "--incomplete"], ["drift", "--incomplete"])
    )  # fmt: skip

    assert (refused.returncode, written.returncode, drift.returncode) == (2, 0, 0)
    assert len(refused.stderr.splitlines()) == 1
    lacks, has, *_ = written.stdout.splitlines()
    assert re.fullmatch(r"openapi\.ja\.json lacks /paths/.*/get/parameters/2: English .*", lacks)
    assert has == "openapi.ja.json still has /paths/~1old: left out"
    assert "openapi.ja.json lags behind English: it lacks 1 part and" in drift.stdout


def broken(spec: dict[str, Any]) -> None:
    """Make operations that the generator would drop with a warning."""
    mixed = {"schema": {"type": "integer", "default": "one"}}
    for _, _, operation in operations(spec):
        operation["responses"] = {
            "200": {"description": "", "content": {"application/json": mixed}}
        }


def test_warning_of_the_generator_fails_and_leaves_the_old_tree(project: Path) -> None:
    """By itself it drops the endpoint and ends with 0."""
    before = contents(project / "generated")
    for name in SPECS:
        spec = json.loads((project / name).read_text(encoding="utf-8"))
        broken(spec)
        (project / name).write_text(json.dumps(spec), encoding="utf-8")
    with pytest.raises(PipelineError, match="openapi-python-client would lose something"):
        step.regenerate(project)

    assert before == contents(project / "generated")
    assert listing(project / "generated") == [CLIENT]


@pytest.mark.usefixtures("built")
def test_failure_while_swapping_leaves_the_old_tree(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where names cannot be exchanged, the old tree comes back."""
    before = contents(project / "generated")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "generated" and target.parent == project:
            raise PermissionError(target)
        return rename(self, target)

    monkeypatch.setattr(files, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError):
        step.regenerate(project)

    assert before == contents(project / "generated")
    assert listing(project / "generated") == [CLIENT]


@pytest.mark.thorough
@pytest.mark.parametrize("seconds", [0.3, 1.5])
def test_regeneration_that_is_killed_leaves_a_project_without_drift(
    project: Path, seconds: float
) -> None:
    """The old tree is whole; what was begun is cleared away by the next regeneration.

    When the kill comes decides only how much was begun; `test_files.py` tries every moment of the
    swap itself.
    """
    shutil.copytree(ROOT / "pipeline", project / "pipeline")
    for name in SPECS:
        edit(project / name, '"openapi": "3.1.0"', '"openapi": "3.1.1"')
    command = [sys.executable, "-m", "pipeline", "regenerate"]
    with subprocess.Popen(command, cwd=project, start_new_session=True) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    carried = (project / "generated" / CLIENT / "openapi.json").read_text(encoding="utf-8")
    if '"openapi": "3.1.0"' in carried:  # the swap had not come yet
        for name in SPECS:
            edit(project / name, '"openapi": "3.1.1"', '"openapi": "3.1.0"')
    drift = [sys.executable, "-m", "pipeline", "drift"]
    found = subprocess.run(drift, cwd=project, capture_output=True, encoding="utf-8", check=False)

    assert found.stdout == "generated/ is what the specs, docstrings and catalogs say.\n"
    assert found.returncode == 0


def test_folder_that_cannot_be_written_is_one_line(project: Path) -> None:
    """Exit 2, as for whatever else cannot be used; the old tree stays."""
    shutil.copytree(ROOT / "pipeline", project / "pipeline")
    shutil.rmtree(project / "generated")
    (project / "generated").write_text("a file", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "regenerate"],
        cwd=project, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Nothing was changed." in done.stderr
    assert (project / "generated").read_text(encoding="utf-8") == "a file"


def test_interrupt_is_one_line(project: Path) -> None:
    """Exit 130 as shells have it, and no traceback."""
    shutil.copytree(ROOT / "pipeline", project / "pipeline")
    before = contents(project / "generated")
    # Whoever runs the tests in the background has interrupts ignored, and children inherit that.
    script = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pipeline.__main__ import main
sys.exit(main(["regenerate"]))
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(
        command, cwd=project, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as process:
        while not any(project.glob(f"{WORK}*")):
            assert process.poll() is None
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate()

    assert process.returncode == 130
    assert said == "Interrupted; what was there is as it was.\n"
    assert before == contents(project / "generated")


def test_other_version_of_a_tool_is_refused(project: Path) -> None:
    """Another ruff writes other bytes."""
    edit(project / "pyproject.toml", '"openapi-python-client==', '"openapi-python-client==9.')
    with pytest.raises(PipelineError, match=r"openapi-python-client 9\..* is needed"):
        step.drift(project)
