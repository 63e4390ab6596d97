# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections import deque
from collections.abc import Awaitable, Callable as Callable, Sequence
from serverless_training._checks import check_count as check_count, show as show
from serverless_training._errors import (
    InvalidArgumentError as InvalidArgumentError,
    ServerlessTrainingError as ServerlessTrainingError,
)
from serverless_training_client.models import Checkpoint
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

@frozen(repr=False)
class ModelCheckpoints:
    """複数のモデルのチェックポイントを一覧表示したときの、モデル 1 つ分の結果。

    属性:
        model_id: モデルの ID。渡されたままの値です。
        error: 発生したエラー。なければ `None`。
    """

    model_id: str
    error: ServerlessTrainingError | None
    _checkpoints: list[Checkpoint] = field(factory=list)

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """モデルのチェックポイント。古い順です。

        例外:
            ServerlessTrainingError: このモデルの一覧を取得できなかった場合。`error` と同じものです。
        """

    def __repr__(self) -> str: ...

def check_many(model_ids: object, concurrency: int) -> None: ...
def run_in_threads(function: Callable[[T], R], items: Sequence[T], workers: int) -> list[R]: ...
async def run_in_tasks(
    function: Callable[[T], Awaitable[R]], items: Sequence[T], workers: int
) -> list[R]: ...
def _next(todo: deque[tuple[int, T]]) -> tuple[int, T] | None: ...
