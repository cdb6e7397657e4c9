"""Builders: functions and classes that somebody asks by name for the models that they build."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kerascop.interpreter.analysis import Analysis, Analyst
from kerascop.interpreter.calls import parameter_values
from kerascop.interpreter.classes import find_member
from kerascop.interpreter.journal import Journal
from kerascop.interpreter.limits import BUILDING, MAX_FORKS, Raised
from kerascop.interpreter.machine import Machine, Trace
from kerascop.interpreter.paths import PathState
from kerascop.interpreter.terms import Term
from kerascop.interpreter.translating import from_python
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    DictValue,
    Function,
    Given,
    Instance,
    ListValue,
    ModelValue,
    Partial,
    TupleValue,
    UserClass,
    Value,
)
from kerascop.misuse import UsageError, nearest
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.sources.project import Project
    from kerascop.syntax.module import ParsedModule


def analyse_builder(
    module: ParsedModule, project: Project, builder: str, arguments: Mapping[str, object]
) -> Analysis:
    """Execute a module's own level, then call a function, class or method of it.

    Args:
        module: the file.
        project: the files that it may import.
        builder: what to call: `build`, `Net`, or `Net.build`.
        arguments: plain Python values by parameter name. Parameters that are not given take their
            defaults; those without a default are symbols.

    Returns:
        One program for each path through the builder. The models that it returns come first.

    Raises:
        UsageError: the module has no such builder, or the builder no such parameter.
    """
    return _BuilderAnalyst(module, project, budget=BUILDING).build(builder, arguments)


class _BuilderAnalyst(Analyst):
    """Somebody who calls one builder of a file."""

    def build(self, builder: str, arguments: Mapping[str, object]) -> Analysis:
        machine, scope = self.run_top_twice()
        callee, function = _find(machine, scope.names, builder, self.module)
        given = _arguments(callee, function, builder, arguments, self.module)
        machine.journal = Journal()

        def run(answers: dict[Term, bool]) -> Machine:
            machine.journal.rollback(0)
            machine.path = PathState(answers, MAX_FORKS)
            machine.trace = Trace()
            machine.uncertain = False
            machine.composites.clear()
            self.bounded(machine, lambda: self._call(machine, callee, given))
            return machine

        self.record(run({}), function)
        for other in self.others(machine.path, run):
            self.record(other, function)
        machine.journal.rollback(0)
        self._undo()
        return self.analysis

    def _call(self, machine: Machine, callee: Value, arguments: Arguments) -> None:
        try:
            result = machine.call(callee, arguments)
        except Raised as raised:
            self.note(f"line {arguments.origin.span.start_line}: raises {raised.name}")
            raise
        returned = _models_in(result)
        others = [model for model in machine.trace.models if model not in returned]
        machine.trace.models = [*returned, *others]


def _find(
    machine: Machine, names: Mapping[str, Value], builder: str, module: ParsedModule
) -> tuple[Value, Function | None]:
    """What to call, and the function that this executes, if the class does not inherit it."""
    first, _, member = builder.partition(".")
    owner = names.get(first)
    value = owner
    if member and isinstance(owner, UserClass):
        value = find_member(owner, member)
        if isinstance(value, Function) and value.kind in ("function", "property"):
            origin = Origin(value.module, value.node)
            return BoundMethod(_instance(machine, owner, origin), value), value
        if isinstance(value, Function) and value.kind == "class":
            return BoundMethod(owner, value), value
    elif member:
        value = None
    match value:
        case Function():
            return value, value
        case UserClass():
            constructor = find_member(value, "__init__")
            return value, constructor if isinstance(constructor, Function) else None
        case Partial(function=Function() as function):
            return value, function
        case _:
            hint = nearest(builder, _builders(names))
            raise UsageError(f"{module.path} has no function or class `{builder}`{hint}")


def _instance(machine: Machine, cls: UserClass, origin: Origin) -> Value:
    """An object to call a method on, made with defaults and symbols."""
    constructor = find_member(cls, "__init__")
    values: dict[str, Value] = {}
    if isinstance(constructor, Function):
        values = dict(parameter_values(constructor))
        values.pop(next(iter(values), ""), None)
    given = {name: Given(value, origin) for name, value in values.items()}
    try:
        return machine.call(cls, Arguments((), given, origin))
    except Raised:
        return Instance(cls, {}, origin)


def _builders(names: Mapping[str, Value]) -> list[str]:
    """The dotted names of everything in a module that can be called."""
    found: list[str] = []
    for name, value in names.items():
        if isinstance(value, Function | UserClass):
            found.append(name)
        if isinstance(value, UserClass):
            found.extend(
                f"{name}.{member}"
                for member, each in value.namespace.items()
                if isinstance(each, Function)
            )
    return found


def _arguments(
    callee: Value,
    function: Function | None,
    builder: str,
    arguments: Mapping[str, object],
    module: ParsedModule,
) -> Arguments:
    values: dict[str, Value] = {} if function is None else dict(parameter_values(function))
    if isinstance(callee, UserClass | BoundMethod):
        values.pop(next(iter(values), ""), None)
    if isinstance(callee, Partial):
        values = {name: value for name, value in values.items() if name not in callee.keywords}
        values = dict(list(values.items())[len(callee.positional) :])
    takes_any = function is None or function.node.args.kwarg is not None
    for name, value in arguments.items():
        if name not in values and not takes_any:
            hint = nearest(name, values)
            raise UsageError(f"`{builder}` in {module.path} has no parameter `{name}`{hint}")
        values[name] = from_python(value)
    node: ast.AST = module.tree if function is None else function.node
    origin = Origin(module if function is None else function.module, node)
    return Arguments((), {name: Given(value, origin) for name, value in values.items()}, origin)


def _models_in(value: Value) -> list[ModelValue]:
    """The models in what a builder returns, in order."""
    match value:
        case ModelValue():
            return [value]
        case Instance(model=ModelValue() as model):
            return [model]
        case Instance(attributes=attributes):
            return [each for each in attributes.values() if isinstance(each, ModelValue)]
        case TupleValue(items=items) | ListValue(items=items):
            found = [model for item in items for model in _models_in(item)]
            return list(dict.fromkeys(found))
        case DictValue(entries=entries):
            return _models_in(TupleValue(tuple(entries.values())))
        case _:
            return []
