"""Runs of equal blocks in a model: what a picture of a deep one may show only once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.summary.kinds import only_follows

if TYPE_CHECKING:
    from kerascop.summary.flow import FlowNode

_LONGEST_BLOCK = 60
_LEAST_SAVED = 4
"""Nodes that a run must save before it is worth a frame."""


@dataclass(frozen=True)
class Run:
    """Equal blocks one after the other: `count` times the `period` nodes from index `start` on."""

    start: int
    period: int
    count: int

    @property
    def stop(self) -> int:
        """The index after the last node of the run."""
        return self.start + self.period * self.count

    @property
    def first_block(self) -> range:
        """The indices of the nodes of the first block."""
        return range(self.start, self.start + self.period)

    @property
    def saved(self) -> int:
        """How many nodes are hidden if the block is shown once."""
        return self.period * (self.count - 1)

    def places(self, index: int) -> range:
        """The nodes that stand where node `index` of the first block stands, in every block."""
        return range(index, self.stop, self.period)


def runs(nodes: Sequence[FlowNode]) -> tuple[Run, ...]:
    """The runs of equal blocks, none overlapping, those that save most first chosen; in order.

    Two blocks are equal if they have the same classes, connected alike; those whose shapes are the
    same, too, count double. A block takes in only what it makes itself and what the block before it
    makes; nothing but the last block is used further down. So a run shown once, with its number,
    hides nothing. Of the places where a block may be said to start, that one is taken where no
    activation or normalisation loses its layer.
    """
    sources = [node.sources for node in nodes]
    alike = [
        (node.title, node.layer is None, *(index - source for source in node.sources))
        for index, node in enumerate(nodes)
    ]
    same = [(*sign, *node.shapes) for sign, node in zip(alike, nodes, strict=True)]
    candidates: list[tuple[float, bool, int, int, Run]] = []
    for signs, worth in ((alike, 1), (same, 2)):
        for run in _candidates(signs):
            crossing = _crossing(run, sources)
            if crossing:
                follows = only_follows(nodes[run.start].title)
                value = worth * run.saved / crossing
                candidates.append((-value, follows, run.period, run.start, run))
    chosen: list[Run] = []
    for *_, run in sorted(candidates, key=lambda each: each[:-1]):
        apart = all(run.stop <= other.start or other.stop <= run.start for other in chosen)
        if apart and _is_closed(run, sources):
            chosen.append(run)
    return tuple(sorted(chosen, key=lambda run: run.start))


def _candidates(signs: Sequence[object]) -> Iterator[Run]:
    """Every run of signs that is long enough, from every start."""
    for period in range(1, min(_LONGEST_BLOCK, len(signs) // 2) + 1):
        matching = 0
        for start in range(len(signs) - period - 1, -1, -1):
            matching = matching + 1 if signs[start] == signs[start + period] else 0
            run = Run(start, period, matching // period + 1)
            if run.count > 1 and run.saved >= _LEAST_SAVED:
                yield run


def _crossing(run: Run, sources: Sequence[tuple[int, ...]]) -> int:
    """How many nodes of the first block the second one takes in."""
    second = run.start + run.period
    return len(
        {
            source
            for index in range(second, second + run.period)
            for source in sources[index]
            if source < second
        }
    )


def _is_closed(run: Run, sources: Sequence[tuple[int, ...]]) -> bool:
    """Is every block connected to its neighbours alone?"""
    for index in range(run.start + run.period, len(sources)):
        inside = index < run.stop
        block = (index - run.start) // run.period
        reach = run.start + (block - 1) * run.period if inside else run.stop - run.period
        for source in sources[index]:
            if source < reach and (inside or source >= run.start):
                return False
    return True
