"""What people import: listed, and documented."""

import inspect
import re
from types import FunctionType
from typing import Any

import pytest
import serverless_training
import serverless_training_testing

pytestmark = pytest.mark.any_spec

PACKAGES = [serverless_training, serverless_training_testing]


@pytest.mark.parametrize("package", PACKAGES)
def test_all_lists_what_is_there_sorted(package: Any) -> None:
    """`__all__` is honest: neither more nor less than the public names, sorted."""
    public = {
        name
        for name in dir(package)
        if not (name.startswith("_") or inspect.ismodule(getattr(package, name)))
    }

    assert sorted(public) == list(package.__all__)


@pytest.mark.parametrize("package", PACKAGES)
def test_everything_public_has_a_docstring(package: Any) -> None:
    """Classes, and their public methods and properties; a base class may have it."""
    missing = []
    for name in package.__all__:
        thing = getattr(package, name)
        members = {
            f"{name}.{key}": value
            for key, value in (vars(thing) if inspect.isclass(thing) else {}).items()
            if not key.startswith("_") and isinstance(value, FunctionType | property)
        }
        if "serverless_training_client" not in thing.__module__:
            missing += [
                key for key in members if not inspect.getdoc(getattr(thing, key[len(name) + 1 :]))
            ]
            missing += [] if thing.__doc__ else [name]

    assert missing == []


def test_public_names_say_where_they_are_imported_from() -> None:
    """Tracebacks and `help` read `serverless_training.Client`."""
    modules = {
        getattr(serverless_training, name).__module__ for name in serverless_training.__all__
    }

    assert {"serverless_training", "serverless_training_client.models.checkpoint"} == modules


def test_version_is_that_of_the_distribution() -> None:
    """One source: pyproject.toml."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", serverless_training.__version__)
