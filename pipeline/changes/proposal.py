"""The pull request of a spec update: what changed, and which steps failed."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.parity.lag import Lag, lags
from pipeline.text import code

# GitHub refuses a body of more than 65,536 characters; so much of each part is shown.
CHANGES_LIMIT = 32_000
OUTPUT_LIMIT = 4_000
LAG_LIMIT = 4_000  # of each of the two lists

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


def body(
    changes: str,
    outputs: Mapping[str, str],
    pulled: str = "",
    behind: Mapping[str, Lag] | None = None,
) -> str:
    """Compose the text of the pull request, the failures first.

    Args:
        changes: What changed for users, Markdown; empty when it could not be found out.
        outputs: Each session that failed, and what it wrote.
        pulled: What `nox -s pull` said: what came, what is gone and what was passed over.
        behind: The specs that lag behind the English one, and what they lack and still have.

    Returns:
        Markdown that GitHub accepts: every output stands in a fence of its own, long texts are cut.
    """
    parts = [f"### `nox -s {name}` failed\n\n{_fenced(text)}" for name, text in outputs.items()]
    if parts:
        parts.insert(0, "A draft: some steps failed. Mend them on this branch before it is merged.")
    parts += (_behind(name, each) for name, each in (behind or {}).items())
    changed = _cut(changes.strip(), CHANGES_LIMIT)
    parts.append(changed or "What changed for users could not be listed.")
    if pulled.strip():
        parts.append(f"### What `nox -s pull` said\n\n{_fenced(pulled)}")
    return "\n\n".join(parts) + "\n"


def _behind(name: str, lag: Lag) -> str:
    parts = [f"### {code(name)} lags behind"]
    for said, places in (
        ("It lacks these; English stands in for them:", lag.lacking),
        ("It still has these; they are left out:", lag.dropped),
    ):
        if places:
            listed = "\n".join(f"- {code(place)}" for place in places)
            parts.append(f"{said}\n\n{_cut(listed, LAG_LIMIT)}")
    return "\n\n".join(parts)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    whole_lines = text[:limit].rpartition("\n")[0]
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


def write(folder: Path, steps: str, root: Path) -> list[str]:
    """Write `body.md`, and `failed` with the name of each failed step on a line.

    Args:
        folder: Holds `changes.md`, and what each step wrote as `STEP.txt`; a file may be missing.
        steps: The `steps` context of GitHub Actions as JSON.
        root: The project's root, with the specs.

    Returns:
        The names of the failed steps.

    Raises:
        PipelineError: There is no such folder, or `steps` is no such context.
    """
    if not folder.is_dir():
        raise PipelineError(f"{folder}: no such folder. Which one holds the output of the steps?")
    names = failed(steps)
    outputs = {name: _read(folder / f"{name}.txt") for name in names}
    behind: Mapping[str, Lag] = {}
    with suppress(PipelineError):  # a spec that cannot be used, as the output of a step says
        behind = {name: lag for name, lag in lags(root).items() if lag.lacking or lag.dropped}
    text = body(_read(folder / "changes.md"), outputs, _read(folder / "pull.txt"), behind)
    (folder / "body.md").write_text(text, encoding="utf-8")
    (folder / "failed").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    return names


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
