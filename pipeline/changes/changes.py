"""What changed for users between a git revision and the working tree, and the version step due."""

import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.changes.api_changes import api_changes, read_api
from pipeline.changes.change import Change, Step, due
from pipeline.changes.package_changes import package_changes
from pipeline.changes.revision import extract
from pipeline.changes.spec_changes import reworded, spec_changes
from pipeline.errors import PipelineError
from pipeline.packages import SOURCES
from pipeline.parity.reader import parse

SPEC = "openapi.json"
_SPECS = "openapi*.json"


@dataclass(frozen=True)
class ChangeReport:
    """All that changed.

    Attributes:
        base: The revision, as it was asked for.
        changes: The changes of both sides.
        sentences: Name of a spec to the number of its sentences that changed; none of them zero.
        code: Whether shipped files differ at all.
        versions: The version at the revision and in the working tree; `None` where none is set.
    """

    base: str
    changes: list[Change]
    sentences: dict[str, int]
    code: bool
    versions: tuple[str | None, str | None]

    @property
    def step(self) -> Step:
        """The step due; words and code that changed behind an unchanged contract are a patch."""
        silent = Step.PATCH if self.sentences or self.code else Step.NONE
        return max(due(self.changes), silent)


def find_changes(root: Path, base: str) -> ChangeReport:
    """Compare the working tree with a git revision.

    Args:
        root: The project's root.
        base: The revision, as git knows it.

    Returns:
        What changed since then.

    Raises:
        PipelineError: The revision is unknown, or a file of either side cannot be used.
    """
    with tempfile.TemporaryDirectory() as folder:
        before = extract(root, base, Path(folder), ["pyproject.toml", *SOURCES.values(), _SPECS])
        old, new = _specs(before, f"{base}:"), _specs(root)
        if SPEC not in new:
            raise PipelineError(f"{root / SPEC}: not there. `nox -s pull` writes it.")
        found = spec_changes(old.get(SPEC), new[SPEC])
        projects = _project(before, f"{base}:"), _project(root)
        return ChangeReport(
            base,
            [
                *found,
                *api_changes(read_api(before), read_api(root)),
                *package_changes(projects[0], projects[1] or {}),
            ],
            {
                name: count
                for name in sorted({*old, *new})
                if (count := reworded(old.get(name), new.get(name)))
            },
            _shipped(before) != _shipped(root),
            (_version(projects[0]), _version(projects[1])),
        )


def _specs(folder: Path, called: str = "") -> dict[str, dict[str, Any]]:
    return {
        path.name: parse(_text(path, called), f"{called}{path.name}", as_json=True)
        for path in sorted(folder.glob(_SPECS))
    }


def _text(path: Path, called: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{called}{path.name}: cannot be read as UTF-8 text: {error}."
        raise PipelineError(message) from error


def _shipped(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().replace(b"\r\n", b"\n")
        for folder in SOURCES.values()
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
    }


def _project(root: Path, called: str = "") -> dict[str, Any] | None:
    path = root / "pyproject.toml"
    if not path.exists():
        return None
    try:
        project: dict[str, Any] = tomllib.loads(_text(path, called)).get("project", {})
    except tomllib.TOMLDecodeError as error:
        raise PipelineError(f"{called}pyproject.toml: broken TOML: {error}.") from error
    return project


def _version(project: dict[str, Any] | None) -> str | None:
    version = (project or {}).get("version")
    return version if isinstance(version, str) else None
