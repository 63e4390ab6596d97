# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Callable as Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

def spawn(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]: ...
