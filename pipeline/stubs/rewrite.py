"""Names in a stub, changed to what they are called in the stub that a definition is moved to."""

import ast
import builtins
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.stubs.modules import Module, Target, is_private, is_protocol, trim

if TYPE_CHECKING:
    from pipeline.stubs.public import Library, Stub

# What a field says of the parameter that it makes; the rest is no part of a signature.
_OF_PARAMETERS = {
    *("alias", "converter", "default", "default_factory", "factory", "init", "kw_only"),
}
_LITERAL = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.Tuple, ast.operator, ast.unaryop, ast.Load)


class Rewriter(ast.NodeTransformer):
    """Rewrite a definition for a stub; annotations in quotes lose these.

    Args:
        library: Knows what names stand for.
        stub: Where the definition is to stand.
        module: Where it stands in the source.
        visible: Whether callers see the members of what it names.
    """

    def __init__(self, library: "Library", stub: "Stub", module: Module, *, visible: bool) -> None:
        self._library = library
        self._stub = stub
        self._module = module
        self._visible = visible
        self._received = False  # whether those who implement a protocol get its arguments
        self._classes: list[ast.ClassDef] = []

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Give a name of the module the name that it has in the stub."""
        if not isinstance(node.ctx, ast.Load):
            return node
        target = self._library.resolve(self._module.name, node.id)
        if target is None:
            members = (each for body in self._classes for each in ast.walk(body))
            if hasattr(builtins, node.id) or any(_defines(each, node.id) for each in members):
                return node
            raise PipelineError(f"{node.id}: used in a stub, and found nowhere.")
        name = self._library.refer(self._stub, target, node.id, visible=self._visible)
        return ast.Name(name, ast.Load())

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Rewrite a signature: what callers pass, and what they get."""
        self._signature(node)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        """Likewise."""
        self._signature(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Rewrite a class: its decorators, bases and members."""
        self._classes.append(node)
        received, self._received = self._received, is_protocol(node)
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        node.bases = [self._base(each) for each in node.bases]
        node.keywords = [self.visit(each) for each in node.keywords]
        node.body = [self.visit(each) for each in node.body]
        self._received = received
        self._classes.pop()
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        """Rewrite an attribute: its type, and its default where that can be told."""
        # A private field that is left is a parameter, which callers only pass.
        private = is_private(ast.unparse(node.target)) and not self._received
        node.annotation = self._type(node.annotation, visible=not private)
        node.value = node.value and self._value(node.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        """Rewrite an alias, a type variable or a value."""
        match node.value:
            case ast.Call(args=[ast.Constant(str()) as name, *bounds]) as call:
                call.func = self.visit(call.func)
                call.args = [name, *(self._type(each, visible=False) for each in bounds)]
                for keyword in call.keywords:
                    keyword.value = self._type(keyword.value, visible=False)
            case ast.Constant():
                pass
            case _:
                node.value = self._type(node.value)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        """Leave docstrings alone."""
        return node

    def _signature(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        for each in ast.walk(node.args):
            if isinstance(each, ast.arg) and each.annotation:
                each.annotation = self._type(each.annotation, visible=self._received)
        node.args.defaults = [self._value(each) for each in node.args.defaults]
        node.args.kw_defaults = [each and self._value(each) for each in node.args.kw_defaults]
        node.returns = node.returns and self._type(node.returns)

    def _type(self, node: ast.expr, *, visible: bool = True) -> Any:
        before = self._visible
        self._visible = before and visible
        found = self.visit(_Unquote().visit(node))
        self._visible = before
        return found

    def _base(self, node: ast.expr) -> Any:
        match node:
            case ast.Subscript(value, arguments):
                visible = self._passes_on(value)
                base = self.visit(value)
                return ast.Subscript(base, self._type(arguments, visible=visible), ast.Load())
        return self.visit(node)

    def _passes_on(self, base: ast.expr) -> bool:
        """Tell whether a base class has public members of the types that it is given."""
        if not isinstance(base, ast.Name):
            return True
        target = self._library.resolve(self._module.name, base.id)
        if target is None or not self._library.is_ours(target):
            return True
        module = self._library.modules[target[0]]
        stub, _ = trim(*deepcopy(module.defined[target[1]]))
        classes = [each for each in stub if isinstance(each, ast.ClassDef)]
        bases = {_name(each) for node in classes for base in node.bases for each in ast.walk(base)}
        inside = {_name(each) for node in classes for part in node.body for each in ast.walk(part)}
        variables = {name for name in bases & inside if name in module.defined}
        # Bases of a base pass on what that one is given.
        return bool(variables) or any(
            isinstance(base, ast.Subscript) and _name(base.value) != "Generic"
            for node in classes
            for base in node.bases
        )

    def _value(self, node: ast.expr) -> ast.expr:
        """Rewrite a default; `...` stands for one that only private modules tell."""
        if isinstance(node, ast.Call):
            node.func = self.visit(node.func)
            node.args = [self._known(each) for each in node.args]
            node.keywords = [each for each in node.keywords if each.arg in _OF_PARAMETERS]
            for keyword in node.keywords:
                keyword.value = self._known(keyword.value)
            return node
        for each in ast.walk(node):
            if isinstance(each, ast.Name):
                target = self._library.resolve(self._module.name, each.id)
                if target and self._library.is_hidden(target):
                    return self._literal(target) if each is node else ast.Constant(...)
        found: ast.expr = self.visit(node)
        return found

    def _known(self, node: ast.expr) -> Any:
        """Rewrite what a field is made with: a literal, or else its private name comes along."""
        found = self._value(deepcopy(node))
        return self.visit(node) if isinstance(found, ast.Constant) and found.value is ... else found

    def _literal(self, target: Target) -> ast.expr:
        """Give the value of a constant; `...` where it is no literal."""
        match self._library.modules[target[0]].defined[target[1]][1]:
            case [ast.AnnAssign(value=ast.expr() as value) | ast.Assign(value=value)]:
                if all(isinstance(each, _LITERAL) for each in ast.walk(value)):
                    return deepcopy(value)
        return ast.Constant(...)


class _Unquote(ast.NodeTransformer):
    """Take the quotes off names in annotations: a stub has no need of them."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        if not ast.unparse(node.value).endswith("Literal"):
            node.slice = self.visit(node.slice)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            found: ast.expr = self.visit(ast.parse(node.value, mode="eval").body)
            return found
        return node


def _defines(node: ast.AST, name: str) -> bool:
    return getattr(node, "name", None) == name or (
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
    )


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""
