"""The modules of the linted project: found, executed once, and their names handed out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kerascop.interpreter.limits import MAX_MODULE_DEPTH, Raised
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import Constant, ProjectModule, Value

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.interpreter.machine import Machine
    from kerascop.sources.project import Project

@dataclass(eq=False)
class Modules:
    """The project's modules as far as a run has imported them."""

    project: Project
    loaded: dict[Path, ProjectModule] = field(default_factory=dict)
    depth: int = 0

    def find(
        self, machine: Machine, name: str, scope: Scope, level: int = 0
    ) -> ProjectModule | None:
        """The project's module that `import name` in this scope means, executed; `None` if it is no
        file of the project."""
        path = self.project.find(name, scope.path, level)
        return None if path is None else self._load(machine, path, name)

    def _load(self, machine: Machine, path: Path, name: str) -> ProjectModule | None:
        known = self.loaded.get(path)
        if known is not None:
            return known
        parsed = self.project.module(path)
        if parsed is None or self.depth >= MAX_MODULE_DEPTH:
            return None
        scope = Scope(ScopeKind.MODULE, parsed)
        scope.names["__name__"] = Constant(name)
        scope.names["__file__"] = Constant(str(path))
        module = ProjectModule(name, scope)
        machine.journal.put(self.loaded, path, module)
        self.depth += 1
        machine.quiet += 1
        try:
            run_module(machine, scope)
        finally:
            machine.quiet -= 1
            self.depth -= 1
        return module

    def member(self, machine: Machine, module: ProjectModule, name: str) -> Value | None:
        """What `from module import name` binds: a name in it, or a module inside the package."""
        value = module.scope.names.get(name)
        if value is not None:
            return value
        path = self.project.find(name, module.scope.path, 1)
        return None if path is None else self._load(machine, path, f"{module.name}.{name}")

    def submodule(self, module: ProjectModule, name: str) -> ProjectModule | None:
        """The module `name` inside a package, if something has imported it."""
        path = self.project.find(name, module.scope.path, 1)
        return None if path is None else self.loaded.get(path)

    def public(self, module: Value) -> dict[str, Value]:
        """What `from module import *` binds."""
        if not isinstance(module, ProjectModule):
            return {}
        return {
            name: value for name, value in module.scope.names.items() if not name.startswith("_")
        }


def run_module(machine: Machine, scope: Scope) -> None:
    """Execute a module's own level, statement by statement: one that certainly raises is passed over."""
    from kerascop.interpreter.statements import run_statement

    for statement in scope.module.tree.body:
        try:
            run_statement(machine, statement, scope)
        except Raised:
            continue
