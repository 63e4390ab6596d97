"""Say how to install what is missing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from serverless_training._language import gettext as _

TESTING: tuple[str, ...] = (
    "httptools",
    "hypothesis",
    "jsonschema_rs",
    "pydantic",
    "pydantic_core",
    "schemathesis",
    "starlette",
    "uvicorn",
    "uvloop",
)
"""The packages that the extra `testing` brings."""


@contextmanager
def extra(names: str, *packages: str) -> Iterator[None]:
    """Guard imports that need an extra.

    Args:
        names: The extras to install, separated by commas.
        *packages: The packages that they bring.

    Raises:
        SystemExit: 2, after one sentence on standard error, if one of the packages is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in packages:
            raise
        sentence = _(
            "The package {package} is missing. In a clone of the project: {command}"
        ).format(package=package, command=f"pip install '.[{names}]'")
        sys.stderr.write(f"{sentence}\n")
        raise SystemExit(2) from None
