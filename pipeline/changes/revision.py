"""Take the files of a git revision out of the repository, beside the working tree."""

import io
import subprocess
import zipfile
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.errors import PipelineError


def extract(root: Path, revision: str, folder: Path, patterns: Sequence[str]) -> Path:
    """Write files of a revision into a folder.

    Args:
        root: A folder of the working tree; any clone, worktree or subfolder will do.
        revision: What git knows it by: a tag, a branch, a commit.
        folder: An empty folder.
        patterns: The names wanted in `root`, as `fnmatch` reads them; folders come whole, and what
            the revision does not have is passed over.

    Returns:
        `folder`, which now looks like `root` did.

    Raises:
        PipelineError: This is no git checkout, there is no such revision, or git is missing.
    """
    checkout = _git(root, "rev-parse", "--is-inside-work-tree")
    if checkout.stdout.strip() != b"true":
        # Git's own words tell a missing repository from one that another user owns.
        why = checkout.stderr.decode("utf-8", "replace").partition("\n")[0]
        raise PipelineError(f"{root} is no git checkout that can be compared with: {why}")
    commit = f"{revision}^{{commit}}"  # with this end, no revision passes for an option
    found = _git(root, "rev-parse", "--verify", "--quiet", commit)
    if found.returncode:
        raise PipelineError(
            f"{revision!r}: no such revision here. If the clone is shallow, fetch it first: "
            "`git fetch --tags --unshallow`."
        )
    sha = found.stdout.decode("ascii").strip()
    listed = _git(root, "ls-tree", "--name-only", "-z", sha).stdout.decode("utf-8", "replace")
    there = [
        name
        for name in listed.split("\0")
        if any(fnmatchcase(name, pattern) for pattern in patterns)
    ]
    if there:
        archive = _git(root, "archive", "--format=zip", sha, "--", *there)
        if archive.returncode:
            said = archive.stderr.decode("utf-8", "replace").strip()
            raise PipelineError(f"{revision!r}: git archive failed: {said}")
        zipfile.ZipFile(io.BytesIO(archive.stdout)).extractall(folder)
    return folder


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  no shell
            ["git", "-C", str(root), *arguments],  # noqa: S607  git is where PATH has it
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise PipelineError("git is needed to read another revision, and is not there.") from error
