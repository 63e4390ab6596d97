"""The specs that the benchmark measures with: large, in two languages, the same whenever made."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faults import plant
from benchmarks.specs import Pair, pair
from benchmarks.timing import Row, measure, table
from pipeline.errors import PipelineError
from pipeline.parity.compare import compare
from pipeline.parity.document import operations, prose, structure
from pipeline.parity.reader import dump, load

JAPANESE = re.compile(r"[ぁ-んァ-ン一-龯]")


def found(made: Pair) -> dict[str, str]:
    """Compare a pair: JSON pointer of each difference to its kind."""
    return {item.pointer: str(item.kind) for item in compare(made.base, made.other).differences}


def sorted_lists(node: Any) -> Any:
    """Copy a value with every list in one order."""
    if isinstance(node, dict):
        return {key: sorted_lists(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted(map(sorted_lists, node), key=lambda value: json.dumps(value, sort_keys=True))
    return node


def references(node: Any) -> list[str]:
    """List the targets of all references."""
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node["$ref"]] if isinstance(node, dict) and "$ref" in node else []
    return own + [target for value in values for target in references(value)]


@pytest.fixture(scope="module")
def small() -> Pair:
    """A pair of thirteen operations, every free list in another order."""
    return pair(13, shuffled=1.0)


def test_pair_has_one_structure() -> None:
    """Where order is kept, nothing differs but prose and the order of keys."""
    made = pair(60, shuffled=0.0)

    assert found(made) == {}
    assert made.base != made.other


def test_shuffled_lists_hold_the_same_in_another_order(small: Pair) -> None:
    """Judged apart from `compare`, which is to be measured."""
    base, other = structure(small.base), structure(small.other)

    assert base != other
    assert sorted_lists(base) == sorted_lists(other)


@pytest.mark.parametrize("count", [1, 5, 13, 60])
def test_pair_has_the_operations_that_were_asked_for(count: int) -> None:
    """Each with an id of its own."""
    ids = [operation["operationId"] for _, _, operation in operations(pair(count).base)]

    assert len(ids) == len(set(ids)) == count


def test_all_prose_is_in_the_language_of_its_spec(small: Pair) -> None:
    """At every place where OpenAPI has prose."""
    english, japanese = prose(small.base), prose(small.other)

    assert len(english) == len(japanese) > 200
    assert not any(JAPANESE.search(sentence) for sentence in english.values())
    assert all(JAPANESE.search(sentence) for sentence in japanese.values())


def test_references_lead_to_schemas(small: Pair) -> None:
    """The specs are ones that a generator would take."""
    known = {f"#/components/schemas/{name}" for name in small.base["components"]["schemas"]}
    targets = set(references(small.base))

    assert len(targets) > 10
    assert targets <= known


def test_properties_are_named_as_prose_is() -> None:
    """A tool that tells prose by its key alone would not be measured with the same task."""
    text = dump(pair(60).base)

    for name in ("title", "description", "example"):
        assert f'"{name}": {{' in text


def test_keys_of_the_japanese_spec_are_sorted_below_the_top(small: Pair) -> None:
    """As its real export writes them."""
    path = next(iter(small.other["paths"].values()))

    assert next(iter(small.other)) == "openapi"
    assert list(small.other["info"]) == sorted(small.other["info"])
    assert list(path["get"]) == sorted(path["get"])
    assert list(path["get"]) != list(next(iter(small.base["paths"].values()))["get"])


def test_same_seed_gives_the_same_bytes() -> None:
    """And another seed gives others."""
    first, second, third = (pair(13, seed) for seed in (3, 3, 4))

    assert dump(first.base) == dump(second.base)
    assert dump(first.other) == dump(second.other)
    assert dump(first.base) != dump(third.base)


@pytest.mark.parametrize("seed", range(5))
def test_planted_differences_are_where_they_are_said_to_be(seed: int) -> None:
    """Each pointer and kind, and no other."""
    made = pair(20, seed, shuffled=0.0)
    planted = plant(made.other, 8, seed)

    assert len(planted) == 8
    assert set(planted.values()) == {"missing", "extra", "changed", "type"}
    assert planted == found(made)


def test_more_differences_than_there_is_room_for_are_refused(small: Pair) -> None:
    """The sentence names the number that fits."""
    with pytest.raises(PipelineError, match=r"room for \d+"):
        plant(small.other, 1000)


def test_command_writes_both_specs(root: Path, tmp_path: Path) -> None:
    """Into a folder that need not be there."""
    folder = tmp_path / "new"
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.specs", str(folder), "--operations", "7"],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    documents = [load(folder / name) for name in ("openapi.json", "openapi.ja.json")]

    assert (process.returncode, process.stderr) == (0, "")
    assert documents == [pair(7).base, pair(7).other]


def test_number_of_operations_must_be_above_zero(root: Path, tmp_path: Path) -> None:
    """Said in one line, below the usage."""
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.specs", str(tmp_path), "--operations", "0"],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert process.returncode == 2
    assert "0 is not above zero" in process.stderr
    assert "Traceback" not in process.stderr


def test_measured_action_runs_in_every_round() -> None:
    """A number that it returns is the number of differences."""
    rounds = iter([3, 4, 5])
    row = measure("x", lambda: next(rounds), rounds=3)

    assert list(rounds) == []
    assert (row.name, row.found) == ("x", 5)
    assert row.seconds >= 0


def test_table_shows_multiples_of_its_first_row() -> None:
    """Seconds of one machine mean little on another."""
    lines = table([Row("read", 0.5), Row("compare", 1.25, 8)]).splitlines()

    assert lines[1].split() == ["read", "1.00", "0.500"]
    assert lines[2].split() == ["compare", "2.50", "1.250", "8"]
