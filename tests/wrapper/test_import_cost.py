"""Who imports a name gets that name: neither httpx nor the models that nobody asked for."""

import inspect
import pickle
import pkgutil
import pydoc
import sys
from pathlib import Path
from typing import Any

import pytest
import serverless_training_client
import serverless_training_client.models
from serverless_training_client.models import Checkpoint

from pipeline.errors import PipelineError
from pipeline.generate.lazy import import_lazily
from tests.generating import printed

pytestmark = pytest.mark.any_spec

PACKAGE = "serverless_training_client"
LAZY = [serverless_training_client, serverless_training_client.models]
# Prints what is loaded after a statement.
LOADED = "{}\nimport sys\nprint(*sorted(sys.modules), sep='\\n')"


def loaded(root: Path, statement: str, **variables: str) -> set[str]:
    """Name the modules that a fresh process has after a statement."""
    code = LOADED.format(statement)
    return {*printed(root / "generated", code, "-W", "error", **variables).split()}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "statement",
    [
        f"import {PACKAGE}",
        f"import {PACKAGE}.models",
        f"from {PACKAGE}.models import Checkpoint",
        f"from {PACKAGE}.models import *",
        f"from {PACKAGE} import errors, types",
    ],
)
def test_models_are_imported_without_httpx(root: Path, statement: str, language: str) -> None:
    """In a fresh process, in either language."""
    modules = loaded(root, statement, SERVERLESS_TRAINING_LANG=language)

    assert PACKAGE in modules
    assert not {"httpx", "httpcore", "anyio", "ssl"} & modules


@pytest.mark.parametrize(
    ("statement", "models"),
    [
        (f"import {PACKAGE}", set()),
        (f"import {PACKAGE}.models", {"models"}),
        (
            f"from {PACKAGE}.models import CheckpointMetrics",
            {"models", "models.checkpoint_metrics"},
        ),
        (
            f"from {PACKAGE}.models import Checkpoint",
            {"models", "models.checkpoint", "models.checkpoint_metrics"},
        ),
    ],
)
def test_model_brings_those_it_consists_of_and_no_others(
    root: Path, statement: str, models: set[str]
) -> None:
    """The more models a spec has, the more this counts."""
    prefix = f"{PACKAGE}."
    own = {each.removeprefix(prefix) for each in loaded(root, statement) if prefix in each}

    assert own - {"_containers", "_docstrings", "_shown"} == models


@pytest.mark.parametrize("package", LAZY)
def test_every_name_is_there_when_asked_for(package: Any) -> None:
    """By attribute and by a star."""
    starred: dict[str, Any] = {}
    exec(f"from {package.__name__} import *", starred)  # noqa: S102  the statement that is meant

    assert package.__all__
    for name in package.__all__:
        assert starred[name] is getattr(package, name)


@pytest.mark.parametrize("package", LAZY)
def test_names_are_listed_before_they_are_asked_for(root: Path, package: Any) -> None:
    """By `dir`, as a prompt completes them."""
    code = f"import {package.__name__} as p; print(*sorted({{*p.__all__}} - {{*dir(p)}}))"

    assert printed(root / "generated", code) == "\n"


@pytest.mark.parametrize("package", LAZY)
def test_name_that_is_not_there_is_an_error_that_names_it(package: Any) -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no .* 'Absent'"):
        package.Absent  # noqa: B018  the attribute is what is tested
    with pytest.raises(ImportError, match="cannot import name 'Absent'"):
        exec(f"from {package.__name__} import Absent")  # noqa: S102


def test_modules_are_attributes_of_their_package(root: Path) -> None:
    """As they were when the package imported them all."""
    code = f"""
import {PACKAGE}.models
print({PACKAGE}.client.Client.__name__, {PACKAGE}.models.checkpoint.__name__)
"""

    assert printed(root / "generated", code) == f"Client {PACKAGE}.models.checkpoint\n"


def test_tools_find_modules_and_classes() -> None:
    """`pkgutil`, `pickle` and `inspect` see what they saw."""
    modules = {
        each.name for each in pkgutil.iter_modules(serverless_training_client.models.__path__)
    }

    assert "checkpoint" in modules
    assert pickle.loads(pickle.dumps(Checkpoint)) is Checkpoint  # noqa: S301  our own
    assert inspect.getmodule(Checkpoint) is sys.modules[f"{PACKAGE}.models.checkpoint"]
    assert Checkpoint in dict(inspect.getmembers(serverless_training_client.models)).values()


@pytest.mark.parametrize("package", LAZY)
def test_help_lists_the_names_and_nothing_of_how_they_come(package: Any) -> None:
    """Classes stand there with their methods."""
    text = pydoc.plain(pydoc.render_doc(package))

    for name in package.__all__:
        assert name in text
    assert "__getattr__" not in text
    assert "_MODULES" not in text


HELP = """
import inspect, pydoc
from serverless_training_client import models
print(inspect.getdoc(models.Checkpoint))
print(pydoc.plain(pydoc.render_doc(models)))
"""


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Schema for Checkpoint response."), ("ja", "Checkpoint Response のスキーマ。")],
)
def test_models_speak_the_language_though_they_come_later(
    root: Path, language: str, text: str
) -> None:
    """In `inspect.getdoc`, and in the `help` of their package."""
    shown = printed(root / "generated", HELP, SERVERLESS_TRAINING_LANG=language)

    assert shown.splitlines()[0] == text
    assert shown.count(text) == 2


EAGER = '''\
"""Text."""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
'''


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"""Text."""', "", "no docstring or no __all__"),
        ("__all__ =", "names =", "no docstring or no __all__"),
        ("from .client import", "from httpx import", "line 3 is no import of its own"),
        ("from .client import", "from .a.b import", "line 3 is no import of its own"),
        ("\n\nfrom", "\n\nx = 1\nfrom", "line 3 is no import of its own"),
        (", Client", "", "not what __all__ lists"),
    ],
)
def test_package_of_another_shape_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Nothing is skipped in silence."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py").write_text('"""No models."""\n', encoding="utf-8")
    (tmp_path / "__init__.py").write_text(EAGER, encoding="utf-8")
    import_lazily(tmp_path)

    assert "__getattr__" in (tmp_path / "__init__.py").read_text(encoding="utf-8")
    assert old in EAGER

    (tmp_path / "__init__.py").write_text(EAGER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PipelineError, match=said):
        import_lazily(tmp_path)
