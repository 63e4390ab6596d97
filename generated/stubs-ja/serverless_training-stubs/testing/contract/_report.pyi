# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from attrs import field, frozen
from collections.abc import Iterable
from enum import StrEnum

_LONGEST: int
_LONGEST_LINE: int

class Outcome(StrEnum):
    """法則の検証結果。"""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_EXERCISED = "not exercised"

class Half(StrEnum):
    """検証した部分。"""

    PAGINATION = "pagination"
    SCHEMATHESIS = "schemathesis"

def _cut(text: str) -> str: ...
def _cut_lines(lines: Iterable[str]) -> tuple[str, ...]: ...

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

    def _that_are(self, outcome: Outcome) -> tuple[Verdict, ...]: ...
