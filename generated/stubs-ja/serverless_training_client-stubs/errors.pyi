# Written by `nox -s regenerate` from the source and its translations. Do not edit.
"""API の関数から送出されうる、共通のエラー型"""

__all__ = ["UnexpectedStatus"]

class UnexpectedStatus(Exception):
    """レスポンスが仕様に記載のないステータスで、Client.raise_on_unexpected_status が True のときに、API の関数から送出されます。"""

    status_code: int
    content: bytes

    def __init__(self, status_code: int, content: bytes) -> None: ...
