# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""URL で指定した任意のサーバーを検証します。一覧が仕様どおりかどうかも調べます。

エクストラ `testing` が必要です。プロジェクトのクローンの中で `python -m pip install '.[testing]'` を実行してください。
"""

from attrs import field, frozen
from collections.abc import Callable, Collection as AnyOf, Mapping, Sequence
from enum import StrEnum
from serverless_training_testing import _cut, _cut_lines
from typing import Any

__all__ = [
    "ContractError",
    "Failure",
    "Half",
    "Observation",
    "Outcome",
    "Progress",
    "Report",
    "Verdict",
    "check",
]

class ContractError(Exception):
    """検証を実行できない場合（サーバーがない、キーがない、引数に合うオペレーションがない）。"""

@frozen
class Failure:
    """法則が破られた例。見つかった最小のケースです。

    属性:
        requests: それを示すリクエスト（送信順）。それぞれ、キーを環境変数から読み取る `curl` のコマンドです。
        expected: 法則で期待される結果（表示言語）。
        came: 実際の結果。
    """

    requests: tuple[str, ...] = field(converter=_cut_lines)
    expected: str = field(converter=_cut)
    came: str = field(converter=_cut)

class Half(StrEnum):
    """検証した部分。"""

    PAGINATION = "pagination"
    SCHEMATHESIS = "schemathesis"

@frozen
class Observation:
    """仕様に定めのないことについての、サーバーの動作。正誤は判定しません。

    属性:
        subject: 観察の対象。どの言語でも同じ名前です。例: `unknown-model`。
        operation: メソッドとパステンプレート。
        question: 仕様に定めのないこと（表示言語）。
        answer: サーバーの動作。
    """

    subject: str
    operation: str
    question: str
    answer: str = field(converter=_cut)

class Outcome(StrEnum):
    """法則の検証結果。"""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_EXERCISED = "not exercised"

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

@frozen
class Report:
    """検証で分かったことのすべて。

    属性:
        base_url: 検証したサーバー。
        seed: ランダムなケースを決めたシード。同じシードなら同じリクエストになります。
        verdicts: 法則とオペレーションごとの判定。検証した順です。
        observations: 仕様に定めのないことについての、サーバーの動作。
        requests: 送信したリクエストの数。
        seconds: 検証にかかった時間（秒）。
    """

    base_url: str
    seed: int
    verdicts: tuple[Verdict, ...]
    observations: tuple[Observation, ...]
    requests: int
    seconds: float

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """破られた法則。"""

    @property
    def kept(self) -> tuple[Verdict, ...]:
        """守られた法則。"""

    @property
    def not_exercised(self) -> tuple[Verdict, ...]:
        """検証できなかった法則。守られているかどうかは不明です。"""

    @property
    def exit_code(self) -> int:
        """破られた法則がなければ 0、あれば 1。"""

@frozen
class Verdict:
    """1 つの法則と 1 つのオペレーションについての判定。

    属性:
        law: 法則の名前。どの言語やバージョンでも同じです。`has-more` など、または `response_schema_conformance` のような schemathesis のチェック名です。
        rule: 法則を 1 文で表したもの（表示言語）。
        operation: メソッドとパステンプレート。`GET /v1/…` の形式です。
        half: 検証した部分。
        outcome: 検証結果。
        failures: どのように破られたか。`outcome` が `BROKEN` でなければ空です。
        needs: 検証するために必要なもの（1 文）。`outcome` が `NOT_EXERCISED` でなければ空です。
        cases: 試したケースの数。
    """

    law: str
    rule: str
    operation: str
    half: Half
    outcome: Outcome
    failures: tuple[Failure, ...] = ()
    needs: str = field(default="", converter=_cut)
    cases: int = 0

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
    halves: AnyOf[Half] = ...,
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
