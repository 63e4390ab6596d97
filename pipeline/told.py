"""Say on standard error what a long step is doing."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def told(what: str) -> Iterator[None]:
    """Tell what is being done, on one line; on a terminal also how long it took.

    Args:
        what: The beginning of a sentence, such as "Reading the specs".

    Yields:
        Nothing; meanwhile it is done.
    """
    shows_time = sys.stderr.isatty()
    sys.stderr.write(f"{what} …" + ("" if shows_time else "\n"))
    sys.stderr.flush()
    start = time.monotonic()
    try:
        yield
    finally:
        if shows_time:
            sys.stderr.write(f" {time.monotonic() - start:.1f} s\n")
