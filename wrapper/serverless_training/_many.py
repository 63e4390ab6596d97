"""Listing many models at once: how many requests at a time, in threads or in tasks."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

from attrs import field, frozen
from serverless_training_client.models import Checkpoint

from serverless_training._checks import check_count, show
from serverless_training._errors import InvalidArgumentError, ServerlessTrainingError
from serverless_training._language import gettext as _

T = TypeVar("T")
R = TypeVar("R")


@frozen(repr=False)
class ModelCheckpoints:
    """What came of listing one model of several.

    Attributes:
        model_id: ID of the model, as it was given.
        error: What went wrong; `None` if nothing did.
    """

    model_id: str
    error: ServerlessTrainingError | None
    _checkpoints: list[Checkpoint] = field(factory=list)

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """The checkpoints of the model, the oldest first.

        Raises:
            ServerlessTrainingError: Listing this model failed; it is `error`.
        """
        if self.error is not None:
            raise self.error
        return self._checkpoints

    def __repr__(self) -> str:
        what = repr(self.error) if self.error else f"{len(self._checkpoints)} checkpoints"
        return f"<{type(self).__name__} of {show(self.model_id)}: {what}>"


def check_many(model_ids: object, concurrency: int) -> None:
    """Check what many models are listed with.

    Args:
        model_ids: IDs of the models; nothing is taken from an iterator yet.
        concurrency: The most requests at a time.

    Raises:
        InvalidArgumentError: An argument cannot be used.
    """
    if isinstance(model_ids, str | bytes) or not isinstance(model_ids, Iterable):
        raise InvalidArgumentError(
            _("model_ids is {value!r}: it must be a list of IDs.").format(value=show(model_ids)),
            argument="model_ids",
        )
    check_count(concurrency, "concurrency", 1)


def run_in_threads(function: Callable[[T], R], items: Sequence[T], workers: int) -> list[R]:
    """Call a function for each of several items, in threads.

    What the function raises is raised here at once, and so is an interrupt. Threads that wait for
    an answer then are not waited for: they begin nothing new and keep no process alive.

    Args:
        function: What to call.
        items: Its arguments.
        workers: The most threads.

    Returns:
        The results, in the order of the items.
    """
    todo = deque(enumerate(items))
    done = SimpleQueue[tuple[int, R] | BaseException]()

    def work() -> None:
        while entry := _next(todo):
            try:
                done.put((entry[0], function(entry[1])))
            except BaseException as error:  # noqa: BLE001  raised again where it is waited for
                done.put(error)

    # A context can be entered by one thread at a time, so that each gets a copy.
    threads = [
        Thread(target=copy_context().run, args=(work,), daemon=True)
        for _ in range(min(workers, len(items)))
    ]
    results: dict[int, R] = {}
    try:
        for thread in threads:
            thread.start()
        while len(results) < len(items):
            outcome = done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            results[outcome[0]] = outcome[1]
    finally:
        todo.clear()
    for thread in threads:
        thread.join()
    return [results[place] for place in range(len(items))]


async def run_in_tasks(
    function: Callable[[T], Awaitable[R]], items: Sequence[T], workers: int
) -> list[R]:
    """Await a function for each of several items, in tasks.

    What the function raises is raised here, and so is a cancellation; no task is left over.

    Args:
        function: What to await.
        items: Its arguments.
        workers: The most tasks.

    Returns:
        The results, in the order of the items.
    """
    # Imported here, since it is large and the synchronous client never needs it.
    import asyncio  # noqa: PLC0415

    todo = deque(enumerate(items))
    results: dict[int, R] = {}

    async def work() -> None:
        while entry := _next(todo):
            results[entry[0]] = await function(entry[1])

    tasks = [asyncio.create_task(work()) for _ in range(min(workers, len(items)))]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [results[place] for place in range(len(items))]


def _next(todo: deque[tuple[int, T]]) -> tuple[int, T] | None:
    # Another thread may take the last one between a look and a grasp.
    try:
        return todo.popleft()
    except IndexError:
        return None
