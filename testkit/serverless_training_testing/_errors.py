"""Errors of the mock server and of an installation without its extras."""

from collections.abc import Iterator
from contextlib import contextmanager

from serverless_training._language import gettext as _


class MockError(Exception):
    """The mock server cannot start or cannot take an item; the message says why and what to do."""


class MissingExtraError(ModuleNotFoundError):
    """A package is missing that an extra brings; the message says how to install it."""


@contextmanager
def extra(names: str) -> Iterator[None]:
    """Guard imports that need an extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package.startswith("serverless_training"):  # a broken installation
            raise
        sentence = missing(package, names)
        raise MissingExtraError(sentence, name=error.name, path=error.path) from None


def missing(package: str, names: str) -> str:
    """Say that a package is missing, and how to install it with its extras."""
    return _("The package {package} is missing. In a clone of the project: {command}").format(
        package=package, command=f"python -m pip install '.[{names}]'"
    )
