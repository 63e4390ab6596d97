"""What changed for those who install the package, read from pyproject.toml."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.changes.change import Change, Kind, Step, code

_NAMED = {"optional-dependencies": "extra", "scripts": "command"}


def package_changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Iterator[Change]:
    """List what changed in the metadata of the package.

    Args:
        old: The table `project` before; `None` where there was none.
        new: The table `project` after.

    Yields:
        Commands and extras that came and went, another range of Pythons, other dependencies. Going
        breaks; whether another range shuts somebody out is for people to read.
    """
    if old is None:
        return
    for key, noun in _NAMED.items():
        before, after = (side.get(key, {}) for side in (old, new))
        for name in [name for name in before if name not in after]:
            text = f"The {noun} {code(name)} was removed."
            yield Change("Package", key, text, Kind.REMOVED, Step.MAJOR)
        for name in [name for name in after if name not in before]:
            yield Change("Package", key, f"The {noun} {code(name)} was added.", Kind.ADDED)
    pythons = [side.get("requires-python") for side in (old, new)]
    if pythons[0] != pythons[1]:
        text = f"Python {code(pythons[1])} is needed instead of {code(pythons[0])}."
        yield Change("Package", "requires-python", text, step=Step.MAJOR)
    sides = [_requirements(side) for side in (old, new)]
    for where, before in sides[0].items():
        if sides[1].get(where, before) == before:
            continue
        gone, came = (sorted(one[where] - two[where]) for one, two in (sides, sides[::-1]))
        text = f"{where[0].upper()}{where[1:]}: {_list(came)} instead of {_list(gone)}."
        yield Change("Package", where, text, step=Step.MINOR)


def _requirements(project: Mapping[str, Any]) -> dict[str, set[str]]:
    extras = project.get("optional-dependencies", {})
    found = {f"dependencies of the extra {code(name)}": set(each) for name, each in extras.items()}
    return {"dependencies": set(project.get("dependencies", []))} | found


def _list(requirements: list[str]) -> str:
    return ", ".join(map(code, requirements)) or "nothing"
