"""Put into a stub what its generator leaves out: docstrings, defaults, a few types."""

import ast
import re
from collections.abc import Iterator, Mapping

from pipeline.errors import PipelineError

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef
_Scope = ast.Module | ast.ClassDef
_UNKNOWN = "Incomplete"  # what stubgen writes where it knows no type
_CLASS = re.compile(r"(?=.*[a-z])_?[A-Z][A-Za-z0-9]*")  # not `LIMIT`, which may be `LIMITS["x"]`


def fill(stub: ast.Module, source: ast.Module, docstrings: Mapping[str, str]) -> None:
    """Complete a stub, in place, so that an editor shows what it shows of the source.

    Args:
        stub: The stub's syntax tree, as stubgen wrote it.
        source: That of the module's source.
        docstrings: Qualified name to docstring, the empty name for the module's own; the stub says
            nothing of names that are not listed.

    Raises:
        PipelineError: The stub lacks a definition or a type, which only an annotation can tell.
    """
    _fill_scope(stub, source, docstrings, "")


def _fill_scope(stub: _Scope, source: _Scope, docstrings: Mapping[str, str], name: str) -> None:
    prefix = f"{name}." if name else ""
    left = list(_definitions(stub.body))
    known = {node.name for node in left}
    for original in _definitions(source.body):
        place = prefix + original.name
        if original.name not in known and not is_dunder(original.name):
            raise PipelineError(f"{place}: the stub generator has left it out.")
        # The next of a name is another overload; a stub has no implementation of them.
        node = next((each for each in left if each.name == original.name), None)
        if node:
            left.remove(node)
        if isinstance(node, ast.ClassDef) and isinstance(original, ast.ClassDef):
            _fill_scope(node, original, docstrings, place)
        elif isinstance(node, Function) and isinstance(original, Function):
            _fill_defaults(node.args, original.args)
            _document(node, docstrings.get(place))
            if isinstance(node, ast.AsyncFunctionDef) and _yields(original):
                # Without a body it would be a coroutine that returns an iterator.
                stub.body[stub.body.index(node)] = ast.FunctionDef(**vars(node))
    _refuse_conditions(source.body, prefix)
    _fill_attributes(stub, source, docstrings, prefix)
    _document(stub, docstrings.get(name))


def _definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    return (node for node in statements(body) if isinstance(node, Definition))


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """List the statements that a type checker sees, through `if TYPE_CHECKING`."""
    for node in body:
        if isinstance(node, ast.If) and _is_for_checkers(node):
            yield from statements(node.body)
        else:
            yield node


def _refuse_conditions(body: list[ast.stmt], prefix: str) -> None:
    for name in (name for node in body for name in conditional(node)):
        raise PipelineError(f"{prefix}{name}: a stub cannot tell which condition will hold.")


def conditional(node: ast.stmt) -> Iterator[str]:
    """List what a statement defines under a condition that no type checker knows."""
    if isinstance(node, ast.If) and not _is_for_checkers(node):
        yield from (each.name for each in ast.walk(node) if isinstance(each, Definition))


def _is_for_checkers(node: ast.If) -> bool:
    return ast.unparse(node.test).endswith("TYPE_CHECKING")


def _yields(function: Function) -> bool:
    inner = {
        id(each)
        for node in ast.walk(function)
        if node is not function and isinstance(node, Definition)
        for each in ast.walk(node)
    }
    return any(isinstance(node, ast.Yield) and id(node) not in inner for node in ast.walk(function))


def _fill_defaults(stub: ast.arguments, source: ast.arguments) -> None:
    known = dict(_defaults(source))
    count = len(stub.posonlyargs + stub.args) - len(stub.defaults)
    positional = (stub.posonlyargs + stub.args)[count:]
    stub.defaults = [
        known.get(argument.arg, default)
        for argument, default in zip(positional, stub.defaults, strict=True)
    ]
    stub.kw_defaults = [
        default and known.get(argument.arg, default)
        for argument, default in zip(stub.kwonlyargs, stub.kw_defaults, strict=True)
    ]


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    positional = arguments.posonlyargs + arguments.args
    for argument, default in zip(reversed(positional), reversed(arguments.defaults), strict=False):
        yield argument.arg, default
    for argument, keyword in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword:
            yield argument.arg, keyword


def _fill_attributes(
    stub: _Scope, source: _Scope, docstrings: Mapping[str, str], prefix: str
) -> None:
    declared = {
        node.target.id: node
        for node in statements(source.body)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    body: list[ast.stmt] = []
    for node in stub.body:
        body.append(node)
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            continue
        name = node.target.id
        original = declared.pop(name, None)
        if _UNKNOWN in ast.unparse(node.annotation):
            body[-1] = _typed(node, original, source) or node
            if body[-1] is node and not name.startswith("_"):
                raise PipelineError(f"{prefix}{name}: only an annotation can tell a stub its type.")
        elif node.value and _is_ellipsis(node.value) and original:
            node.value = original.value
        if text := docstrings.get(prefix + name):
            body.append(_docstring(text, prefix.count(".")))
    # Names such as `__version__`, which stubgen takes for no part of an interface.
    missing: list[ast.stmt] = [
        ast.AnnAssign(node.target, node.annotation, None, node.simple)
        for name, node in declared.items()
        if name not in set(_bound(stub.body))
    ]
    stub.body = body + missing


def _typed(node: ast.AnnAssign, declared: ast.AnnAssign | None, source: _Scope) -> ast.stmt | None:
    """Find the type of a name in the source, where stubgen does not look for it."""
    name = ast.unparse(node.target)
    if declared:
        return ast.AnnAssign(node.target, declared.annotation, None, node.simple)
    for each in statements(source.body):
        match each:
            case ast.Assign([ast.Name(target)], ast.Subscript(ast.Name("Literal"))):
                if target == name:
                    return each  # an alias, however it is called: an enum may be `GPU`
            case ast.Assign([ast.Name(target)], ast.Subscript() | ast.BinOp(op=ast.BitOr())):
                if target == name and _CLASS.fullmatch(name):
                    return each  # an alias
            case ast.FunctionDef("__init__"):
                for argument in [*each.args.args, *each.args.kwonlyargs]:
                    if argument.annotation and _keeps(each, name, argument.arg):
                        return ast.AnnAssign(node.target, argument.annotation, None, node.simple)
    return None


def _keeps(function: ast.FunctionDef, attribute: str, argument: str) -> bool:
    for node in ast.walk(function):
        match node:
            case ast.Assign([ast.Attribute(ast.Name("self"), name)], ast.Name(value)):
                if (name, value) == (attribute, argument):
                    return True
    return False


def _document(node: ast.Module | Definition, text: str | None) -> None:
    if not text:
        return
    depth = 0 if isinstance(node, ast.Module) else node.col_offset // 4 + 1
    rest = [each for each in node.body if not _is_empty(each)]
    node.body = [_docstring(text, depth), *rest]


def _docstring(text: str, depth: int) -> ast.Expr:
    indented = text.replace("\n", "\n" + "    " * depth)
    # With several lines, the closing quotes stand alone.
    closing = "\n" + "    " * depth if "\n" in text else ""
    return ast.Expr(ast.Constant(indented + closing))


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.Import(names) | ast.ImportFrom(names=names):
                yield from (each.asname or each.name.partition(".")[0] for each in names)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.AnnAssign(ast.Name(name)) | ast.Assign([ast.Name(name)]):
                yield name


def _is_empty(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and _is_ellipsis(node.value)


def _is_ellipsis(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def is_dunder(name: str) -> bool:
    """Tell whether a name is one that Python gives a meaning to, such as `__init__`."""
    return name.startswith("__") and name.endswith("__")
