"""The door to arrays: operators, subscripts, items, sizes, for the expressions of the language."""

from kerascop.interpreter.libraries.arithmetic import binary, compare, unary
from kerascop.interpreter.libraries.indexing import (
    assign,
    element,
    items,
    length,
    shape_value,
    subscript,
    truth,
)

__all__ = [
    "assign",
    "binary",
    "compare",
    "element",
    "items",
    "length",
    "shape_value",
    "subscript",
    "truth",
    "unary",
]
