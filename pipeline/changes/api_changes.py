"""What changed in the Python API between two source trees, read from the source alone.

Public is what can be imported without touching a name that begins with an underscore: what the
`__all__` of a module lists, and the modules of operations below `api`, which have none. A class is
called by its shortest such name, in whatever module it is written.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import griffe

from pipeline.changes.change import Change, Kind, Step, code, listed
from pipeline.errors import PipelineError
from pipeline.packages import CLIENT, SOURCES

_SENTENCES = {
    griffe.BreakageKind.PARAMETER_REMOVED: "the parameter {name} was removed",
    griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "the required parameter {name} was added",
    griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "the parameter {name} is now required",
    griffe.BreakageKind.PARAMETER_MOVED: "the parameter {name} stands in another position",
    griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT: "the default of {name} changed from {default}",
    griffe.BreakageKind.PARAMETER_CHANGED_KIND: "the parameter {name} was {kind}",
}


# Told by ourselves: griffe takes a name that is listed no more for present, and only counts bases.
_OURS = (griffe.BreakageKind.OBJECT_REMOVED, griffe.BreakageKind.CLASS_REMOVED_BASE)


@dataclass(frozen=True)
class PublicAPI:
    """The public names of a source tree.

    Attributes:
        packages: The packages that are there, as griffe reads them.
        objects: Every public name to what it names.
        names: Where an object is written to its public names, shortest first.
    """

    packages: dict[str, Any]
    objects: dict[str, Any] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)


def read_api(root: Path) -> PublicAPI:
    """Read the packages of a source tree; nothing of them is run.

    Args:
        root: The project's root; a package that is not there is passed over.

    Returns:
        What they make public.

    Raises:
        PipelineError: A module cannot be read as Python.
    """
    folders = [root / folder for folder in SOURCES.values()]
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        try:
            ast.parse(path.read_bytes(), path.name)
        except (SyntaxError, ValueError) as error:  # griffe would take such a module for empty
            place = path.relative_to(root)
            raise PipelineError(f"{place}: cannot be read as Python: {error}.") from error
    loader = griffe.GriffeLoader(search_paths=folders, allow_inspection=False, store_source=False)
    there = [name for name, folder in SOURCES.items() if (root / folder / name).is_dir()]
    api = PublicAPI({name: loader.load(name, try_relative_path=False) for name in there})
    loader.resolve_aliases(implicit=True, external=False)
    found = [pair for package in api.packages.values() for pair in _public(package)]
    for name, thing in sorted(found, key=lambda pair: (pair[0].count("."), pair[0])):
        api.objects[name] = thing
        api.names.setdefault(_canonical(thing), []).append(name)
    return api


def api_changes(old: PublicAPI, new: PublicAPI) -> list[Change]:
    """List what changed for importers between two source trees.

    Types of parameters and results are compared for what is written by hand; those of generated
    code follow from the spec, whose side judges them by direction.

    Args:
        old: The API before.
        new: The API after.

    Returns:
        The changes; one that several functions of a module share is told once.
    """
    found = [*_removed(old, new), *_added(old, new), *_broken(old, new), *_extended(old, new)]
    shared: dict[tuple[str, str], list[Change]] = {}
    for change in dict.fromkeys(found):
        parent = change.place.rpartition(".")[0]
        shared.setdefault((parent, change.text), []).append(change)
    return [_together(changes) for changes in shared.values()]


def _together(changes: list[Change]) -> Change:
    first = changes[0]
    parent, _, name = first.place.rpartition(".")
    names = [name, *(each.place.rpartition(".")[2] for each in changes[1:])]
    # All of them: a name that is gone must not hide behind "and 84 more".
    several = f"{listed(names, most=len(names))} of {code(parent)}"
    where = code(first.place) if len(names) == 1 else several
    place = first.place if len(names) == 1 else parent
    text = first.text if len(names) == 1 else re.sub("^ was ", " were ", first.text)
    return Change("Python", place, f"{where}{text}", first.kind, first.step)


def _public(thing: Any) -> Iterator[tuple[str, Any]]:
    """List the public objects below one that is public, with their names."""
    operations = f"{CLIENT}.api"
    speaks = not thing.is_module or bool(thing.exports) or f"{thing.path}.".startswith(operations)
    if thing.is_module and speaks:
        yield thing.path, thing
    for name, member in thing.all_members.items():
        if not member.is_alias and member.is_module:
            if not name.startswith("_"):
                yield from _public(member)
        elif speaks and member.is_public and name != "__all__":
            yield f"{thing.path}.{name}", member
            target = _target(member)
            if target is not None and target.is_class:
                yield from (
                    (f"{thing.path}.{name}{path.removeprefix(target.path)}", inner)
                    for path, inner in _public(target)
                )


def _target(member: Any) -> Any:
    """Follow an alias; `None` where it leads out of the packages."""
    try:
        return member.final_target if member.is_alias else member
    except griffe.AliasResolutionError:
        return None


def _canonical(thing: Any) -> str:
    target = _target(thing)
    return str(thing.target_path if target is None else target.path)


def _missing(api: PublicAPI, other: PublicAPI) -> Iterator[tuple[str, str]]:
    """List the names that the other side does not have, without what stands below one of them.

    Yields:
        A name, and what to add of further names of the same object.
    """
    lost = {name for name in api.objects if name not in other.objects}
    for names in api.names.values():
        top = [name for name in names if name in lost and not lost & {*_above(name)}]
        if top:
            yield top[0], f", also as {listed(top[1:])}" if top[1:] else ""


def _above(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name


def _removed(old: PublicAPI, new: PublicAPI) -> Iterator[Change]:
    for name, also in _missing(old, new):
        yield Change("Python", name, f" was removed{also}.", Kind.REMOVED, Step.MAJOR)


def _added(old: PublicAPI, new: PublicAPI) -> Iterator[Change]:
    for name, also in _missing(new, old):
        yield Change("Python", name, f" was added{also}.", Kind.ADDED)


def _broken(old: PublicAPI, new: PublicAPI) -> Iterator[Change]:
    for name in old.packages.keys() & new.packages.keys():
        for breakage in griffe.find_breaking_changes(old.packages[name], new.packages[name]):
            names = new.names.get(_canonical(breakage.obj))
            if names and breakage.kind not in _OURS:
                yield Change("Python", names[0], f": {_said(breakage)}.", step=Step.MAJOR)


def _said(breakage: griffe.Breakage) -> str:
    before, after = breakage.old_value, breakage.new_value
    if breakage.kind not in _SENTENCES:
        text = breakage.kind.value
        return f"{text[0].lower()}{text[1:]} ({code(str(before))}, now {code(str(after))})"
    parameters = [each for each in (before, after) if each is not None]
    defaults = [code(str(each.default)) for each in parameters]
    kinds = [each.kind.value for each in parameters]
    return _SENTENCES[breakage.kind].format(
        name=code(parameters[0].name), default=" to ".join(defaults), kind=", now ".join(kinds)
    )


def _extended(old: PublicAPI, new: PublicAPI) -> Iterator[Change]:
    """Compare what griffe passes over: optional parameters, bases, coroutines, and types."""
    for names in new.names.values():
        before, after = (
            _target(api.objects[names[0]]) if names[0] in api.objects else None
            for api in (old, new)
        )
        if before is None or after is None or before.kind is not after.kind:
            continue
        if after.is_function:
            for parameter in after.parameters:
                if parameter.name not in before.parameters and not parameter.required:
                    text = f": the optional parameter {code(parameter.name)} was added."
                    yield Change("Python", names[0], text, Kind.ADDED)
        yield from _regrouped(names[0], before, after)
        if not after.path.startswith(f"{CLIENT}."):
            yield from _retyped(names[0], before, after)


def _regrouped(name: str, old: Any, new: Any) -> Iterator[Change]:
    """Compare what `except` and `await` rely on: base classes, and functions that are awaited."""
    if new.is_function and ("async" in old.labels) != ("async" in new.labels):
        text = f": it is {'' if 'async' in new.labels else 'no longer '}a coroutine function."
        yield Change("Python", name, text, step=Step.MAJOR)
    if new.is_class:
        bases = [{str(base) for base in each.bases} for each in (old, new)]
        if gone := sorted(bases[0] - bases[1]):
            text = f": {listed(gone, most=len(gone))} is no base class of it any more."
            yield Change("Python", name, text, step=Step.MAJOR)


def _retyped(name: str, old: Any, new: Any) -> Iterator[Change]:
    places = []
    if new.is_function:
        places = [
            (
                f"the type of {code(each.name)}",
                old.parameters[each.name].annotation,
                each.annotation,
            )
            for each in new.parameters
            if each.name in old.parameters
        ]
    sides = [(what, before, after, True) for what, before, after in places]
    if new.is_function or new.is_attribute:
        sides.append(("the type of the value", old.annotation, new.annotation, False))
    for what, before, after, given in sides:
        was, now = _members(before), _members(after)
        if was and now and was != now:
            # A parameter may take more than before, a value may be less.
            fits = was <= now if given else now <= was
            text = f": {what} changed from {code(str(before))} to {code(str(after))}."
            yield Change("Python", name, text, step=Step.MINOR if fits else Step.MAJOR)


def _members(annotation: Any) -> set[str]:
    """Split a union into its members; empty where nothing is annotated."""
    if annotation is None:
        return set()
    if isinstance(annotation, griffe.ExprBinOp) and annotation.operator == "|":
        return _members(annotation.left) | _members(annotation.right)
    return {str(annotation)}
