# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import time
from attrs import define, field, frozen
from collections.abc import Callable as Callable, Collection as AnyOf, Iterator, Mapping, Sequence
from contextlib import contextmanager
from serverless_training._auth import find_key as find_key
from serverless_training._checks import (
    check_count as check_count,
    check_seconds as check_seconds,
    is_finite as is_finite,
    show as show,
)
from serverless_training._errors import InvalidArgumentError as InvalidArgumentError
from serverless_training._settings import Settings as Settings, resolve as resolve
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    operations as operations,
)
from serverless_training.testing._server import packaged_spec as packaged_spec
from serverless_training.testing.contract._collection import Collection as Collection
from serverless_training.testing.contract._errors import ContractError as ContractError
from serverless_training.testing.contract._fuzzing import fuzz as fuzz
from serverless_training.testing.contract._listings import LAWS as LAWS, examine as examine
from serverless_training.testing.contract._paged import paged_operations as paged_operations
from serverless_training.testing.contract._probe import Budget as Budget, Probe as Probe
from serverless_training.testing.contract._report import (
    Half as Half,
    Observation as Observation,
    Outcome as Outcome,
    Report as Report,
    Verdict as Verdict,
)
from serverless_training.testing.contract._target import MODEL_ID as MODEL_ID, Target as Target
from typing import Any

BOTH: tuple[Half, ...]
_LAWS_SHARE: float
_CURSORS: int

@frozen
class Progress:
    """検証の進み具合。

    属性:
        half: 検証している部分。
        operation: 検証の対象（メソッドとパステンプレート）。不明な場合は空です。
        requests: これまでに送信したリクエストの数。
        seconds: 検証を始めてからの時間（秒）。
        share: この部分の進み具合（0～1）。
    """

    half: Half
    operation: str
    requests: int
    seconds: float
    share: float

def check(
    base_url: str,
    model_ids: Sequence[str] | str = (),
    *,
    api_key: str | None = None,
    parameters: Mapping[str, Sequence[str]] | None = None,
    spec: Mapping[str, Any] | None = None,
    max_examples: int = 50,
    seed: int = 0,
    rate: float | None = None,
    max_requests: int = 5000,
    max_seconds: float = 60.0,
    probe_methods: bool | None = None,
    get_only: bool | None = None,
    allow_operations: AnyOf[str] = (),
    allow_http: bool = False,
    halves: AnyOf[Half] = BOTH,
    fail_fast: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """URL で指定したサーバーを検証します。

    一覧がページネーションの法則を守るかどうかを Hypothesis が多くのケースで試し、レスポンスが仕様どおりかどうかを schemathesis が調べます。データは読み取るだけで、変更しません。ほかのマシンには、オペレーションを指定しない限り GET 以外は送信しません。

    引数:
        base_url: サーバー。
        model_ids: サーバーにあるモデルの ID（1 つでも複数でも可）。チェックポイントが 100 個を超えるモデルを 2 つ指定するのが最適です。
        api_key: API キー。デフォルトでは `WANDB_API_KEY`、次に netrc の順に探します。
        parameters: オペレーションに必要なその他のパラメーターの値。`{"job_id": ["job-1"]}` のように指定します。
        spec: OpenAPI 3 のドキュメント。デフォルトでは、クライアントの生成元の仕様を使います。
        max_examples: 法則とオペレーションごとに、必ず試すケースのほかに生成するケースの数。デフォルトは 50 です。
        seed: 生成するケースを決めるシード。デフォルトは 0 です。同じシードなら同じケースになります。
        rate: 1 秒あたりのリクエスト数の上限。デフォルトでは無制限です。
        max_requests: 送信するリクエスト数の上限。デフォルトは 5,000 です。
        max_seconds: 検証にかける時間の上限（秒）。デフォルトは 60 です。それまでに検証できなかったものは未検証になります。
        probe_methods: 仕様にないメソッドを、架空のパラメーターに対して送信してよいかどうか。デフォルトではこのマシンに対してだけ送信し、`get_only` を指定した場合は送信しません。
        get_only: GET だけを送信するかどうか。デフォルトではほかのマシンに対して GET だけを送信します。
        allow_operations: それでも送信してよいオペレーションの operationId。
        allow_http: 暗号化されない http でほかのマシンにキーを送ってよいかどうか。
        halves: どちらの部分を実行するか。デフォルトでは両方です。
        fail_fast: 最初に破られた法則で終了するかどうか。
        progress: リクエストのたびに呼び出す関数。

    戻り値:
        検証の結果。

    例外:
        ContractError: サーバーを検証できない場合（応答がない、キーが拒否される、一覧が存在しない）。
        InvalidArgumentError: 引数の値が不正な場合。リクエストは送信されていません。
        MissingKeyError: API キーがない場合。
        MockError: 仕様が使えない場合。
    """

def _settings(key: str, base_url: str, *, allow_http: bool) -> Settings: ...
def _checked_rate(rate: float) -> float: ...
def _allowed(document: Json, get_only: bool, named: frozenset[str]) -> frozenset[str] | None: ...
def _check_names(document: Json, parameters: Mapping[str, object]) -> None: ...
def _operation_id(operation: Operation) -> str: ...

@define
class _Findings:
    seed: int
    fail_fast: bool
    listener: Callable[[Progress], None]
    began: float = field(factory=time.monotonic)
    half: Half = Half.PAGINATION
    operation: str = ""
    sent: int = 0
    share: float = 0.0
    verdicts: list[Verdict] = field(factory=list)
    observations: list[Observation] = field(factory=list)
    cursors: list[str] = field(factory=list)

    @property
    def seconds(self) -> float: ...
    @property
    def is_enough(self) -> bool: ...
    def tell(self, requests: int) -> None: ...
    def report(self, base_url: str) -> Report: ...

def _judge_listings(
    findings: _Findings, target: Target, settings: Settings, budget: Budget, max_examples: int
) -> None: ...
def _fuzz(findings: _Findings, target: Target, budget: Budget, max_examples: int) -> None: ...
@contextmanager
def _elsewhere() -> Iterator[None]: ...
