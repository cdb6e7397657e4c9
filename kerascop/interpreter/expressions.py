"""What each kind of expression evaluates to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import libcst as cst

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
from kerascop.interpreter.python.bounds import MAX_SIZE
from kerascop.interpreter.python.endings import text_ending_in
from kerascop.interpreter.python.formatting import format_value
from kerascop.interpreter.python.keys import key_of, set_of_items
from kerascop.interpreter.scopes import Scope, ScopeKind
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
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

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

Handler: TypeAlias = "Callable[[Machine, Any, Scope], Value]"

BINARY = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
}
COMPARISONS = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.Is: "is",
    cst.IsNot: "is not",
    cst.In: "in",
    cst.NotIn: "not in",
}
UNARY = {cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~", cst.Not: "not"}


def _name(machine: Machine, node: cst.Name, scope: Scope) -> Value:
    return load_name(machine, node.value, node, scope)


def _literal(machine: Machine, node: Any, scope: Scope) -> Value:
    return _constant(node.value)


@lru_cache(maxsize=16384)
def _constant(text: str) -> Value:
    """What a literal spells: Python's own reading of numbers and strings."""
    try:
        return Constant(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        # Longer than Python converts, or newer than this Python.
        return Unknown(("opaque", hash(text)))


def _concatenated(machine: Machine, node: cst.ConcatenatedString, scope: Scope) -> Value:
    parts = [python_value(machine.evaluate(part, scope)) for part in (node.left, node.right)]
    try:
        return Constant(parts[0] + parts[1])
    except TypeError:
        return machine.unknown(node)


def _formatted(machine: Machine, node: cst.FormattedString, scope: Scope) -> Value:
    text = ""
    known = True
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text += part.value.replace("{{", "{").replace("}}", "}")
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        piece = format_value(
            machine,
            machine.evaluate(part.expression, scope),
            part.conversion,
            _format_spec(machine, part, scope),
        )
        known = known and piece is not None
        text = "" if piece is None else text + piece
    return Constant(text) if known else text_ending_in(text, node)


def _format_spec(machine: Machine, part: cst.FormattedStringExpression, scope: Scope) -> str | None:
    spec = ""
    for piece in part.format_spec or ():
        if isinstance(piece, cst.FormattedStringText):
            spec += piece.value
        elif isinstance(piece, cst.FormattedStringExpression):
            value = python_value(machine.evaluate(piece.expression, scope))
            if not isinstance(value, str | int):
                return None
            spec += str(value)
    return spec


def _elements(
    machine: Machine, elements: Sequence[cst.BaseElement], scope: Scope
) -> tuple[tuple[Value, ...], bool]:
    items: list[Value] = []
    exact = True
    for element in elements:
        value = machine.evaluate(element.value, scope)
        if isinstance(element, cst.StarredElement):
            inner = machine.iterate(value)
            if inner is None or len(items) + len(inner) > MAX_SIZE:
                exact = False
                items.append(machine.element(value))
            else:
                items.extend(inner)
        else:
            items.append(value)
    return tuple(items), exact


def _tuple(machine: Machine, node: cst.Tuple, scope: Scope) -> Value:
    items, exact = _elements(machine, node.elements, scope)
    return TupleValue(items) if exact else ListValue(items, exact=False)


def _list(machine: Machine, node: cst.List, scope: Scope) -> Value:
    return ListValue(*_elements(machine, node.elements, scope))


def _set(machine: Machine, node: cst.Set, scope: Scope) -> Value:
    items, exact = _elements(machine, node.elements, scope)
    return set_of_items(items, exact=exact)


def _dict(machine: Machine, node: cst.Dict, scope: Scope) -> Value:
    result = DictValue({})
    for element in node.elements:
        value = machine.evaluate(element.value, scope)
        if isinstance(element, cst.StarredDictElement):
            if not isinstance(value, DictValue) or not value.exact:
                result.entries.clear()
                result.exact = False
            if isinstance(value, DictValue):
                result.entries.update(value.entries)
            continue
        key = key_of(machine.evaluate(element.key, scope))  # type: ignore[attr-defined]
        if key is NOT_CONSTANT:
            result.entries.clear()
            result.exact = False
        else:
            result.entries[key] = value
    return DictValue(result.entries, result.exact)


def _attribute(machine: Machine, node: cst.Attribute, scope: Scope) -> Value:
    value = machine.evaluate(node.value, scope)
    result = get_attribute(machine, value, node.attr.value, machine.origin(node, scope))
    machine.trace.api_uses.pop(node.value, None)
    return result


def _subscript(machine: Machine, node: cst.Subscript, scope: Scope) -> Value:
    value = machine.evaluate(node.value, scope)
    index = index_of(machine, node, scope)
    return apply_subscript(machine, value, index, machine.origin(node, scope))


def index_of(machine: Machine, node: cst.Subscript, scope: Scope) -> Value:
    """What stands between the brackets: several indices are a tuple."""
    indices = [_index(machine, element.slice, scope) for element in node.slice]
    return indices[0] if len(indices) == 1 else TupleValue(tuple(indices))


def _index(machine: Machine, index: cst.BaseSlice, scope: Scope) -> Value:
    if isinstance(index, cst.Index):
        return machine.evaluate(index.value, scope)
    assert isinstance(index, cst.Slice)

    def bound(part: cst.BaseExpression | None) -> Value:
        return NONE if part is None else machine.evaluate(part, scope)

    return SliceValue(bound(index.lower), bound(index.upper), bound(index.step))


def _binary(machine: Machine, node: cst.BinaryOperation, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    right = machine.evaluate(node.right, scope)
    operator = BINARY[type(node.operator)]
    return apply_binary(machine, operator, left, right, machine.origin(node, scope))


def _unary(machine: Machine, node: cst.UnaryOperation, scope: Scope) -> Value:
    operand = machine.evaluate(node.expression, scope)
    operator = UNARY[type(node.operator)]
    return apply_unary(machine, operator, operand, machine.origin(node, scope))


def _boolean(machine: Machine, node: cst.BooleanOperation, scope: Scope) -> Value:
    from kerascop.interpreter.statements import Returned

    left = machine.evaluate(node.left, scope)
    wants = isinstance(node.operator, cst.And)
    known = machine.truth(left)
    if known is not None:
        return machine.evaluate(node.right, scope) if known is wants else left
    tried = attempt(machine, lambda: Returned(machine.evaluate(node.right, scope)), scope.around())
    if isinstance(left, Unknown) and isinstance(tried.completion, Returned) and tried.changes.none:
        right = tried.completion.value
        if isinstance(right, Constant) and right.value is (not wants):
            return right
        if isinstance(right, Unknown):
            return machine.unknown_of(("and" if wants else "or", left.term, right.term))
    chosen = choose(
        machine,
        left,
        lambda: Returned(machine.evaluate(node.right, scope) if wants else left),
        lambda: Returned(left if wants else machine.evaluate(node.right, scope)),
        scope.around(),
    )
    assert isinstance(chosen, Returned)
    return chosen.value


def _comparison(machine: Machine, node: cst.Comparison, scope: Scope) -> Value:
    left = machine.evaluate(node.left, scope)
    result: Value = NONE
    for target in node.comparisons:
        right = machine.evaluate(target.comparator, scope)
        operator = COMPARISONS[type(target.operator)]
        result = apply_comparison(machine, operator, left, right, machine.origin(node, scope))
        if len(node.comparisons) > 1:
            known = machine.truth(result)
            if known is False:
                return result
            if known is None:
                return machine.unknown(node)
        left = right
    return result


def _conditional(machine: Machine, node: cst.IfExp, scope: Scope) -> Value:
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


def _lambda(machine: Machine, node: cst.Lambda, scope: Scope) -> Value:
    return make_function(machine, node, scope, "<lambda>")


def arguments_of(machine: Machine, node: cst.Call, scope: Scope) -> Arguments:
    """The arguments of a call, evaluated."""
    positional: list[Given] = []
    keywords: dict[str, Given] = {}
    keyword_origins: dict[str, Origin] = {}
    incomplete = shifted = False
    for argument in node.args:
        value = machine.evaluate(argument.value, scope)
        origin = machine.origin(argument.value, scope)
        if argument.star == "*":
            items = machine.iterate(value)
            if items is None or len(positional) + len(items) > MAX_SIZE:
                incomplete = shifted = True
            elif not shifted:
                positional.extend(Given(item, origin) for item in items)
        elif argument.star == "**":
            if isinstance(value, DictValue):
                incomplete = incomplete or not value.exact
                for key, item in value.entries.items():
                    if isinstance(key, str):
                        keywords[key] = Given(item, origin)
                        keyword_origins[key] = origin
            else:
                incomplete = True
        elif argument.keyword is not None:
            keywords[argument.keyword.value] = Given(value, origin)
            keyword_origins[argument.keyword.value] = machine.origin(argument, scope)
        elif not shifted:
            positional.append(Given(value, origin))
    return Arguments(
        tuple(positional), keywords, machine.origin(node, scope), incomplete, keyword_origins
    )


def _call(machine: Machine, node: cst.Call, scope: Scope) -> Value:
    holder = _namespace_holder(node.func)
    if holder is not None:
        owner = machine.evaluate(holder, scope)
        if isinstance(owner, Instance):
            update_attributes(machine, owner, arguments_of(machine, node, scope))
            return NONE
    callee = machine.evaluate(node.func, scope)
    if type(node.func) is cst.Name and node.func.value == "super":
        found = _super(machine, node, scope)
        if found is not None:
            return found
    return call_value(machine, callee, arguments_of(machine, node, scope))


def _namespace_holder(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """What `vars(…).update` or `….__dict__.update` changes the attributes of."""
    if type(node) is not cst.Attribute or node.attr.value != "update":
        return None
    match node:
        case cst.Attribute(
            attr=cst.Name(value="update"),
            value=cst.Attribute(attr=cst.Name(value="__dict__"), value=holder),
        ):
            return holder
        case cst.Attribute(
            attr=cst.Name(value="update"),
            value=cst.Call(func=cst.Name(value="vars"), args=[cst.Arg(value=holder)]),
        ):
            return holder
        case _:
            return None


def _super(machine: Machine, node: cst.Call, scope: Scope) -> Value | None:
    around: Scope | None = scope
    while around is not None and around.owner is None:
        around = around.parent
    if around is None or around.owner is None:
        return None
    if node.args:
        instance = machine.evaluate(node.args[-1].value, scope) if len(node.args) == 2 else None
    else:
        instance = next(iter(around.names.values()), None)
    return None if instance is None else Super(instance, around.owner)


def _walrus(machine: Machine, node: cst.NamedExpr, scope: Scope) -> Value:
    from kerascop.interpreter.assignment import assign

    value = machine.evaluate(node.value, scope)
    assign(machine, node.target, value, scope.around())
    return value


def _await(machine: Machine, node: cst.Await, scope: Scope) -> Value:
    return machine.evaluate(node.expression, scope)


def _yield(machine: Machine, node: cst.Yield, scope: Scope) -> Value:
    around: Scope | None = scope.around()
    while around is not None and around.kind is not ScopeKind.FUNCTION:
        around = around.parent
    produced: tuple[Value, ...] = (NONE,)
    exact = not machine.uncertain
    if isinstance(node.value, cst.From):
        inner = machine.evaluate(node.value.item, scope)
        items = machine.iterate(inner)
        exact = exact and items is not None
        produced = (machine.element(inner),) if items is None else items
    elif node.value is not None:
        produced = (machine.evaluate(node.value, scope),)
    if around is not None:
        around.yields.extend(produced)
        around.sampled = around.sampled or not exact
    return machine.unknown(node)


def _ellipsis(machine: Machine, node: cst.Ellipsis, scope: Scope) -> Value:
    return Constant(...)


EXPRESSIONS: Mapping[type[cst.CSTNode], Handler] = {
    cst.Name: _name,
    cst.Integer: _literal,
    cst.Float: _literal,
    cst.Imaginary: _literal,
    cst.SimpleString: _literal,
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.Tuple: _tuple,
    cst.List: _list,
    cst.Set: _set,
    cst.Dict: _dict,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.Lambda: _lambda,
    cst.Call: _call,
    cst.ListComp: list_comprehension,
    cst.GeneratorExp: list_comprehension,
    cst.SetComp: set_comprehension,
    cst.DictComp: dict_comprehension,
    cst.NamedExpr: _walrus,
    cst.Await: _await,
    cst.Yield: _yield,
    cst.Ellipsis: _ellipsis,
}
