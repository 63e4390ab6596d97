"""Progress, shown on a terminal while people wait."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while something goes on; nothing where that is no terminal.

    Args:
        title: What goes on.

    Yields:
        A function to call with how much is done, and how much there is to do.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    columns = TextColumn(title), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
