"""`functools`, `operator`, copies, and decorators that leave what they adorn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.registry import function
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    ListValue,
    NativeMethod,
    Partial,
    SetValue,
    TupleValue,
    UserClass,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_MAX_NESTING = 8


@function("functools.partial", "functools.partialmethod")
def _partial(machine: Machine, arguments: Arguments) -> Value | None:
    if arguments.incomplete or not arguments.positional:
        return None
    first, *rest = arguments.positional
    return Partial(first.value, tuple(rest), dict(arguments.keywords))


@function("functools.reduce", "builtins.reduce", "six.moves.reduce")
def _reduce(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 3)
    items = None if given is None else machine.iterate(given[1])
    if given is None or items is None:
        return None
    values = [*given[2:], *items]
    if not values:
        return None
    result = values[0]
    for value in values[1:]:
        result = machine.call_with(given[0], (result, value), arguments.origin)
    return result


_PASSING = (
    "abc.abstractmethod",
    "functools.cache",
    "functools.lru_cache",
    "functools.total_ordering",
    "typing.final",
    "typing.no_type_check",
    "typing.overload",
    "typing.override",
    "typing.runtime_checkable",
)


def _register_passing(path: str) -> None:
    @function(path)
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        """The function that is adorned, or, if the decorator is called first, the decorator."""
        adorned = arguments.get("user_function", 0)
        if isinstance(adorned, Function | UserClass | BoundMethod | NativeMethod | Partial):
            return adorned
        return External(path)


for _path in _PASSING:
    _register_passing(_path)


@function("functools.wraps")
def _wraps(machine: Machine, arguments: Arguments) -> Value | None:
    return External("functools.update_wrapper")


@function("functools.update_wrapper")
def _update_wrapper(machine: Machine, arguments: Arguments) -> Value | None:
    return arguments.get("wrapper", 0)


@function("typing.cast")
def _cast(machine: Machine, arguments: Arguments) -> Value | None:
    return arguments.get("val", 1)


@function("copy.copy")
def _copy(machine: Machine, arguments: Arguments) -> Value | None:
    value = arguments.get("x", 0)
    return None if value is None else copied(value, 1)


@function("copy.deepcopy")
def _deepcopy(machine: Machine, arguments: Arguments) -> Value | None:
    value = arguments.get("x", 0)
    return None if value is None else copied(value, _MAX_NESTING)


def copied(value: Value, levels: int) -> Value:
    """A copy of a container, and of those in it, so many levels deep; other values as they are."""
    if not levels:
        return value
    match value:
        case ListValue(items=items, exact=exact):
            return ListValue(tuple(copied(item, levels - 1) for item in items), exact)
        case SetValue(items=items, exact=exact):
            return SetValue(items, exact)
        case TupleValue(items=items):
            return TupleValue(tuple(copied(item, levels - 1) for item in items))
        case DictValue(entries=entries, exact=exact):
            parts = {key: copied(entry, levels - 1) for key, entry in entries.items()}
            return DictValue(parts, exact)
        case _:
            return value


_OPERATORS = {
    "add": "+", "iadd": "+", "concat": "+", "sub": "-", "mul": "*", "truediv": "/",
    "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "and_": "&", "or_": "|", "xor": "^",
    "lshift": "<<", "rshift": ">>",
}  # fmt: skip
_COMPARISONS = {
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "is_": "is",
    "is_not": "is not",
}  # fmt: skip
_UNARY = {"neg": "-", "pos": "+", "invert": "~", "not_": "not"}


def _register_operator(path: str, operator: str, apply: str, operands: int) -> None:
    @function(path)
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        from kerascop.interpreter import operators

        given = positional(arguments, operands, operands)
        if given is None:
            return None
        result: Value = getattr(operators, apply)(machine, operator, *given, arguments.origin)
        return result


for _name, _operator in _OPERATORS.items():
    _register_operator(f"operator.{_name}", _operator, "apply_binary", 2)
for _name, _operator in _COMPARISONS.items():
    _register_operator(f"operator.{_name}", _operator, "apply_comparison", 2)
for _name, _operator in _UNARY.items():
    _register_operator(f"operator.{_name}", _operator, "apply_unary", 1)


@function("operator.getitem")
def _getitem(machine: Machine, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.operators import apply_subscript

    given = positional(arguments, 2, 2)
    if given is None:
        return None
    return apply_subscript(machine, given[0], given[1], arguments.origin)


def _register_getter(path: str) -> None:
    @function(path)
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        """The function that is still to be given the object."""
        if arguments.incomplete:
            return None
        return Partial(External(f"{path}()"), arguments.positional, {})


for _name in ("itemgetter", "attrgetter"):
    _register_getter(f"operator.{_name}")


@function("operator.itemgetter()")
def _get_items(machine: Machine, arguments: Arguments) -> Value | None:
    from kerascop.interpreter.operators import apply_subscript

    given = positional(arguments, 2)
    if given is None:
        return None
    *keys, value = given
    found = [apply_subscript(machine, value, key, arguments.origin) for key in keys]
    return found[0] if len(found) == 1 else TupleValue(tuple(found))


@function("operator.attrgetter()")
def _get_attributes(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    match given:
        case [Constant(value=str(path)), value]:
            for name in path.split("."):
                value = machine.attribute(value, name, arguments.origin)
            return value
        case _:
            return None
