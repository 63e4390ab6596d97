"""The stubs of public modules, with what these need of private ones.

A module is public if no part of its path begins with an underscore. What it offers from a private
module is written into its own stub. Whatever else signatures need of private modules is written
into the stub of the package, under a name with an underscore.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from pipeline.errors import PipelineError
from pipeline.stubs.fill import fill
from pipeline.stubs.modules import Module, Target, exported, is_private, is_protocol, trim
from pipeline.stubs.rewrite import Rewriter


@dataclass
class Stub:
    """The stub of one public module.

    Attributes:
        module: The module.
        imports: What it has from other stubs and packages, to its name here.
        offered: What it defines for those who import it, by name and in order.
        needed: What it defines for signatures, here or in other stubs.
    """

    module: Module
    imports: dict[Target, str] = field(default_factory=dict)
    offered: dict[str, Target] = field(default_factory=dict)
    needed: dict[str, Target] = field(default_factory=dict)

    def imported(self, target: Target, wanted: str) -> str:
        """Give the name of an import; another one where the wanted name is taken."""
        if target not in self.imports:
            self.imports[target] = self.free(wanted)
        return self.imports[target]

    def free(self, wanted: str) -> str:
        """Find a name that nothing else has here."""
        taken = {*self.imports.values(), *self.offered, *self.needed, *self.module.defined}
        name, number = wanted, 2
        while name in taken:
            name, number = f"_{wanted.strip('_')}{number}", number + 1
        return name


class Library:
    """All modules of the packages, and the stubs that are made of them.

    Args:
        modules: Full name of each module to the module, private ones included.
        docstrings: Full name of each module to its docstrings by qualified name.
    """

    def __init__(
        self, modules: Mapping[str, Module], docstrings: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.modules = modules
        self._docstrings = docstrings
        public = [name for name in modules if not any(map(is_private, name.split(".")))]
        ordered = sorted(public, key=lambda name: (name.count("."), name))
        self._stubs = {name: Stub(modules[name]) for name in ordered}
        self._homes: dict[Target, Target] = {}
        self._variables: dict[tuple[str, str], Target] = {}
        self._visible: dict[Target, bool] = {}
        self._queue: list[Target] = []
        self._written: dict[Target, list[ast.stmt]] = {}

    def write(self) -> dict[str, ast.Module]:
        """Make the stub of each public module.

        Returns:
            Full name of the module to its stub.

        Raises:
            PipelineError: A stub lacks a definition or a type.
        """
        for stub in self._stubs.values():
            self._offer(stub)
        while self._queue:
            self._write(self._queue.pop(0))
        return {name: self._assemble(stub) for name, stub in self._stubs.items()}

    def resolve(self, module: str, name: str) -> Target | None:
        """Find what a name of a module stands for; `None` where the module has no such name."""
        while here := self.modules.get(module):
            if name in here.defined:
                break
            if name not in here.imported:
                return None
            module, name = here.imported[name]
            if f"{module}.{name}" in self.modules:
                module, name = f"{module}.{name}", ""
            if not name:
                break
        return module, name

    def refer(self, stub: Stub, target: Target, wanted: str, *, visible: bool) -> str:
        """Have a target in a stub, and give its name there.

        Args:
            stub: The stub.
            target: What is needed.
            wanted: The name that it has in the source.
            visible: Whether callers get it, and so see its members; else they only pass it on.
        """
        if self.is_ours(target):
            target = self._need(target, visible=visible)
            module, wanted = self._homes[target]
            if module == stub.module.name:
                return wanted
            target = module, wanted
        elif target[0] in self.modules and target[0] not in self._stubs:
            raise PipelineError(f"{target[0]}: a private module has no stub.")
        return stub.imported(target, wanted)

    def is_ours(self, target: Target) -> bool:
        """Tell whether a target is a definition in one of the packages."""
        return target[0] in self.modules and bool(target[1])

    def is_hidden(self, target: Target) -> bool:
        """Tell whether a target is a definition in a private module that no public one offers."""
        return self.is_ours(target) and target[0] not in self._stubs and target not in self._homes

    def _offer(self, stub: Stub) -> None:
        """Find what a public module offers, and where each of it is defined in stubs."""
        module = stub.module
        names = exported(module.source)
        own = [each for each in module.defined if names is None or not is_private(each)]
        for name in dict.fromkeys([*own, *(names or [])]):
            target = self.resolve(module.name, name)
            if target is None:
                raise PipelineError(f"{module.name}: `__all__` names {name}, which is not there.")
            if self.is_ours(target):
                here = module.name, name
                self._homes.setdefault(target, target if target[0] in self._stubs else here)
                self._need(target, visible=True)
                if self._homes[target] == here:
                    stub.offered[name] = target
                    continue
            stub.imports[self._homes.get(target, target)] = name

    def _need(self, target: Target, *, visible: bool) -> Target:
        """Have a definition written; give the one that stands for it, of several type variables."""
        target = self._home(target)
        if target not in self._visible or visible > self._visible[target]:
            self._visible[target] = visible
            self._queue.append(target)
        return target

    def _home(self, target: Target) -> Target:
        module, name = target
        if target in self._homes:
            return target
        if module in self._stubs:
            self._homes[target] = target
            self._stubs[module].needed[name] = target
            return target
        package = module.partition(".")[0]
        variable = self.modules[module].plain_variable(name)
        same = self._variables.setdefault((package, variable), target) if variable else target
        if same not in self._homes:
            stub = self._stubs[package]
            local = stub.free(f"_{name.lstrip('_')}")
            self._homes[same] = package, local
            stub.needed[local] = same
        return same

    def _write(self, target: Target) -> None:
        module = self.modules[target[0]]
        home, name = self._homes[target]
        stub, source = deepcopy(module.defined[target[1]])
        private = target[0] not in self._stubs
        if private:
            stub, source = trim(stub, source)
        if not self._visible[target] and (opaque := self._opaque(module, stub)):
            stub = source = [opaque]
        tree = ast.Module(stub, [])
        try:
            texts = self._docstrings.get(module.name, {})
            fill(tree, ast.Module(source, []), {name: texts[name] for name in texts if name})
            rewriter = Rewriter(self, self._stubs[home], module, visible=self._visible[target])
            rewriter.visit(tree)
        except PipelineError as error:
            raise PipelineError(f"{module.name}: {error}") from None
        if name != target[1]:
            _rename(tree.body, name)
        self._written[target] = tree.body

    def _opaque(self, module: Module, body: list[ast.stmt]) -> ast.stmt | None:
        """Reduce a class to its name and type variables; `None` where its members make it."""
        match body:
            case [ast.ClassDef(name, bases) as node] if not is_protocol(node):
                generic = [base for base in bases if ast.unparse(base).startswith("Generic[")]
                if generic or not any(self._is_variable(module, each) for each in bases):
                    base = f"({ast.unparse(generic[0])})" if generic else ""
                    return ast.parse(f"class {name}{base}: ...").body[0]
        return None

    def _is_variable(self, module: Module, base: ast.expr) -> bool:
        names = (each.id for each in ast.walk(base) if isinstance(each, ast.Name))
        targets = (self.resolve(module.name, name) for name in names)
        return any(
            target and self.is_ours(target) and self.modules[target[0]].is_variable(target[1])
            for target in targets
        )

    def _assemble(self, stub: Stub) -> ast.Module:
        module = stub.module
        body: list[ast.stmt] = []
        if text := self._docstrings.get(module.name, {}).get(""):
            body.append(ast.Expr(ast.Constant(f"{text}\n" if "\n" in text else text)))
        public = exported(module.source) or []
        body += _imports(stub.imports, public)
        body += module.listed
        needed = list(stub.needed.values())
        # Type variables and aliases first, as in a module.
        needed.sort(key=lambda target: isinstance(self._written[target][0], ast.ClassDef))
        for target in [*needed, *stub.offered.values()]:
            body += self._written[target]
        return ast.fix_missing_locations(ast.Module(body, []))


def _rename(body: Iterable[ast.stmt], name: str) -> None:
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                node.name = name
            case ast.AnnAssign(ast.Name() as target) | ast.Assign([ast.Name() as target]):
                target.id = name
        match node:
            case ast.Assign(_, ast.Call(args=[ast.Constant(str()) as first, *_])):
                first.value = name  # of a type variable


def _imports(targets: Mapping[Target, str], public: Iterable[str]) -> Iterator[ast.stmt]:
    """Write imports, sorted; `import A as A` offers a name to those who import the stub."""
    members: dict[str, list[ast.alias]] = {}
    for (module, name), local in sorted(targets.items()):
        if not name and (local == module or module.startswith(f"{local}.")):
            yield ast.Import([ast.alias(module)])
            continue
        origin, _, last = (module, "", name) if name else module.rpartition(".")
        renamed = local if local != last or local in public else None
        members.setdefault(origin, []).append(ast.alias(last, renamed))
    for origin, names in members.items():
        yield ast.ImportFrom(origin, names, 0) if origin else ast.Import(names)
