# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from _typeshed import Incomplete
from rich.text import Text as Text
from serverless_training.cli._demo import demo as demo
from serverless_training.cli._mock import mock as mock
from typer import rich_utils
from typing import Annotated

class _Folding(rich_utils.OptionHighlighter):
    def highlight(self, text: Text) -> None: ...

app: Incomplete

def _show_version(wanted: bool) -> None: ...
def options(_version: Annotated[bool, None] = False) -> None: ...
