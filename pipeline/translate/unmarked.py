"""Find sentences that users read and no translator ever sees."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

# What stands in these is shown; `print` is also that of Rich's console.
_SHOWN = {
    *("echo", "secho", "print", "confirm", "prompt", "ask", "write"),
    *("Option", "Argument", "Typer", "command", "callback", "BadParameter", "UsageError"),
    *("Table", "Panel", "Text", "Rule", "track", "add_task", "status", "add_column", "add_row"),
    *("warn", "add_note", "exit", "log", "add_argument", "ArgumentParser", "Console"),
    "__init__",  # of an error, whose class says what it says
}
_COMMANDS = {"command", "callback"}  # without `help`, Typer shows the function's docstring
_EXEMPT = {
    # Mistakes in a program, which its author reads beside Python's own.
    *("AssertionError", "AttributeError", "NotImplementedError", "TypeError"),
    # What the mock answers over HTTP are the service's words.
    *("HTTPException", "NotStoredError"),
}
_LOOKUPS = {"_", "gettext", "mark"}
_SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:.]? [a-z]{2,}")  # two words in a row
_WORD = re.compile(r"\s*[A-Z][a-z]{2,}[.!?:]?\s*")  # one that stands alone
_SHELL = re.compile(r"\s*(?:curl|export|pip|python) ")  # to paste, in any language


def unmarked(path: Path) -> Iterator[tuple[int, str]]:
    """List what a module shows to users past the catalogs.

    Log lines are exempt: they are searched, and stay in English.

    Args:
        path: The module.

    Yields:
        Line, and what is wrong there; in the order of lines.
    """
    yield from sorted(set(_Module(path).findings()))


class _Module:
    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    def findings(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self.tree):
            match node:
                case ast.Raise(exc=ast.expr() as raised):
                    yield from self._sentences([raised])
                case ast.Call(ast.Name(name)) if name in _LOOKUPS:
                    yield from self._unseen(node)
                case ast.Call() if self._is_shown(node):
                    yield from self._sentences([node])
                    yield from self._without_help(node)

    def _is_shown(self, call: ast.Call) -> bool:
        name = _name(call.func)
        aliases = {_name(value) for value in self._values.get(name, [])}
        return bool(({name} | aliases) & _SHOWN) or name.endswith("Error")

    def _without_help(self, call: ast.Call) -> Iterator[tuple[int, str]]:
        if _name(call.func) in _COMMANDS and all(each.arg != "help" for each in call.keywords):
            yield call.lineno, "a command without `help` shows its docstring, in English"

    def _unseen(self, call: ast.Call) -> Iterator[tuple[int, str]]:
        for argument in call.args:
            if isinstance(argument, ast.Constant) and _name(call.func) == "gettext":
                yield call.lineno, f"extraction looks for `_`, not for {ast.unparse(call)}"
            elif not (isinstance(argument, ast.Constant) or self._is_marked(argument, frozenset())):
                shown = ast.unparse(argument)
                yield call.lineno, f"extraction cannot see what {_name(call.func)}({shown}) says"

    def _is_marked(self, node: ast.expr, within: frozenset[str]) -> bool:
        """Tell whether a text comes from `mark` alone, whatever it was bound to on the way."""
        match node:
            case ast.Call(ast.Name("mark")):
                return True
            case ast.Dict(_, values):
                inner = values
            case ast.List(values) | ast.Tuple(values) | ast.Set(values):
                inner = values
            case ast.Subscript(value) | ast.Call(ast.Attribute(value, "get" | "values")):
                inner = [value]
            case ast.IfExp(_, body, orelse):
                inner = [body, orelse]
            case ast.Name(name) if name not in within:
                within |= {name}
                inner = self._values.get(name, [])
            case _:
                return False
        return bool(inner) and all(self._is_marked(each, within) for each in inner)

    def _sentences(self, nodes: Iterable[ast.expr]) -> Iterator[tuple[int, str]]:
        """Find the literals that values are made of, and that say something."""
        left, seen = list(nodes), set[ast.expr]()
        while left:
            node = left.pop()
            if node in seen:
                continue
            seen.add(node)
            if isinstance(node, ast.Constant | ast.JoinedStr) and _says(node):
                yield node.lineno, f"no translator sees {ast.unparse(node)}"
            left += self._parts(node)

    def _parts(self, node: ast.expr) -> Iterable[ast.expr]:
        match node:
            case ast.Call(func) if _name(func) in _LOOKUPS or _is_exempt(node):
                return []
            case ast.Call(func):  # `"…".format(…)`, `_problem(…)`, `self._error(…)`
                before = [func.value] if isinstance(func, ast.Attribute) else []
                return [*before, *self._returned.get(_name(func), []), *_arguments(node)]
            case ast.Name(name):
                return self._values.get(name, [])
            case ast.IfExp(_, body, orelse):
                return [body, orelse]
            case ast.BinOp() | ast.BoolOp() | ast.List() | ast.Tuple() | ast.Dict() | ast.Starred():
                return (each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))
        return []

    @cached_property
    def _values(self) -> dict[str, list[ast.expr]]:
        """What each name of the module is bound to, wherever that happens."""
        found: dict[str, list[ast.expr]] = {}
        for node in ast.walk(self.tree):
            match node:
                case ast.Assign(targets, value):
                    names = [each for target in targets for each in ast.walk(target)]
                case ast.AnnAssign(target, _, ast.expr() as value) | ast.NamedExpr(target, value):
                    names = [target]
                case _:
                    continue
            for name in names:
                # In `error.request = …`, `error` is loaded.
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                    found.setdefault(name.id, []).append(value)
        return found

    @cached_property
    def _returned(self) -> dict[str, list[ast.expr]]:
        """What each function and method of the module returns."""
        found: dict[str, list[ast.expr]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.setdefault(node.name, []).extend(
                    each.value
                    for each in ast.walk(node)
                    if isinstance(each, ast.Return) and each.value
                )
        return found


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _says(node: ast.Constant | ast.JoinedStr) -> bool:
    match node:
        case ast.Constant(str(text)):
            pass
        case ast.JoinedStr(values):
            text = "{}".join(str(each.value) for each in values if isinstance(each, ast.Constant))
        case _:
            return False
    if _SHELL.match(text) or _is_program(text):  # to paste
        return False
    return bool(_SENTENCE.search(text) or _WORD.fullmatch(text))


def _is_program(text: str) -> bool:
    try:
        body = ast.parse(re.sub(r"\{\w+\}", "x", text)).body
    except SyntaxError:
        return False
    return any(not isinstance(node, ast.Expr) for node in body)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
    return ""


def _is_exempt(call: ast.Call) -> bool:
    return _name(call.func) in _EXEMPT
