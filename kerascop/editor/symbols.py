"""The outline of a document: its models, and the layers of each."""

from __future__ import annotations

from lsprotocol import types

from kerascop.editor.carrying import carried
from kerascop.editor.documents import Document
from kerascop.editor.layers import LayerPlace, ModelPlace
from kerascop.editor.positions import Encoding, Ruler, lines_of
from kerascop.editor.views import View
from kerascop.sources.span import Span
from kerascop.summary.showing import shown_shapes


def symbols_of(view: View, document: Document, encoding: Encoding) -> list[types.DocumentSymbol]:
    """The models that a document makes, with those of their layers that it writes down itself."""
    part = next((each for each in view.examination.source.parts if each.uri == document.uri), None)
    if part is None:
        return []
    moved = carried(part.text, document.text)
    ruler = Ruler(lines_of(document.text), encoding)

    def now(span: Span) -> Span | None:
        found = view.part_of(span)
        return moved.span(found[1]) if found is not None and found[0] is part else None

    symbols: list[types.DocumentSymbol] = []
    for place in view.examination.models:
        own = now(place.span)
        if own is None:
            continue
        layers = [(each, span) for each in place.layers if (span := now(each.span)) is not None]
        around = _around([own, *(span for _, span in layers)])
        symbols.append(
            types.DocumentSymbol(
                name=place.model.keras_name or place.model.name or "model",
                detail=_detail(place),
                kind=types.SymbolKind.Class,
                range=ruler.range(around),
                selection_range=ruler.range(own),
                children=[_layer(each, ruler.range(span)) for each, span in layers],
            )
        )
    return symbols


def _layer(place: LayerPlace, at: types.Range) -> types.DocumentSymbol:
    layer = place.uses[0].call.layer
    name = (layer.keras_name or layer.name or layer.short) if layer is not None else ""
    cls = (layer.keras_class or layer.short) if layer is not None else ""
    return types.DocumentSymbol(
        name=name or "layer",
        detail=" ".join(each for each in (cls, place.hint) if each),
        kind=types.SymbolKind.Field,
        range=at,
        selection_range=at,
    )


def _detail(place: ModelPlace) -> str:
    model = place.model
    if not model.inputs or not model.outputs:
        return model.style.value
    entering = shown_shapes(tuple(tensor.shape for tensor in model.inputs))
    leaving = shown_shapes(tuple(tensor.shape for tensor in model.outputs))
    return f"{entering} → {leaving}"


def _around(spans: list[Span]) -> Span:
    """The smallest span that holds all of them."""
    start = min((span.start_line, span.start_column) for span in spans)
    end = max((span.end_line, span.end_column) for span in spans)
    return Span(*start, *end)
