"""What a module defines and imports, read from its draft of a stub and from its source."""

import ast
from collections.abc import Iterator

from pipeline.stubs.fill import Definition, conditional, is_dunder, statements

Target = tuple[str, str]  # full name of a module, and a name in it; "" for the module itself
_Body = list[ast.stmt]


class Module:
    """A module of a package.

    Attributes:
        name: Its full name.
        source: Its source.
        defined: Each name that it defines, to the statements of the draft and of the source.
        imported: Each name that it imports, to what it stands for.
        listed: The statement that lists its public names, if there is one.
        is_package: Whether relative imports begin at the module itself.

    Args:
        name: As above.
        draft: The stub as stubgen wrote it.
        source: As above.
        is_package: As above.
    """

    def __init__(
        self, name: str, draft: ast.Module, source: ast.Module, *, is_package: bool
    ) -> None:
        self.name = name
        self.source = source
        self.is_package = is_package
        self.defined: dict[str, tuple[_Body, _Body]] = {}
        self.imported: dict[str, Target] = {}
        self.listed: list[ast.stmt] = []
        parents = name.split(".") if is_package else name.split(".")[:-1]
        for side, tree in enumerate((draft, source)):
            for node in statements(tree.body):
                for local, target in _imports(node, parents):
                    self.imported.setdefault(local, target)
                bound = _bound(node)
                if bound == "__all__":
                    self.listed = [node]
                # Of assignments in the source, only those count that say what a stub may say.
                elif bound and (side == 0 or bound in self.defined or _declares(node)):
                    self.defined.setdefault(bound, ([], []))[side].append(node)

        for node in source.body:  # which `fill` refuses
            for each in conditional(node):
                self.defined.setdefault(each, ([], []))[1].append(node)

    def is_variable(self, name: str) -> bool:
        """Tell whether a name of the module is a type variable."""
        match self.defined[name][0]:
            case [ast.Assign(_, ast.Call(ast.Name(kind)))]:
                return kind in ("TypeVar", "ParamSpec", "TypeVarTuple")
        return False

    def plain_variable(self, name: str) -> str:
        """Give the text of a type variable that names no other type; "" for anything else."""
        match self.defined[name][0]:
            case [ast.Assign(_, ast.Call(_, [_], keywords)) as node] if self.is_variable(name):
                if all(isinstance(each.value, ast.Constant) for each in keywords):
                    return ast.unparse(node)
        return ""


def exported(source: ast.Module) -> list[str] | None:
    """List what a module names in `__all__`; `None` where it has none."""
    for node in statements(source.body):
        if _bound(node) == "__all__" and isinstance(node, ast.Assign):
            return list(ast.literal_eval(node.value))
    return None


def is_private(name: str) -> bool:
    """Tell whether a name begins with an underscore, and not with two that also end it."""
    return name.startswith("_") and not is_dunder(name)


def is_protocol(node: ast.ClassDef) -> bool:
    """Tell whether all members of a class make it what it is, as those of a protocol do."""
    names = (ast.unparse(base).partition("[")[0] for base in node.bases)
    return any(name.rpartition(".")[2] in ("Protocol", "TypedDict") for name in names)


def trim(stub: _Body, source: _Body) -> tuple[_Body, _Body]:
    """Take private members out of classes, in the draft and in the source.

    Those that are parameters of the class stay: annotated ones of a class that a decorator makes.
    """
    for one in source:
        for other in stub:
            if isinstance(one, ast.ClassDef) and isinstance(other, ast.ClassDef):
                _trim_class(other, one)
    return stub, source


def _trim_class(stub: ast.ClassDef, source: ast.ClassDef) -> None:
    if is_protocol(source):
        return
    kept = {
        _bound(node)
        for node in source.body
        if source.decorator_list
        and isinstance(node, ast.AnnAssign)
        and "init=False" not in ast.unparse(node)
    }
    for side in (stub, source):
        side.body = [
            node
            for node in side.body
            if not is_private(name := _bound(node)) or name in kept
            if name not in ("__slots__", "__attrs_post_init__")
        ] or [ast.Expr(ast.Constant(...))]
    inner = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
    for each in source.body:
        if isinstance(each, ast.ClassDef) and each.name in inner:
            _trim_class(inner[each.name], each)


def _declares(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign | Definition)


def _bound(node: ast.stmt) -> str:
    """Give the name that a statement defines, if it defines one."""
    match node:
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            return name
        case ast.AnnAssign(ast.Name(name)) | ast.Assign([ast.Name(name)]):
            return name
    return ""


def _imports(node: ast.stmt, parents: list[str]) -> Iterator[tuple[str, Target]]:
    match node:
        case ast.Import(names):
            for each in names:
                yield each.asname or each.name.partition(".")[0], (each.name, "")
        case ast.ImportFrom(module, names, level):
            above = parents[: len(parents) - (level or 1) + 1] if level else []
            origin = ".".join([*above, *filter(None, [module])])
            for each in names:
                yield each.asname or each.name, (origin, each.name)
