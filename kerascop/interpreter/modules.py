"""The modules of the linted project: found, executed once, and their names handed out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kerascop.interpreter.limits import (
    MAX_IMPORTED_CHARACTERS,
    MAX_MODULE_DEPTH,
    MAX_STEPS,
    BudgetExceeded,
    Raised,
)
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import (
    Constant,
    DictValue,
    Instance,
    ListValue,
    ProjectModule,
    SetValue,
    UserClass,
    Value,
    python_value,
)
from kerascop.sources.project import Project, Uses

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.graph.facts import ApiUse
    from kerascop.interpreter.machine import Machine, Trace

_KERAS_ITSELF = re.compile(r"(tf_)?keras\.src(?!\.applications\b)")
"""Modules of Keras' own source. What they hold is known without executing them; only its ready-made
models are builders like anybody's."""


@dataclass(eq=False)
class LoadedModule:
    """An executed module, and what its own level built and trained.

    Attributes:
        module: with its names.
        trace: of its own level.
        whole: was everything that it imports executed to its end, none of it half done?
        height: how many imports lie inside each other below it.
        uses: what was asked of the project on the way.
        inside: the modules that it imports, at any remove.
    """

    module: ProjectModule
    trace: Trace
    whole: bool = True
    height: int = 0
    uses: Uses = field(default_factory=Uses)
    inside: dict[Path, LoadedModule] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The source of the module."""
        return self.module.scope.module.text


@dataclass(eq=False)
class Modules:
    """The project's modules as far as they have been imported.

    What a module's own level does is the same for everybody who imports it. So it is executed once
    for all runs, and its effects stay when a run is rolled back. Between the analyses of files,
    whole modules are shared. Of others it depends on who imports them what they are: where modules
    import each other in a circle, the first one is half done when the next one needs it.

    Attributes:
        project: the project.
        loaded: the modules that were imported so far.
        loading: those that are being executed, outermost first.
        characters: the source of all modules that were imported.
        full: was a module not imported for being too much?
    """

    project: Project
    loaded: dict[Path, LoadedModule] = field(default_factory=dict)
    loading: list[LoadedModule] = field(default_factory=list)
    characters: int = 0
    full: bool = False

    @staticmethod
    def of(project: Project) -> Modules:
        """The modules of a project, shared by everybody who analyses its files."""
        modules = _MODULES.get(project)
        if modules is None:
            modules = _MODULES[project] = Modules(project)
        return modules

    def find(
        self, machine: Machine, name: str, scope: Scope, level: int = 0
    ) -> ProjectModule | None:
        """The project's module that `import name` in this scope means, executed; `None` if it is no
        file of the project, or is Keras itself."""
        if _KERAS_ITSELF.match(name):
            return None
        path = self.project.find(name, scope.path, level)
        return None if path is None else self._import(machine, path, name)

    def _import(self, machine: Machine, path: Path, name: str) -> ProjectModule | None:
        loaded = self.loaded.get(path) or self._shared(path) or self._load(machine, path, name)
        if loaded is None:
            return None
        self._note(path, loaded)
        if path not in machine.imported:
            machine.journal.put(machine.imported, path, loaded)
            for model in loaded.trace.models:
                machine.journal.append(machine.trace.models, model)
            for compiled in loaded.trace.compiles:
                machine.journal.append(machine.trace.compiles, compiled)
            for fit in loaded.trace.fits:
                machine.journal.append(machine.trace.fits, fit)
        return loaded.module

    def _load(self, machine: Machine, path: Path, name: str) -> LoadedModule | None:
        parsed = self.project.module(path)
        if parsed is None:
            return None
        size = len(parsed.text)
        has_room = self._has_room(size)
        if not has_room and not self.full:
            self.full = True
            machine.notes.append(f"{path}: not executed: the file imports too much before it")
        if len(self.loading) >= MAX_MODULE_DEPTH or not has_room:
            self._tell_halved(self.loading)
            return None
        self.characters += size
        scope = Scope(ScopeKind.MODULE, parsed)
        scope.names["__name__"] = Constant(name)
        scope.names["__file__"] = Constant(str(path))
        loader = machine.for_import()
        loaded = self.loaded[path] = LoadedModule(ProjectModule(name, scope), loader.trace)
        self.loading.append(loaded)
        self.project.begin_uses()
        try:
            run_module(loader, scope)
        except BudgetExceeded:
            loaded.whole = False
            machine.notes.append(f"{path}: more than {MAX_STEPS} steps; partly known")
        finally:
            self.loading.pop()
            loaded.uses = self.project.end_uses()
        open_empty(scope)
        if loaded.whole:
            self._keep(path, loaded)
        return loaded

    def _has_room(self, size: int) -> bool:
        return self.characters + size <= MAX_IMPORTED_CHARACTERS

    def _keep(self, path: Path, module: LoadedModule) -> None:
        alive = {**module.inside, path: module}
        sizes = {at: len(each.text) for at, each in alive.items()}
        self.project.executed.keep(path, module, sizes)

    def _shared(self, path: Path) -> LoadedModule | None:
        """A module that was executed for another file, if it would come out the same here."""
        known = self.project.executed.get(path)
        if not isinstance(known, LoadedModule):
            return None
        is_deep = len(self.loading) + known.height >= MAX_MODULE_DEPTH
        if is_deep and not self.loaded.keys() >= known.inside.keys():
            return None
        alive = {**known.inside, path: known}
        if any(self.loaded.get(each, its) is not its for each, its in known.inside.items()):
            # Its classes would not be those that others here have imported.
            return None
        size = sum(len(each.text) for at, each in alive.items() if at not in self.loaded)
        if not self._has_room(size):
            return None
        self.characters += size
        self._keep(path, known)
        self.loaded.update(known.inside)
        self.loaded[path] = known
        return known

    def _note(self, path: Path, imported: LoadedModule) -> None:
        """A module is imported by those that are being executed."""
        if imported in self.loading:
            self._tell_halved(self.loading[self.loading.index(imported) :])
            return
        self.project.use_again(imported.uses)
        for above, importer in enumerate(reversed(self.loading), 1):
            importer.height = max(importer.height, imported.height + above)
            importer.inside[path] = imported
            importer.inside.update(imported.inside)
        if not imported.whole:
            self._tell_halved(self.loading)

    def _tell_halved(self, modules: Iterable[LoadedModule]) -> None:
        for each in modules:
            each.whole = False

    def member(self, machine: Machine, module: ProjectModule, name: str) -> Value | None:
        """What `from module import name` binds: a name in it, or a module inside the package."""
        value = module.scope.names.get(name)
        if value is not None:
            return value
        path = self.project.find(name, module.scope.path, 1)
        return None if path is None else self._import(machine, path, f"{module.name}.{name}")

    def submodule(self, module: ProjectModule, name: str) -> ProjectModule | None:
        """The module `name` inside a package, if something has imported it."""
        path = self.project.find(name, module.scope.path, 1)
        loaded = None if path is None else self.loaded.get(path)
        return None if loaded is None else loaded.module

    def without_own(self, uses: Iterable[ApiUse]) -> tuple[ApiUse, ...]:
        """The uses of a library that is not itself the project: Keras' own source may be linted."""
        own: dict[tuple[str, Path], bool] = {}
        kept: list[ApiUse] = []
        for use in uses:
            package = ".".join(use.path.split(".")[:2])
            place = (package, use.origin.path.parent)
            if place not in own:
                inside = f"/{package.replace('.', '/')}/" in f"{place[1].absolute().as_posix()}/"
                own[place] = inside or self.project.find(package, use.origin.path) is not None
            if not own[place]:
                kept.append(use)
        return tuple(kept)

    def public(self, module: Value) -> dict[str, Value]:
        """What `from module import *` binds."""
        if not isinstance(module, ProjectModule):
            return {}
        names = module.scope.names
        listed = python_value(names["__all__"]) if "__all__" in names else None
        if isinstance(listed, list | tuple):
            return {name: names[name] for name in listed if name in names}
        return {name: value for name, value in names.items() if not name.startswith("_")}


def open_empty(scope: Scope) -> None:
    """Empty containers that a module leaves behind are there to be filled, by whoever uses them."""
    waiting: list[Value] = list(scope.names.values())
    for value in waiting:
        match value:
            case ListValue(items=()) | SetValue(items=()):
                value.exact = False
            case DictValue(entries=entries) if not entries:
                value.exact = False
            case Instance(attributes=attributes):
                waiting.extend(part for part in attributes.values() if _is_container(part))
            case UserClass(namespace=namespace):
                waiting.extend(part for part in namespace.values() if _is_container(part))


def _is_container(value: Value) -> bool:
    return isinstance(value, ListValue | SetValue | DictValue)


_MODULES: WeakKeyDictionary[Project, Modules] = WeakKeyDictionary()


def run_module(machine: Machine, scope: Scope) -> None:
    """Execute a module's own level; a statement that certainly raises is passed over."""
    from kerascop.interpreter.statements import run_statement

    for statement in scope.module.tree.body:
        try:
            run_statement(machine, statement, scope)
        except Raised:
            continue
