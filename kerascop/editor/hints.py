"""Inlay hints: the shapes behind the calls of layers."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from kerascop.editor.carrying import carried
from kerascop.editor.documents import Document
from kerascop.editor.layers import LayerPlace
from kerascop.editor.positions import Encoding, Ruler, lines_of
from kerascop.editor.views import View
from kerascop.sources.span import Span


def placed_layers(
    view: View, document: Document, spans: str = "end"
) -> Iterator[tuple[LayerPlace, Span]]:
    """The layers of a document with where they stand now, as far as they are still there.

    Args:
        view: of an examination of some state of the document.
        document: as it is now.
        spans: which place of a layer is meant: the `end` of its call, all of its `call`, or where
            it is `made`.
    """
    part = next((each for each in view.examination.source.parts if each.uri == document.uri), None)
    if part is None:
        return
    moved = carried(part.text, document.text)
    for place in view.examination.layers:
        span = _chosen(place, spans)
        found = None if span is None else view.part_of(span)
        if found is not None and found[0] is part:
            now = moved.span(found[1])
            if now is not None:
                yield place, now if spans != "end" else _end_of(now)


def _chosen(place: LayerPlace, spans: str) -> Span | None:
    if spans == "end":
        return Span(place.span.start_line, place.span.start_column, *place.end)
    return place.span if spans == "call" else place.made


def _end_of(span: Span) -> Span:
    return Span(span.end_line, span.end_column, span.end_line, span.end_column)


def hints_in(
    view: View, document: Document, encoding: Encoding, wanted: types.Range
) -> list[types.InlayHint]:
    """The hints in a stretch of a document."""
    ruler = Ruler(lines_of(document.text), encoding)
    first, last = ruler.place(wanted.start), ruler.place(wanted.end)
    hints: list[types.InlayHint] = []
    for place, span in placed_layers(view, document):
        label = place.hint
        if label and first <= (span.start_line, span.start_column) <= last:
            shapes = place.shapes
            hints.append(
                types.InlayHint(
                    position=ruler.position(span.start_line, span.start_column),
                    label=label,
                    kind=types.InlayHintKind.Type,
                    padding_left=True,
                    tooltip=None if label == shapes[0] else "\n".join(shapes),
                )
            )
    return hints
