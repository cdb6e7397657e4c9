"""The first half of a layered drawing: which rank every node is on, and its place in the rank.

After Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
structures" (1981): nodes are put on ranks below what they depend on, edges that pass ranks get a
bend on each of them, and sweeps that put every node at the mean of its neighbours remove crossings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SWEEPS = 12


@dataclass(eq=False)
class Ranked:
    """A graph on ranks. Nodes from `real` on are bends: of an edge where it passes a rank.

    Attributes:
        real: the number of nodes that are no bends.
        ranks: the nodes of each rank, from left to right.
        rank: the rank of each node.
        above: the nodes on the rank before that each node is connected to; `below`: on the next.
        paths: for each edge the nodes that it runs along, both ends included.
    """

    real: int
    ranks: list[list[int]] = field(default_factory=list)
    rank: list[int] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)
    below: list[list[int]] = field(default_factory=list)
    paths: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def is_bend(self, node: int) -> bool:
        """Is it the place where an edge passes a rank?"""
        return node >= self.real

    def places(self) -> list[int]:
        """The position of each node in its rank."""
        places = [0] * len(self.rank)
        for nodes in self.ranks:
            for place, node in enumerate(nodes):
                places[node] = place
        return places


def rank_nodes(count: int, edges: Sequence[tuple[int, int]]) -> Ranked:
    """Puts nodes on ranks and orders them so that few edges cross.

    Args:
        count: the number of nodes; they are the numbers below it.
        edges: pairs of nodes. Every edge leads to a greater number: producers come first.
    """
    ranked = _with_bends(count, list(dict.fromkeys(edges)))
    best, fewest = [list(nodes) for nodes in ranked.ranks], _crossings(ranked)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        _sweep(ranked, down=sweep % 2 == 0)
        crossings = _crossings(ranked)
        if crossings < fewest:
            best, fewest = [list(nodes) for nodes in ranked.ranks], crossings
    ranked.ranks = best
    return ranked


def _with_bends(count: int, edges: Sequence[tuple[int, int]]) -> Ranked:
    ranks = [0] * count
    sources: list[list[int]] = [[] for _ in range(count)]
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target in sorted(edges, key=lambda edge: edge[1]):
        sources[target].append(source)
        targets[source].append(target)
        ranks[target] = max(ranks[target], ranks[source] + 1)
    for node in range(count - 1, -1, -1):
        # What nothing leads to stands next to what needs it: a late input, beside its branch.
        if targets[node] and not sources[node]:
            ranks[node] = min(ranks[target] for target in targets[node]) - 1
    ranked = Ranked(count, rank=ranks)
    ranked.above = [[] for _ in range(count)]
    ranked.below = [[] for _ in range(count)]
    for source, target in edges:
        path = [source]
        for rank in range(ranks[source] + 1, ranks[target]):
            path.append(len(ranked.rank))
            ranked.rank.append(rank)
            ranked.above.append([])
            ranked.below.append([])
        path.append(target)
        for upper, lower in pairwise(path):
            ranked.below[upper].append(lower)
            ranked.above[lower].append(upper)
        ranked.paths[source, target] = path
    ranked.ranks = [[] for _ in range(max(ranks, default=-1) + 1)]
    _put_trunk_in_the_middle(ranked)
    for node in _depth_first(ranked):
        ranked.ranks[ranked.rank[node]].append(node)
    return ranked


def _put_trunk_in_the_middle(ranked: Ranked) -> None:
    """Orders what branches off a node: the way with most layers in the middle of three or more."""
    length = [0] * len(ranked.rank)
    for node in sorted(range(len(ranked.rank)), key=ranked.rank.__getitem__, reverse=True):
        longest = max((length[other] for other in ranked.below[node]), default=0)
        length[node] = longest + (not ranked.is_bend(node))
        branches = sorted(ranked.below[node], key=length.__getitem__, reverse=True)
        ranked.below[node] = [*branches[1::2][::-1], *branches[::2]]
        if len(branches) == 2:
            ranked.below[node] = branches


def _depth_first(ranked: Ranked) -> list[int]:
    """All nodes, branch after branch, so that what belongs together starts side by side."""
    order: list[int] = []
    seen: set[int] = set()
    for root in range(ranked.real):
        if ranked.above[root]:
            continue
        stack = [root]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                order.append(node)
                stack.extend(reversed(ranked.below[node]))
    return order


def _sweep(ranked: Ranked, *, down: bool) -> None:
    """Orders every rank by the mean places of the neighbours on the rank visited before."""
    neighbours = ranked.above if down else ranked.below
    places = ranked.places()
    ranks = range(1, len(ranked.ranks)) if down else range(len(ranked.ranks) - 2, -1, -1)
    for rank in ranks:
        nodes = ranked.ranks[rank]
        wanted = {}
        for node in nodes:
            near = [places[other] for other in neighbours[node]]
            wanted[node] = sum(near) / len(near) if near else places[node]
        nodes.sort(key=wanted.__getitem__)
        for place, node in enumerate(nodes):
            places[node] = place


def _crossings(ranked: Ranked) -> int:
    """How many pairs of edges cross."""
    places = ranked.places()
    total = 0
    for nodes in ranked.ranks:
        seen: list[int] = []
        for node in nodes:
            ends = sorted(places[other] for other in ranked.below[node])
            total += sum(1 for end in ends for other in seen if other > end)
            seen.extend(ends)
    return total
