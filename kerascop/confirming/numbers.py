"""Numbers for the sizes that are known by name only: `n_features` is 96 while Keras builds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from operator import add, floordiv, mul, sub
from typing import TYPE_CHECKING

from kerascop.dimensions import BATCH_ATOM, Dim, SymbolicDim

if TYPE_CHECKING:
    from kerascop.dimensions import Shape

_OPERATORS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.FloorDiv: floordiv,
}

SCHEMES: tuple[Callable[[int], int], ...] = (
    lambda index: 96 + 32 * index,
    lambda index: 96,
    lambda index: 6 + 2 * index,
    lambda index: 224,
)
"""The numbers for the first, the second … name. What Keras refuses with some it may take with
others: sides that several poolings halve want to be large, sizes that are added want to be one."""

_WINDOW = 2


@dataclass
class Numbers:
    """A number for each name, the same wherever it comes up.

    Attributes:
        scheme: how sizes are chosen.
        chosen: the numbers so far, by what the source calls them.
        made_up: how many sizes without a name got one.
    """

    scheme: Callable[[int], int] = SCHEMES[0]
    chosen: dict[str, int] = field(default_factory=dict)
    made_up: int = 0

    def of(self, dim: Dim, *, window: bool = False) -> int | None:
        """The number that a size stands for; `None` for an unknown one, and for what depends on
        the batch.

        Args:
            dim: the size.
            window: is it the side of a kernel, a stride or the like?
        """
        if not isinstance(dim, SymbolicDim):
            return dim
        if dim.has_batch:
            return None
        return sum(
            factor * prod(self._atom(atom, window) for atom in monomial)
            for monomial, factor in dim.terms
        )

    def shape(self, shape: Shape | None) -> list[int | None] | None:
        """A shape with numbers for names."""
        return None if shape is None else [self.of(dim) for dim in shape]

    def fresh(self, *, window: bool) -> int:
        """A number for a size that not even has a name."""
        self.made_up += 1
        return _WINDOW if window else self.scheme(len(self.chosen) + self.made_up)

    @property
    def told(self) -> str:
        """The numbers in words: "`n_features` = 96"."""
        return ", ".join(f"`{name}` = {number}" for name, number in self.chosen.items())

    def _atom(self, atom: str, window: bool) -> int:
        try:
            tree = ast.parse(atom.replace("·", "*"), mode="eval").body
        except (SyntaxError, ValueError):
            return self._named(atom, window)
        return self._evaluated(tree, window)

    def _evaluated(self, node: ast.expr, window: bool) -> int:
        match node:
            case ast.Constant(value=int() as number):
                return number
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                sides = self._evaluated(left, window), self._evaluated(right, window)
                divides = isinstance(operator, ast.FloorDiv)
                return 1 if divides and not sides[1] else _OPERATORS[type(operator)](*sides)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self._evaluated(operand, window)
            case _:
                return self._named(ast.unparse(node), window)

    def _named(self, name: str, window: bool) -> int:
        assert name != BATCH_ATOM
        if name not in self.chosen:
            sizes = sum(number != _WINDOW for number in self.chosen.values())
            self.chosen[name] = _WINDOW if window else self.scheme(sizes + self.made_up)
        return self.chosen[name]
