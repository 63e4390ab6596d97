"""The project's verbs; `nox --list` shows them, `nox` runs what a change must pass.

Nothing but Python and nox has to be there before; uv, where it is there too, installs for nox. All
that sessions install has the version that `constraints.txt` names, so that they do the same on any
day; `nox -s lock` brings it up to date.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2026.8.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True
if not sys.argv[1:]:
    # All of them: two at a time, since most keep only one core busy, and each shows its output when
    # it ends. Sessions that somebody names run in turn, and show it as it comes.
    nox.options.parallel = 2
    nox.options.allow_parallel = True

# Most modules of what sessions install are never imported; compiling all takes seconds in each. (In
# pip's environment, "0" is what its option `--no-compile` is on the command line.)
os.environ.setdefault("PIP_NO_COMPILE", "0")
# What is imported is compiled once, and not by each of the thousand processes that tests start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PROJECT = PYPROJECT["project"]
CODE = ("wrapper", "testkit", "cli", "pipeline", "tests", "benchmarks", "noxfile.py")
SUITES = {"specs": "benchmarks.compare", "client": "benchmarks.client", "mock": "benchmarks.mock"}

# One version of everything that sessions install, on each Python of the classifiers; and the same
# with the lowest versions of what users install.
LOCK, LOWEST = "constraints.txt", "constraints-minimums.txt"

# Where `environment` installs what most sessions need.
SCRIPTS = ROOT / ".nox" / "environment" / ("Scripts" if os.name == "nt" else "bin")

# On all cores; the tests of a file share what is slow to make, and so a process.
SPREAD = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")

# Text files are UTF-8 here by name; a read or write that leaves it to the machine is an error.
STRICT = {"PYTHONWARNDEFAULTENCODING": "1"}


def group(name: str) -> tuple[str, ...]:
    """List the requirements of a dependency group (PEP 735)."""
    return nox.project.dependency_groups(PYPROJECT, name)


def install(session: nox.Session, *requirements: str, versions: str = LOCK) -> None:
    """Install requirements, each in the one version that the project uses."""
    session.install("--constraint", str(ROOT / versions), *requirements)


def install_project(session: nox.Session, *extras: str, versions: str = LOCK) -> None:
    """Install the wheel of the project in the current folder, built with what is installed."""
    optional = PROJECT["optional-dependencies"]
    needed = [*PROJECT["dependencies"], *(each for extra in extras for each in optional[extra])]
    install(session, *needed, *PYPROJECT["build-system"]["requires"], versions=versions)
    session.install("--no-deps", "--no-build-isolation", "--force-reinstall", ".")


def run(session: nox.Session, program: str, *arguments: str, **environment: str) -> None:
    """Run a program of the shared environment."""
    path = os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", "")])
    shared = {"PATH": path, "VIRTUAL_ENV": str(SCRIPTS.parent)}
    session.run(str(SCRIPTS / program), *arguments, env={**shared, **environment})


def pipeline(session: nox.Session, *arguments: str) -> None:
    """Run a verb of the pipeline in the shared environment."""
    run(session, "python", "-m", "pipeline", *arguments)


def compare_specs(session: nox.Session) -> None:
    """Compare the specs in every language."""
    install(session, *group("compare"))
    others = sorted(path.name for path in ROOT.glob("openapi.*.json"))
    options = session.posargs if session.name == "parity" else ()
    session.run("python", "-m", "pipeline", "compare", "openapi.json", *others, *options)


# Sessions that need the same share one environment, which one session makes.
SHARED = ["environment"]


@nox.session(default=False)
def environment(session: nox.Session) -> None:
    """Install what most sessions need, and the wheel, into the environment that they share."""
    install(session, *group("types"))
    install_project(session, "cli", "testing")


@nox.session
def parity(session: nox.Session) -> None:
    """Compare the specs in every language; `-- --all` lists all, `-- --format` is for programs."""
    compare_specs(session)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and workflows; `nox -s lint -- --fix` fixes what it can."""
    install(session, *group("lint"))
    fix = "--fix" in session.posargs
    session.run("ruff", "check", *(["--fix"] if fix else []), *CODE)
    session.run("ruff", "format", *([] if fix else ["--check"]), *CODE)
    session.run("zizmor", "--offline", "--pedantic", "--strict-collection", "--quiet", ".github")


@nox.session(requires=SHARED, venv_backend="none")
def tests(session: nox.Session) -> None:
    """Run the tests against the built wheel; together they must reach each branch of the core."""
    # Who runs some of them is not told what the others reach.
    reach = () if session.posargs else ("--cov",)
    run(session, "pytest", *SPREAD, *reach, *session.posargs, **STRICT)


@nox.session(requires=SHARED, venv_backend="none")
def types(session: nox.Session) -> None:
    """Check types, strictly: wrapper, pipeline, tests, benchmarks and this file."""
    run(session, "mypy", *CODE)
    # A second opinion on what callers see, and on that only.
    run(session, "basedpyright", "--project", "tests/typing")


@nox.session(requires=SHARED, venv_backend="none")
def drift(session: nox.Session) -> None:
    """Fail when generated/ is not what a fresh generation gives; a language may lag behind."""
    # Whether it may is decided when generated/ is written; `parity` fails where one does.
    pipeline(session, "drift", "--incomplete")


@nox.session(requires=SHARED, venv_backend="none")
def completeness(session: nox.Session) -> None:
    """List what readers of other languages would meet in English or in wrong words."""
    pipeline(session, "completeness", *session.posargs)


@nox.session(requires=SHARED, venv_backend="none")
def contract(session: nox.Session) -> None:
    """Judge the mock by the contract suite; `-- --base-url URL --model-id ID` judges another."""
    if "--base-url" in session.posargs:
        run(session, "serverless-training", "contract", *session.posargs)
    else:
        run(session, "python", "tests/judge_mock.py", *session.posargs)


@nox.session(default=False, requires=SHARED, venv_backend="none")
def thorough(session: nox.Session) -> None:
    """Run what is slow and rarely breaks: tests marked `thorough`, then `growth` and `mutants`."""
    run(session, "pytest", *SPREAD, "-m", "thorough", *session.posargs, **STRICT)
    if not session.posargs:
        session.notify("growth")
        session.notify("mutants")


@nox.session(default=False)
def growth(session: nox.Session) -> None:
    """Put other specs into a copy of the project: all must pass there. `-- FOLDER` has them."""
    given = [each for each in session.posargs if (ROOT / each / "openapi.json").is_file()][:1]
    options = [each for each in session.posargs if each not in given]
    specs = (ROOT / (given[0] if given else "tests/data/larger")).resolve()
    # What others may be writing at this moment, and what they left.
    ignored = (
        *(".git", ".nox", ".venv", ".*cache", ".coverage*", ".hypothesis", ".pipeline-*"),
        *(".schemathesis", "schemathesis-report", "__pycache__"),
    )
    install(session, *group("types"))
    with tempfile.TemporaryDirectory() as folder, session.chdir(folder):
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*ignored), dirs_exist_ok=True)
        # A language of a given folder may lag behind: what it lacks is listed, and stops nothing.
        codes = [0, 1] if given else [0]
        pipe = ("python", "-m", "pipeline")
        session.run(*pipe, "pull", *map(str, sorted(specs.glob("openapi*.json"))))
        others = sorted(path.name for path in Path(folder).glob("openapi.*.json"))
        session.run(*pipe, "compare", "openapi.json", *others, success_codes=codes)
        session.run(*pipe, "regenerate", *(["--incomplete"] if given else []))
        session.run(*pipe, "drift", *(["--incomplete"] if given else []))
        session.run(*pipe, "translate")
        session.run(*pipe, "completeness", success_codes=codes)
        install_project(session, "cli", "testing")
        # What the wrapper and its callers see; nothing else depends on the specs.
        session.run("mypy", "wrapper", "testkit", "cli", "tests/typing")
        session.run("pytest", *SPREAD, "-m", "any_spec", *options, env=STRICT)
        session.run("python", "tests/judge_mock.py")


@nox.session(default=False, requires=SHARED, venv_backend="none")
def mutants(session: nox.Session) -> None:
    """Judge wrong servers, and right ones with many seeds; `-- --write` puts it into the docs."""
    run(session, "python", "-m", "tests.mutants.run", *session.posargs)


@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """Do the main job once: compare the specs, start the mock, list 250 checkpoints."""
    compare_specs(session)
    install_project(session, "cli", "testing")
    session.run("serverless-training", "demo")


@nox.session(default=False, requires=SHARED, venv_backend="none")
def pull(session: nox.Session) -> None:
    """Write the specs from pages, indexes or OpenAPI files: `nox -s pull -- SOURCE…`."""
    pipeline(session, "pull", *session.posargs)


@nox.session(default=False, requires=SHARED, venv_backend="none")
def regenerate(session: nox.Session) -> None:
    """Write generated/ from the specs; `-- --incomplete` where a language lags behind."""
    pipeline(session, "regenerate", *session.posargs)


@nox.session(default=False, requires=SHARED, venv_backend="none")
def translate(session: nox.Session) -> None:
    """Bring the translators' files, and what is made of them, up to date."""
    pipeline(session, "translate", *session.posargs)


@nox.session(default=False, requires=SHARED, venv_backend="none")
def changes(session: nox.Session) -> None:
    """Say what changed for users since a revision: `nox -s changes -- --base REV`."""
    pipeline(session, "changes", *session.posargs)


@nox.session(default=False, requires=SHARED, venv_backend="none")
def proposal(session: nox.Session) -> None:
    """Write the pull request of a spec update: `nox -s proposal -- FOLDER --steps JSON`."""
    pipeline(session, "proposal", *session.posargs)


@nox.session(default=False)
def minimums(session: nox.Session) -> None:
    """Run the tests with the lowest versions that the package allows."""
    install(session, *group("pipeline"), *group("tests"), versions=LOWEST)
    install_project(session, "cli", "testing", versions=LOWEST)
    # Benchmarks compare with clients that would bring newer versions.
    without = "--ignore-glob=*/test_benchmarks*"
    session.run("pytest", *SPREAD, without, *session.posargs, env=STRICT)


@nox.session(default=False, requires=SHARED, venv_backend="none")
def bench(session: nox.Session) -> None:
    """Measure the comparison of specs, the client and the mock; `-- mock`, say, for one."""
    if session.posargs and session.posargs[0] not in SUITES:
        session.error(f"Say which first, {' or '.join(SUITES)}: nox -s bench -- client --help")
    chosen, options = session.posargs[:1] or list(SUITES), session.posargs[1:]
    for name in chosen:
        run(session, "python", "-m", SUITES[name], *options)


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Bring the constraints up to date; `-- --upgrade-package NAME` does so for one package."""
    install(session, "uv")
    upgrade = session.posargs or ["--upgrade"]
    resolve(session, LOCK, *PYPROJECT["dependency-groups"], options=upgrade)
    with tempfile.TemporaryDirectory() as folder:
        lowest = Path(folder, "lowest.txt")
        resolve(session, str(lowest), options=["--resolution", "lowest-direct"])
        # What these bring along may be newer; what users are promised is lowest.
        promised = re.compile(rf"(?:{'|'.join(users_install())})==", re.IGNORECASE)
        lines = lowest.read_text(encoding="utf-8").splitlines(keepends=True)
        lowest.write_text("".join(filter(promised.match, lines)), encoding="utf-8")
        options = [*upgrade, "--constraint", str(lowest)]
        resolve(session, LOWEST, "pipeline", "tests", options=options)


def users_install() -> list[str]:
    """List the names of what users install, with and without extras."""
    optional = PROJECT["optional-dependencies"].values()
    requirements = [*PROJECT["dependencies"], *(each for extra in optional for each in extra)]
    return [re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in requirements]


def resolve(session: nox.Session, file: str, *groups: str, options: list[str]) -> None:
    """Write one version of all that the project and some groups need, for every system."""
    oldest = PROJECT["requires-python"].removeprefix(">=")
    session.run(
        *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", oldest),
        *("--no-annotate", "--custom-compile-command", "nox -s lock", "pyproject.toml"),
        *(word for extra in ("cli", "testing") for word in ("--extra", extra)),
        *(word for name in groups for word in ("--group", name)),
        *(*options, "--output-file", file),
    )
