"""The pull request of a spec update: what changed, and which steps failed."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import PipelineError

# GitHub refuses a body of more than 65,536 characters; so much of each part is shown.
CHANGES_LIMIT = 40_000
OUTPUT_LIMIT = 4_000

_REST = "The rest stands in the artifact of the run."


def failed(steps: str) -> list[str]:
    """List the steps that did not succeed.

    Args:
        steps: The `steps` context of GitHub Actions as JSON; a skipped step has not failed.

    Returns:
        Their ids, in the order of the run.

    Raises:
        PipelineError: The text is no such context.
    """
    try:
        found = json.loads(steps)
        return [
            name for name, step in found.items() if step["outcome"] not in ("success", "skipped")
        ]
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise PipelineError(
            "--steps: not the `steps` context of a job. Pass `${{ toJSON(steps) }}`."
        ) from error


def body(changes: str, outputs: Mapping[str, str], pulled: str = "") -> str:
    """Compose the text of the pull request, the failures first.

    Args:
        changes: What changed for users, Markdown; empty when it could not be found out.
        outputs: Each session that failed, and what it wrote.
        pulled: What `nox -s pull` said: what came, what is gone and what was passed over.

    Returns:
        Markdown that GitHub accepts: every output stands in a fence of its own, long texts are cut.
    """
    parts = [f"### `nox -s {name}` failed\n\n{_fenced(text)}" for name, text in outputs.items()]
    if parts:
        parts.insert(0, "A draft: some steps failed. Mend them on this branch before it is merged.")
    parts.append(_cut(changes.strip()) or "What changed for users could not be listed.")
    if pulled.strip():
        parts.append(f"### What `nox -s pull` said\n\n{_fenced(pulled)}")
    return "\n\n".join(parts) + "\n"


def _cut(text: str) -> str:
    if len(text) <= CHANGES_LIMIT:
        return text
    whole_lines = text[:CHANGES_LIMIT].rpartition("\n")[0]
    return f"{whole_lines}\n\n{_REST}"


def _fenced(text: str) -> str:
    # The output quotes what upstream wrote: it must not end the fence, nor steer a terminal.
    shown = "".join(char for char in text if char.isprintable() or char in "\n\t").strip()
    if len(shown) > OUTPUT_LIMIT:
        # Tools say last what went wrong.
        shown = f"{_REST}\n…\n{shown[-OUTPUT_LIMIT:]}"
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{shown}\n{fence}"


def write(folder: Path, steps: str) -> list[str]:
    """Write `body.md`, and `failed` with the name of each failed step on a line.

    Args:
        folder: Holds `changes.md`, and what each step wrote as `STEP.txt`; a file may be missing.
        steps: The `steps` context of GitHub Actions as JSON.

    Returns:
        The names of the failed steps.

    Raises:
        PipelineError: There is no such folder, or `steps` is no such context.
    """
    if not folder.is_dir():
        raise PipelineError(f"{folder}: no such folder. Which one holds the output of the steps?")
    names = failed(steps)
    outputs = {name: _read(folder / f"{name}.txt") for name in names}
    text = body(_read(folder / "changes.md"), outputs, _read(folder / "pull.txt"))
    (folder / "body.md").write_text(text, encoding="utf-8")
    (folder / "failed").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return names


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
