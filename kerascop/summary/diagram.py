"""What the pictures of a model have in common: boxes, arrows, and frames around repeated blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.dimensions import name_dim, name_shape
from kerascop.linting.group import Severity
from kerascop.reporting.showing import counted
from kerascop.summary.flow import FlowNode, flow_between
from kerascop.summary.kinds import Kind, kind_of
from kerascop.summary.repeats import Run, runs
from kerascop.summary.showing import shown_count, shown_shapes
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.dimensions import Shape
    from kerascop.linting.finding import Finding
    from kerascop.summary.views import ModelView
    from kerascop.syntax.origin import Origin

FOLD_FROM = 40
"""Models with more layers than this are shown folded unless somebody says otherwise."""

_GRAVEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True)
class Box:
    """A layer or operation in a picture, or those at the same place of repeated blocks.

    Attributes:
        layers: the indices of the layers that it stands for; none for an operation.
        title: the class or operation; `name`: the layer's name, that of the first of several.
        shape: of the output, `96…256` where the blocks differ; `parameters`: the same.
        findings: those that concern any of its layers.
        origin: where the first of them is written.
    """

    layers: tuple[int, ...]
    title: str
    name: str
    shape: str
    parameters: str
    kind: Kind
    complete: bool
    findings: tuple[Finding, ...]
    origin: Origin | None

    @property
    def severity(self) -> Severity | None:
        """The gravest severity among the findings."""
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in _GRAVEST if severity in found), None)


@dataclass(frozen=True)
class Frame:
    """A frame around boxes: the block that stands for equal ones.

    Attributes:
        boxes: the numbers of the boxes of the block.
        count: how many blocks it stands for.
        layers: how many layers a block has.
    """

    boxes: tuple[int, ...]
    count: int
    layers: int

    @property
    def label(self) -> str:
        """What is written on the frame."""
        return f"{self.count} × {counted(self.layers, 'layer')}"


@dataclass(frozen=True)
class Diagram:
    """Boxes by number, arrows between them, and frames around some of them."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[int, int], ...]
    frames: tuple[Frame, ...]


def diagram_of(view: ModelView, fold: bool | None = None) -> Diagram:
    """The picture of a model.

    Args:
        view: the model.
        fold: show the first of equal blocks for all of them; `None`: if the model is long.
    """
    nodes = view.flow or flow_between(view.layers)
    folded = runs(nodes) if (len(nodes) > FOLD_FROM if fold is None else fold) else ()
    shown = _shown(len(nodes), folded)
    boxes = tuple(_box(view, [nodes[index] for index in indices]) for indices in shown)
    number = {index: box for box, indices in enumerate(shown) for index in indices}
    arrows: dict[tuple[int, int], None] = {}
    for target, node in enumerate(nodes):
        for source in node.sources:
            ends = (number[source], number[target])
            # What one block hands to the next is not drawn: the frame says that they follow.
            if ends[0] < ends[1] and not _between_blocks(source, target, folded):
                arrows[ends] = None
    frames = tuple(
        _frame(run, [number[index] for index in run.first_block], boxes) for run in folded
    )
    return Diagram(boxes, tuple(arrows), frames)


def _frame(run: Run, numbers: Sequence[int], boxes: Sequence[Box]) -> Frame:
    layers = sum(1 for number in numbers if boxes[number].layers)
    return Frame(tuple(numbers), run.count, layers)


def _shown(count: int, folded: Sequence[Run]) -> list[range]:
    """The indices that each box stands for."""
    shown: list[range] = []
    index = 0
    by_start = {run.start: run for run in folded}
    while index < count:
        run = by_start.get(index)
        if run is None:
            shown.append(range(index, index + 1))
            index += 1
        else:
            shown.extend(run.places(first) for first in run.first_block)
            index = run.stop
    return shown


def _between_blocks(source: int, target: int, folded: Sequence[Run]) -> bool:
    for run in folded:
        if run.start <= source < run.stop and run.start <= target < run.stop:
            return (source - run.start) // run.period != (target - run.start) // run.period
    return False


def _box(view: ModelView, nodes: Sequence[FlowNode]) -> Box:
    first = nodes[0]
    indices = tuple(node.layer for node in nodes if node.layer is not None)
    layers = [view.layers[index] for index in indices]
    findings = dict.fromkeys(each for index in indices for each in view.concerning(index))
    return Box(
        indices,
        printable(first.title),
        printable(layers[0].name) if layers else "",
        _common_shapes([node.shapes for node in nodes]),
        _common(shown_count(layer.parameters) for layer in layers) if layers else "0",
        kind_of(first.title if layers else first.title.capitalize()),
        all(layer.complete for layer in layers) and None not in first.shapes,
        tuple(findings),
        first.origin,
    )


def _common_shapes(shapes: Sequence[tuple[Shape | None, ...]]) -> str:
    if any(each != shapes[0] for each in shapes) and all(len(each) == 1 for each in shapes):
        single = [each[0] for each in shapes]
        ranks = {None if shape is None else len(shape) for shape in single}
        if len(ranks) == 1 and None not in ranks:
            return _common_shape([shape for shape in single if shape is not None])
    return _common(shown_shapes(each) for each in shapes)


def _common_shape(shapes: Sequence[Shape]) -> str:
    """The shape axis by axis, `96…256` where it changes from the first block to the last."""
    parts = [_common(name_dim(dim) for dim in axis) for axis in zip(*shapes, strict=True)]
    return name_shape(shapes[0]) if not parts else f"({', '.join(parts)})"


def _common(texts: Iterable[str]) -> str:
    different = list(dict.fromkeys(texts))
    return different[0] if len(different) == 1 else f"{different[0]}…{different[-1]}"
