"""No test reads a clock of the machine, so that a busy machine changes no result."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS = {"time", "monotonic", "perf_counter", "process_time", "thread_time", "sleep"}
CLOCKS |= {f"{name}_ns" for name in CLOCKS - {"sleep"}}

# Who may name a clock or wait for a time, and why no result depends on it.
ALLOWED = {
    "killing_store.py::main": "kills a process at a moment that is meant to be random",
    "network.py::drip": "the pace of a server, which ends after a number of drops",
    "network.py::until": "looks again and again; its limit guards against hanging",
}
_NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def is_clock(node: ast.AST) -> bool:
    """Tell whether code names a clock, or a wait other than for the next turn."""
    match node:
        case ast.Call(ast.Attribute(ast.Name("asyncio"), "sleep"), [ast.Constant(0)]):
            return False
        case ast.Call(ast.Attribute(ast.Name("asyncio" | "anyio"), "sleep")):
            return True
        case ast.Attribute(ast.Name("time"), name) | ast.Attribute(
            ast.Attribute(attr="time"), name
        ):
            return name in CLOCKS
        case ast.ImportFrom(module="time", names=names):
            return bool({each.name for each in names} & CLOCKS)
        case ast.Attribute(attr="elapsed" | "now" | "utcnow" as name, value=value):
            return name == "elapsed" or "datetime" in ast.unparse(value)
    return False


def clocks(node: ast.AST, place: str = "") -> Iterator[str]:
    """List the functions and methods that use a clock, by qualified name."""
    for child in ast.iter_child_nodes(node):
        if is_clock(child):
            yield place
        inner = place
        # What stands in a function belongs to it; a class is part of the name.
        if isinstance(child, _NAMED) and (not place or place[0].isupper()):
            inner = f"{place}.{child.name}".strip(".")
        yield from clocks(child, inner)


def test_no_test_reads_a_clock() -> None:
    """What must wait brings a clock of its own; what must not is shown by its result."""
    found = {
        f"{path.relative_to(TESTS).as_posix()}::{place}"
        for path in TESTS.rglob("*.py")
        if "data" not in path.parts
        for place in clocks(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    "code",
    [
        *("time.monotonic()", "begin = time.perf_counter", "time.sleep(0.01)", "time.time()"),
        *("from time import sleep", "from time import monotonic as now", "answer.elapsed"),
        *("asyncio.sleep(0.1)", "anyio.sleep(1)", "datetime.now()", "datetime.datetime.now(UTC)"),
    ],
)
def test_clock_is_found(code: str) -> None:
    """However it is named."""
    assert list(clocks(ast.parse(f"class A:\n def b(self):\n  {code}"))) == ["A.b"]


@pytest.mark.parametrize(
    "code", ["asyncio.sleep(0)", "time.gmtime(0)", "asyncio.sleep = sleep", "clock.now"]
)
def test_what_is_no_clock_is_left_alone(code: str) -> None:
    """The next turn of an event loop, dates, and functions that are put in a clock's place."""
    assert not list(clocks(ast.parse(code)))
