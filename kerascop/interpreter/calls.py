"""Calls: of the linted code's functions and classes, which are executed, and of all else."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from kerascop.graph.tensors import next_in_order
from kerascop.interpreter.classes import find_member, instantiate
from kerascop.interpreter.course import mark_escaped
from kerascop.interpreter.endless import never_stops
from kerascop.interpreter.events import Visit
from kerascop.interpreter.forgetting import escape, repeated
from kerascop.interpreter.libraries import undefined
from kerascop.interpreter.limits import MAX_RECURSION_STEPS, Raised
from kerascop.interpreter.registry import FUNCTIONS, METHODS, OBJECT_METHODS
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    GeneratorValue,
    Given,
    Instance,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    NativeMethod,
    Partial,
    Repetition,
    Super,
    TensorValue,
    TupleValue,
    Unknown,
    UserClass,
    Value,
)
from kerascop.keras_api.paths import package_of
from kerascop.syntax.nodes import SCOPES, children_of, names_in
from kerascop.syntax.parameters import only_by_name, positional

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.nodes import Definition


def make_function(
    machine: Machine,
    node: Definition | ast.Lambda,
    scope: Scope,
    name: str,
    owner: UserClass | None = None,
) -> Function:
    """The function that a `def` or `lambda` makes, its defaults computed now."""
    defaults = {
        parameter.name: machine.evaluate(parameter.default, scope)
        for parameter in (*positional(node.args), *only_by_name(node.args))
        if parameter.default is not None
    }
    return Function(node, scope.module, scope, name, defaults, owner)


def call_value(machine: Machine, callee: Value, arguments: Arguments) -> Value:
    """What calling `callee` gives."""
    machine.step()
    for given in (*arguments.positional, *arguments.keywords.values()):
        machine.carry(given.value)
    result: Value | None
    match callee:
        case Function():
            return call_function(machine, callee, arguments)
        case BoundMethod(receiver=receiver, function=function):
            first = Given(receiver, arguments.origin)
            return call_function(machine, function, with_first(arguments, first))
        case External():
            result = _call_external(machine, callee, arguments)
        case UserClass():
            result = instantiate(machine, callee, arguments)
        case Instance():
            result = _call_instance(machine, callee, arguments)
        case NativeMethod():
            result = _call_native(machine, callee, arguments)
        case LayerValue():
            from kerascop.interpreter.keras.layers import call_layer

            result = call_layer(machine, callee, arguments)
        case ModelValue():
            from kerascop.interpreter.keras.tracing import call_model

            result = call_model(machine, callee, arguments)
        case LibraryObject():
            from kerascop.interpreter.keras.objects import call_object

            result = call_object(machine, callee, arguments)
        case Repetition():
            result = repeated(machine, callee, arguments)
        case Partial(function=function, positional=positional, keywords=keywords):
            merged = Arguments(
                positional + arguments.positional,
                {**keywords, **arguments.keywords},
                arguments.origin,
                arguments.incomplete,
                arguments.keyword_origins,
            )
            return call_value(machine, function, merged)
        case _:
            result = None
            if isinstance(callee, Unknown):
                result = undefined.call_method(machine, callee, arguments)
                if callee.term[-1] == "compile":
                    machine.trace.course.unseen_compile = True
            if result is None:
                _escape(machine, arguments)
    return result if result is not None else unknown_result(machine, callee, arguments)


def with_first(arguments: Arguments, first: Given) -> Arguments:
    """The same call with one more positional argument in front."""
    return Arguments(
        (first, *arguments.positional),
        arguments.keywords,
        arguments.origin,
        arguments.incomplete,
        arguments.keyword_origins,
    )


def unknown_result(machine: Machine, callee: Value, arguments: Arguments) -> Value:
    """The unknown that a call of something unknown gives: an opaque tensor if tensors went in."""
    from kerascop.interpreter.keras.tensors import opaque_result, tensors_in

    going_in = tensors_in(arguments)
    if going_in:
        path = callee.path if isinstance(callee, External) else None
        return opaque_result(machine, going_in, arguments.origin, path)
    match callee:
        case External(path=path):
            name = path.removeprefix("builtins.")
        case Unknown() | NativeMethod():
            name = str(callee) if isinstance(callee, Unknown) else callee.name
        case _:
            name = type(callee).__name__
    result = Unknown(("call", name, id(arguments.origin.node)))
    if isinstance(callee, External) and _takes_data_alone(machine, arguments):
        machine.plain.add(result.term)
    return result


def _takes_data_alone(machine: Machine, arguments: Arguments) -> bool:
    """Does nothing but data and constants go in?"""
    from kerascop.interpreter.keras.tensors import is_data

    values = [given.value for given in (*arguments.positional, *arguments.keywords.values())]
    plain = [isinstance(value, Constant | External) or is_data(machine, value) for value in values]
    return bool(values) and all(plain)


def _escape(machine: Machine, arguments: Arguments) -> None:
    """Lists and dictionaries that go where nobody can see may be changed there."""
    for given in (*arguments.positional, *arguments.keywords.values()):
        escape(machine, given.value)
        mark_escaped(machine, given.value)


_HARMLESS = frozenset(sys.stdlib_module_names) - {"heapq", "bisect"} | frozenset(
    "keras tensorflow tf_keras numpy scipy sklearn pandas matplotlib seaborn cv2 PIL tqdm".split()
)
"""Libraries whose functions leave the lists and dictionaries alone that they are given."""


def _deepest(machine: Machine, function: Function, arguments: Arguments) -> Value:
    """A call too deep to be followed: whatever it can reach may be changed."""
    for given in (*arguments.positional, *arguments.keywords.values()):
        escape(machine, given.value, everything=True)
    for name in names_in(function.node):
        reached = function.scope.lookup(name)
        if reached is not None:
            escape(machine, reached, everything=True)
    return Unknown(("call", function.name, id(arguments.origin.node)))


def _call_external(machine: Machine, callee: External, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.keras.api import call_keras
    from kerascop.interpreter.keras.eager import note_numpy
    from kerascop.interpreter.keras.tensors import apply_function, tensors_in

    inputs = tensors_in(arguments)
    if inputs:
        note_numpy(machine, callee.path, inputs, arguments.origin)
    applied = apply_function(machine, callee, arguments, inputs)
    if applied is not None:
        return applied
    handler = FUNCTIONS.get(callee.key) or FUNCTIONS.get(callee.path)
    if handler is not None:
        known = call_keras(machine, callee, arguments, record_only=True)
        found = handler(machine, arguments)
        if isinstance(found, ModelValue) and found.package is None and not callee.guessed:
            found.package = package_of(callee.path)
        return found if found is not None else known
    if callee.path.partition(".")[0] not in _HARMLESS and callee.symbol is None:
        _escape(machine, arguments)
    return call_keras(machine, callee, arguments)


def _call_native(machine: Machine, callee: NativeMethod, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.keras.stepping import minimize

    receiver = callee.receiver
    if isinstance(receiver, Super):
        from kerascop.interpreter.keras.models import call_super

        return call_super(machine, receiver, callee.name, arguments)
    if isinstance(receiver, LibraryObject):
        found = OBJECT_METHODS.get((receiver.key, callee.name))
        if found is not None:
            return found(machine, receiver, arguments)
        if callee.name == "minimize":
            minimize(machine, receiver, arguments)
    handler = METHODS.get((type(receiver), callee.name))
    return None if handler is None else handler(machine, receiver, arguments)


def _call_instance(machine: Machine, callee: Instance, arguments: Arguments) -> Value | None:
    if callee.model is not None:
        from kerascop.interpreter.keras.tracing import call_model

        return call_model(machine, callee.model, arguments)
    if callee.config is not None:
        from kerascop.interpreter.keras.layers import call_user_layer

        return call_user_layer(machine, callee, arguments)
    member = find_member(callee.cls, "__call__")
    if isinstance(member, Function):
        return call_value(machine, BoundMethod(callee, member), arguments)
    return None


def call_function(machine: Machine, function: Function, arguments: Arguments) -> Value:
    """Execute a function of the linted code with these arguments."""
    machine.step()
    machine.trace.called[function.node] = True
    first = machine.running.get(function.node)
    runs_away = first is not None and machine.steps - first > MAX_RECURSION_STEPS
    if runs_away or machine.depth >= machine.budget.call_depth:
        return _deepest(machine, function, arguments)
    from kerascop.interpreter.keras.eager import symbolically

    scope = Scope(ScopeKind.FUNCTION, function.module, function.scope, owner=function.owner)
    if not _bind(machine, function, arguments, scope):
        return Unknown(("call", function.name, id(arguments.origin.node)))
    machine.depth += 1
    machine.running.setdefault(function.node, machine.steps)
    begun = next_in_order()
    try:
        if function.compiled:
            with symbolically(machine):
                return _execute(machine, function, scope, arguments)
        return _execute(machine, function, scope, arguments)
    finally:
        machine.depth -= 1
        if first is None:
            del machine.running[function.node]
        machine.trace.visits.append(Visit(begun, next_in_order(), arguments.origin))


def _execute(machine: Machine, function: Function, scope: Scope, arguments: Arguments) -> Value:
    from kerascop.interpreter.branches import joined, settle
    from kerascop.interpreter.statements import Completion, Returned, run_block

    node = function.node
    if isinstance(node, ast.Lambda):
        return machine.evaluate(node.body, scope)
    completion: Completion = None
    uncertain, raised = machine.uncertain, False
    try:
        completion = run_block(machine, node.body, scope)
    except Raised:
        if not scope.exits:
            raise
        raised = True
    earlier = settle(machine, scope, 0, uncertain, of_loop=False)
    if is_generator(node):
        return GeneratorValue(
            tuple(scope.yields),
            arguments.origin,
            exact=not scope.sampled and not earlier,
            endless=never_stops(node),
        )
    if raised:
        return joined(machine, *earlier)
    final = completion.value if isinstance(completion, Returned) else NONE
    return joined(machine, *earlier, final)


@lru_cache(maxsize=4096)
def is_generator(node: Definition | ast.Lambda) -> bool:
    """Does a call of the function make a generator?"""
    waiting = children_of(node)
    while waiting:
        child = waiting.pop()
        kind = type(child)
        if kind is ast.Yield or kind is ast.YieldFrom:
            return True
        if kind not in SCOPES:
            waiting.extend(children_of(child))
    return False


def _bind(machine: Machine, function: Function, arguments: Arguments, scope: Scope) -> bool:
    """Bind the arguments to the parameters; false if they cannot fit."""
    parameters = function.node.args
    positional = [given.value for given in arguments.positional]
    keywords: dict[str, Value] = {name: given.value for name, given in arguments.keywords.items()}
    names = scope.names
    for parameter in (*parameters.posonlyargs, *parameters.args):
        name = parameter.arg
        if positional:
            names[name] = positional.pop(0)
        elif name in keywords:
            names[name] = keywords.pop(name)
        else:
            names[name] = _default(function, name, arguments)
    if parameters.vararg is not None:
        names[parameters.vararg.arg] = (
            ListValue(tuple(positional), exact=False)
            if arguments.incomplete
            else TupleValue(tuple(positional))
        )
    elif positional:
        return False
    for parameter in parameters.kwonlyargs:
        name = parameter.arg
        names[name] = (
            keywords.pop(name) if name in keywords else _default(function, name, arguments)
        )
    if parameters.kwarg is not None:
        names[parameters.kwarg.arg] = DictValue(dict(keywords), exact=not arguments.incomplete)
        return True
    return keywords.keys() <= (_HANDED_BY_KERAS if function.name == "call" else frozenset())


_HANDED_BY_KERAS = frozenset({"training", "mask"})
"""What Keras takes itself where a layer's `call` has no parameter for it."""


def _default(function: Function, name: str, arguments: Arguments) -> Value:
    if name in function.defaults and not arguments.incomplete:
        return function.defaults[name]
    return Unknown(("name", name, id(function.node)))


def parameter_values(function: Function) -> Mapping[str, Value]:
    """A function's parameters where nobody calls it: defaults, or symbols named after them."""
    parameters = function.node.args
    every = (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs)
    return {
        each.arg: function.defaults.get(each.arg, Unknown(("name", each.arg, id(function.node))))
        for each in every
    }


def carries_tensor(value: Value) -> bool:
    """Is the value a symbolic tensor, or a list or tuple with one in it?"""
    match value:
        case TensorValue():
            return True
        case ListValue(items=items) | TupleValue(items=items):
            return any(carries_tensor(item) for item in items)
        case DictValue(entries=entries):
            return any(carries_tensor(item) for item in entries.values())
        case Constant():
            return False
        case _:
            return False
