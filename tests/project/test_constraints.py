"""What sessions install has one version, on any day."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = ["constraints.txt", "constraints-minimums.txt"]


def pins(name: str) -> dict[str, list[str]]:
    """Read the versions of each distribution; where systems differ, it has several."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            requirement = Requirement(line)
            version = str(requirement.specifier).removeprefix("==")
            found.setdefault(canonicalize_name(requirement.name), []).append(version)
    return found


def requirements(*groups: str) -> Iterator[Requirement]:
    """List what the project, its extras, its build and some groups need."""
    project = PYPROJECT["project"]
    listed = [
        *project["dependencies"],
        *PYPROJECT["build-system"]["requires"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
        *(each for name in groups for each in PYPROJECT["dependency-groups"][name]),
    ]
    yield from (Requirement(each) for each in listed if isinstance(each, str))


@pytest.mark.parametrize(
    ("name", "groups"),
    [(FILES[0], [*PYPROJECT["dependency-groups"]]), (FILES[1], ["pipeline", "tests"])],
    ids=FILES,
)
def test_every_requirement_is_pinned_to_a_version_that_it_allows(
    name: str, groups: list[str]
) -> None:
    """Otherwise: `nox -s lock`."""
    pinned = pins(name)

    for requirement in requirements(*groups):
        if requirement.name.startswith(PYPROJECT["project"]["name"]):
            continue
        versions = pinned[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_what_installed_distributions_need_is_pinned_too() -> None:
    """A release of something that nothing here names changes nothing either."""
    known = {*pins(FILES[0]), *pins(FILES[1])}
    installed: dict[str, Distribution] = {
        canonicalize_name(each.name): each for each in distributions()
    }
    needed = {
        canonicalize_name(requirement.name): name
        for name in known & {*installed}
        for each in installed[name].requires or []
        if not (requirement := Requirement(each)).marker or requirement.marker.evaluate()
    }

    assert len(needed) > 20
    assert {name: by for name, by in needed.items() if name not in known} == {}


@pytest.mark.parametrize("name", FILES)
def test_constraints_name_versions_and_no_place_to_find_them(name: str) -> None:
    """Whoever installs has an index; each line is a name, a version, and where it applies."""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"#.*|[a-z0-9-]+(\[\w+\])?==[\w.+!-]+( ; [^@/]+)?", line)


def test_minimums_are_the_lowest_that_users_may_have() -> None:
    """`>=` is what the tests ran with."""
    lowest = pins(FILES[1])
    project = PYPROJECT["project"]
    optional = project["optional-dependencies"]
    promised = [*project["dependencies"], *optional["cli"], *optional["testing"]]

    for each in map(Requirement, promised):
        bound = next(part.version for part in each.specifier if part.operator == ">=")
        for version in lowest[canonicalize_name(each.name)]:
            assert version in (bound, f"{bound}.0", f"{bound}.0.0"), each
