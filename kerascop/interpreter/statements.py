"""What each kind of statement does."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from kerascop.interpreter.assignment import assign
from kerascop.interpreter.attributes import SETTER, delete_attribute
from kerascop.interpreter.branches import run_branches
from kerascop.interpreter.calls import make_function
from kerascop.interpreter.course import catching
from kerascop.interpreter.discarding import note_discarded
from kerascop.interpreter.exceptions import RERAISED, expecting, handler_for
from kerascop.interpreter.expressions import BINARY
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
    from kerascop.syntax.nodes import Definition
    from kerascop.syntax.origin import Origin


class Flow(Enum):
    """How a block can end other than at its end or by returning."""

    BREAK = "break"
    CONTINUE = "continue"


class Returned(Struct, frozen=True, eq=False):
    """The block returned `value`."""

    value: Value


Completion: TypeAlias = "Flow | Returned | None"
Handler: TypeAlias = "Callable[[Machine, Any, Scope], Completion]"


def run_block(machine: Machine, body: Sequence[ast.stmt], scope: Scope) -> Completion:
    """Execute statements until one of them leaves the block."""
    for statement in body:
        completion = run_statement(machine, statement, scope)
        if completion is not None:
            return completion
    return None


def run_statement(machine: Machine, statement: ast.stmt, scope: Scope) -> Completion:
    """Execute one statement.

    Raises:
        BudgetExceeded: the run has used up its steps.
        Raised: the statement raises for certain.
    """
    machine.step()
    handler = STATEMENTS.get(type(statement))
    return None if handler is None else handler(machine, statement, scope)


def _assign(machine: Machine, node: ast.Assign, scope: Scope) -> Completion:
    value = machine.evaluate(node.value, scope)
    for target in node.targets:
        assign(machine, target, value, scope)
    return None


def _annotated(machine: Machine, node: ast.AnnAssign, scope: Scope) -> Completion:
    if node.value is not None:
        assign(machine, node.target, machine.evaluate(node.value, scope), scope)
    return None


def _augmented(machine: Machine, node: ast.AugAssign, scope: Scope) -> Completion:
    left = machine.evaluate(node.target, scope)
    right = machine.evaluate(node.value, scope)
    operator = BINARY[type(node.op)]
    if operator == "+" and isinstance(left, ListValue):
        extend(machine, left, right)
        return None
    result = apply_binary(machine, operator, left, right, machine.origin(node, scope))
    if isinstance(left, ArrayValue) and isinstance(result, ArrayValue):
        machine.journal.put(machine.changed, left, result)
    assign(machine, node.target, result, scope)
    if isinstance(node.target, ast.Subscript) and isinstance(left, ArrayValue):
        _forget_parts(machine, node.target, scope)
    return None


def _forget_parts(machine: Machine, target: ast.Subscript, scope: Scope) -> None:
    """`x[i] /= 255`, for some `i` or for all in turn: nothing holds of the whole any more."""
    container = machine.evaluate(target.value, scope)
    if isinstance(container, ArrayValue) and not is_table_key(
        machine.evaluate(target.slice, scope)
    ):
        machine.journal.put(machine.changed, container, shape_alone(container))


def _expression(machine: Machine, node: ast.Expr, scope: Scope) -> Completion:
    value = machine.evaluate(node.value, scope)
    note_discarded(machine, node, value, scope)
    return None


def _return(machine: Machine, node: ast.Return, scope: Scope) -> Completion:
    return Returned(NONE if node.value is None else machine.evaluate(node.value, scope))


def _raise(machine: Machine, node: ast.Raise, scope: Scope) -> Completion:
    if node.exc is None:
        raise Raised(RERAISED)
    machine.evaluate(node.exc, scope)
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    raise Raised(dotted(raised).rpartition(".")[2] or "Exception")


def _assert(machine: Machine, node: ast.Assert, scope: Scope) -> Completion:
    value = machine.evaluate(node.test, scope)
    if machine.truth(value) is False:
        raise Raised("AssertionError")
    machine.assume(value, answer=True)
    return None


def _delete(machine: Machine, node: ast.Delete, scope: Scope) -> Completion:
    waiting = list(reversed(node.targets))
    while waiting:
        target = waiting.pop()
        if isinstance(target, ast.Tuple | ast.List):
            waiting.extend(reversed(target.elts))
        elif isinstance(target, ast.Name):
            machine.journal.drop(scope.home(target.id).names, target.id)
        elif isinstance(target, ast.Subscript):
            container = machine.evaluate(target.value, scope)
            delete_item(machine, container, machine.evaluate(target.slice, scope))
        elif isinstance(target, ast.Attribute):
            delete_attribute(machine, machine.evaluate(target.value, scope), target.attr)
    return None


def _declare_global(machine: Machine, node: ast.Global, scope: Scope) -> Completion:
    for name in node.names:
        scope.declared[name] = scope.module_scope()
    return None


def _declare_nonlocal(machine: Machine, node: ast.Nonlocal, scope: Scope) -> Completion:
    for name in node.names:
        outer = scope.parent
        while outer is not None and name not in outer.names:
            outer = outer.parent
        if outer is not None:
            scope.declared[name] = outer
    return None


def _if(machine: Machine, node: ast.If, scope: Scope) -> Completion:
    test = machine.evaluate(node.test, scope)
    return run_branches(machine, test, node.body, node.orelse, scope)


def _try(machine: Machine, node: ast.Try, scope: Scope) -> Completion:
    completion: Completion = None
    raised: str | None = None
    try:
        completion = _guarded(machine, node, scope)
    except Raised as error:
        raised = error.name
    final = run_block(machine, node.finalbody, scope)
    if final is not None:
        return final
    if raised is not None:
        raise Raised(raised)
    return completion


def _guarded(machine: Machine, node: ast.Try, scope: Scope) -> Completion:
    """The body of a `try`, and the handler of what it raises for certain."""
    try:
        with (
            catching(machine) if node.handlers else nullcontext(),
            expecting(machine, node.handlers),
        ):
            completion = run_block(machine, node.body, scope)
    except Raised as error:
        handler = handler_for(machine, node.handlers, error, scope)
        if handler is None:
            raise
        if handler.name is not None:
            names = scope.home(handler.name).names
            machine.journal.put(names, handler.name, machine.unknown(handler))
        try:
            return run_block(machine, handler.body, scope)
        except Raised as again:
            raise Raised(error.name if again.name == RERAISED else again.name) from None
    return run_block(machine, node.orelse, scope) if completion is None else completion


def _with(machine: Machine, node: ast.With | ast.AsyncWith, scope: Scope) -> Completion:
    managers: list[Value] = []
    for item in node.items:
        manager = machine.evaluate(item.context_expr, scope)
        _switch(machine, manager, entering=True)
        managers.append(manager)
        if item.optional_vars is not None:
            entered = _entered(machine, manager, item, scope)
            assign(machine, item.optional_vars, entered, scope)
    if any(_expects_failure(item.context_expr) for item in node.items):
        return None
    try:
        return run_block(machine, node.body, scope)
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


def _expects_failure(manager: ast.expr) -> bool:
    """Is it `pytest.raises(…)` or the like, whose body is wrong on purpose?"""
    match manager:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in _EXPECTING_FAILURE
        case _:
            return False


def _entered(machine: Machine, manager: Value, item: ast.withitem, scope: Scope) -> Value:
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


def _function(machine: Machine, node: Definition, scope: Scope) -> Completion:
    owner = scope.owner if scope.kind is ScopeKind.CLASS else None
    function = make_function(machine, node, scope, node.name, owner)
    function.compiled = any(_compiles(machine, each, scope) for each in node.decorator_list)
    value: Value = function
    for decorator in reversed(node.decorator_list):
        owned = _property_of(machine, decorator, scope)
        if owned is not None:
            value = _with_accessor(owned, function, decorator)
            continue
        applied = machine.evaluate(decorator, scope)
        path = applied.path if isinstance(applied, External) else ""
        if path in _PLAIN_DECORATORS:
            function.kind = _PLAIN_DECORATORS[path]
        elif path in _OWN_GRADIENTS:
            value = machine.unknown(node, "function")
        else:
            value = _decorated(machine, applied, value, machine.origin(decorator, scope))
    machine.journal.put(scope.home(node.name).names, node.name, value)
    return None


def _compiles(machine: Machine, decorator: ast.expr, scope: Scope) -> bool:
    """Is the decorator `@tf.function`, with or without options?"""
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    if not isinstance(named, ast.Name | ast.Attribute):
        return False
    return machine.evaluate(named, scope) == External("tensorflow.function")


def _property_of(machine: Machine, decorator: ast.expr, scope: Scope) -> Function | None:
    """The property that `@name.setter` adds to."""
    match decorator:
        case ast.Attribute(value=holder, attr="setter" | "getter" | "deleter"):
            owned = machine.evaluate(holder, scope)
            if isinstance(owned, Function) and owned.kind == "property":
                return owned
    return None


def _with_accessor(owned: Function, function: Function, decorator: ast.expr) -> Function:
    assert isinstance(decorator, ast.Attribute)
    if decorator.attr == "getter":
        return replace(function, kind="property", attributes=dict(owned.attributes))
    if decorator.attr == "deleter":
        return owned
    return replace(owned, attributes={**owned.attributes, SETTER: function})


def _decorated(machine: Machine, decorator: Value, value: Value, origin: Origin) -> Value:
    """What a decorator of the linted code makes of a function or class; others keep it as it is."""
    if not isinstance(decorator, Function | BoundMethod | UserClass | Instance | Partial):
        return value
    result = machine.call_with(decorator, (value,), origin)
    return value if isinstance(result, Unknown) else result


def _class(machine: Machine, node: ast.ClassDef, scope: Scope) -> Completion:
    bases = tuple(
        machine.evaluate(base, scope) for base in node.bases if not isinstance(base, ast.Starred)
    )
    namespace: dict[str, Value] = {}
    cls = UserClass(node, scope.module, node.name, bases, namespace)
    inner = Scope(ScopeKind.CLASS, scope.module, scope, namespace, owner=cls)
    run_block(machine, node.body, inner)
    value: Value = cls
    for decorator in reversed(node.decorator_list):
        applied = machine.evaluate(decorator, scope)
        value = _decorated(machine, applied, value, machine.origin(decorator, scope))
    machine.journal.put(scope.home(node.name).names, node.name, value)
    return None


def _type_alias(machine: Machine, node: Any, scope: Scope) -> Completion:
    """`type X = …`, whose value nobody computes before it is asked for."""
    assign(machine, node.name, machine.unknown(node, "type"), scope)
    return None


def _nothing(machine: Machine, node: ast.stmt, scope: Scope) -> Completion:
    return None


STATEMENTS: dict[type[ast.AST], Handler] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Global: _declare_global,
    ast.Nonlocal: _declare_nonlocal,
    ast.Import: import_modules,
    ast.ImportFrom: import_from,
    ast.Pass: _nothing,
    ast.Break: lambda machine, node, scope: Flow.BREAK,
    ast.Continue: lambda machine, node, scope: Flow.CONTINUE,
    ast.If: _if,
    ast.For: run_for,
    ast.AsyncFor: run_for,
    ast.While: run_while,
    ast.Try: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Match: run_match,
}
if sys.version_info >= (3, 11):
    STATEMENTS[ast.TryStar] = _try
if sys.version_info >= (3, 12):
    STATEMENTS[ast.TypeAlias] = _type_alias

__all__ = [
    "STATEMENTS",
    "Completion",
    "Flow",
    "Returned",
    "assign",
    "run_block",
    "run_statement",
]
