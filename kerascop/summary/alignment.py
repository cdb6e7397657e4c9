"""The second half of a layered drawing: where on its rank every node stands.

Nodes are threaded into vertical columns, the way of most layers first, so that the trunk of a
model is one straight line and so is every long edge. Columns keep their order and their distances,
and otherwise move to the median of what they are connected to. The idea of columns ("blocks") is
that of Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (2002).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from kerascop.summary.layering import Ranked

_ROUNDS = 40
_SETTLED = 0.5
"""Movement, in the units of the widths, below which the columns are where they belong."""


@dataclass(frozen=True)
class _Room:
    """Two columns side by side, and the least distance of their centres."""

    left: int
    right: int
    distance: float


def place_nodes(ranked: Ranked, widths: Sequence[float], gap: float) -> list[float]:
    """The horizontal centre of every node, bends included; the leftmost edge of all is 0.

    Args:
        ranked: the graph with the order of its ranks.
        widths: of every node, bends included.
        gap: the space between two neighbours on a rank.
    """
    columns = _columns(ranked)
    rooms = _rooms(ranked, columns, widths, gap)
    xs = _leftmost(set(columns), rooms)
    _relax(xs, rooms, _links(ranked, columns))
    least = min((xs[columns[node]] - widths[node] / 2 for node in range(len(columns))), default=0)
    return [xs[column] - least for column in columns]


def _columns(ranked: Ranked) -> list[int]:
    """The topmost node of the column that each node is in."""
    columns = list(range(len(ranked.rank)))
    places = ranked.places()
    priority = _priorities(ranked)
    for nodes in ranked.ranks[1:]:
        segments = [(above, node) for node in nodes for above in ranked.above[node]]
        segments.sort(key=priority.__getitem__, reverse=True)
        taken: list[tuple[int, int]] = []
        for above, node in segments:
            here, there = places[above], places[node]
            if all((here - a) * (there - b) > 0 for a, b in taken):
                taken.append((here, there))
                columns[node] = columns[above]
    return columns


def _priorities(ranked: Ranked) -> dict[tuple[int, int], tuple[bool, int]]:
    """How much each segment should be straight: long edges most, then the way of most layers."""
    over, under = [0] * len(ranked.rank), [0] * len(ranked.rank)
    for nodes in ranked.ranks:
        for node in nodes:
            most = max((over[other] for other in ranked.above[node]), default=0)
            over[node] = most + (not ranked.is_bend(node))
    for nodes in reversed(ranked.ranks):
        for node in nodes:
            most = max((under[other] for other in ranked.below[node]), default=0)
            under[node] = most + (not ranked.is_bend(node))
    return {
        (above, node): (
            ranked.is_bend(above) and ranked.is_bend(node),
            over[above] + under[node],
        )
        for nodes in ranked.ranks
        for node in nodes
        for above in ranked.above[node]
    }


def _rooms(
    ranked: Ranked, columns: Sequence[int], widths: Sequence[float], gap: float
) -> list[_Room]:
    distances: dict[tuple[int, int], float] = {}
    for nodes in ranked.ranks:
        for left, right in pairwise(nodes):
            pair = (columns[left], columns[right])
            distance = (widths[left] + widths[right]) / 2 + gap
            distances[pair] = max(distances.get(pair, 0.0), distance)
    return [_Room(left, right, distance) for (left, right), distance in distances.items()]


def _leftmost(columns: set[int], rooms: Sequence[_Room]) -> dict[int, float]:
    """Every column as far to the left as its left neighbours allow."""
    xs = dict.fromkeys(sorted(columns), 0.0)
    waiting = dict.fromkeys(xs, 0)
    rights: dict[int, list[_Room]] = {}
    for room in rooms:
        rights.setdefault(room.left, []).append(room)
        waiting[room.right] += 1
    order = [column for column, lefts in waiting.items() if not lefts]
    for column in order:
        for room in rights.get(column, ()):
            xs[room.right] = max(xs[room.right], xs[column] + room.distance)
            waiting[room.right] -= 1
            if not waiting[room.right]:
                order.append(room.right)
    return {column: xs[column] for column in order}


def _links(ranked: Ranked, columns: Sequence[int]) -> dict[int, list[int]]:
    """The columns that each column is connected to, as often as it is."""
    links: dict[int, list[int]] = {}
    for node, below in enumerate(ranked.below):
        for other in below:
            one, two = columns[node], columns[other]
            if one != two:
                links.setdefault(one, []).append(two)
                links.setdefault(two, []).append(one)
    return links


def _relax(xs: dict[int, float], rooms: Sequence[_Room], links: dict[int, list[int]]) -> None:
    """Moves columns to the median of their neighbours, as far as those beside them allow."""
    lefts: dict[int, list[_Room]] = {}
    rights: dict[int, list[_Room]] = {}
    for room in rooms:
        rights.setdefault(room.left, []).append(room)
        lefts.setdefault(room.right, []).append(room)
    order = list(xs)
    for number in range(_ROUNDS):
        moved = 0.0
        for column in reversed(order) if number % 2 == 0 else order:
            near = links.get(column)
            if not near:
                continue
            low = max((xs[r.left] + r.distance for r in lefts.get(column, ())), default=-inf)
            high = min((xs[r.right] - r.distance for r in rights.get(column, ())), default=inf)
            wanted = max(low, min(median(xs[other] for other in near), high))
            moved = max(moved, abs(wanted - xs[column]))
            xs[column] = wanted
        if moved < _SETTLED:
            break
