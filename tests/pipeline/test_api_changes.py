"""Changes of the Python API are read from the source and told by the names that users import."""

import sys
from pathlib import Path

import pytest

from pipeline.changes.api_changes import api_changes, read_api
from pipeline.changes.change import Kind, Step
from pipeline.errors import PipelineError

pytestmark = pytest.mark.any_spec

WRAPPER = "serverless_training"
CLIENT = "serverless_training_client"
FACE = 'from serverless_training._client import Client\n\n__all__ = ["Client"]\n'


def tree(folder: Path, **files: str) -> Path:
    """Write packages; `a__b` is `a/b.py` below the wrapper, `api__x` below the generated one."""
    for package in (f"wrapper/{WRAPPER}", f"generated/{CLIENT}"):
        (folder / package).mkdir(parents=True, exist_ok=True)
        (folder / package / "__init__.py").write_text("", encoding="utf-8")
    for name, text in files.items():
        generated = name.startswith(("api", "models"))
        base = folder / (f"generated/{CLIENT}" if generated else f"wrapper/{WRAPPER}")
        path = base / f"{name.replace('__', '/')}.py".replace("/init.py", "/__init__.py")
        if name == "face":
            path = base / "__init__.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for parent in path.relative_to(base).parents:
            (base / parent / "__init__.py").touch()
    return folder


def found(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> list[tuple[str, bool]]:
    """Compare two trees: sentences, and whether they break."""
    sides = [read_api(tree(tmp_path / str(i), **files)) for i, files in enumerate((old, new))]
    return [(change.text, change.breaking) for change in api_changes(*sides)]


def client(body: str) -> dict[str, str]:
    """Write a package that exports one class from a private module."""
    return {"face": FACE, "_client": f"class Client:\n    {body}\n"}


SIGNATURES = [
    ("def get(self, a): ...", "def get(self): ...", "the parameter `a` was removed", True),
    ("def get(self): ...", "def get(self, a): ...", "the required parameter `a` was added", True),
    ("def get(self): ...", "def get(self, a=1): ...",
     "the optional parameter `a` was added", False),
    ("def get(self, a=1): ...", "def get(self, a): ...", "the parameter `a` is now required", True),
    ("def get(self, a=1): ...", "def get(self, a=2): ...",
     "the default of `a` changed from `1` to `2`", True),
    ("def get(self, a): ...", "def get(self, *, a): ...",
     "the parameter `a` was positional or keyword, now keyword-only", True),
    ("def get(self, a, b): ...", "def get(self, b, a): ...",
     "the parameter `a` stands in another position", True),
    ("def get(self, a: int): ...", "def get(self, a: int | str): ...",
     "the type of `a` changed from `int` to `int | str`", False),
    ("def get(self, a: int | None): ...", "def get(self, a: int): ...",
     "the type of `a` changed from `int | None` to `int`", True),
    ("def get(self) -> int: ...", "def get(self) -> int | None: ...",
     "the type of the value changed from `int` to `int | None`", True),
    ("def get(self) -> int | None: ...", "def get(self) -> int: ...",
     "the type of the value changed from `int | None` to `int`", False),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said", "breaks"), SIGNATURES)
def test_signature_is_told_under_the_public_name(
    tmp_path: Path, old: str, new: str, said: str, breaks: bool
) -> None:
    """Nobody imports `_client`; what takes more or gives less breaks nobody."""
    changes = found(tmp_path, client(old), client(new))

    assert (f"`serverless_training.Client.get`: {said}.", breaks) in changes
    assert not any("_client" in text for text, _ in changes)


def test_base_class_that_is_gone_breaks(tmp_path: Path) -> None:
    """Somebody catches or passes it by that class; one that came breaks nobody."""
    classes = "class A: ...\nclass B: ...\nclass Client({bases}): ...\n"

    def exporting(bases: str) -> dict[str, str]:
        return {"face": FACE, "_client": classes.format(bases=bases)}

    assert found(tmp_path / "gone", exporting("A, B"), exporting("B")) == [
        (f"`{WRAPPER}.Client`: `A` is no base class of it any more.", True)
    ]
    assert found(tmp_path / "came", exporting("A"), exporting("A, B")) == []


def test_function_that_is_awaited_no_more_breaks(tmp_path: Path) -> None:
    """And so does one that has to be."""
    plain, awaited = client("def get(self): ..."), client("async def get(self): ...")
    name = f"`{WRAPPER}.Client.get`"

    assert (f"{name}: it is no longer a coroutine function.", True) in found(
        tmp_path / "a", awaited, plain
    )
    assert (f"{name}: it is a coroutine function.", True) in found(tmp_path / "b", plain, awaited)


def test_module_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It must not pass for an empty one, from which all was removed."""
    with pytest.raises(PipelineError, match=r"_client\.py: cannot be read as Python"):
        read_api(tree(tmp_path, face=FACE, _client="def ("))


def test_what_was_exported_and_is_no_longer_is_removed(tmp_path: Path) -> None:
    """It is still there, for whoever knows where; that is no promise."""
    hidden = FACE.replace('["Client"]', "[]")

    assert found(
        tmp_path, client("x: int"), {**client("x: int"), "face": hidden + "__all__ += ['Other']\n"}
    ) == [("`serverless_training.Client` was removed.", True)]


def test_new_class_is_one_addition_without_its_members(tmp_path: Path) -> None:
    """A heading, not an inventory."""
    face = "from serverless_training._client import Client, Page\n\n__all__ = ['Client', 'Page']\n"
    new = client("x: int")
    new |= {"face": face, "_client": new["_client"] + "class Page:\n    items: list[int]\n"}

    assert found(tmp_path, client("x: int"), new) == [
        ("`serverless_training.Page` was added.", False)
    ]


def test_member_of_a_private_base_class_is_told_by_a_public_one(tmp_path: Path) -> None:
    """Once, however many classes inherit it."""
    face = "from serverless_training._e import A, B\n\n__all__ = ['A', 'B']\n"
    source = "class _Base:\n    def get(self{}): ...\nclass A(_Base): ...\nclass B(_Base): ...\n"
    old, new = ({"face": face, "_e": source.format(each)} for each in ("", ", a"))

    assert found(tmp_path, old, new) == [
        ("`serverless_training.A.get`: the required parameter `a` was added.", True)
    ]


def test_functions_of_an_operation_share_a_sentence(tmp_path: Path) -> None:
    """The generator writes four of them, with the same parameters."""
    old, new = (
        {"api__models__list_models": "".join(f"def {name}({parameters}): ...\n" for name in "ab")}
        for parameters in ("x", "y, *, x")
    )
    changes = found(tmp_path, old, new)
    place = f"`a`, `b` of `{CLIENT}.api.models.list_models`"

    assert (f"{place}: the required parameter `y` was added.", True) in changes
    assert len(changes) == 2


def test_module_that_moved_is_removed_and_added(tmp_path: Path) -> None:
    """That is what a renamed operation or tag does."""
    source = "def sync(): ...\n"

    assert [
        (f"`{CLIENT}.api.models.get_all` was removed.", True),
        (f"`{CLIENT}.api.models.list_all` was added.", False),
    ] == found(tmp_path, {"api__models__get_all": source}, {"api__models__list_all": source})


def test_private_names_and_modules_without_a_list_are_nobodys_business(tmp_path: Path) -> None:
    """So are imports, and the modules of the command line."""
    old = client("def _get(self): ...") | {"cli__init": "def main(): ...\n", "_other": "A = 1\n"}
    new = client("def _got(self): ...") | {"cli__init": "def run(): ...\n"}

    assert found(tmp_path, old, new) == []


def test_package_that_was_not_there_is_one_addition(tmp_path: Path) -> None:
    """A base without any code has no users to break."""
    (tmp_path / "empty").mkdir()
    changes = api_changes(
        read_api(tmp_path / "empty"), read_api(tree(tmp_path, **client("a: int")))
    )

    assert [(change.kind, change.step, change.place) for change in changes] == [
        (Kind.ADDED, Step.MINOR, WRAPPER)
    ]


def test_code_is_read_and_never_run(tmp_path: Path) -> None:
    """An old revision may do anything when imported."""
    marker = tmp_path / "run"
    source = f"open({str(marker)!r}, 'w').close()\n"
    read_api(tree(tmp_path, face=source + FACE, _client=f"{source}class Client: ...\n"))

    assert not marker.exists()
    assert f"{tmp_path}/wrapper" not in sys.path


def test_public_names_of_the_project_are_those_it_exports(root: Path) -> None:
    """The names that CHANGELOG.md calls the public API, and the operations."""
    names = read_api(root).objects

    assert {
        "serverless_training.Client.checkpoints",
        "serverless_training_testing.MockServer.url",
        "serverless_training_client.AuthenticatedClient",
        "serverless_training_client.models.Checkpoint",
    } <= {*names}
    assert any(name.startswith(f"{CLIENT}.api.") and name.endswith(".sync") for name in names)
    private = ("._", "serverless_training_cli.")
    assert not any(part in f"{name}.".replace(".__", "") for name in names for part in private)
