# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_spoken: ContextVar[str | None]

def set_language(code: str | None) -> None:
    """このプロセスで使うメッセージと docstring の言語を設定します。

    すべてのスレッドに適用され、後から読み込むものにも及びます。`language` を指定したクライアントのメッセージは、その言語のまま変わりません。

    引数:
        code: `"ja"` や `"ja_JP.UTF-8"` などの言語コード。対応していない言語の場合は英語になります。`None` を指定すると環境の設定に戻り、`SERVERLESS_TRAINING_LANG`、`LC_ALL`、`LC_MESSAGES`、`LANG` のうち、最初に設定されているものに従います。

    例外:
        InvalidArgumentError: `code` が文字列でも `None` でもない場合。
    """

def localize_docstrings() -> None: ...
def check_language(code: object, argument: str) -> str | None: ...
@contextmanager
def speaking(code: str | None) -> Iterator[None]: ...
def load() -> None: ...
def mark(message: str) -> str: ...
def gettext(message: str) -> str: ...
def _catalog(code: str) -> NullTranslations: ...
