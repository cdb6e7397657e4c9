"""Where a file calls layers, with the shapes that come out, and the models that they are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kerascop.dimensions import Shape
from kerascop.summary.showing import shown_shapes

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call
    from kerascop.interpreter import Analysis
    from kerascop.sources.span import Span
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.origin import Origin

MAX_WIDTH = 60
"""Of a hint; what is longer ends in an ellipsis."""


@dataclass(frozen=True, eq=False)
class Use:
    """One application of a layer on one path through the file."""

    model: Model
    call: Call
    entry: str | None

    @property
    def shapes(self) -> tuple[Shape | None, ...]:
        """What comes out."""
        return tuple(tensor.shape for tensor in self.call.outputs)


@dataclass(frozen=True, eq=False)
class LayerPlace:
    """An expression that calls a layer, or adds one to a model.

    Attributes:
        span: where it stands.
        made: where the layer is constructed, if that is another place of the same file.
        end: the place behind the whole call, `model.add(…)` included, where a hint goes.
        uses: what comes of it; several where it is executed more than once.
    """

    span: Span
    made: Span | None
    end: tuple[int, int]
    uses: tuple[Use, ...]

    @property
    def shapes(self) -> tuple[str, ...]:
        """The different shapes that come out, as Keras prints them, in order; unknown ones not."""
        known = [use.shapes for use in self.uses if use.shapes and None not in use.shapes]
        telling = [one for one in known if not any(_says_less(one, other) for other in known)]
        return tuple(dict.fromkeys(map(shown_shapes, telling)))

    @property
    def hint(self) -> str:
        """The shapes on one line, shortened where that is long."""
        shapes = self.shapes
        text = " | ".join(shapes)
        if len(text) <= MAX_WIDTH:
            return text
        first = shapes[0]
        if len(first) > MAX_WIDTH:
            return f"{first[: MAX_WIDTH - 2]} …"
        return f"{first} | …"


@dataclass(frozen=True, eq=False)
class ModelPlace:
    """An expression that makes a model.

    Attributes:
        span: where it stands.
        model: one of the models that it makes.
        layers: the places in the file of its layers, in the order of their calls.
    """

    span: Span
    model: Model
    layers: tuple[LayerPlace, ...]


@dataclass
class _Found:
    uses: dict[Origin, list[Use]] = field(default_factory=dict)
    models: dict[Origin, tuple[Model, list[Origin]]] = field(default_factory=dict)


def places_of(
    module: ParsedModule, analysis: Analysis, proceed: Callable[[], None] = lambda: None
) -> tuple[tuple[LayerPlace, ...], tuple[ModelPlace, ...]]:
    """The layers and models that an analysed file writes down itself, in the order of the text.

    Args:
        module: the file, and `analysis`, what was found out about it.
        proceed: asked now and then; raises `Interrupted` to end it.
    """
    found = _Found()
    for program in analysis.programs:
        entry: str | None = getattr(program.entry, "name", None)
        for model in program.models:
            _gather(module, model, entry, found)
    layers: dict[Origin, LayerPlace] = {}
    for origin, uses in found.uses.items():
        proceed()
        layers[origin] = _place(module, origin, uses)
    models = (
        ModelPlace(origin.span, model, tuple(layers[each] for each in dict.fromkeys(members)))
        for origin, (model, members) in found.models.items()
    )
    return (
        tuple(sorted(layers.values(), key=lambda place: place.span)),
        tuple(sorted(models, key=lambda place: place.span)),
    )


def _gather(module: ParsedModule, model: Model, entry: str | None, found: _Found) -> None:
    members: list[Origin] = []
    for call in model.all_calls:
        if call.layer is None or call.origin.module is not module:
            continue
        found.uses.setdefault(call.origin, []).append(Use(model, call, entry))
        if call.within is None:
            members.append(call.origin)
    if model.origin.module is module:
        _, known = found.models.setdefault(model.origin, (model, []))
        known.extend(members)


def _place(module: ParsedModule, origin: Origin, uses: Iterable[Use]) -> LayerPlace:
    span = origin.span
    uses = tuple(uses)
    made = next(_made_elsewhere(module, origin, uses), None)
    return LayerPlace(span, made, _end_of(module, span), uses)


def _made_elsewhere(module: ParsedModule, origin: Origin, uses: Iterable[Use]) -> Iterator[Span]:
    for use in uses:
        layer = use.call.layer
        if layer is not None and layer.origin.module is module and layer.origin != origin:
            yield layer.origin.span


def _end_of(module: ParsedModule, span: Span) -> tuple[int, int]:
    """The end of the expression; of one that is the argument of `.add(…)`, that of the call."""
    before = module.lines[span.start_line - 1][: span.start_column - 1].rstrip()
    behind = module.lines[span.end_line - 1][span.end_column - 1 :]
    if before.endswith(".add(") and behind.startswith(")"):
        return span.end_line, span.end_column + 1
    return span.end_line, span.end_column


def _says_less(one: tuple[Shape | None, ...], other: tuple[Shape | None, ...]) -> bool:
    """Are both the same but for sizes that one does not know?"""
    if one == other or len(one) != len(other):
        return False
    for left, right in zip(one, other, strict=True):
        if left is None or right is None or len(left) != len(right):
            return False
        if any(a is not None and a != b for a, b in zip(left, right, strict=True)):
            return False
    return True
