"""Which values are floats for certain, unknown ones included: what a division leaves is."""

from __future__ import annotations

from kerascop.interpreter.values import ArrayValue, Constant, Unknown, Value

ROUNDING = frozenset({"numpy.ceil", "numpy.floor", "numpy.rint", "numpy.round", "numpy.around"})
"""They round to a whole number and leave it a float."""

_FLOATS = frozenset({"float", "math.sqrt", "math.exp", "math.log", "math.log2", "math.log10"})
_ARITHMETIC = frozenset("+ - * / // %".split())


def is_float(value: Value | None) -> bool:
    """Is the value a float, Python's or NumPy's, whatever the unknown numbers in it are?"""
    match value:
        case Constant(value=float()):
            return True
        case Unknown(term=term):
            return _is_float(term)
        case ArrayValue(facts=facts):
            return facts.shape == () and not facts.tensor and (facts.dtype or "")[:5] == "float"
        case _:
            return False


def _is_float(term: object) -> bool:
    match term:
        case ("constant", float()):
            return True
        case ("binary", "/", *_):
            return True
        case ("binary", str(operator), left, right) if operator in _ARITHMETIC:
            return _is_float(left) or _is_float(right)
        case ("unary", str(operator), operand) if operator in ("-", "+"):
            return _is_float(operand)
        case ("call", str(name), ("constant", None), *arguments):
            return name in _FLOATS or _keeps_float(name, arguments)
        case _:
            return False


def _keeps_float(name: str, arguments: list[object]) -> bool:
    """Does a function leave floats floats? `round` does with a number of digits alone."""
    first = bool(arguments) and _is_float(arguments[0])
    if name in ("min", "max"):
        return bool(arguments) and all(_is_float(argument) for argument in arguments)
    if name == "round":
        return first and len(arguments) == 2 and arguments[1] != ("constant", None)
    return first and (name in ROUNDING or name == "abs")
