"""Work that goes on in a thread of its own while the caller does something else."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def spawn(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Start work in a thread that holds up neither Ctrl-C nor the end of the program.

    The threads of a `ThreadPoolExecutor` are waited for when a program ends, for as long as a
    server keeps them waiting; these are not.

    Args:
        work: What to do; it sees the context variables of its caller.
        *args: Its arguments.
        **kwargs: Its arguments by name.

    Returns:
        What it will return or raise.
    """
    future = Future[T]()
    context = copy_context()

    def run() -> None:
        try:
            future.set_result(context.run(work, *args, **kwargs))
        except BaseException as error:  # noqa: BLE001  raised again where the result is read
            future.set_exception(error)

    threading.Thread(target=run, name="serverless-training", daemon=True).start()
    return future
