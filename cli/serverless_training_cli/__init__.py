"""The command `serverless-training`.

Needs the extra `cli`: `python -m pip install '.[cli]'` in a clone of the project.
"""

import io
import sys

from serverless_training._language import gettext as _
from serverless_training_testing._errors import MissingExtraError, extra


def main() -> None:
    """Run the command with the arguments of the process.

    Raises:
        SystemExit: Always: 0 done, 1 a law is broken (`contract`), 2 wrong use, something missing
            or a fault of the command itself, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What an encoding cannot show is escaped: it is no reason to end.
            stream.reconfigure(errors="backslashreplace")
    try:
        with extra("cli"):
            from serverless_training_cli._app import app  # noqa: PLC0415  the extra may be missing
        app(prog_name="serverless-training")
    except MissingExtraError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    except Exception:  # noqa: BLE001  Python would end with 1, which says that a law is broken
        sys.excepthook(*sys.exc_info())
        said = _("This is a fault of serverless-training itself. Please report it with the above.")
        sys.stderr.write(f"{said}\n")
        raise SystemExit(2) from None
