"""What stubs take from private modules, and that nothing else of these reaches them."""

import ast
import textwrap
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.packages import written_packages
from pipeline.stubs.modules import Module
from pipeline.stubs.public import Library
from pipeline.stubs.stubs import written_stubs
from tests.copying import copy_project

OFFER = "from package._private import A as A\n__all__ = ['A']"


def stub(public: str = OFFER, **private: str) -> str:
    """Make the stub of a package whose private modules are given."""
    modules = {}
    for name, text in {"package": public, **private}.items():
        full = name if name == "package" else f"package.{name}"
        trees = [ast.parse(textwrap.dedent(text)) for _ in range(2)]
        modules[full] = Module(full, *trees, is_package=name == "package")
    return ast.unparse(Library(modules, {}).write()["package"])


def written(text: str) -> str:
    """Write code as `stub` does."""
    return ast.unparse(ast.parse(textwrap.dedent(text)))


def test_private_changes_change_no_stub(tmp_path: Path) -> None:
    """A private function, method or module of any package is nobody else's business."""
    root = copy_project(tmp_path)
    before = {path.relative_to(root): text for path, text in written_stubs(root).items()}
    changed = 0
    for package in written_packages(root):
        (package / "_added.py").write_text("def added(x): return x\n", encoding="utf-8")
        for path in sorted(package.glob("_[a-z]*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and "Protocol" not in ast.unparse(node):
                    node.body.append(ast.parse("def _added(self, x: int) -> int: return x").body[0])
                    changed += 1
            tree.body += ast.parse("def _added(x: int) -> int: return x").body
            path.write_text(ast.unparse(tree), encoding="utf-8")

    assert changed
    assert {path.relative_to(root): text for path, text in written_stubs(root).items()} == before


def test_public_class_stands_where_it_is_imported_from_without_private_members() -> None:
    """An editor that jumps to it finds what a caller may use."""
    source = """
        class A:
            _x: int
            x: int
            def f(self) -> int: ...
            def _f(self) -> int: ...
            def __len__(self) -> int: ...
        def helper() -> int: ...
    """

    assert stub(_private=source) == written(
        """
        __all__ = ['A']
        class A:
            x: int
            def f(self) -> int: ...
            def __len__(self) -> int: ...
        """
    )


def test_private_field_that_is_a_parameter_stays() -> None:
    """Attrs makes a parameter of it, unless it says otherwise."""
    source = """
        from attrs import field, frozen
        class Given:
            def changes(self) -> None: ...
        @frozen
        class A:
            _x: Given
            _y: int = field(init=False)
    """

    found = stub(_private=source)
    assert "_x: _Given" in found
    assert "_y" not in found
    assert "changes" not in found


def test_private_types_of_signatures_come_along_under_private_names() -> None:
    """Base classes and protocols whole, type variables once; two of one name are told apart."""
    found = stub(
        "from package._one import A as A\nfrom package._two import B as B\n__all__ = ['A', 'B']",
        _one="""
            from typing import Generic, Protocol, TypeVar
            T = TypeVar("T")
            class Base(Generic[T]):
                def f(self) -> T: ...
            class Shape(Protocol):
                def _area(self) -> float: ...
            class A(Base["Shape"]):
                pass
        """,
        _two="""
            from typing import Generic, TypeVar
            T = TypeVar("T")
            class Base(Generic[T]):
                def g(self) -> T: ...
            class B(Base[int]):
                pass
        """,
    )

    assert found == written(
        """
        from typing import Generic, Protocol, TypeVar
        __all__ = ['A', 'B']
        _T = TypeVar('_T')
        class _Base(Generic[_T]):
            def f(self) -> _T: ...
        class _Shape(Protocol):
            def _area(self) -> float: ...
        class _Base2(Generic[_T]):
            def g(self) -> _T: ...
        class A(_Base[_Shape]):
            pass
        class B(_Base2[int]):
            pass
        """
    )


def test_private_class_that_callers_only_pass_on_has_no_members() -> None:
    """They get it nowhere, so its methods may change; what is returned has its own."""
    found = stub(
        _private="""
        from typing import Generic, TypeVar
        T = TypeVar("T")
        class Given(Generic[T]):
            def changes(self) -> None: ...
        class Got:
            def stays(self) -> None: ...
        class A:
            def __init__(self, given: Given[int]) -> None: ...
            def f(self) -> Got: ...
        """
    )

    assert "class _Given(Generic[_T]):\n    ..." in found
    assert "def stays" in found
    assert "def changes" not in found


@pytest.mark.parametrize(
    ("default", "shown"), [("LIMIT", "64 * 1024"), ("CLOCK", "..."), ("-1", "-1")]
)
def test_default_from_a_private_module_is_its_value(default: str, shown: str) -> None:
    """A literal says more than a name; what is no literal stays where it is."""
    source = f"""
        LIMIT: int = 64 * 1024
        CLOCK: int = make()
        def A(x: int = {default}) -> None: ...
    """

    assert f"def A(x: int={shown})" in stub(_private=source)


def test_what_another_public_module_offers_is_imported_from_there() -> None:
    """One class, in whatever stub it is named."""
    found = stub(
        _private="from package._elsewhere import B\nclass A(B): pass",
        _elsewhere="class B: pass",
        part="from package._elsewhere import B as B\n__all__ = ['B']",
    )

    assert found == written("from package.part import B\n__all__ = ['A']\nclass A(B):\n    pass")


def test_name_in_all_that_is_not_there_is_refused() -> None:
    """Its place is named."""
    with pytest.raises(PipelineError, match=r"^package: `__all__` names B, which is not there"):
        stub("__all__ = ['B']")
