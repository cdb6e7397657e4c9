"""The modules of the linted project: found, executed once, and their names handed out."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from msgspec import Struct

from kerascop.interpreter.forgetting import forget, forget_names
from kerascop.interpreter.limits import (
    MAX_BARREN_STEPS,
    MAX_IMPORTED_CHARACTERS,
    MAX_MODULE_DEPTH,
    MAX_STEPS,
    BudgetExceeded,
    Raised,
)
from kerascop.interpreter.loaded import LoadedModule, can_follow, weight_of
from kerascop.interpreter.names import bound_in
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

if TYPE_CHECKING:
    import ast
    from pathlib import Path

    from kerascop.graph.facts import ApiUse
    from kerascop.interpreter.journal import Change, Journal
    from kerascop.interpreter.machine import Machine
    from kerascop.sources.project import Project
    from kerascop.syntax.module import ParsedModule

_KERAS_ITSELF = re.compile(r"(tf_)?keras\.src(?!\.applications\b)")
"""Modules of Keras' own source. What they hold is known without executing them; only its ready-made
models are builders like anybody's."""


class _Moment(Struct, frozen=True, eq=False):
    """What was there when a module began to be executed."""

    loaded: Mapping[Path, LoadedModule]
    characters: int
    changes: int
    notes: int


class Modules(Struct, eq=False, weakref=True):
    """The project's modules as far as they have been imported.

    What a module's own level does is the same for everybody who imports it. So it is executed once
    for all runs over a file, and its effects stay when a run is rolled back. Between the analyses
    of files those modules are shared that would come out the same; what they do to others is done
    again.

    Attributes:
        project: the project.
        loaded: the modules that were imported so far.
        loading: those that are being executed, outermost first.
        characters: the source of all modules that were imported.
        full: was a module not imported for being too much?
        touched: what was imported since the outermost import began.
        changes: what modules have done to others when they were imported.
        own: packages, and modules that use them: is the package of the project itself?
    """

    project: Project
    loaded: dict[Path, LoadedModule] = {}
    loading: list[LoadedModule] = []
    characters: int = 0
    full: bool = False
    touched: set[Path] = set()
    changes: list[tuple[LoadedModule, Change]] = []
    own: dict[tuple[str, ParsedModule], bool] = {}

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
        if not self.loading:
            self.touched.clear()
        loaded = (
            self.loaded.get(path) or self._shared(machine, path) or self._load(machine, path, name)
        )
        if loaded is None:
            return None
        self._note(path, loaded)
        if not machine.quiet:
            self._take_over(machine, {**loaded.inside, path: loaded})
        return loaded.module

    def _take_over(self, machine: Machine, brought: Mapping[Path, LoadedModule]) -> None:
        """What modules build and train on their own level happens to whoever imports them, once."""
        for path, loaded in brought.items():
            if path in machine.imported:
                continue
            machine.journal.put(machine.imported, path, loaded)
            for model in loaded.trace.models:
                machine.journal.append(machine.trace.models, model)
            for compiled in loaded.trace.compiles:
                machine.journal.append(machine.trace.compiles, compiled)
            for fit in loaded.trace.fits:
                machine.journal.append(machine.trace.fits, fit)

    def _load(self, machine: Machine, path: Path, name: str) -> LoadedModule | None:
        parsed = self.project.module(path)
        if parsed is None:
            return None
        weight = weight_of(parsed.text)
        has_room = self._has_room(weight)
        if not has_room and not self.full:
            self.full = True
            machine.notes.append(f"{path}: not executed: the file imports too much before it")
        if len(self.loading) >= MAX_MODULE_DEPTH or not has_room:
            self._tell_halved(self.loading)
            return None
        scope = Scope(ScopeKind.MODULE, parsed)
        scope.names["__name__"] = Constant(name)
        scope.names["__file__"] = Constant(str(path))
        loader = machine.for_import()
        before = _Moment(dict(self.loaded), self.characters, len(self.changes), len(machine.notes))
        self.characters += weight
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
        self.changes.extend(self._changes_to_others(loaded, loader.journal))
        loaded.notes = tuple(machine.notes[before.notes :])
        loaded.changes = tuple(self.changes[before.changes :])
        self._keep(path, loaded, before)
        return loaded

    def _changes_to_others(
        self, loaded: LoadedModule, journal: Journal
    ) -> list[tuple[LoadedModule, Change]]:
        """What a module has changed in those that it imports."""
        changes = journal.changes(0).places.values()
        written = {id(each.container) for each in changes} - {id(loaded.module.scope.names)}
        if not written:
            return []
        found = {at for each in loaded.inside.values() for at in each.containers & written}
        return [(loaded, each) for each in changes if id(each.container) in found]

    def leave(self) -> None:
        """Leaves the modules as the next file would find them."""
        while self.changes:
            self.changes.pop()[1].undo()
        self.loaded.clear()
        self.own.clear()
        self.characters, self.full = 0, False

    def _has_room(self, size: int) -> bool:
        return self.characters + size <= MAX_IMPORTED_CHARACTERS

    def _keep(self, path: Path, module: LoadedModule, before: _Moment) -> None:
        """Keeps a module for other files, if it may be theirs as well."""
        if module.whole:
            module.brought = {**module.inside, path: module}
        elif self.loading:
            return
        else:
            known = before.loaded
            touched = (self.loaded[at] for at in self.touched if at in self.loaded)
            asked = self.touched.union(*(each.inside for each in touched))
            module.needed = {at: its for at, its in known.items() if at in asked}
            module.brought = {at: its for at, its in self.loaded.items() if at not in known}
            module.filling = before.characters if self.full else None
        self._keep_longer(path, module)

    def _keep_longer(self, path: Path, module: LoadedModule) -> None:
        sizes: dict[Hashable, int] = {each: each.weight for each in module.brought.values()}
        self.project.executed.keep(path, module, sizes)

    def _shared(self, machine: Machine, path: Path) -> LoadedModule | None:
        """A module that was executed for another file, if it would come out the same here."""
        known = self.project.executed.get(path)
        if not isinstance(known, LoadedModule):
            return None
        if not known.fits(self.loaded, len(self.loading), MAX_MODULE_DEPTH):
            return None
        new = {at: its for at, its in known.brought.items() if at not in self.loaded}
        by_new = set(new.values())
        changes = [(by, change) for by, change in known.changes if by in by_new]
        size = sum(each.weight for each in by_new)
        room = self._has_room(size) if known.filling is None else known.filling == self.characters
        if not room or not can_follow(change for _, change in changes):
            return None
        self.characters += size
        self.full = self.full or known.filling is not None
        for _, change in changes:
            change.redo()
        self.changes.extend(changes)
        self._keep_longer(path, known)
        self.loaded.update(new)
        machine.notes.extend(known.notes)
        return known

    def _note(self, path: Path, imported: LoadedModule) -> None:
        """A module is imported by those that are being executed."""
        self.touched.add(path)
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
        kept: list[ApiUse] = []
        for use in uses:
            package = ".".join(use.path.split(".")[:2])
            place = (package, use.origin.module)
            own = self.own.get(place)
            if own is None:
                own = self.own[place] = self._is_own(package, use.origin.path)
            if not own:
                kept.append(use)
        return tuple(kept)

    def _is_own(self, package: str, user: Path) -> bool:
        """Is a package that a file uses the one that the file is of, or another of the project?"""
        inside = f"/{package.replace('.', '/')}/" in f"{user.parent.absolute().as_posix()}/"
        return inside or self.project.find(package, user) is not None

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
            if machine.quiet:
                _run_patiently(machine, statement, scope)
            else:
                run_statement(machine, statement, scope)
        except Raised:
            continue


def _run_patiently(machine: Machine, statement: ast.stmt, scope: Scope) -> None:
    """Execute a statement of an imported module, unless it does nothing to a model for too long.

    Then what it has changed, or may still bind, is unknown; what follows is executed all the same.

    Raises:
        BudgetExceeded: the module has used up its steps.
        Raised: the statement raises for certain.
    """
    from kerascop.interpreter.statements import run_statement

    mark = machine.journal.mark()
    machine.met, machine.patience = machine.steps, MAX_BARREN_STEPS
    try:
        run_statement(machine, statement, scope)
    except BudgetExceeded:
        if machine.steps > machine.max_steps:
            raise
        machine.uncertain = False
        machine.composites.clear()
        forget(machine, machine.journal.changes(mark))
        forget_names(machine, bound_in(statement), scope)
