# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""URL で指定した任意のサーバーを検証します。一覧が仕様どおりかどうかも調べます。

エクストラ `testing` が必要です。プロジェクトのクローンの中で `python -m pip install '.[testing]'` を実行してください。
"""

from serverless_training.testing.contract._check import Progress as Progress, check as check
from serverless_training.testing.contract._errors import ContractError as ContractError
from serverless_training.testing.contract._report import (
    Failure as Failure,
    Half as Half,
    Observation as Observation,
    Outcome as Outcome,
    Report as Report,
    Verdict as Verdict,
)

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
