"""Stub packages say in another language what the source says in English, and else the same."""

import ast
import json
import re
import textwrap
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.packages import SOURCES, package_folder
from pipeline.parity.languages import languages
from pipeline.stubs.distribution import describe, name_of
from pipeline.stubs.modules import Module
from pipeline.stubs.public import Library
from pipeline.stubs.stubs import written_stubs
from pipeline.translate.catalogs import read_catalog
from pipeline.translate.docstrings import docstrings

pytestmark = pytest.mark.any_spec

ROOT = Path(__file__).parents[2]
PACKAGES = {
    name: folder
    for name in SOURCES
    if "__all__ =" in ((folder := package_folder(ROOT, name)) / "__init__.py").read_text("utf-8")
}


@pytest.fixture(scope="module", params=languages(ROOT))
def language(request: pytest.FixtureRequest) -> str:
    """Each language that has a spec."""
    return str(request.param)


def filled(stub: str, source: str, **texts: str) -> str:
    """Fill a stub, and write it anew."""
    drafted, original = (ast.parse(textwrap.dedent(text)) for text in (stub, source))
    module = Module("package.part.module", drafted, original, is_package=False)
    docstrings = {"" if name == "_" else name: text for name, text in texts.items()}
    return ast.unparse(
        Library({module.name: module}, {module.name: docstrings}).write()[module.name]
    )


def written(text: str) -> str:
    """Write code as `filled` does."""
    return ast.unparse(ast.parse(textwrap.dedent(text)))


def words(text: str) -> str:
    """Take all space away, since docstrings are wrapped in one place and not in the other."""
    return "".join(text.split())


def named(place: str) -> str:
    """Leave out what tells apart private classes of one name in a stub."""
    return re.sub(r"^_(\w+?)\d*\.", r"\1.", place)


@pytest.mark.parametrize("package", PACKAGES)
def test_stubs_have_every_docstring_that_the_packages_show_at_run_time(
    language: str, package: str
) -> None:
    """The same sentences in `help` and in the editor."""
    stubs = ROOT / "generated" / f"stubs-{language}" / f"{package}-stubs"
    catalog = PACKAGES[package] / f"docstrings.{language}.json"
    expected = json.loads(catalog.read_text(encoding="utf-8"))["docstrings"]
    found = [
        (named(name), words(text))
        for path in stubs.rglob("*.pyi")
        # Each overload of a function has its docstring.
        for name, text in dict(docstrings(ast.parse(path.read_text(encoding="utf-8")))).items()
    ]

    # A private base class has another name in a stub, and what is public another module.
    assert sorted(found) == sorted(
        (named(name.partition(":")[2]), words(text)) for name, text in expected.items()
    )


def test_translating_writes_the_stubs_that_regenerating_writes() -> None:
    """Else one would undo what the other did."""
    for path, content in written_stubs(ROOT).items():
        assert path.read_bytes() == content, path


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_module_has_a_stub(language: str, package: str) -> None:
    """A stub package that is not marked partial hides the modules that it lacks (PEP 561)."""
    stubs = ROOT / "generated" / f"stubs-{language}" / f"{package}-stubs"
    modules = {
        path.relative_to(PACKAGES[package]).with_suffix(".pyi")
        for path in PACKAGES[package].rglob("*.py")
    }

    assert {path.relative_to(stubs) for path in stubs.rglob("*.pyi")} == {
        path
        for path in modules
        if path.name == "__init__.pyi" or not any(part.startswith("_") for part in path.parts)
    }
    # Empty: editors that find package and stubs in different places prefer what is typed.
    assert (stubs / "py.typed").read_bytes() == b""


def test_stubs_have_the_version_of_the_project_and_no_requirement_names_either(
    language: str,
) -> None:
    """A name that is not published is for others to take; other versions would mislead."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    path = ROOT / "generated" / f"stubs-{language}" / "pyproject.toml"
    stubs = tomllib.loads(path.read_text(encoding="utf-8"))["project"]

    required = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    assert not [each for each in required if each.startswith(project["name"])]
    assert "dependencies" not in stubs
    assert stubs["version"] == project["version"]


def test_who_installs_a_language_reads_that_languages_exclude_each_other(language: str) -> None:
    """In the language and in English, with the command that makes room."""
    text = describe(ROOT, language, read_catalog(ROOT, language), ["a-stubs"])["README.md"]
    *_, english = text.strip().split("\n\n")

    assert english.startswith("Two languages exclude each other")
    assert text.count(f"`pip uninstall {name_of(ROOT, language)}`") == 2
    assert "{" not in text


def test_docstrings_stand_where_editors_look_for_them() -> None:
    """Modules, classes, functions, and attributes, below which they stand (PEP 258)."""
    source = """
        class A:
            x: int
            def f(self) -> None: pass
        def g() -> None: pass
    """
    stub = """
        class A:
            x: int
            def f(self) -> None: ...
        def g() -> None: ...
    """
    texts = {"_": "M.", "A": "C.", "A.x": "X.", "A.f": "F.", "g": "G.\n\nArgs:\n    a: b."}
    found = dict(docstrings(ast.parse(filled(stub, source, **texts))))

    assert found == {"" if name == "_" else name: text for name, text in texts.items()}


@pytest.mark.parametrize(
    ("signature", "drafted"),
    [
        ("a, b=LIMIT", "a, b=..."),
        ("a=1, *, b=LIMIT, c", "a=1, *, b=..., c"),
        ("a=LIMIT, /, b=(1, 2), *c, d=None, **e", "a=..., /, b=..., *c, d=None, **e"),
    ],
)
def test_defaults_are_those_of_the_source(signature: str, drafted: str) -> None:
    """An editor shows them; stubgen leaves out what is no literal."""
    source = f"LIMIT: int = 3\ndef f({signature}): pass"

    assert filled(f"LIMIT: int\ndef f({drafted}): ...", source) == written(
        f"LIMIT: int\ndef f({signature}): ..."
    )


def test_default_of_an_attribute_is_that_of_the_source() -> None:
    """It is one of `__init__` where attrs makes that."""
    source = "from types import UNSET\nclass A:\n    x: int = UNSET"

    assert filled("class A:\n    x: int = ...", source) == written(source)


def test_names_that_were_put_in_are_imported() -> None:
    """From where the source has them, relative imports included."""
    source = """
        import httpx, sys
        from ..types import UNSET, Unset
        def f(a: int = UNSET, b: int = httpx.X) -> None: pass
    """
    stub = "def f(a: int = ..., b: int = ...) -> None: ..."

    assert filled(stub, source, _="M.") == written(
        """
        "M."
        import httpx
        from package.types import UNSET
        def f(a: int=UNSET, b: int=httpx.X) -> None: ...
        """
    )


def test_types_that_stubgen_does_not_know_come_from_the_source() -> None:
    """Annotations, aliases of literals, and attributes that keep an argument."""
    source = """
        from typing import Literal
        Order = Literal["asc", "desc"]
        CountryISO = Literal["JP"]
        GPU = Literal[8]
        LIMIT: int = 3
        class A:
            def __init__(self, code: int, *, name: str = "") -> None:
                self.code = code
                self.name = name
    """
    stub = """
        from _typeshed import Incomplete
        Order: Incomplete
        CountryISO: Incomplete
        GPU: Incomplete
        LIMIT: Incomplete
        class A:
            code: Incomplete
            name: Incomplete
            def __init__(self, code: int, *, name: str = '') -> None: ...
    """

    assert filled(stub, source) == written(
        """
        from typing import Literal
        Order = Literal['asc', 'desc']
        CountryISO = Literal["JP"]
        GPU = Literal[8]
        LIMIT: int
        class A:
            code: int
            name: str
            def __init__(self, code: int, *, name: str = '') -> None: ...
        """
    )


def test_aliases_of_types_are_those_of_the_source() -> None:
    """Stubgen knows only some by their form; a stub needs no quotes around names."""
    source = """
        import typing
        from collections.abc import Callable
        import httpx
        if typing.TYPE_CHECKING:
            from .response import Response
        _Fetch = Callable[[str | None], "Response[int]"]
        Way = httpx.Client | httpx.BaseTransport
        _LIMIT = LIMITS["a"]
    """
    stub = """
        from _typeshed import Incomplete
        _Fetch: Incomplete
        Way: Incomplete
        _LIMIT: Incomplete
    """

    assert filled(stub, source) == written(
        """
        import httpx
        from _typeshed import Incomplete
        from collections.abc import Callable
        from package.part.response import Response
        _Fetch = Callable[[str | None], Response[int]]
        Way = httpx.Client | httpx.BaseTransport
        _LIMIT: Incomplete
        """
    )


def test_definition_that_depends_on_a_condition_is_refused() -> None:
    """Else the Python that writes the stubs would decide."""
    source = "import sys\nif sys.version_info > (3, 12):\n    def f() -> None: pass"
    with pytest.raises(
        PipelineError, match=r"^package.part.module: f: a stub cannot tell which condition"
    ):
        filled("def f() -> None: ...", source)


def test_name_of_unknown_type_is_refused() -> None:
    """Of a module too, unless it is private."""
    stub = "from _typeshed import Incomplete\n{name}: Incomplete"
    with pytest.raises(PipelineError, match=r"^package.part.module: limits: only an annotation"):
        filled(stub.format(name="limits"), "limits = f()")

    assert "_limits: Incomplete" in filled(stub.format(name="_limits"), "_limits = f()")


def test_attribute_of_unknown_type_is_refused() -> None:
    """A type checker would take it for anything; the place is named."""
    source = "class A:\n    def __init__(self) -> None:\n        self.x = f()"
    stub = "from _typeshed import Incomplete\nclass A:\n    x: Incomplete"
    with pytest.raises(PipelineError, match=r"^package.part.module: A\.x: only an annotation"):
        filled(stub + "\n    def __init__(self) -> None: ...", source)


def test_definition_that_is_left_out_is_refused() -> None:
    """Nothing is lost in silence; `__repr__` and the like are those of every object."""
    source = "class A:\n    def __repr__(self) -> str: pass\n    def f(self) -> None: pass"
    with pytest.raises(
        PipelineError, match=r"^package.part.module: A\.f: the stub generator has left it out"
    ):
        filled("class A: ...", source)


def test_name_that_is_found_nowhere_is_refused() -> None:
    """Else the stub would not be valid, and say so only to users."""
    with pytest.raises(PipelineError, match="Lost: used in a stub"):
        filled("def f(a: Lost) -> None: ...", "def f(a): pass")


def test_dunder_names_with_a_type_are_kept() -> None:
    """Stubgen takes `__version__` for no part of an interface, and sorts `__all__` anew."""
    source = """
        from typing import TYPE_CHECKING
        __all__ = ("b", "a")
        a: int
        b: int
        if TYPE_CHECKING:
            __version__: str
    """

    assert filled("__all__ = ['a', 'b']\na: int\nb: int", source) == written(
        "__all__ = ('b', 'a')\na: int\nb: int\n__version__: str"
    )


def test_asynchronous_generator_is_no_coroutine() -> None:
    """`async def` without a `yield` in sight would return one."""
    source = """
        async def f() -> AsyncIterator[int]:
            async def g() -> None: pass
            yield 1
        async def h() -> AsyncIterator[int]:
            async def g() -> AsyncIterator[int]:
                yield 1
            return g()
    """
    stub = """
        from collections.abc import AsyncIterator
        async def f() -> AsyncIterator[int]: ...
        async def h() -> AsyncIterator[int]: ...
    """

    assert filled(stub, source) == written(
        """
        from collections.abc import AsyncIterator
        def f() -> AsyncIterator[int]: ...
        async def h() -> AsyncIterator[int]: ...
        """
    )


def test_overloads_keep_their_order_and_each_has_the_docstring() -> None:
    """Which one an editor shows depends on the call."""
    source = """
        from typing import overload
        @overload
        def f(a: int) -> int: ...
        @overload
        def f(a: str = NAME) -> str: ...
        def f(a): pass
        NAME: str = "n"
    """
    stub = """
        from typing import overload
        @overload
        def f(a: int) -> int: ...
        @overload
        def f(a: str = ...) -> str: ...
        NAME: str
    """

    assert filled(stub, source, f="D.") == written(
        """
        from typing import overload
        @overload
        def f(a: int) -> int:
            "D."
        @overload
        def f(a: str = NAME) -> str:
            "D."
        NAME: str
        """
    )
