# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""実際の API なしでコードを試すための、仕様どおりに応答するモックサーバー。

エクストラ `testing` が必要です。プロジェクトのクローンの中で `python -m pip install '.[testing]'` を実行してください。
"""

from serverless_training.testing._errors import MockError as MockError
from serverless_training.testing._faults import Fault as Fault
from serverless_training.testing._recorder import RecordedRequest as RecordedRequest
from serverless_training.testing._server import MockServer as MockServer

__all__ = ["Fault", "MockError", "MockServer", "RecordedRequest"]
