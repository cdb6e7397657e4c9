"""The machine: the state of one abstract execution, and the operations that all stages share."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from kerascop.graph.facts import ApiCall, ApiUse
from kerascop.interpreter.attributes import get_attribute, set_attribute
from kerascop.interpreter.calls import call_value
from kerascop.interpreter.conditions import assume, decide, truth
from kerascop.interpreter.course import Course
from kerascop.interpreter.expressions import EXPRESSIONS
from kerascop.interpreter.journal import Journal
from kerascop.interpreter.limits import (
    FREE_WEIGHT,
    LINTING,
    STEPS_BETWEEN_QUESTIONS,
    WEIGHT_OF_A_STEP,
    Budget,
    BudgetExceeded,
    Raised,
)
from kerascop.interpreter.paths import PathState
from kerascop.interpreter.python.iteration import element, iterate
from kerascop.interpreter.terms import MAX_DEPTH, Term, depth
from kerascop.interpreter.values import (
    Arguments,
    ArrayValue,
    Constant,
    DictValue,
    Given,
    ListValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
    weight_of,
)
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.graph.data_steps import DataStep
    from kerascop.graph.tensors import Call
    from kerascop.interpreter.events import (
        ComparisonEvent,
        CompileEvent,
        FitEvent,
        GradientEvent,
        LossEvent,
        NumpyEvent,
        Visit,
    )
    from kerascop.interpreter.loaded import LoadedModule
    from kerascop.interpreter.modules import Modules
    from kerascop.interpreter.scopes import Scope
    from kerascop.interpreter.values import LayerValue, LibraryObject, ModelValue
    from kerascop.keras_api.version import Release, Target
    from kerascop.syntax.module import ParsedModule

_LARGE = frozenset({ListValue, TupleValue, SetValue, DictValue, ArrayValue})
"""Kinds of values that may be large."""


@dataclass(eq=False)
class Trace:
    """What happened in a run, in order: what the program is read off."""

    models: list[ModelValue] = field(default_factory=list)
    compiles: list[CompileEvent] = field(default_factory=list)
    fits: list[FitEvent] = field(default_factory=list)
    losses: list[LossEvent] = field(default_factory=list)
    gradients: list[GradientEvent] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    saves: list[tuple[ModelValue, Arguments]] = field(default_factory=list)
    numpy_calls: list[NumpyEvent] = field(default_factory=list)
    comparisons: list[ComparisonEvent] = field(default_factory=list)
    api_calls: list[ApiCall] = field(default_factory=list)
    data_steps: list[DataStep] = field(default_factory=list)
    generators: list[tuple[LibraryObject, Origin]] = field(default_factory=list)
    """Image generators, and where they were asked for batches."""
    api_uses: dict[ast.AST, ApiUse] = field(default_factory=dict)
    course: Course = field(default_factory=Course)
    made: list[LayerValue] = field(default_factory=list)
    applied: list[Call] = field(default_factory=list)
    """Layers, and their applications to tensors outside of other layers and models."""
    called: dict[ast.AST, bool] = field(default_factory=dict)
    """Functions and classes of the linted code that were called."""

    def for_entry(self) -> Trace:
        """A trace for a function of the module by itself, which knows the module's imports."""
        imports = {node: use for node, use in self.api_uses.items() if use.is_import}
        return Trace(called=self.called, api_uses=imports)


@dataclass(eq=False)
class Machine:
    """One abstract execution.

    Attributes:
        modules: the modules of the project, executed on demand.
        path: the answers to undecidable conditions.
        journal: every mutation goes through it.
        trace: what happened so far.
        uncertain: inside a loop of unknown length, or a branch that may not be taken.
        composites: the layers and models whose bodies are being executed, outermost first.
        notes: what was lost and why, for `--verbose`.
        speculation: how many branches are being tried, one inside the other.
        quiet: executing another module of the project: no forks there.
        keras_calls: how many calls made, put together or trained a model, or parts of one, tried
            branches included.
        met: the step at which that last happened.
        patience: steps without such a call after which a run ends.
        imported: the modules whose events are part of the trace.
        held: what the program stored in attributes and items of unknown values, by their terms.
        changed: what became of arrays that were changed in place, whatever names they have.
        serial: how many unknown values have got a number of their own.
        data_format: what `K.image_data_format()` gives.
        custom_loss: the compile event and output whose own loss function is being executed.
        traced: what Keras executes symbolically at the moment, outermost first: a model, or, for
            `None`, a loss, a metric or a function that TensorFlow compiles.
        plain: the terms of unknown values that were computed from data alone.
        budget: how much may be spent on what is asked.
        names: how many layers, models and operations Keras has named after each class.
        expected: for each `try` whose body is being executed, the depth of calls that it stands
            in, and the exceptions that it names.
        running: the functions that are being executed, and the step at which each was first called.
        compiled: where the models are made that a branch, taken or not, was seen to compile.
        targets: the releases of Keras that the modules met so far are written for.
    """

    modules: Modules
    path: PathState
    journal: Journal = field(default_factory=Journal)
    trace: Trace = field(default_factory=Trace)
    uncertain: bool = False
    composites: list[Call] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    steps: int = 0
    keras_calls: int = 0
    met: int = 0
    patience: float = inf
    max_steps: int = LINTING.steps
    depth: int = 0
    speculation: int = 0
    quiet: int = 0
    serial: int = 0
    data_format: str = "channels_last"
    custom_loss: tuple[CompileEvent, int] | None = None
    traced: list[ModelValue | None] = field(default_factory=list)
    plain: set[Term] = field(default_factory=set)
    held: dict[Term, Value] = field(default_factory=dict)
    changed: dict[ArrayValue, ArrayValue] = field(default_factory=dict)
    imported: dict[Path, LoadedModule] = field(default_factory=dict)
    budget: Budget = LINTING
    names: dict[str, int] = field(default_factory=dict)
    expected: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    compiled: set[ast.AST] = field(default_factory=set)
    running: dict[ast.AST, int] = field(default_factory=dict)
    targets: dict[ParsedModule, Target] = field(default_factory=dict)

    def for_import(self) -> Machine:
        """A machine of its own for executing another module of the project: it does not fork."""
        return Machine(self.modules, PathState({}, 0), quiet=1, notes=self.notes)

    def step(self) -> None:
        """Count one step of the budget.

        Raises:
            BudgetExceeded: the budget is used up.
            Interrupted: nobody waits for the result any more.
        """
        self.steps += 1
        if self.steps > self.max_steps or self.steps - self.met > self.patience:
            raise BudgetExceeded
        if not self.steps % STEPS_BETWEEN_QUESTIONS:
            self.modules.project.proceed()

    def spend(self, steps: int) -> None:
        """Count work that is no statement and no call.

        Raises:
            BudgetExceeded: the budget is used up.
        """
        self.steps += steps
        if self.steps > self.max_steps:
            raise BudgetExceeded

    def carry(self, *values: Value) -> None:
        """Count the work of doing something with values: it costs what it takes if they are large.

        Raises:
            BudgetExceeded: the budget is used up.
        """
        for value in values:
            if type(value) in _LARGE:
                weight = weight_of(value)
                if weight > FREE_WEIGHT:
                    self.spend(weight // WEIGHT_OF_A_STEP)

    def meet_keras(self) -> None:
        """Something was done to a model, or to what models consist of."""
        self.keras_calls += 1
        self.met = self.steps

    def evaluate(self, node: ast.AST, scope: Scope) -> Value:
        """The value of an expression."""
        handler = EXPRESSIONS.get(type(node))
        if handler is None:
            return self.unknown(node)
        value = handler(self, node, scope)
        kind = type(value)
        return self.refine(value) if kind is Unknown or kind is ArrayValue else value

    def refine(self, value: Value) -> Value:
        """The constant that the path has assumed an unknown value to equal, else the value."""
        while type(value) is ArrayValue and value in self.changed:
            value = self.changed[value]
        if type(value) is not Unknown:
            return value
        if self.held and value.term in self.held:
            return self.held[value.term]
        if self.path.taken:
            known = self.path.constant_of(value.term)
            if known is not None:
                return Constant(known[0])
        return value

    def release(self, path: str, origin: Origin) -> Release:
        """The release of Keras that a dotted path, written in this place, speaks to."""
        target = self.targets.get(origin.module)
        if target is None:
            target = self.targets[origin.module] = self.modules.project.target(origin.path)
        return target.release(path)

    def is_expected(self, *exceptions: str) -> bool:
        """Does the code around this place, in the same function, handle such an exception?"""
        return any(
            depth == self.depth and not names.isdisjoint(exceptions)
            for depth, names in self.expected
        )

    def unknown(self, node: ast.AST, reason: str = "call") -> Unknown:
        """An unknown value of its own, named after the node that would give it."""
        return Unknown((reason, type(node).__name__, id(node)))

    def unknown_of(self, term: Term) -> Unknown:
        """An unknown value with this term, cut down if it has grown too deep."""
        if depth(term) > MAX_DEPTH:
            return Unknown(("opaque", hash(term)))
        return Unknown(term)

    def fresh(self, reason: str, name: str) -> Unknown:
        """An unknown value that is not the same as any other."""
        self.serial += 1
        return Unknown((reason, name, self.serial))

    def origin(self, node: ast.AST, scope: Scope) -> Origin:
        """The place of a node in the source."""
        return Origin(scope.module, node)

    def call(self, callee: Value, arguments: Arguments) -> Value:
        """Call a value."""
        return call_value(self, callee, arguments)

    def call_with(self, callee: Value, values: Sequence[Value], origin: Origin) -> Value:
        """Call a value with positional arguments that no source text wrote."""
        given = tuple(Given(value, origin) for value in values)
        return self.call(callee, Arguments(given, {}, origin))

    def attribute(self, value: Value, name: str, origin: Origin) -> Value:
        """`value.name`."""
        return get_attribute(self, value, name, origin)

    def set_attribute(self, value: Value, name: str, new: Value) -> None:
        """`value.name = new`."""
        set_attribute(self, value, name, new)

    def iterate(self, value: Value) -> tuple[Value, ...] | None:
        """The items of an iterable, where they are exactly known."""
        return iterate(self, value)

    def element(self, value: Value) -> Value:
        """A typical item of an iterable."""
        return element(self, value)

    def truth(self, value: Value) -> bool | None:
        """Is the value true? `None` if that is not known on this path."""
        return truth(self, value)

    def decide(self, value: Value) -> bool | None:
        """Is the value true? Forks the path where it is not known; `None` where it may not fork."""
        return decide(self, value)

    def assume(self, value: Value, *, answer: bool) -> None:
        """Take the value to be true, or false, from here on."""
        assume(self, value, answer=answer)

    def raise_(self, name: str) -> None:
        """End the abstract path as Python's exception `name` would.

        Raises:
            Raised: always.
        """
        raise Raised(name)

    @property
    def within(self) -> Call | None:
        """The composite whose body is being executed."""
        return self.composites[-1] if self.composites else None
