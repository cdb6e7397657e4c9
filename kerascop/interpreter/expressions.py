"""What each kind of expression evaluates to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kerascop.interpreter.attributes import get_attribute, update_attributes
from kerascop.interpreter.branches import attempt, choose
from kerascop.interpreter.calls import call_value, make_function
from kerascop.interpreter.comprehensions import (
    dict_comprehension,
    list_comprehension,
    set_comprehension,
)
from kerascop.interpreter.names import load_name
from kerascop.interpreter.operators import (
    apply_binary,
    apply_comparison,
    apply_subscript,
    apply_unary,
)
from kerascop.interpreter.python.bounds import MAX_ITEMS, MAX_TEXT
from kerascop.interpreter.python.endings import text_ending_in
from kerascop.interpreter.python.formatting import format_value
from kerascop.interpreter.python.keys import key_of, set_of_items
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import (
    FALSE,
    NONE,
    NOT_CONSTANT,
    TRUE,
    Arguments,
    Constant,
    DictValue,
    Given,
    Instance,
    ListValue,
    SliceValue,
    Super,
    TupleValue,
    Unknown,
    Value,
    python_value,
)
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

Handler: TypeAlias = "Callable[[Machine, Any, Scope], Value]"

BINARY = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
}
_COMPARISONS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
_UNARY = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not"}


def _name(machine: Machine, node: ast.Name, scope: Scope) -> Value:
    name = node.id
    value = None if name in scope.declared else scope.names.get(name)
    return load_name(machine, name, node, scope) if value is None else value


def _constant(machine: Machine, node: ast.Constant, scope: Scope) -> Value:
    value = node.value
    if value is None:
        return NONE
    if type(value) is bool:
        return TRUE if value else FALSE
    return Constant(value)


def _formatted(machine: Machine, node: ast.JoinedStr, scope: Scope) -> Value:
    text = ""
    known = True
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
            continue
        assert isinstance(part, ast.FormattedValue)
        piece = format_value(
            machine,
            machine.evaluate(part.value, scope),
            None if part.conversion < 0 else chr(part.conversion),
            _format_spec(machine, part.format_spec, scope),
        )
        fits = piece is not None and len(text) + len(piece) <= MAX_TEXT
        known = known and fits
        text = text + piece if piece is not None and fits else ""
    return Constant(text) if known else text_ending_in(text, node)


def _format_spec(machine: Machine, written: ast.expr | None, scope: Scope) -> str | None:
    spec = ""
    for piece in written.values if isinstance(written, ast.JoinedStr) else ():
        if isinstance(piece, ast.Constant):
            spec += str(piece.value)
        elif isinstance(piece, ast.FormattedValue):
            value = python_value(machine.evaluate(piece.value, scope))
            if not isinstance(value, str | int):
                return None
            spec += str(value)
    return spec


def _elements(
    machine: Machine, elements: Sequence[ast.expr], scope: Scope
) -> tuple[tuple[Value, ...], bool]:
    items: list[Value] = []
    exact = True
    for element in elements:
        if isinstance(element, ast.Starred):
            value = machine.evaluate(element.value, scope)
            inner = machine.iterate(value)
            if inner is None or len(items) + len(inner) > MAX_ITEMS:
                exact = False
                items.append(machine.element(value))
            else:
                items.extend(inner)
        else:
            items.append(machine.evaluate(element, scope))
    return tuple(items), exact


def _tuple(machine: Machine, node: ast.Tuple, scope: Scope) -> Value:
    items, exact = _elements(machine, node.elts, scope)
    return TupleValue(items) if exact else ListValue(items, exact=False)


def _list(machine: Machine, node: ast.List, scope: Scope) -> Value:
    return ListValue(*_elements(machine, node.elts, scope))


def _set(machine: Machine, node: ast.Set, scope: Scope) -> Value:
    items, exact = _elements(machine, node.elts, scope)
    return set_of_items(items, exact=exact)


def _dict(machine: Machine, node: ast.Dict, scope: Scope) -> Value:
    result = DictValue({})
    for written, item in zip(node.keys, node.values, strict=True):
        value = machine.evaluate(item, scope)
        if written is None:
            if not isinstance(value, DictValue) or not value.exact:
                result.entries.clear()
                result.exact = False
            if isinstance(value, DictValue):
                result.entries.update(value.entries)
            continue
        key = key_of(machine.evaluate(written, scope))
        if key is NOT_CONSTANT:
            result.entries.clear()
            result.exact = False
        else:
            result.entries[key] = value
    return DictValue(result.entries, result.exact)


def _attribute(machine: Machine, node: ast.Attribute, scope: Scope) -> Value:
    value = machine.evaluate(node.value, scope)
    result = get_attribute(machine, value, node.attr, Origin(scope.module, node))
    machine.trace.api_uses.pop(node.value, None)
    return result


def _subscript(machine: Machine, node: ast.Subscript, scope: Scope) -> Value:
    value = machine.evaluate(node.value, scope)
    index = machine.evaluate(node.slice, scope)
    return apply_subscript(machine, value, index, Origin(scope.module, node))


def _slice(machine: Machine, node: ast.Slice, scope: Scope) -> Value:
    def bound(part: ast.expr | None) -> Value:
        return NONE if part is None else machine.evaluate(part, scope)

    return SliceValue(bound(node.lower), bound(node.upper), bound(node.step))


def _binary(machine: Machine, node: ast.BinOp, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    right = machine.evaluate(node.right, scope)
    return apply_binary(machine, BINARY[type(node.op)], left, right, Origin(scope.module, node))


def _unary(machine: Machine, node: ast.UnaryOp, scope: Scope) -> Value:
    operand = machine.evaluate(node.operand, scope)
    return apply_unary(machine, _UNARY[type(node.op)], operand, Origin(scope.module, node))


def _boolean(machine: Machine, node: ast.BoolOp, scope: Scope) -> Value:
    first, *others = node.values
    result = machine.evaluate(first, scope)
    wants = isinstance(node.op, ast.And)
    for other in others:
        result = machine.refine(_either(machine, result, other, scope, wants=wants))
    return result


def _either(machine: Machine, left: Value, other: ast.expr, scope: Scope, *, wants: bool) -> Value:
    """`left and other` where `wants`, else `left or other`."""
    from kerascop.interpreter.statements import Returned

    known = machine.truth(left)
    if known is not None:
        return machine.evaluate(other, scope) if known is wants else left
    tried = attempt(machine, lambda: Returned(machine.evaluate(other, scope)), scope.around())
    if isinstance(left, Unknown) and isinstance(tried.completion, Returned) and tried.changes.none:
        right = tried.completion.value
        if isinstance(right, Constant) and right.value is (not wants):
            return right
        if isinstance(right, Unknown):
            return machine.unknown_of(("and" if wants else "or", left.term, right.term))
    chosen = choose(
        machine,
        left,
        lambda: Returned(machine.evaluate(other, scope) if wants else left),
        lambda: Returned(left if wants else machine.evaluate(other, scope)),
        scope.around(),
    )
    assert isinstance(chosen, Returned)
    return chosen.value


def _comparison(machine: Machine, node: ast.Compare, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    result: Value = NONE
    for sign, target in zip(node.ops, node.comparators, strict=True):
        right = machine.evaluate(target, scope)
        operator = _COMPARISONS[type(sign)]
        result = apply_comparison(machine, operator, left, right, Origin(scope.module, node))
        if len(node.ops) > 1:
            known = machine.truth(result)
            if known is False:
                return result
            if known is None:
                return machine.unknown(node)
        left = right
    return result


def _conditional(machine: Machine, node: ast.IfExp, scope: Scope) -> Value:
    from kerascop.interpreter.statements import Returned

    chosen = choose(
        machine,
        machine.evaluate(node.test, scope),
        lambda: Returned(machine.evaluate(node.body, scope)),
        lambda: Returned(machine.evaluate(node.orelse, scope)),
        scope.around(),
    )
    assert isinstance(chosen, Returned)
    return chosen.value


def _lambda(machine: Machine, node: ast.Lambda, scope: Scope) -> Value:
    return make_function(machine, node, scope, "<lambda>")


def arguments_of(machine: Machine, node: ast.Call, scope: Scope) -> Arguments:
    """The arguments of a call, evaluated."""
    positional: list[Given] = []
    keywords: dict[str, Given] = {}
    keyword_origins: dict[str, Origin] = {}
    incomplete = shifted = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            value = machine.evaluate(argument.value, scope)
            origin = Origin(scope.module, argument.value)
            items = machine.iterate(value)
            if items is None or len(positional) + len(items) > MAX_ITEMS:
                incomplete = shifted = True
            elif not shifted:
                positional.extend(Given(item, origin) for item in items)
            continue
        value = machine.evaluate(argument, scope)
        if not shifted:
            positional.append(Given(value, Origin(scope.module, argument)))
    for keyword in node.keywords:
        value = machine.evaluate(keyword.value, scope)
        origin = Origin(scope.module, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = Given(value, origin)
            keyword_origins[keyword.arg] = Origin(scope.module, keyword)
        elif isinstance(value, DictValue):
            incomplete = incomplete or not value.exact
            for key, item in value.entries.items():
                if isinstance(key, str):
                    keywords[key] = Given(item, origin)
                    keyword_origins[key] = origin
        else:
            incomplete = True
    return Arguments(
        tuple(positional), keywords, Origin(scope.module, node), incomplete, keyword_origins
    )


def _call(machine: Machine, node: ast.Call, scope: Scope) -> Value:
    holder = _namespace_holder(node.func)
    if holder is not None:
        owner = machine.evaluate(holder, scope)
        if isinstance(owner, Instance):
            update_attributes(machine, owner, arguments_of(machine, node, scope))
            return NONE
    callee = machine.evaluate(node.func, scope)
    if type(node.func) is ast.Name and node.func.id == "super":
        found = _super(machine, node, scope)
        if found is not None:
            return found
    return call_value(machine, callee, arguments_of(machine, node, scope))


def _namespace_holder(node: ast.expr) -> ast.expr | None:
    """What `vars(…).update` or `….__dict__.update` changes the attributes of."""
    if type(node) is not ast.Attribute or node.attr != "update":
        return None
    match node.value:
        case ast.Attribute(attr="__dict__", value=holder):
            return holder
        case ast.Call(func=ast.Name(id="vars"), args=[holder], keywords=[]):
            return holder
        case _:
            return None


def _super(machine: Machine, node: ast.Call, scope: Scope) -> Value | None:
    around: Scope | None = scope
    while around is not None and around.owner is None:
        around = around.parent
    if around is None or around.owner is None:
        return None
    if node.args:
        instance = machine.evaluate(node.args[-1], scope) if len(node.args) == 2 else None
    else:
        instance = next(iter(around.names.values()), None)
    return None if instance is None else Super(instance, around.owner)


def _walrus(machine: Machine, node: ast.NamedExpr, scope: Scope) -> Value:
    from kerascop.interpreter.assignment import assign

    value = machine.evaluate(node.value, scope)
    assign(machine, node.target, value, scope.around())
    return value


def _await(machine: Machine, node: ast.Await, scope: Scope) -> Value:
    return machine.evaluate(node.value, scope)


def _yield(machine: Machine, node: ast.Yield, scope: Scope) -> Value:
    value = NONE if node.value is None else machine.evaluate(node.value, scope)
    return _yielded(machine, node, scope, (value,), exact=True)


def _yield_from(machine: Machine, node: ast.YieldFrom, scope: Scope) -> Value:
    inner = machine.evaluate(node.value, scope)
    items = machine.iterate(inner)
    produced = (machine.element(inner),) if items is None else items
    return _yielded(machine, node, scope, produced, exact=items is not None)


def _yielded(
    machine: Machine, node: ast.expr, scope: Scope, values: tuple[Value, ...], *, exact: bool
) -> Value:
    around: Scope | None = scope.around()
    while around is not None and around.kind is not ScopeKind.FUNCTION:
        around = around.parent
    if around is not None:
        around.yields.extend(values)
        around.sampled = around.sampled or machine.uncertain or not exact
    return machine.unknown(node)


EXPRESSIONS: Mapping[type[ast.AST], Handler] = {
    ast.Name: _name,
    ast.Constant: _constant,
    ast.JoinedStr: _formatted,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.Lambda: _lambda,
    ast.Call: _call,
    ast.ListComp: list_comprehension,
    ast.GeneratorExp: list_comprehension,
    ast.SetComp: set_comprehension,
    ast.DictComp: dict_comprehension,
    ast.NamedExpr: _walrus,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
}
