"""The workflows run what the project has, and nothing that may write runs what others wrote."""

import json
import os
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.packages import SOURCES

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOWS = {path.stem: YAML(typ="safe").load(path.read_text(encoding="utf-8")) for path in PATHS}
JOBS = [
    pytest.param(job, id=f"{workflow}-{name}")
    for workflow, content in WORKFLOWS.items()
    for name, job in content["jobs"].items()
]

BOT = "41898282+github-actions[bot]@users.noreply.github.com"

# Notes each call; answers with the open pull request, or with the address of a new one.
GH = f"""#!{sys.executable}
import json, os, sys
with open(os.environ["CALLS"], "a", encoding="utf-8") as file:
    print(json.dumps(sys.argv[1:]), file=file)
if "--jq" in sys.argv:
    print(os.environ["OPEN"])
if "create" in sys.argv:
    print("https://github.com/o/r/pull/7")
"""


def scripts(job: dict[str, Any]) -> list[str]:
    """List the shell scripts of a job."""
    return [step["run"] for step in job["steps"] if "run" in step]


def included(workflow: str, job: str, key: str) -> list[str]:
    """List what a matrix adds by name."""
    matrix = WORKFLOWS[workflow]["jobs"][job]["strategy"]["matrix"]
    return [entry[key] for entry in matrix["include"]]


def test_there_are_workflows() -> None:
    """What the rest of the tests rely on."""
    assert list(WORKFLOWS) == ["ci", "spec-update", "weekly"]


def test_patch_of_a_spec_update_has_every_package() -> None:
    """Each step writes into some of them; what is left out would be lost."""
    build = "\n".join(scripts(WORKFLOWS["spec-update"]["jobs"]["build"]))
    added = re.search(r"git add (.*)", build)

    assert added
    assert {*SOURCES.values()} <= {*added[1].split()}


def test_every_session_that_a_workflow_names_is_one_of_the_noxfile() -> None:
    """A renamed session is renamed here too."""
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    known = set(re.findall(r"^@nox\.session.*\ndef (\w+)\(", source, re.MULTILINE))
    text = "\n".join(path.read_text(encoding="utf-8") for path in PATHS)
    named = {*re.findall(r"nox -s (\w+)", text), *included("ci", "sessions", "session")}

    assert len(named) > 8
    assert named - known == set()


def test_pythons_of_ci_are_those_of_the_classifiers() -> None:
    """The tests run on each of them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    classifiers = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    matrix = WORKFLOWS["ci"]["jobs"]["sessions"]["strategy"]["matrix"]
    tested = [entry["python"] for entry in matrix["include"] if entry["session"] == "tests"]

    assert len(classifiers) > 2
    assert [*matrix["python"], *tested] == classifiers


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_commit_with_its_version_beside(path: Path) -> None:
    """A tag can be moved; a number alone tells a reader nothing."""
    uses = re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))

    assert uses
    for line in uses:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


def test_one_action_has_one_version() -> None:
    """Both workflows move together."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in PATHS)
    pins = set(re.findall(r"uses: *(\S+)@(\S+)", text))

    assert len(pins) == len(dict(pins))


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
def test_workflow_grants_nothing_by_itself(workflow: dict[str, Any]) -> None:
    """Each job says what it needs."""
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("job", JOBS)
def test_job_that_runs_the_project_may_only_read(job: dict[str, Any]) -> None:
    """What may write runs Git and the GitHub command line, and no Python."""
    runs_project = any(
        re.search(r"\b(python|pip|nox|uv)\b", script) for script in scripts(job)
    ) or any("setup-python" in step.get("uses", "") for step in job["steps"])

    assert runs_project or job["steps"]
    if runs_project:
        assert set(job["permissions"].values()) <= {"read"}


def test_newest_versions_turn_nothing_red() -> None:
    """What they break is said in the summary and as a warning."""
    steps = WORKFLOWS["weekly"]["jobs"]["newest"]["steps"]
    lock, everything, told = steps[-3:]

    assert lock["run"] == "python -m nox -s lock"
    assert everything["continue-on-error"] is True
    assert "python -m nox 2>&1" in everything["run"]
    assert "::warning::" in told["run"]
    assert "GITHUB_STEP_SUMMARY" in told["run"]


@pytest.mark.parametrize("job", JOBS)
def test_checkout_leaves_no_credentials_behind(job: dict[str, Any]) -> None:
    """No later step finds a token in `.git`."""
    for step in job["steps"]:
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("job", JOBS)
def test_scripts_take_values_from_the_environment_alone(job: dict[str, Any]) -> None:
    """GitHub pastes `${{ … }}` into the script as it stands; and each script is one for Bash."""
    for script in scripts(job):
        assert "${{" not in script
        check = ["bash", "-n", "-c", script]
        assert subprocess.run(check, check=False, capture_output=True).stderr == b""


def test_step_that_may_fail_keeps_its_output_under_its_name() -> None:
    """`nox -s proposal` looks for it there."""
    steps = WORKFLOWS["spec-update"]["jobs"]["build"]["steps"]
    lenient = [step for step in steps if step.get("continue-on-error")]

    assert len(lenient) > 3
    for step in lenient:
        assert f'"$REPORT/{step["id"]}.txt"' in step["run"]
        assert f"nox -s {step['id']}" in step["run"]


class Proposal:
    """A clone with an update to propose, a bare repository to push to, and a `gh` that records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        self.clone = folder / "clone"
        self.report = self.clone / "build" / "spec-update"
        self._publish()
        self._build()
        gh = folder / "bin" / "gh"
        gh.parent.mkdir()
        gh.write_text(GH, encoding="utf-8")
        gh.chmod(gh.stat().st_mode | stat.S_IXUSR)

    def _publish(self) -> None:
        self.git("init", "--quiet", "--bare", "--initial-branch=main", self.remote, cwd=self.folder)
        self.git("clone", "--quiet", self.remote, self.clone, cwd=self.folder)
        (self.clone / ".gitignore").write_text("build/\n", encoding="utf-8")
        (self.clone / "openapi.json").write_text("{}\n", encoding="utf-8")
        self.git("switch", "--quiet", "--create", "main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Begin")
        self.git("push", "--quiet", "origin", "main")

    def _build(self) -> None:
        """Leave what the first job leaves."""
        (self.clone / "openapi.json").write_text('{"é": 1}\n', encoding="utf-8")
        (self.clone / "openapi.ja.json").write_text("{}\n", encoding="utf-8")
        self.git("add", "--all")
        patch = self.git("diff", "--cached", "--binary", "--full-index")
        self.git("reset", "--quiet", "--hard")
        self.report.mkdir(parents=True)
        (self.report / "update.patch").write_text(patch, encoding="utf-8")
        (self.report / "body.md").write_text('`$(false)` "quoted"\n', encoding="utf-8")
        (self.report / "failed").touch()

    def git(self, *arguments: str | Path, cwd: Path | None = None, author: str = BOT) -> str:
        """Run Git without this machine's settings."""
        return subprocess.run(
            ["git", *map(str, arguments)],  # noqa: S607  wherever it stands
            cwd=cwd or self.clone, env=self.environment(author), check=True,
            capture_output=True, encoding="utf-8",
        ).stdout  # fmt: skip

    def environment(self, author: str) -> dict[str, str]:
        """Say who commits, and nothing else of this machine."""
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        names = {f"GIT_{role}_NAME": "A" for role in ("AUTHOR", "COMMITTER")}
        return os.environ | nothing | names | {
            f"GIT_{role}_EMAIL": author for role in ("AUTHOR", "COMMITTER")
        }  # fmt: skip

    def run(self, number: str = "") -> subprocess.CompletedProcess[str]:
        """Run the step as the runner does, with a pull request open or none."""
        workflow = WORKFLOWS["spec-update"]
        step = workflow["jobs"]["propose"]["steps"][-1]
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=self.clone, capture_output=True, encoding="utf-8", check=False,
            env=self.environment(BOT) | step["env"] | {
                "REPORT": workflow["env"]["REPORT"],
                "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "CALLS": str(self.folder / "calls"),
                "OPEN": number,
                "BASE": "main",
                "GITHUB_REPOSITORY": "o/r",
                "GITHUB_REPOSITORY_OWNER": "o",
            },
        )  # fmt: skip

    def calls(self) -> Iterator[list[str]]:
        """List the calls of `gh` that change something."""
        for line in (self.folder / "calls").read_text(encoding="utf-8").splitlines():
            call = json.loads(line)
            if call[0] == "pr" or "PATCH" in call:
                yield call

    def pushed(self) -> str:
        """Read the spec that stands on the branch of the update."""
        return self.git("show", "spec-update:openapi.json", cwd=self.remote)


def test_update_becomes_a_new_pull_request(tmp_path: Path) -> None:
    """Opened as a draft, and ready since nothing failed."""
    proposal = Proposal(tmp_path)
    run = proposal.run()
    create, ready = proposal.calls()

    assert (run.returncode, run.stderr) == (0, "")
    assert proposal.pushed() == '{"é": 1}\n'
    assert create[:5] == ["pr", "create", "--draft", "--base", "main"]
    assert create[-1] == "build/spec-update/body.md"
    assert ready == ["pr", "ready", "7"]
    assert "build" not in proposal.git("ls-tree", "-r", "spec-update", cwd=proposal.remote)


def test_failed_step_makes_the_pull_request_a_draft(tmp_path: Path) -> None:
    """The update is proposed all the same."""
    proposal = Proposal(tmp_path)
    (proposal.report / "failed").write_text("tests\n", encoding="utf-8")
    run = proposal.run()

    assert run.returncode == 0
    assert list(proposal.calls())[-1] == ["pr", "ready", "7", "--undo"]
    assert proposal.pushed()


def test_open_pull_request_is_updated_instead_of_a_second(tmp_path: Path) -> None:
    """The branch holds the new update alone, and the text is that of the new one."""
    proposal = Proposal(tmp_path)
    proposal.run()
    proposal.git("reset", "--quiet", "--hard", "origin/main")
    proposal.git("commit", "--quiet", "--allow-empty", "--message", "Go on")
    (proposal.folder / "calls").unlink()
    run = proposal.run("7")
    patch, ready = proposal.calls()

    assert (run.returncode, run.stderr) == (0, "")
    assert patch[-1] == "body=@build/spec-update/body.md"
    assert "repos/o/r/pulls/7" in patch
    assert ready == ["pr", "ready", "7"]
    log = proposal.git("log", "--format=%s", "spec-update", cwd=proposal.remote)
    assert log.splitlines()[1:] == ["Go on", "Begin"]


@pytest.mark.parametrize("number", ["7", ""], ids=["open", "closed"])
@pytest.mark.parametrize(
    "mended", [["--allow-empty", "--message", "Mend"], ["--amend", "--no-edit"]]
)
def test_commits_of_people_on_the_branch_are_not_overwritten(
    tmp_path: Path, mended: list[str], number: str
) -> None:
    """Somebody may have begun to mend a draft, by a commit or by amending; or closed it since."""
    proposal = Proposal(tmp_path)
    proposal.run()
    proposal.git("commit", "--quiet", "--allow-empty", *mended, author="a@example.org")
    proposal.git("push", "--quiet", "--force", "origin", "HEAD:spec-update")
    before = proposal.git("rev-parse", "spec-update", cwd=proposal.remote)
    proposal.git("reset", "--quiet", "--hard", "origin/main")
    (proposal.folder / "calls").unlink()
    run = proposal.run(number)

    assert run.returncode == 1
    assert "spec-update holds commits of others" in run.stdout
    assert before == proposal.git("rev-parse", "spec-update", cwd=proposal.remote)
    assert list(proposal.calls()) == []
