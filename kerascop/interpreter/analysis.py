"""The analysis of one file: its entry points, the paths through each, a program per path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kerascop.graph.program import Program
from kerascop.interpreter.calls import parameter_values
from kerascop.interpreter.classes import find_member, is_layer_class, is_model_class
from kerascop.interpreter.course import begin
from kerascop.interpreter.journal import Journal
from kerascop.interpreter.limits import (
    LINTING,
    MAX_FORKS,
    MAX_PATHS,
    Budget,
    BudgetExceeded,
    Raised,
)
from kerascop.interpreter.machine import Machine
from kerascop.interpreter.modules import Modules, open_empty, run_module
from kerascop.interpreter.paths import PathState
from kerascop.interpreter.program import draw_up
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.terms import Term, describe
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    Function,
    Given,
    Instance,
    UserClass,
    Value,
)
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    import libcst as cst

    from kerascop.sources.project import Project
    from kerascop.syntax.module import ParsedModule


@dataclass(eq=False)
class Analysis:
    """What was found out about one file.

    Attributes:
        programs: one for each path through each entry point.
        notes: what was given up and why, for `--verbose`.
    """

    programs: list[Program] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def analyse(module: ParsedModule, project: Project) -> Analysis:
    """Execute a module abstractly: its own level, then every function that nothing called."""
    return Analyst(module, project).run()


@dataclass(eq=False)
class Analyst:
    """Somebody who looks into one file.

    Attributes:
        module: the file, and `project`, the files that it may import.
        analysis: what was found out so far.
        steps: how many steps that took.
        journals: what the runs over the module's own level changed, for those that are not over.
        budget: how many it may take.
        compiled: where the models are made that any path was seen to compile.
    """

    module: ParsedModule
    project: Project
    analysis: Analysis = field(default_factory=Analysis)
    steps: int = 0
    budget: Budget = LINTING
    journals: list[Journal] = field(default_factory=list)
    compiled: set[cst.CSTNode] = field(default_factory=set)

    def run(self) -> Analysis:
        """Look at the module's own level, then at every function that nothing called."""
        machine, scope = self.run_top_twice()
        self.record(machine)
        path, touched = machine.path, machine.keras_calls > 0
        machine.journal = Journal()
        open_empty(scope)
        for entry in self._entries(machine, scope):
            self._explore_entry(machine, entry)
        self._undo()
        if touched:
            self._explore_top(path)
        return self.analysis

    def _explore_top(self, path: PathState) -> None:
        for other in self.others(path, lambda given: self.run_top(given)[0]):
            self.record(other)
            self._undo()

    def _undo(self) -> None:
        """Take back what runs did to the modules that they imported: others import them, too."""
        while self.journals:
            self.journals.pop().rollback(0)

    def run_top_twice(self) -> tuple[Machine, Scope]:
        """Execute the module's own level, again where it reads names that it binds further down."""
        machine, scope = self.run_top({})
        if scope.unbound & scope.names.keys():
            return self.run_top({}, dict(scope.names))
        return machine, scope

    def run_top(
        self, given: dict[Term, bool], late: dict[str, Value] | None = None
    ) -> tuple[Machine, Scope]:
        """Execute the module's own level on the path that these answers choose."""
        machine = Machine(
            Modules.of(self.project),
            PathState(given, MAX_FORKS),
            budget=self.budget,
            compiled=self.compiled,
        )
        self.journals.append(machine.journal)
        scope = Scope(ScopeKind.MODULE, self.module, late=late or {})
        self.bounded(machine, lambda: run_module(machine, scope))
        return machine, scope

    def bounded(self, machine: Machine, action: object) -> None:
        """Execute something within the budget."""
        left = self.budget.file_steps - self.steps
        machine.max_steps = machine.steps + min(self.budget.steps, left)
        before = machine.steps
        try:
            action()  # type: ignore[operator]
        except BudgetExceeded:
            self.note("stopped after its budget of steps; what lies behind is not known")
        except Raised:
            pass
        except RecursionError:
            self.note("nested too deeply; what lies inside is not known")
        self.steps += machine.steps - before

    def note(self, text: str) -> None:
        """Remember, once, what was given up."""
        note = f"{self.module.path}: {text}"
        if note not in self.analysis.notes:
            self.analysis.notes.append(note)

    def record(self, machine: Machine, entry: Function | None = None) -> None:
        """Draw up the program of a run."""
        mark = machine.journal.mark()
        machine.max_steps = machine.steps + self.budget.drawing_steps
        try:
            program = draw_up(machine)
        except BudgetExceeded:
            self.note("stopped while drawing up its models")
            return
        finally:
            machine.journal.rollback(mark)
        assumed = tuple(
            describe(term) if answer else f"not {describe(term)}"
            for term, answer in machine.path.taken.items()
        )
        self.analysis.programs.append(
            replace(
                program,
                assumptions=assumed,
                entry=entry,
                answers=dict(machine.path.taken.items()),
                target=self.project.target(self.module.path),
            )
        )

    def others(self, path: PathState, run: object) -> Iterator[Machine]:
        """The machines of the alternative paths, nearest to the first one first."""
        queue = path.alternatives()
        seen: set[frozenset[tuple[Term, bool]]] = set()
        count, before = 1, self.steps
        limit = min(before + self.budget.entry_steps, self.budget.file_steps)
        while queue and count < MAX_PATHS and self.steps < limit:
            given = queue.pop(0)
            key = frozenset(given.items())
            if key in seen:
                continue
            seen.add(key)
            count += 1
            machine: Machine = run(given)  # type: ignore[operator]
            yield machine
            queue.extend(machine.path.alternatives())
        if queue:
            self.note(f"too many paths; {count} of them explored")

    def _entries(self, machine: Machine, scope: Scope) -> list[tuple[Value, Function]]:
        """The functions and methods of the module that nothing has called yet."""
        values = list(scope.names.values())
        classes = [value for value in values if isinstance(value, UserClass)]
        found: list[tuple[Value, Function]] = []
        inherited: list[tuple[Value, Function]] = []
        for value in values:
            if isinstance(value, Function) and value.module is self.module:
                found.append((value, value))
            elif isinstance(value, UserClass) and value.module is self.module:
                heirs = [cls for cls in classes if cls is not value and value in cls.bases]
                if heirs:
                    inherited.extend((_owner(value, heirs, at), at) for _, at in _methods(value))
                else:
                    found.extend(_methods(value))
        return found + inherited

    def _explore_entry(self, machine: Machine, entry: tuple[Value, Function]) -> None:
        owner, function = entry
        if function.node in machine.trace.called or self.steps >= self.budget.file_steps:
            return
        before = machine.trace
        for given in self._entry_runs(machine, owner, function):
            self.record(given, function)
        machine.trace = before.for_entry()

    def _entry_runs(self, machine: Machine, owner: Value, function: Function) -> Iterator[Machine]:
        outside = machine.trace

        def run(given: dict[Term, bool]) -> Machine:
            machine.journal.rollback(0)
            machine.path = PathState(given, MAX_FORKS)
            machine.trace = outside.for_entry()
            machine.uncertain = False
            machine.composites.clear()
            self.bounded(machine, lambda: _call_entry(machine, owner, function))
            return machine

        before = machine.keras_calls
        yield run({})
        if machine.keras_calls > before:
            yield from self.others(machine.path, run)
        machine.journal.rollback(0)


def _methods(cls: UserClass) -> Sequence[tuple[Value, Function]]:
    """The methods of a class that are entries; Keras itself calls those of its own kinds."""
    if is_layer_class(cls):
        return ()
    functions = [value for value in cls.namespace.values() if isinstance(value, Function)]
    if is_model_class(cls):
        constructor = [function for function in functions if function.name == "__init__"]
        return [(cls, function) for function in constructor or functions[:1]]
    ordered = sorted(functions, key=lambda function: function.name != "__init__")
    return [(cls, function) for function in ordered]


def _owner(cls: UserClass, heirs: Sequence[UserClass], function: Function) -> Value:
    """Whom to ask for a method of a class that others derive from, and that may be abstract.

    A class that inherits the method, if there is one: what its constructor makes is meant to be.
    Otherwise an object of which nothing is known: the defaults of an abstract class are nobody's.
    """
    inheriting = (heir for heir in heirs if find_member(heir, function.name) is function)
    heir = next(inheriting, None)
    if heir is not None or function.name == "__init__" or function.kind != "function":
        return heir or cls
    return Instance(cls, {}, Origin(function.module, function.node))


def _call_entry(machine: Machine, owner: Value, function: Function) -> None:
    origin = Origin(function.module, function.node)
    begin(machine)
    values = dict(parameter_values(function))
    if isinstance(owner, Instance) and values:
        values.pop(next(iter(values)))
        machine.call(BoundMethod(owner, function), _keywords(values, origin))
        return
    if isinstance(owner, UserClass):
        if function.name == "__init__":
            values.pop(next(iter(values), ""), None)
            machine.call(owner, _keywords(values, origin))
            return
        if function.kind == "function" and values:
            receiver = _receiver(machine, owner, origin)
            values.pop(next(iter(values)))
            begin(machine)
            machine.call(BoundMethod(receiver, function), _keywords(values, origin))
            return
        if function.kind == "class" and values:
            values.pop(next(iter(values)))
            machine.call(BoundMethod(owner, function), _keywords(values, origin))
            return
    machine.call(function, _keywords(values, origin))


def _receiver(machine: Machine, cls: UserClass, origin: Origin) -> Value:
    """An instance to call a method on, constructed with symbols: so its attributes are known."""
    constructor = find_member(cls, "__init__")
    values: dict[str, Value] = {}
    if isinstance(constructor, Function):
        values = dict(parameter_values(constructor))
        values.pop(next(iter(values), ""), None)
    try:
        made = machine.call(cls, _keywords(values, origin))
    except Raised:
        made = Instance(cls, {}, origin)
    return made


def _keywords(values: dict[str, Value], origin: Origin) -> Arguments:
    given = {name: Given(value, origin) for name, value in values.items()}
    return Arguments((), given, origin)
