"""The analysis of one file: its entry points, the paths through each, a program per path."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from kerascop.graph.program import Program
from kerascop.graph.training import Compile
from kerascop.interpreter.course import begin
from kerascop.interpreter.doings import Doings, doings_of
from kerascop.interpreter.entries import Entry, call_entry, entries_of
from kerascop.interpreter.journal import Journal
from kerascop.interpreter.limits import (
    LINTING,
    MAX_FORKS,
    MAX_PATHS,
    MAX_PATHS_TO_KERAS,
    Budget,
    BudgetExceeded,
    Raised,
)
from kerascop.interpreter.machine import Machine, Trace
from kerascop.interpreter.modules import Modules, open_empty, run_module
from kerascop.interpreter.names import bound_at_top
from kerascop.interpreter.paths import PathState
from kerascop.interpreter.program import draw_up
from kerascop.interpreter.prospects import is_promising
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.terms import Term, describe
from kerascop.interpreter.values import (
    Function,
    Value,
)
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    import ast

    from kerascop.sources.project import Project
    from kerascop.syntax.module import ParsedModule


class Analysis(Struct, eq=False):
    """What was found out about one file.

    Attributes:
        programs: one for each path through each entry point.
        notes: what was given up and why, for `--verbose`.
    """

    programs: list[Program] = []
    notes: list[str] = []


def analyse(module: ParsedModule, project: Project, budget: Budget = LINTING) -> Analysis:
    """Execute a module abstractly: its own level, then every function that nothing called."""
    return Analyst(module, project, budget=budget).run()


class Analyst(Struct, eq=False):
    """Somebody who looks into one file.

    Attributes:
        module: the file, and `project`, the files that it may import.
        analysis: what was found out so far.
        steps: how many steps that took.
        journals: what the runs over the module's own level changed, for those that are not over.
        budget: how many it may take.
        compiled: where the models are made that a branch, taken or not, was seen to compile.
        top: what happened on the module's own level.
    """

    module: ParsedModule
    project: Project
    analysis: Analysis = field(default_factory=Analysis)
    steps: int = 0
    budget: Budget = LINTING
    journals: list[Journal] = []
    compiled: set[ast.AST] = set()
    top: Trace = field(default_factory=Trace)

    def run(self) -> Analysis:
        """Look at the module's own level, then at every function that nothing called."""
        machine, scope = self.run_top_twice()
        self.record(machine)
        self.top = machine.trace
        path, touched = machine.path, machine.keras_calls > 0
        done = doings_of(machine.trace)
        machine.journal = Journal()
        open_empty(scope)
        for entry in entries_of(self.module, scope):
            self._explore_entry(machine, entry)
        self._undo()
        if touched:
            self._explore_top(path, done)
        self._leave()
        self.analysis.programs = _judged_where_trained(self.analysis.programs)
        return self.analysis

    def _explore_top(self, path: PathState, done: Doings | None) -> None:
        for other in self.others(path, lambda given: self.run_top(given)[0], done=done):
            self.record(other)
            self._undo()

    def _join(self, trace: Trace) -> None:
        """Let what the module's own level compiled be known where a function trains it."""
        compiled = {event.model for event in trace.compiles}
        trained = {event.model for event in trace.fits} - compiled
        trace.compiles[:0] = [event for event in self.top.compiles if event.model in trained]

    def _undo(self) -> None:
        """Take back what runs did to the modules that they imported: others import them, too."""
        while self.journals:
            self.journals.pop().rollback(0)

    def _leave(self) -> None:
        """Leave the modules of the project as other files would find them."""
        self._undo()
        Modules.of(self.project).leave()

    def run_top_twice(self) -> tuple[Machine, Scope]:
        """Execute the module's own level, again where it reads names that it binds further down."""
        machine, scope = self.run_top({})
        if scope.unbound & scope.names.keys():
            bound = bound_at_top(self.module.tree)
            late = {name: value for name, value in scope.names.items() if name in bound}
            return self.run_top({}, late)
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
        begin(machine)
        self.bounded(machine, lambda: run_module(machine, scope))
        return machine, scope

    def bounded(self, machine: Machine, action: object) -> None:
        """Execute something within the budget."""
        left = self.budget.file_steps - self.steps
        machine.max_steps = machine.steps + min(self.budget.steps, left)
        machine.met = machine.steps
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
        for note in machine.notes:
            self._remember(note)

    def note(self, text: str) -> None:
        """Remember, once, what was given up."""
        self._remember(f"{self.module.path}: {text}")

    def _remember(self, note: str) -> None:
        if note not in self.analysis.notes:
            self.analysis.notes.append(note)

    def record(self, machine: Machine, entry: Function | None = None) -> None:
        """Draw up the program of a run."""
        mark = machine.journal.mark()
        most = machine.max_steps = machine.steps + self.budget.drawing_steps
        machine.patience = inf
        try:
            program = draw_up(machine)
        except BudgetExceeded:
            self.note("stopped while drawing up its models, by its budget of steps")
            return
        finally:
            machine.journal.rollback(mark)
        if machine.max_steps != most:
            self.note(
                "something of its models is not known: it takes more than its budget of steps"
            )
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

    def others(
        self,
        path: PathState,
        run: Callable[[dict[Term, bool]], Machine],
        most: Callable[[], int] = lambda: MAX_PATHS,
        done: Doings | None = None,
        steps: int | None = None,
    ) -> Iterator[Machine]:
        """The machines of the alternative paths, nearest to the first one first.

        A path on which the same is done as before its last choice is left out. It is combined with
        further choices after all others if only the same is done to models.

        Args:
            path: the first one.
            run: executes a path with the given answers.
            most: how many paths may be explored, given what has been seen so far.
            done: what the first one did; `None` to leave nothing out.
            steps: after how many of them no further path is begun.
        """
        queue = deque((given, done) for given in path.alternatives())
        later: deque[tuple[dict[Term, bool], Doings | None]] = deque()
        seen: set[frozenset[tuple[Term, bool]]] = set()
        count = 1
        steps = self.budget.entry_steps if steps is None else steps
        limit = min(self.steps + steps, self.budget.file_steps)
        while (queue or later) and count < most() and self.steps < limit:
            given, before = (queue or later).popleft()
            key = frozenset(given.items())
            if key in seen:
                continue
            seen.add(key)
            count += 1
            machine = run(given)
            now = None if done is None else doings_of(machine.trace)
            same = now is not None and before is not None and now.built == before.built
            (later if same else queue).extend((each, now) for each in machine.path.alternatives())
            if now is None or now != before:
                yield machine
        gave_up = count >= MAX_PATHS or self.steps >= limit
        if (queue or later) and gave_up and self.budget.entry_steps:
            self.note(f"too many paths; {count} of them explored")

    def _explore_entry(self, machine: Machine, entry: Entry) -> None:
        function = entry[1]
        if function.node in machine.trace.called or self.steps >= self.budget.file_steps:
            return
        before = machine.trace
        for given in self._entry_runs(machine, entry):
            self.record(given, function)
        machine.trace = before.for_entry()

    def _entry_runs(self, machine: Machine, entry: Entry) -> Iterator[Machine]:
        outside = machine.trace
        promising = is_promising(entry[1])
        patience = inf if promising else self.budget.unpromising_steps

        def run(given: dict[Term, bool]) -> Machine:
            machine.journal.rollback(0)
            machine.path = PathState(given, MAX_FORKS)
            machine.trace = outside.for_entry()
            machine.uncertain = False
            machine.composites.clear()
            machine.patience = patience
            self.bounded(machine, lambda: call_entry(machine, entry))
            self._join(machine.trace)
            return machine

        def most() -> int:
            if machine.keras_calls > before:
                return MAX_PATHS if promising else MAX_PATHS_TO_KERAS
            return MAX_PATHS_TO_KERAS if promising else 0

        before, began = machine.keras_calls, self.steps
        run({})
        done = doings_of(machine.trace)
        yield machine
        left = None if promising else self.budget.unpromising_steps - (self.steps - began)
        yield from self.others(machine.path, run, most, done, left)
        machine.journal.rollback(0)


def _judged_where_trained(programs: Sequence[Program]) -> list[Program]:
    """The programs, each compile left to those entries that also train its model, if any do.

    A constructor that compiles, executed for a method that trains nothing, says less.
    """
    training: dict[Origin, set[object]] = {}
    for program in programs:
        for compiled in program.compiles:
            if any(fit.trains for fit in compiled.fits):
                training.setdefault(compiled.origin, set()).add(program.entry)

    def is_judged(program: Program, compiled: Compile | None) -> bool:
        return compiled is None or program.entry in training.get(compiled.origin, {program.entry})

    return [
        replace(
            program,
            compiles=tuple(each for each in program.compiles if is_judged(program, each)),
            objectives=tuple(
                each for each in program.objectives if is_judged(program, each.compile)
            ),
        )
        for program in programs
    ]
