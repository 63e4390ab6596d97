"""How long it takes to compare a large pair of specs; `nox -s bench -- specs` runs it.

Reading is measured against `json.load`, comparing against DeepDiff, a general tool that can be
told to set prose and order aside. All within one run, as medians, since machines differ.
"""

import argparse
import json
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from deepdiff import DeepDiff

from benchmarks.faults import plant
from benchmarks.specs import OPERATIONS, Pair, pair, positive
from benchmarks.timing import Row, measure, table
from pipeline.errors import PipelineError
from pipeline.parity.compare import compare
from pipeline.parity.document import structure
from pipeline.parity.reader import dump, load

# Prose by place, as far as a pattern of paths can tell: not below `properties`, but in scopes.
PROSE = (
    r"(?<!\['properties'\])\['(?:title|description|summary|example|examples)'\]"
    r"|\['scopes'\]\['[^']+'\]"
)


def ours(base: dict[str, Any], other: dict[str, Any]) -> int:
    """Compare as `nox -s parity` does, and count the differences."""
    return len(compare(base, other).differences)


def deepdiff(base: dict[str, Any], other: dict[str, Any], **options: Any) -> int:
    """Compare with DeepDiff, `1` and `1.0` being equal, and count the differences."""
    found = DeepDiff(base, other, ignore_numeric_type_changes=True, **options)
    return sum(len(group) for group in found.values())


def reading(paths: list[Path], rounds: int) -> list[Row]:
    """Measure how long it takes to read the specs, both together.

    Args:
        paths: The spec files.
        rounds: How often.

    Returns:
        `json.load`, then ours.
    """

    def plain() -> list[Any]:
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    return [
        measure("json.load of both", plain, rounds),
        measure("our load of both, checked", lambda: [*map(load, paths)], rounds),
    ]


def comparing(made: Pair, ordered: Pair, rounds: int) -> list[Row]:
    """Measure how long it takes to compare the specs.

    Args:
        made: The pair, loaded.
        ordered: The same with every list in the same order, which DeepDiff compares faster.
        rounds: How often.

    Returns:
        Ours, DeepDiff with the same task, and DeepDiff with as little to do as can be.
    """
    stripped = structure(ordered.base), structure(ordered.other)
    equivalent = {"ignore_order": True, "exclude_regex_paths": [PROSE]}
    return [
        measure("our compare", lambda: ours(made.base, made.other), rounds),
        measure(
            "DeepDiff, ignore_order, prose excluded",
            lambda: deepdiff(made.base, made.other, **equivalent),
            rounds,
        ),
        measure(
            "DeepDiff, same order, prose stripped before",
            lambda: deepdiff(*stripped),
            rounds,
        ),
    ]


def main() -> None:
    """Measure the comparison of two large specs."""
    parser = argparse.ArgumentParser(prog="nox -s bench -- specs", description=main.__doc__)
    parser.add_argument("--operations", type=positive, default=OPERATIONS, help="(%(default)s)")
    parser.add_argument("--planted", type=positive, default=8, help="differences (%(default)s)")
    parser.add_argument("--rounds", type=positive, default=5, help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="(%(default)s)")
    options = parser.parse_args()
    made, ordered = (
        pair(options.operations, options.seed, shuffled=share) for share in (0.25, 0.0)
    )
    try:
        for one in (made, ordered):
            plant(one.other, options.planted, options.seed)
    except PipelineError as error:
        parser.error(str(error))
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("openapi.json", "openapi.ja.json")]
        for path, document in zip(paths, (made.base, made.other), strict=True):
            path.write_text(dump(document), encoding="utf-8")
        sizes = " and ".join(f"{path.stat().st_size / 1e6:.1f}" for path in paths)
        print(
            f"{options.operations} operations, {sizes} MB, {options.planted} differences planted; "
            f"seed {options.seed}, medians of {options.rounds}; DeepDiff {version('deepdiff')}",
            flush=True,
        )
        rows = reading(paths, options.rounds)
        loaded = Pair(*map(load, paths))
    print(table([*rows, *comparing(loaded, ordered, options.rounds)]))


if __name__ == "__main__":
    main()
