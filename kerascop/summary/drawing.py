"""A diagram on paper: where its boxes, arrows and frames are. Deep models take several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

from kerascop.summary.alignment import place_nodes
from kerascop.summary.kinds import only_follows
from kerascop.summary.layering import Ranked, rank_nodes

if TYPE_CHECKING:
    from kerascop.summary.diagram import Diagram, Frame

BOX_HEIGHT = 42.0
SMALL, MONO, BOLD = 6.3, 6.7, 8.4
"""The widths of letters: of names, of shapes and counts, of classes."""
PADDING = 24.0
"""Between the texts of a box and its border, both sides together."""
_BETWEEN = 12.0
_NARROWEST, _WIDEST = 190.0, 300.0
_BEND = 8.0
_GAP = 30.0
"""Between neighbours on a rank."""
_ARROW = 26.0
"""Between ranks."""
_SLOPE = 0.07
"""Room that an arrow needs between ranks for each pixel that it goes to the side."""
_SNUG = 8.0
"""Between a layer and one that only follows it."""
_FRAME = 12.0
"""Between the boxes in a frame and its border."""
_LABEL = 18.0
"""Room for the label of a frame."""
_GUTTER = 56.0
"""Between columns."""
_MARGIN = 24.0
_TALL = 1300.0
"""A picture higher than this is broken into columns."""
_ASPECT = 1.6
"""Width by height of a picture that is broken into columns."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Rectangle:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Arrow:
    """An arrow from box to box: the points that it runs through.

    Attributes:
        turns: runs it around corners, from one column to the next?
        snug: is it too short for a head?
    """

    source: int
    target: int
    points: tuple[Point, ...]
    turns: bool = False
    snug: bool = False


@dataclass(frozen=True)
class Drawing:
    """The places of all that a diagram has, in its order."""

    width: float
    height: float
    boxes: tuple[Rectangle, ...]
    frames: tuple[Rectangle, ...]
    arrows: tuple[Arrow, ...]


def draw(diagram: Diagram) -> Drawing:
    """Places a diagram."""
    ranked = rank_nodes(len(diagram.boxes), diagram.arrows)
    width = _box_width(diagram)
    widths = [_BEND if ranked.is_bend(node) else width for node in range(len(ranked.rank))]
    return _Sheet(diagram, ranked, widths, place_nodes(ranked, widths, _GAP)).drawing()


def _box_width(diagram: Diagram) -> float:
    """Wide enough for the texts of every box, within reason."""
    needed = max(
        (
            max(
                len(box.title) * BOLD + len(box.name) * SMALL,
                (len(box.shape) + len(box.parameters)) * MONO,
            )
            for box in diagram.boxes
        ),
        default=0.0,
    )
    return min(max(needed + PADDING + _BETWEEN, _NARROWEST), _WIDEST)


class _Sheet:
    def __init__(
        self, diagram: Diagram, ranked: Ranked, widths: Sequence[float], xs: Sequence[float]
    ) -> None:
        self._diagram = diagram
        self._ranked = ranked
        self._widths = widths
        self._xs = xs
        self._snug = {rank for rank in range(len(ranked.ranks) - 1) if self._is_snug(rank)}
        self._spans = [self._span(frame) for frame in diagram.frames]
        self._tops = self._stack()
        self._column = self._columns()
        self._shift()

    def drawing(self) -> Drawing:
        boxes = tuple(
            Rectangle(
                self._x(node) - self._widths[node] / 2,
                self._y(node),
                self._widths[node],
                BOX_HEIGHT,
            )
            for node in range(self._ranked.real)
        )
        frames = tuple(self._frame(frame, boxes) for frame in self._diagram.frames)
        arrows = tuple(
            self._arrow(source, target, path)
            for (source, target), path in self._ranked.paths.items()
        )
        shown = [*boxes, *frames]
        return Drawing(
            max((each.x + each.width for each in shown), default=0) + _MARGIN,
            max((each.y + each.height for each in shown), default=0) + _MARGIN,
            boxes,
            frames,
            arrows,
        )

    def _is_snug(self, rank: int) -> bool:
        """Does all of the next rank only follow what stands straight above it?"""
        ranked = self._ranked
        for node in ranked.ranks[rank + 1]:
            above = ranked.above[node]
            if len(above) != 1 or abs(self._xs[above[0]] - self._xs[node]) > 1:
                return False
            if ranked.is_bend(node) != ranked.is_bend(above[0]):
                return False
            if not ranked.is_bend(node) and not only_follows(self._diagram.boxes[node].title):
                return False
        return True

    def _space(self, rank: int) -> float:
        """The space below a rank: more where arrows go far to the side."""
        if rank in self._snug:
            return _SNUG
        ranked = self._ranked
        aside = max(
            (
                abs(self._xs[node] - self._xs[other])
                for node in ranked.ranks[rank]
                for other in ranked.below[node]
            ),
            default=0.0,
        )
        return _ARROW + min(aside * _SLOPE, _ARROW * 2)

    def _framed(self, node: int, *, last: bool) -> float:
        """What a frame that ends below the node, or starts above it, needs there."""
        rank = self._ranked.rank[node]
        if last:
            return _FRAME if any(rank == each for _, each in self._spans) else 0.0
        return _FRAME + _LABEL if any(rank == each for each, _ in self._spans) else 0.0

    def _bends(self, frame: Frame) -> list[int]:
        """The bends beside the boxes of a frame, of arrows that lead to them or come from them."""
        inside = set(frame.boxes)
        first, last = self._span(frame)
        return [
            node
            for (source, target), path in self._ranked.paths.items()
            if source in inside or target in inside
            for node in path[1:-1]
            if first < self._ranked.rank[node] < last
        ]

    def _frame(self, frame: Frame, boxes: Sequence[Rectangle]) -> Rectangle:
        """The frame around its boxes and bends, with room for its label at the top."""
        inside = [boxes[box] for box in frame.boxes]
        nodes = (*frame.boxes, *self._bends(frame))
        left = min(self._x(node) - self._widths[node] / 2 for node in nodes) - _FRAME
        right = max(self._x(node) + self._widths[node] / 2 for node in nodes) + _FRAME
        top = min(box.y for box in inside) - _FRAME - _LABEL
        bottom = max(box.y + box.height for box in inside) + _FRAME
        return Rectangle(left, top, right - left, bottom - top)

    def _span(self, frame: Frame) -> tuple[int, int]:
        ranks = [self._ranked.rank[box] for box in frame.boxes]
        return min(ranks), max(ranks)

    def _stack(self) -> list[float]:
        """The upper edge of every rank, in one column."""
        tops: list[float] = []
        y = 0.0
        for rank in range(len(self._ranked.ranks)):
            y += _FRAME + _LABEL if any(first == rank for first, _ in self._spans) else 0.0
            tops.append(y)
            y += BOX_HEIGHT + self._space(rank)
            if any(last == rank for _, last in self._spans):
                y += _FRAME
        return tops

    def _columns(self) -> list[int]:
        """The column of every rank: breaks are below a layer alone on its rank, outside frames."""
        tops, count = self._tops, len(self._tops)
        height = tops[-1] + BOX_HEIGHT if tops else 0.0
        breadth = (
            max(
                (x + width / 2 for x, width in zip(self._xs, self._widths, strict=True)),
                default=0.0,
            )
            + _GUTTER
        )
        wanted = round(sqrt(height * _ASPECT / breadth)) if height > _TALL else 1
        possible = [
            rank + 1
            for rank in range(count - 1)
            if len(self._ranked.ranks[rank]) == 1
            and not self._ranked.is_bend(self._ranked.ranks[rank][0])
            and rank not in self._snug
            and not any(first <= rank < last for first, last in self._spans)
        ]
        breaks: list[int] = []
        for number in range(1, wanted):
            ideal = height * number / wanted
            later = [rank for rank in possible if not breaks or rank > breaks[-1]]
            nearest = min(later, key=lambda rank: abs(tops[rank] - ideal), default=None)
            if nearest is not None and abs(tops[nearest] - ideal) < height / wanted / 2:
                breaks.append(nearest)
        return [sum(rank >= first for first in breaks) for rank in range(count)]

    def _shift(self) -> None:
        """Where each column starts, and by how much its content moves there."""
        columns = max(self._column, default=-1) + 1
        self._dx, self._dy, self._right = [0.0] * columns, [0.0] * columns, [0.0] * columns
        start = _MARGIN
        framed = {
            node for frame in self._diagram.frames for node in (*frame.boxes, *self._bends(frame))
        }
        for column in range(columns):
            ranks = [rank for rank, each in enumerate(self._column) if each == column]
            nodes = [node for rank in ranks for node in self._ranked.ranks[rank]]
            lefts = [
                self._xs[node] - self._widths[node] / 2 - _FRAME * (node in framed)
                for node in nodes
            ]
            rights = [
                self._xs[node] + self._widths[node] / 2 + _FRAME * (node in framed)
                for node in nodes
            ]
            self._dx[column] = start - min(lefts)
            self._right[column] = max(rights) + self._dx[column]
            first = self._tops[ranks[0]]
            label = (_FRAME + _LABEL) if any(a == ranks[0] for a, _ in self._spans) else 0.0
            self._dy[column] = _MARGIN - first + label
            start = self._right[column] + _GUTTER

    def _x(self, node: int) -> float:
        return self._xs[node] + self._dx[self._column[self._ranked.rank[node]]]

    def _y(self, node: int) -> float:
        rank = self._ranked.rank[node]
        return self._tops[rank] + self._dy[self._column[rank]]

    def _arrow(self, source: int, target: int, path: Sequence[int]) -> Arrow:
        points: list[Point] = [(self._x(source), self._y(source) + BOX_HEIGHT)]
        turns = False
        for upper, lower in pairwise(path):
            column = self._column[self._ranked.rank[upper]]
            if column != self._column[self._ranked.rank[lower]]:
                turns = True
                gutter = self._right[column] + _GUTTER / 2
                bottom = points[-1][1] + _ARROW / 2 + self._framed(upper, last=True)
                top = self._y(lower) - _ARROW / 2 - self._framed(lower, last=False)
                points += [
                    (points[-1][0], bottom),
                    (gutter, bottom),
                    (gutter, top),
                    (self._x(lower), top),
                ]
            points.append((self._x(lower), self._y(lower)))
            if self._ranked.is_bend(lower):
                points.append((self._x(lower), self._y(lower) + BOX_HEIGHT))
        return Arrow(source, target, tuple(points), turns, self._ranked.rank[source] in self._snug)
