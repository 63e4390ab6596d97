"""Generated source is changed where its syntax tree says so, and nowhere else."""

import ast
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.generate.source import Source

TEXT = """\
'''A docstring with \x0c a form feed and \u2028 a separator.'''
from a import (
    b,
    c,
)

x = 1  # a comment


def f():
    pass
"""


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A module of four statements."""
    path = tmp_path / "m.py"
    path.write_text(TEXT, encoding="utf-8")
    return Source(path)


def written(source: Source) -> str:
    """Write the module, and give its text."""
    source.write()
    return source.path.read_text(encoding="utf-8")


def test_source_that_nobody_changes_is_written_as_it_was(source: Source) -> None:
    """Only line feeds part lines, as in Python itself."""
    assert written(source) == TEXT


def test_several_changes_do_not_disturb_each_other(source: Source) -> None:
    """Lines keep their numbers until the end."""
    _, imports, assignment, function = source.tree.body
    source.put_after(function, "# after")
    source.substitute(imports, r"    b,\n", "")
    source.put_after(imports, "# imported")
    source.put_before(function, "# before")
    source.drop(assignment)
    source.put_at_end("# end")

    expected = TEXT.replace("    b,\n", "").replace(")\n\n", ")\n# imported\n\n")
    expected = expected.replace("x = 1  # a comment\n\n\n", "# before\n")
    assert written(source) == f"{expected}# after\n# end\n"
    assert source.segment(imports) == "from a import (\n    b,\n    c,\n)"


@pytest.mark.parametrize(("old", "times"), [("absent", 0), (r"\w,", 2)])
def test_text_that_does_not_stand_there_once_is_refused(
    source: Source, old: str, times: int
) -> None:
    """With the module and the line."""
    with pytest.raises(PipelineError, match=rf"/m.py: .* stands {times} times in line 2, which"):
        source.substitute(source.tree.body[1], old, "")


def test_head_is_the_first_line_alone(source: Source) -> None:
    """What stands below it does not count."""
    function = source.tree.body[3]
    with pytest.raises(PipelineError):
        source.substitute(function, "pass", "", head=True)
    source.substitute(function, "f\\(", "g(", head=True)

    assert written(source) == TEXT.replace("def f", "def g")


@pytest.mark.parametrize("module", ["b", "a.b"])
def test_import_that_is_not_there_is_refused(source: Source, module: str) -> None:
    """Neither none nor several."""
    assert isinstance(source.only_import("a"), ast.ImportFrom)
    with pytest.raises(PipelineError, match=f"{module} is imported 0 times"):
        source.only_import(module)
