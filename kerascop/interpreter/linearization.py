"""The order in which Python asks a class and its bases: the C3 linearization."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

ClassT = TypeVar("ClassT", bound=Hashable)

MAX_BASES = 50
"""Bases that are looked at, of one class."""
_MAX_ORDER = 2_000
"""Bases that are looked at with all that those are derived from."""


def linearized(orders: Sequence[Sequence[ClassT]], bases: Sequence[ClassT]) -> Sequence[ClassT]:
    """What comes behind a class in its order (Python's documentation, "The Python 2.3 method
    resolution order").

    Args:
        orders: those of its bases, each with the base itself in front.
        bases: as the class names them.
    """
    if len(orders) == 1:
        return orders[0][:_MAX_ORDER]
    return tuple(islice(_merged([*orders, bases]), _MAX_ORDER))


def _merged(orders: Sequence[Sequence[ClassT]]) -> Iterator[ClassT]:
    """The classes of several orders in one, none before those that stand before it in any.

    Where they contradict each other, which Python refuses, the first of them goes on.
    """
    waiting = [iter(order) for order in orders]
    heads = [next(order, None) for order in waiting]
    behind = Counter(base for order in orders for base in order[1:])
    done: set[ClassT] = set()
    while left := [head for head in heads if head is not None]:
        following = next((head for head in left if not behind[head]), left[0])
        done.add(following)
        yield following
        for place, order in enumerate(waiting):
            while (head := heads[place]) is not None and head in done:
                heads[place] = head = next(order, None)
                if head is not None:
                    behind[head] -= 1
