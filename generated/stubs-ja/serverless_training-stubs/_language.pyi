# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from gettext import NullTranslations
from serverless_training._errors import InvalidArgumentError as InvalidArgumentError

PACKAGES: tuple[str, ...]

def set_language(code: str | None) -> None:
    """このプロセスで使うメッセージと docstring の言語を設定します。

    It counts for all threads, and for what is loaded later too.

    引数:
        code: `"ja"` や `"ja_JP.UTF-8"` などの言語コード。対応していない言語の場合は英語になります。`None` を指定すると環境の設定に戻り、`SERVERLESS_TRAINING_LANG`、`LC_ALL`、`LC_MESSAGES`、`LANG` のうち、最初に設定されているものに従います。

    例外:
        InvalidArgumentError: `code` が文字列でも `None` でもない場合。
    """

def localize_docstrings(package: str) -> None: ...
def load() -> None: ...
def mark(message: str) -> str: ...
def gettext(message: str) -> str: ...
def _catalog(code: str) -> NullTranslations: ...
