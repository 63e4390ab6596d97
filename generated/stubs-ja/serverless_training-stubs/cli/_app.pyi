# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import typer
from serverless_training.cli._contract import contract as contract
from serverless_training.cli._demo import demo as demo
from serverless_training.cli._mock import mock as mock
from serverless_training.cli._screens import (
    show_abort as show_abort,
    show_error as show_error,
    show_help as show_help,
)
from serverless_training.cli._sentences import speaking as speaking, translated as translated
from typer.core import TyperCommand, TyperGroup
from typing import Annotated, Any

class _Translated:
    def get_params(self, ctx: Any) -> list[Any]: ...
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]: ...

class _Command(_Translated, TyperCommand): ...

class _Group(_Translated, TyperGroup):
    def make_context(self, *args: Any, **options: Any) -> Any: ...

app: typer.Typer

def _show_version(wanted: bool) -> None: ...
def options(_version: Annotated[bool, None] = False) -> None: ...
