"""Dimensions of shapes: integers, `None` for unknown sizes, symbolic sizes with a small algebra.

A symbolic size is a polynomial with integer coefficients over named atoms: the batch, parameters of
functions (`n_features`), and opaque quotients such as `(n - 2) // 2`. The batch is an atom like any
other, so a tensor whose first axis is `6 * batch` is told apart from one whose first axis is
`batch`, although Keras prints `None` for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import prod
from typing import TypeAlias

from msgspec import Struct

Monomial: TypeAlias = tuple[str, ...]

BATCH_ATOM = "batch"
MAX_NAME = 200
"""A quotient whose name would be longer, in characters, is unknown."""
MAX_SIZE_BITS = 64
"""A number with more bits is no size of anything: it is unknown."""
MAX_TERMS = 8
"""A polynomial with more terms than this is no longer worth carrying: it becomes unknown."""


class SymbolicDim(Struct, frozen=True, dict=True):
    """A size that depends on named atoms: a sum of integer multiples of products of atoms."""

    terms: tuple[tuple[Monomial, int], ...]

    @staticmethod
    def named(atom: str) -> SymbolicDim:
        """The size called `atom`."""
        return SymbolicDim((((atom,), 1),))

    @cached_property
    def atoms(self) -> frozenset[str]:
        return frozenset(atom for monomial, _ in self.terms for atom in monomial)

    @property
    def has_batch(self) -> bool:
        """Does the size depend on the number of samples in the batch?"""
        return BATCH_ATOM in self.atoms

    def __str__(self) -> str:
        parts: list[str] = []
        for monomial, coefficient in self.terms:
            number = abs(coefficient)
            text = "·".join(([str(number)] if number != 1 or not monomial else []) + list(monomial))
            sign = "-" if coefficient < 0 else "+"
            if parts:
                parts.append(f"{sign} {text}")
            else:
                parts.append(f"-{text}" if sign == "-" else text)
        return " ".join(parts)


Dim: TypeAlias = int | SymbolicDim | None
Shape: TypeAlias = tuple[Dim, ...]

BATCH = SymbolicDim.named(BATCH_ATOM)


def size_of(number: int) -> int | None:
    """The number as a size: unknown where nobody could write down what is computed with it."""
    return number if number.bit_length() <= MAX_SIZE_BITS else None


def _terms(dim: int | SymbolicDim) -> dict[Monomial, int]:
    if isinstance(dim, SymbolicDim):
        return dict(dim.terms)
    return {(): dim} if dim else {}


def _dim(terms: dict[Monomial, int]) -> Dim:
    kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
    if not kept:
        return 0
    if len(kept) > MAX_TERMS or None in map(size_of, kept.values()):
        return None
    if len(kept) == 1 and () in kept:
        return kept[()]
    return SymbolicDim(tuple(sorted(kept.items(), key=lambda term: (-len(term[0]), term[0]))))


def add(left: Dim, right: Dim) -> Dim:
    """`left + right`; unknown if either is."""
    if left is None or right is None:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return size_of(left + right)
    total = _terms(left)
    for monomial, coefficient in _terms(right).items():
        total[monomial] = total.get(monomial, 0) + coefficient
    return _dim(total)


def negate(dim: Dim) -> Dim:
    """`-dim`."""
    return multiply(dim, -1)


def subtract(left: Dim, right: Dim) -> Dim:
    """`left - right`; unknown if either is."""
    return add(left, negate(right))


def multiply(left: Dim, right: Dim) -> Dim:
    """`left * right`; unknown if either is, except that zero times anything is zero."""
    if left == 0 or right == 0:
        return 0
    if left is None or right is None:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return size_of(left * right)
    total: dict[Monomial, int] = {}
    for one, first in _terms(left).items():
        for other, second in _terms(right).items():
            monomial = tuple(sorted(one + other))
            total[monomial] = total.get(monomial, 0) + first * second
    return _dim(total)


def product(dims: Iterable[Dim]) -> Dim:
    """The product of all `dims` (1 for none): the number of elements of a shape."""
    total: Dim = 1
    for dim in dims:
        total = multiply(total, dim)
    return total


def exact_quotient(left: Dim, right: Dim) -> Dim:
    """`left / right` where the division is known to leave nothing over; otherwise `None`."""
    if left is None or right is None or right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return left // right if left % right == 0 else None
    divisor = _terms(right)
    if len(divisor) != 1:
        return 1 if left == right else None
    ((by, coefficient),) = divisor.items()
    quotient: dict[Monomial, int] = {}
    for monomial, factor in _terms(left).items():
        rest = list(monomial)
        for atom in by:
            if atom not in rest:
                return None
            rest.remove(atom)
        if factor % coefficient:
            return None
        quotient[tuple(rest)] = factor // coefficient
    return _dim(quotient)


def floor_divide(left: Dim, right: Dim) -> Dim:
    """`left // right`; an opaque atom where the algebra cannot carry it out."""
    if left is None or right is None or right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    exact = exact_quotient(left, right)
    if exact is not None:
        return exact
    name = f"({left}) // {_parenthesised(right)}"
    return SymbolicDim.named(name) if len(name) <= MAX_NAME else None


def modulo(left: Dim, right: Dim) -> Dim:
    """`left % right`; zero where the division is exact, else unknown for symbols."""
    if left is None or right is None or right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return left % right
    return 0 if exact_quotient(left, right) is not None else None


def ceil_divide(left: Dim, right: Dim) -> Dim:
    """`left / right` rounded up, as strided convolutions with padding "same" do.

    Written as `(left + right - 1) // right`, so that what comes out is positive where both are.
    """
    if right == 1:
        return left
    return floor_divide(add(left, subtract(right, 1)), right)


def _parenthesised(dim: Dim) -> str:
    return f"({dim})" if isinstance(dim, SymbolicDim) and len(dim.terms) > 1 else str(dim)


def certainly_equal(left: Dim, right: Dim) -> bool:
    """Are both known and the same?"""
    return left is not None and left == right


def certainly_different(left: Dim, right: Dim) -> bool:
    """Do both differ whatever the symbols stand for? (Symbols stand for positive integers.)"""
    if left is None or right is None:
        return False
    difference = subtract(left, right)
    if isinstance(difference, int):
        return difference != 0
    if difference is None:
        return False
    signs = {coefficient > 0 for _, coefficient in difference.terms}
    return len(signs) == 1


def certainly_positive(dim: Dim) -> bool:
    """Is the size at least one whatever the symbols stand for?"""
    if isinstance(dim, int):
        return dim > 0
    return isinstance(dim, SymbolicDim) and all(coefficient > 0 for _, coefficient in dim.terms)


def size(shape: Sequence[Dim]) -> Dim:
    """The number of elements of a tensor of this shape."""
    if all(isinstance(dim, int) for dim in shape):
        return size_of(prod(dim for dim in shape if isinstance(dim, int)))
    return product(shape)


def show_dim(dim: Dim) -> str:
    """The size as Keras prints it: `None` for the batch and for whatever is not a number."""
    return str(dim) if isinstance(dim, int) else "None"


def show_shape(shape: Shape | None) -> str:
    """The shape as Keras prints it, `(None, 26, 26, 8)`; `?` for one of unknown rank."""
    if shape is None:
        return "?"
    return _tuple(show_dim(dim) for dim in shape)


def name_dim(dim: Dim) -> str:
    """The size for a table of layers: a number, a symbol by its name, `None` for what follows the
    batch."""
    depends_on_batch = isinstance(dim, SymbolicDim) and dim.has_batch
    return "None" if dim is None or depends_on_batch else str(dim)


def name_shape(shape: Shape | None) -> str:
    """The shape for a table of layers, `(None, n_features)`; `?` for one of unknown rank."""
    return "?" if shape is None else _tuple(name_dim(dim) for dim in shape)


def explain_shape(shape: Shape | None) -> str:
    """The shape with its symbols, for messages: the batch is `None`, six times it `6·batch`."""
    if shape is None:
        return "?"
    return _tuple("None" if dim is None or dim == BATCH else str(dim) for dim in shape)


def _tuple(parts: Iterable[str]) -> str:
    shown = list(parts)
    return f"({shown[0]},)" if len(shown) == 1 else f"({', '.join(shown)})"
