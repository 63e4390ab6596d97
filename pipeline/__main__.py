"""`python -m pipeline STEP`: the maintainers' steps; `nox -s STEP` brings what each needs."""

import argparse
import io
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.files import recover, replace_files

# Each step imports its tools when it runs. So `compare` needs two packages only, a YAML reader and
# Rich for colour, and a step that lacks one can say so.

ROOT = Path(__file__).resolve().parent.parent


def run_compare(arguments: argparse.Namespace) -> int:
    """Say whether specs have the same structure, and how far they are translated; 1 if not same."""
    from rich.console import Console  # noqa: PLC0415

    from pipeline.parity.compare import compare  # noqa: PLC0415
    from pipeline.parity.coverage import coverage  # noqa: PLC0415
    from pipeline.parity.document import operations  # noqa: PLC0415
    from pipeline.parity.freshness import read_digests  # noqa: PLC0415
    from pipeline.parity.languages import spec_language  # noqa: PLC0415
    from pipeline.parity.reader import load  # noqa: PLC0415
    from pipeline.parity.report import FORMATS, ParityReport, as_text  # noqa: PLC0415

    base = load(arguments.base)
    count = len(list(operations(base)))
    reports = []
    for path in arguments.others:
        found = compare(base, load(path))
        digests = read_digests(path.parent).get(spec_language(path), {})
        report = ParityReport(
            arguments.base, path, count, found, coverage(found.sentences, digests)
        )
        reports.append(report)
    if arguments.format == "text":
        Console(soft_wrap=True, highlight=False).print(as_text(reports, everything=arguments.all))
    else:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # For programs, whatever the terminal shows; half of a surrogate pair as JSON writes it.
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.stdout.write(FORMATS[arguments.format](reports))
    return 1 if any(report.comparison.differences for report in reports) else 0


def run_pull(arguments: argparse.Namespace) -> int:
    """Write the specs from the documentation."""
    from pipeline.pull.pull import pull  # noqa: PLC0415

    for line in pull(arguments.sources, ROOT, include=tuple(arguments.include)):
        print(line)
    return 0


def run_regenerate(arguments: argparse.Namespace) -> int:
    """Write generated/ from the specs."""
    from pipeline.generate.regenerate import regenerate  # noqa: PLC0415
    from pipeline.parity.lag import lags  # noqa: PLC0415

    package, changes = regenerate(ROOT, incomplete=arguments.incomplete)
    for name, behind in lags(ROOT).items():
        for line in behind.lines(name):
            print(line)
    for change in changes:
        print(f"before generating: {change}")
    print(f"{package.relative_to(ROOT)}: written")
    return 0


def run_drift(arguments: argparse.Namespace) -> int:
    """Compare generated/ with a fresh generation; 1 if they differ."""
    from pipeline.generate.regenerate import drift  # noqa: PLC0415
    from pipeline.parity.lag import lags  # noqa: PLC0415

    found = drift(ROOT, incomplete=arguments.incomplete)
    for name, behind in lags(ROOT).items():
        print(f"{name} lags behind English: {behind} (`nox -s parity` lists them).")
    for line in found:
        print(line)
    if found:
        print(
            "generated/ is not what the specs, docstrings and catalogs say. "
            "Run `nox -s regenerate` and commit the result."
        )
        return 1
    print("generated/ is what the specs, docstrings and catalogs say.")
    return 0


def run_translate(_: argparse.Namespace) -> int:
    """Bring the translators' files and what is made of them up to date."""
    from pipeline.stubs.stubs import written_stubs  # noqa: PLC0415
    from pipeline.translate.translate import translate  # noqa: PLC0415

    files = translate(ROOT) | written_stubs(ROOT)
    for path, changed in replace_files(ROOT, files).items():
        if changed or ROOT / "generated" not in path.parents:
            print(f"{path.relative_to(ROOT)}: {'written' if changed else 'unchanged'}")
    return 0


def run_completeness(arguments: argparse.Namespace) -> int:
    """List what readers of other languages would meet in English or in wrong words; 1 if any."""
    from pipeline.translate.completeness import as_text, completeness  # noqa: PLC0415

    found = completeness(ROOT)
    for line in as_text(found, everything=arguments.all):
        print(line)
    return 1 if found.failures else 0


def run_proposal(arguments: argparse.Namespace) -> int:
    """Write the pull request of a spec update."""
    from pipeline.changes.proposal import write  # noqa: PLC0415

    names = write(arguments.folder, arguments.steps, ROOT)
    path = arguments.folder / "body.md"
    print(f"{path}: written" + (f"; failed: {', '.join(names)}" if names else ""))
    return 0


def run_changes(arguments: argparse.Namespace) -> int:
    """Say what changed for users since a git revision, and which version step is due."""
    from pipeline.changes.changes import find_changes  # noqa: PLC0415
    from pipeline.changes.report import as_json, markdown  # noqa: PLC0415

    report = find_changes(ROOT, arguments.base)
    print((as_json if arguments.format == "json" else markdown)(report), end="")
    broken = any(change.breaking for change in report.changes)
    return 1 if broken and arguments.fail_on == "breaking" else 0


def parser() -> argparse.ArgumentParser:
    """Build the command line of `python -m pipeline`."""
    top = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    steps = top.add_subparsers(metavar="STEP", required=True)

    def step(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = steps.add_parser(name, help=run.__doc__, description=run.__doc__)
        added.set_defaults(run=run)
        return added

    compares = step("compare", run_compare)
    compares.add_argument("base", type=Path, help="the spec that decides")
    compares.add_argument("others", type=Path, nargs="+", help="specs to hold against it")
    compares.add_argument(
        "--format", choices=["text", "json", "markdown", "github"], default="text"
    )
    compares.add_argument(
        "--all", action="store_true", help="list every note and finding, not the first ten"
    )

    pulls = step("pull", run_pull)
    pulls.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="page with an OpenAPI block, index of pages (llms.txt) or OpenAPI file, by path or "
        "URL; ja=SOURCE where nothing in it tells the language",
    )
    pulls.add_argument(
        "--include",
        action="append",
        default=[],
        metavar="GLOB",
        help="of an index follow only links whose path matches: '/ja/*'; repeatable",
    )

    for name, run in (("regenerate", run_regenerate), ("drift", run_drift)):
        step(name, run).add_argument(
            "--incomplete",
            action="store_true",
            help="let English stand in for what a language lacks, and leave out what it has still",
        )
    step("translate", run_translate)
    step("completeness", run_completeness).add_argument(
        "--all", action="store_true", help="list notes on the words of the specs too"
    )

    tells = step("changes", run_changes)
    tells.add_argument("--base", required=True, metavar="REV", help="the git revision before")
    tells.add_argument("--format", choices=("markdown", "json"), default="markdown")
    tells.add_argument(
        "--fail-on", choices=("breaking",), help="end with 1 when a change breaks users"
    )

    proposes = step("proposal", run_proposal)
    proposes.add_argument("folder", type=Path, help="what the steps wrote")
    proposes.add_argument("--steps", required=True, help="GitHub's `steps` context, as JSON")
    return top


def _remedy(run: Callable[[argparse.Namespace], int]) -> str:
    """Say what brings the packages of a step."""
    if run is run_compare:
        return "`nox -s parity` brings what is needed, or `python -m pip install rich ruamel.yaml`."
    return f"`nox -s {run.__name__.removeprefix('run_')}` brings what is needed."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one step.

    Args:
        argv: The arguments; those of the process by default.

    Returns:
        0 done or equal, 1 different, 2 anything that kept the step from saying so, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character is no reason to call two specs different.
            stream.reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(argv)
    try:
        for path in recover(ROOT):
            print(f"{path.name}: as it was before a step that was interrupted", file=sys.stderr)
        code: int = arguments.run(arguments)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        hint = "Nothing was changed. Is there space, and may this user write here?"
        print(f"{error}. {hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; what was there is as it was.", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "pipeline").partition(".")[0] == "pipeline":
            traceback.print_exc()
        else:
            print(f"{error.name}: not installed here. {_remedy(arguments.run)}", file=sys.stderr)
        return 2
    except Exception:  # noqa: BLE001  Python would end with 1, which says that specs differ
        traceback.print_exc()
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
