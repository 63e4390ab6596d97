# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from functools import cache
from gettext import NullTranslations

def set_language(code: str | None) -> None:
    """このプロセスで使うメッセージと docstring の言語を設定します。

    引数:
        code: `"ja"` などの言語コード。対応していないコードの場合は英語になります。`None` を指定すると、環境の設定に戻ります。
    """

def localize_docstrings() -> None: ...
def load() -> None: ...
def mark(message: str) -> str: ...
def gettext(message: str) -> str: ...
@cache
def _catalog(code: str) -> NullTranslations: ...
