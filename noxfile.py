"""The project's verbs; `nox --list` shows them, `nox` runs what a change must pass.

Each session installs what it needs into an environment of its own; nothing but Python and nox has
to be there before.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2026.8.10"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True
if not sys.argv[1:]:
    # All of them: two at a time, since most keep one core alone busy, and each shows its output
    # when it ends. Sessions that somebody names run in turn, and show it as it comes.
    nox.options.parallel = 2
    nox.options.allow_parallel = True

# Most modules of what sessions install are never imported; compiling all takes seconds in each. (In
# pip's environment, "0" is what its option `--no-compile` is on the command line.)
os.environ.setdefault("PIP_NO_COMPILE", "0")
# What is imported is compiled once, and not by each of the thousand processes that tests start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
CODE = ("wrapper", "pipeline", "tests", "benchmarks", "noxfile.py")
SUITES = {"specs": "benchmarks.compare", "client": "benchmarks.client", "mock": "benchmarks.mock"}

# On all cores; the tests of a file share what is slow to make, and so a process.
SPREAD = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")

# Text files are UTF-8 here by name; a read or write that leaves it to the machine is an error.
STRICT = {"PYTHONWARNDEFAULTENCODING": "1"}


def group(name: str) -> tuple[str, ...]:
    """List the requirements of a dependency group (PEP 735)."""
    return nox.project.dependency_groups(PYPROJECT, name)


def compare_specs(session: nox.Session) -> None:
    """Compare the specs in every language."""
    session.install(*group("compare"))
    others = sorted(path.name for path in ROOT.glob("openapi.*.json"))
    options = session.posargs if session.name == "parity" else ()
    session.run("python", "-m", "pipeline", "compare", "openapi.json", *others, *options)


@nox.session
def parity(session: nox.Session) -> None:
    """Compare the specs in every language; `-- --all` lists all, `-- --format` is for programs."""
    compare_specs(session)


@nox.session
def drift(session: nox.Session) -> None:
    """Fail when generated/ is not what a fresh generation gives."""
    session.install(*group("pipeline"))
    session.run("python", "-m", "pipeline", "drift")


@nox.session
def completeness(session: nox.Session) -> None:
    """List what readers of other languages would meet in English or in wrong words."""
    session.install(*group("completeness"))
    options = session.posargs if session.name == "completeness" else ()
    session.run("python", "-m", "pipeline", "completeness", *options)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and workflows; `nox -s lint -- --fix` fixes what it can."""
    session.install(*group("lint"))
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []), *CODE)
    session.run("ruff", "format", *([] if fix else ["--check"]), *CODE)
    session.run("zizmor", "--offline", "--pedantic", "--strict-collection", "--quiet", ".github")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly: wrapper, pipeline, tests, benchmarks and this file."""
    session.install(".[cli,testing]", *group("types"))
    session.run("mypy", *CODE)
    # A second opinion on what callers see, and on that alone.
    session.run("basedpyright", "--project", "tests/typing")


# Alone: some of the tests look at a clock.
@nox.session(allow_parallel=False)
def tests(session: nox.Session) -> None:
    """Run the tests against the built wheel; together they must reach each branch of the core."""
    session.install(".[cli,testing]", *group("tests"), *group("pipeline"))
    # Who runs some of them is not told what the others reach.
    reach = () if session.posargs else ("--cov",)
    session.run("pytest", *SPREAD, *reach, *session.posargs, env=STRICT)


# Tests that bring specs of their own, need none, are about networks and time, or say of the
# project's specs no more than the session itself: with larger ones they would do the same.
OF_NO_SPEC_HERE = """
    ahead aliases benchmarks* body cache changes cli_contract cli_demo cli_l* client_language
    compare* completeness containers contract_fuzzing contract_laws contract_mutants
    contract_other_server contract_reports contract_safety deadline descriptions docs editor
    failures fetch files help json key language* larger_pair list_many merge mock_app mock_auth
    mock_data mock_fastapi_shapes mock_faults mock_growth mock_killed mock_log mock_operations
    mock_shapes mock_store moving mutants names overrides package_changes proposal proxies pull*
    pytest_plugin reader redirects regenerate report retries shapes soak source* spec_changes
    third_language unknown_values watch workflows
"""


@nox.session
def growth(session: nox.Session) -> None:
    """Put larger specs into a copy of the project: all must pass there without a hand edit."""
    # What others may be writing at this moment, and what they left.
    ignored = (
        *(".git", ".nox", ".venv", ".*cache", ".coverage*", ".hypothesis", ".pipeline-*"),
        *(".schemathesis", "schemathesis-report", "__pycache__"),
    )
    session.install(*group("types"))
    with tempfile.TemporaryDirectory() as folder, session.chdir(folder):
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*ignored), dirs_exist_ok=True)
        for spec in (ROOT / "tests" / "data" / "larger").glob("openapi*.json"):
            shutil.copy(spec, folder)
        others = sorted(path.name for path in Path(folder).glob("openapi.*.json"))
        session.run("python", "-m", "pipeline", "compare", "openapi.json", *others)
        for step in ("regenerate", "translate", "completeness"):
            session.run("python", "-m", "pipeline", step)
        session.install(".[cli,testing]")
        # What the wrapper and its callers see; nothing else depends on the specs.
        session.run("mypy", "wrapper", "tests/typing")
        elsewhere = (f"--ignore-glob=tests/test_{name}.py" for name in OF_NO_SPEC_HERE.split())
        session.run("pytest", *SPREAD, *elsewhere, *session.posargs, env=STRICT)


@nox.session
def contract(session: nox.Session) -> None:
    """Judge the mock by the contract suite; `-- --base-url URL --model-id ID` judges another."""
    session.install(".[cli,testing]")
    judge = () if "--base-url" in session.posargs else ("python", "tests/judge_mock.py")
    session.run(*(judge or ("serverless-training", "contract")), *session.posargs)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Judge wrong servers, and right ones with many seeds; `-- --write` puts it into the docs."""
    session.install(".[cli,testing]", *group("tests"))
    session.run("python", "-m", "tests.mutants.run", *session.posargs)


@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """Do the main job once: compare the specs, start the mock, list 250 checkpoints."""
    compare_specs(session)
    session.install(".[cli,testing]")
    session.run("serverless-training", "demo")


@nox.session(default=False)
def pull(session: nox.Session) -> None:
    """Write the specs from pages, indexes or OpenAPI files: `nox -s pull -- SOURCE…`."""
    session.install(*group("pipeline"))
    session.run("python", "-m", "pipeline", "pull", *session.posargs)


@nox.session(default=False)
def regenerate(session: nox.Session) -> None:
    """Write generated/ from the specs; `-- --incomplete` where a language lags behind."""
    session.install(*group("pipeline"))
    session.run("python", "-m", "pipeline", "regenerate", *session.posargs)


@nox.session(default=False)
def translate(session: nox.Session) -> None:
    """Bring the translators' files, and what is made of them, up to date."""
    session.install(*group("pipeline"))
    session.run("python", "-m", "pipeline", "translate")


@nox.session(default=False)
def changes(session: nox.Session) -> None:
    """Say what changed for users since a revision: `nox -s changes -- --base REV`."""
    session.install(*group("pipeline"))
    session.run("python", "-m", "pipeline", "changes", *session.posargs)


@nox.session(default=False)
def minimums(session: nox.Session) -> None:
    """Run the tests with the lowest versions that the package allows."""
    session.install("uv")
    session.run(
        *("uv", "pip", "install", "--resolution", "lowest-direct", ".[cli,testing]"),
        env={"VIRTUAL_ENV": session.virtualenv.location},
    )
    session.install(*group("tests"), *group("pipeline"))
    session.run("pip", "list")
    session.run("pytest", *SPREAD, *session.posargs, env=STRICT)


@nox.session(default=False)
def proposal(session: nox.Session) -> None:
    """Write the pull request of a spec update: `nox -s proposal -- FOLDER --steps JSON`."""
    session.install(*group("compare"))
    session.run("python", "-m", "pipeline", "proposal", *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure the comparison of specs, the client and the mock; `-- mock`, say, for one."""
    if session.posargs and session.posargs[0] not in SUITES:
        session.error(f"Say which first, {' or '.join(SUITES)}: nox -s bench -- client --help")
    chosen, options = session.posargs[:1] or list(SUITES), session.posargs[1:]
    session.install(".[cli,fast,testing]", *group("bench"), *group("compare"))
    for name in chosen:
        session.run("python", "-m", SUITES[name], *options)
