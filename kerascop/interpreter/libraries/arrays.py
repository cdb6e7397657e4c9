"""The door to arrays for the expressions of the language: operators and subscripts."""

from kerascop.interpreter.libraries.arithmetic import binary, compare, unary
from kerascop.interpreter.libraries.indexing import subscript

__all__ = ["binary", "compare", "subscript", "unary"]
