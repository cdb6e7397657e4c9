"""What each kind of statement does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

import libcst as cst

from kerascop.interpreter.assignment import assign
from kerascop.interpreter.attributes import SETTER, delete_attribute
from kerascop.interpreter.branches import run_branches
from kerascop.interpreter.calls import make_function
from kerascop.interpreter.course import catching
from kerascop.interpreter.discarding import note_discarded
from kerascop.interpreter.exceptions import RERAISED, expecting, handler_for
from kerascop.interpreter.expressions import BINARY, index_of
from kerascop.interpreter.forgetting import shape_alone
from kerascop.interpreter.imports import dotted, import_from, import_modules
from kerascop.interpreter.libraries.columns import is_table_key
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.loops import run_for, run_while
from kerascop.interpreter.matching import run_match
from kerascop.interpreter.operators import apply_binary
from kerascop.interpreter.python.items import delete_item
from kerascop.interpreter.python.lists import extend
from kerascop.interpreter.registry import CONTEXTS
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import (
    NONE,
    ArrayValue,
    BoundMethod,
    External,
    Function,
    GeneratorValue,
    Instance,
    LibraryObject,
    ListValue,
    Partial,
    Unknown,
    UserClass,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


class Flow(Enum):
    """How a block can end other than at its end or by returning."""

    BREAK = "break"
    CONTINUE = "continue"


@dataclass(frozen=True, eq=False)
class Returned:
    """The block returned `value`."""

    value: Value


Completion: TypeAlias = "Flow | Returned | None"
Handler: TypeAlias = "Callable[[Machine, Any, Scope], Completion]"


def run_block(machine: Machine, body: Sequence[cst.CSTNode], scope: Scope) -> Completion:
    """Execute statements until one of them leaves the block."""
    for statement in body:
        completion = run_statement(machine, statement, scope)
        if completion is not None:
            return completion
    return None


def run_statement(machine: Machine, statement: cst.CSTNode, scope: Scope) -> Completion:
    """Execute one statement.

    Raises:
        BudgetExceeded: the run has used up its steps.
        Raised: the statement raises for certain.
    """
    machine.step()
    kind = type(statement)
    if kind is cst.SimpleStatementLine:
        return run_block(machine, statement.body, scope)  # type: ignore[attr-defined]
    handler = STATEMENTS.get(kind)
    return None if handler is None else handler(machine, statement, scope)


def _assign(machine: Machine, node: cst.Assign, scope: Scope) -> Completion:
    value = machine.evaluate(node.value, scope)
    for target in node.targets:
        assign(machine, target.target, value, scope)
    return None


def _annotated(machine: Machine, node: cst.AnnAssign, scope: Scope) -> Completion:
    if node.value is not None:
        assign(machine, node.target, machine.evaluate(node.value, scope), scope)
    return None


def _augmented(machine: Machine, node: cst.AugAssign, scope: Scope) -> Completion:
    left = machine.evaluate(node.target, scope)
    right = machine.evaluate(node.value, scope)
    operator = _AUGMENTED[type(node.operator)]
    if operator == "+" and isinstance(left, ListValue):
        extend(machine, left, right)
        return None
    result = apply_binary(machine, operator, left, right, machine.origin(node, scope))
    if isinstance(left, ArrayValue) and isinstance(result, ArrayValue):
        machine.journal.put(machine.changed, left, result)
    assign(machine, node.target, result, scope)
    if isinstance(node.target, cst.Subscript) and isinstance(left, ArrayValue):
        _forget_parts(machine, node.target, scope)
    return None


def _forget_parts(machine: Machine, target: cst.Subscript, scope: Scope) -> None:
    """`x[i] /= 255`, for some `i` or for all in turn: nothing holds of the whole any more."""
    container = machine.evaluate(target.value, scope)
    if isinstance(container, ArrayValue) and not is_table_key(index_of(machine, target, scope)):
        machine.journal.put(machine.changed, container, shape_alone(container))


_AUGMENTED = {
    getattr(cst, f"{kind.__name__}Assign"): text
    for kind, text in BINARY.items()
    if hasattr(cst, f"{kind.__name__}Assign")
}


def _expression(machine: Machine, node: cst.Expr, scope: Scope) -> Completion:
    value = machine.evaluate(node.value, scope)
    note_discarded(machine, node, value, scope)
    return None


def _return(machine: Machine, node: cst.Return, scope: Scope) -> Completion:
    return Returned(NONE if node.value is None else machine.evaluate(node.value, scope))


def _raise(machine: Machine, node: cst.Raise, scope: Scope) -> Completion:
    if node.exc is None:
        raise Raised(RERAISED)
    machine.evaluate(node.exc, scope)
    raised = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
    raise Raised(dotted(raised).rpartition(".")[2] or "Exception")


def _assert(machine: Machine, node: cst.Assert, scope: Scope) -> Completion:
    value = machine.evaluate(node.test, scope)
    if machine.truth(value) is False:
        raise Raised("AssertionError")
    machine.assume(value, answer=True)
    return None


def _delete(machine: Machine, node: cst.Del, scope: Scope) -> Completion:
    targets = node.target.elements if isinstance(node.target, cst.Tuple | cst.List) else ()
    for target in [element.value for element in targets] or [node.target]:
        if isinstance(target, cst.Name):
            machine.journal.drop(scope.home(target.value).names, target.value)
        elif isinstance(target, cst.Subscript):
            container = machine.evaluate(target.value, scope)
            delete_item(machine, container, index_of(machine, target, scope))
        elif isinstance(target, cst.Attribute):
            delete_attribute(machine, machine.evaluate(target.value, scope), target.attr.value)
    return None


def _declare_global(machine: Machine, node: cst.Global, scope: Scope) -> Completion:
    for item in node.names:
        scope.declared[item.name.value] = scope.module_scope()
    return None


def _declare_nonlocal(machine: Machine, node: cst.Nonlocal, scope: Scope) -> Completion:
    for item in node.names:
        outer = scope.parent
        while outer is not None and item.name.value not in outer.names:
            outer = outer.parent
        if outer is not None:
            scope.declared[item.name.value] = outer
    return None


def _if(machine: Machine, node: cst.If, scope: Scope) -> Completion:
    test = machine.evaluate(node.test, scope)
    otherwise: Sequence[cst.CSTNode] = ()
    if isinstance(node.orelse, cst.If):
        otherwise = (node.orelse,)
    elif node.orelse is not None:
        otherwise = node.orelse.body.body
    return run_branches(machine, test, node.body.body, otherwise, scope)


def _try(machine: Machine, node: cst.Try | cst.TryStar, scope: Scope) -> Completion:
    completion: Completion = None
    raised: Raised | None = None
    try:
        completion = _guarded(machine, node, scope)
    except Raised as error:
        raised = error
    if node.finalbody is not None:
        final = run_block(machine, node.finalbody.body.body, scope)
        if final is not None:
            return final
    if raised is not None:
        raise raised
    return completion


def _guarded(machine: Machine, node: cst.Try | cst.TryStar, scope: Scope) -> Completion:
    """The body of a `try`, and the handler of what it raises for certain."""
    try:
        with (
            catching(machine) if node.handlers else nullcontext(),
            expecting(machine, node.handlers),
        ):
            completion = run_block(machine, node.body.body, scope)
    except Raised as error:
        handler = handler_for(machine, node.handlers, error, scope)
        if handler is None:
            raise
        if handler.name is not None:
            assign(machine, handler.name.name, machine.unknown(handler), scope)
        try:
            return run_block(machine, handler.body.body, scope)
        except Raised as again:
            raise (error if again.name == RERAISED else again) from None
    if completion is None and node.orelse is not None:
        return run_block(machine, node.orelse.body.body, scope)
    return completion


def _with(machine: Machine, node: cst.With, scope: Scope) -> Completion:
    managers: list[Value] = []
    for item in node.items:
        manager = machine.evaluate(item.item, scope)
        _switch(machine, manager, entering=True)
        managers.append(manager)
        if item.asname is not None:
            entered = _entered(machine, manager, item, scope)
            assign(machine, item.asname.name, entered, scope)
    if any(_expects_failure(item.item) for item in node.items):
        return None
    try:
        return run_block(machine, node.body.body, scope)
    finally:
        for manager in reversed(managers):
            _switch(machine, manager, entering=False)


def _switch(machine: Machine, manager: Value, *, entering: bool) -> None:
    handler = CONTEXTS.get(manager.key) if isinstance(manager, LibraryObject) else None
    if handler is not None:
        assert isinstance(manager, LibraryObject)
        handler(machine, manager, entering)


_EXPECTING_FAILURE = frozenset(
    {"raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "assert_raises"}
)


def _expects_failure(manager: cst.BaseExpression) -> bool:
    """Is it `pytest.raises(…)` or the like, whose body is wrong on purpose?"""
    match manager:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name)) | cst.Name(value=name)):
            return name in _EXPECTING_FAILURE
        case _:
            return False


def _entered(machine: Machine, manager: Value, item: cst.WithItem, scope: Scope) -> Value:
    from kerascop.interpreter.classes import find_member

    if isinstance(manager, Instance):
        member = find_member(manager.cls, "__enter__")
        if isinstance(member, Function):
            return machine.call_with(BoundMethod(manager, member), (), machine.origin(item, scope))
    if isinstance(manager, GeneratorValue) and manager.items:
        return manager.items[0]
    return manager


_PLAIN_DECORATORS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "property",
}


_OWN_GRADIENTS = frozenset({"tensorflow.custom_gradient", "keras.ops.custom_gradient"})
"""Decorators of functions that give their gradient beside what they compute."""


def _function(machine: Machine, node: cst.FunctionDef, scope: Scope) -> Completion:
    owner = scope.owner if scope.kind is ScopeKind.CLASS else None
    function = make_function(machine, node, scope, node.name.value, owner)
    function.compiled = any(_compiles(machine, each, scope) for each in node.decorators)
    value: Value = function
    for decorator in reversed(node.decorators):
        owned = _property_of(machine, decorator.decorator, scope)
        if owned is not None:
            value = _with_accessor(owned, function, decorator.decorator)
            continue
        applied = machine.evaluate(decorator.decorator, scope)
        path = applied.path if isinstance(applied, External) else ""
        if path in _PLAIN_DECORATORS:
            function.kind = _PLAIN_DECORATORS[path]
        elif path in _OWN_GRADIENTS:
            value = machine.unknown(node, "function")
        else:
            value = _decorated(machine, applied, value, machine.origin(decorator, scope))
    machine.journal.put(scope.home(node.name.value).names, node.name.value, value)
    return None


def _compiles(machine: Machine, decorator: cst.Decorator, scope: Scope) -> bool:
    """Is the decorator `@tf.function`, with or without options?"""
    node = decorator.decorator
    named = node.func if isinstance(node, cst.Call) else node
    if not isinstance(named, cst.Name | cst.Attribute):
        return False
    return machine.evaluate(named, scope) == External("tensorflow.function")


def _property_of(machine: Machine, decorator: cst.BaseExpression, scope: Scope) -> Function | None:
    """The property that `@name.setter` adds to."""
    match decorator:
        case cst.Attribute(value=holder, attr=cst.Name(value="setter" | "getter" | "deleter")):
            owned = machine.evaluate(holder, scope)
            if isinstance(owned, Function) and owned.kind == "property":
                return owned
    return None


def _with_accessor(owned: Function, function: Function, decorator: cst.BaseExpression) -> Function:
    assert isinstance(decorator, cst.Attribute)
    if decorator.attr.value == "getter":
        return replace(function, kind="property", attributes=dict(owned.attributes))
    if decorator.attr.value == "deleter":
        return owned
    return replace(owned, attributes={**owned.attributes, SETTER: function})


def _decorated(machine: Machine, decorator: Value, value: Value, origin: Origin) -> Value:
    """What a decorator of the linted code makes of a function or class; others keep it as it is."""
    if not isinstance(decorator, Function | BoundMethod | UserClass | Instance | Partial):
        return value
    result = machine.call_with(decorator, (value,), origin)
    return value if isinstance(result, Unknown) else result


def _class(machine: Machine, node: cst.ClassDef, scope: Scope) -> Completion:
    bases = tuple(machine.evaluate(base.value, scope) for base in node.bases if base.star == "")
    namespace: dict[str, Value] = {}
    cls = UserClass(node, scope.module, node.name.value, bases, namespace)
    inner = Scope(ScopeKind.CLASS, scope.module, scope, namespace, owner=cls)
    run_block(machine, node.body.body, inner)
    value: Value = cls
    for decorator in reversed(node.decorators):
        applied = machine.evaluate(decorator.decorator, scope)
        value = _decorated(machine, applied, value, machine.origin(decorator, scope))
    machine.journal.put(scope.home(node.name.value).names, node.name.value, value)
    return None


def _nothing(machine: Machine, node: cst.CSTNode, scope: Scope) -> Completion:
    return None


STATEMENTS: Mapping[type[cst.CSTNode], Handler] = {
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Expr: _expression,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Del: _delete,
    cst.Global: _declare_global,
    cst.Nonlocal: _declare_nonlocal,
    cst.Import: import_modules,
    cst.ImportFrom: import_from,
    cst.Pass: _nothing,
    cst.Break: lambda machine, node, scope: Flow.BREAK,
    cst.Continue: lambda machine, node, scope: Flow.CONTINUE,
    cst.If: _if,
    cst.For: run_for,
    cst.While: run_while,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Match: run_match,
}

__all__ = [
    "STATEMENTS",
    "Completion",
    "Flow",
    "Returned",
    "assign",
    "run_block",
    "run_statement",
]
