"""What is shown where the pointer rests: what a layer does, what a rule says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from kerascop.editor.diagnostics import diagnosed
from kerascop.editor.documents import Document
from kerascop.editor.hints import placed_layers
from kerascop.editor.layers import LayerPlace, Use
from kerascop.editor.positions import Encoding, Ruler, lines_of
from kerascop.editor.views import View
from kerascop.graph.facts import Argument
from kerascop.graph.weights import weights_of
from kerascop.linting.catalogue import describe
from kerascop.reporting.typeset import as_plain_text
from kerascop.sources.span import Span
from kerascop.summary.showing import shown_count, shown_shapes

MAX_USES = 4
"""Of a layer that is called in several ways, that are told one by one."""

_SHOWN_ARGUMENTS = (
    "units filters kernel_size pool_size size strides padding dilation_rate groups axis rate "
    "target_shape input_dim output_dim return_sequences num_heads key_dim data_format activation"
).split()


def hover_at(
    views: Iterable[View],
    document: Document,
    encoding: Encoding,
    position: types.Position,
    *,
    markdown: bool,
) -> types.Hover | None:
    """What is to be told of a place: of the findings there first, then of the layer.

    Args:
        views: of the newest examination, and of the last one in which the document could be parsed.
        document: as it is now.
        encoding: in which the client counts columns.
        position: the place.
        markdown: does the client understand it?
    """
    ruler = Ruler(lines_of(document.text), encoding)
    place = ruler.place(position)
    newest, *_ = views = list(views)
    texts = list(dict.fromkeys(_rules_at(newest, document, position)))
    layer = next((found for view in views if (found := _layer_at(view, document, place))), None)
    at: types.Range | None = None
    if layer is not None:
        texts.append(described(layer[0]))
        at = ruler.range(layer[1])
    if not texts:
        return None
    text = "\n\n---\n\n".join(texts)
    if markdown:
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), at)
    return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, as_plain_text(text)), at)


def _rules_at(view: View, document: Document, position: types.Position) -> Iterator[str]:
    rules = {rule.code: rule for rule in view.examination.rules}
    for part, finding, diagnostic in diagnosed(view):
        if part.uri == document.uri and part.text == document.text:
            start, end = diagnostic.range.start, diagnostic.range.end
            if start <= position <= end and finding.code in rules:
                yield f"{finding.message}\n\n{describe(rules[finding.code])}"


def _layer_at(
    view: View, document: Document, place: tuple[int, int]
) -> tuple[LayerPlace, Span] | None:
    """The innermost layer whose call, or else whose constructor, holds a place."""
    here = Span(*place, *place)
    for spans in ("call", "made"):
        found = [each for each in placed_layers(view, document, spans) if each[1].contains(here)]
        if found:
            return min(found, key=lambda each: _extent(each[1]))
    return None


def _extent(span: Span) -> tuple[int, int]:
    return span.end_line - span.start_line, span.end_column - span.start_column


def described(place: LayerPlace) -> str:
    """A layer as Markdown: what it is, what goes in and out, its parameters, and why."""
    told = list(dict.fromkeys(_told(use) for use in place.uses))
    if len(told) > MAX_USES:
        told = [*told[:MAX_USES], f"… and {len(told) - MAX_USES} more ways in which it is called"]
    return "\n\n".join(told)


def _told(use: Use) -> str:
    call = use.call
    layer = call.layer
    if layer is None:
        return ""
    name = layer.keras_name or layer.name
    title = f"**{layer.keras_class or layer.short}**" + (f" `{name}`" if name else "")
    entering = shown_shapes(tuple(tensor.shape for tensor in call.inputs)) if call.inputs else "?"
    lines = [title, f"`{entering}` → `{shown_shapes(use.shapes)}`", _parameters(use)]
    lines += _derivation(use)
    return "  \n".join(lines)


def _parameters(use: Use) -> str:
    model, call = use.model, use.call
    inside = [each for each in model.all_calls if each is call or call in each.enclosing()]
    weights = weights_of(inside, model.trainable)
    total, changing = shown_count(weights.total), shown_count(weights.trainable)
    if total == changing:
        return f"{total} parameters"
    return f"{total} parameters, {changing} of them trainable"


def _derivation(use: Use) -> Iterator[str]:
    """What the shape follows from."""
    call = use.call
    if call.layer is not None:
        given = [
            f"`{name}={_value(argument)}`"
            for name in _SHOWN_ARGUMENTS
            if (argument := call.layer.arguments.get(name)) is not None and _is_told(argument)
        ]
        if given:
            yield f"from {', '.join(given)}"
    for tensor in call.inputs:
        source = tensor.call.origin if tensor.call is not None else tensor.origin
        if source.module is call.origin.module:
            yield f"applied to the output of `{source.text}` in line {source.span.start_line}"
    yield f"in the model `{use.model.keras_name or use.model.name}`" + (
        f", built by `{use.entry}`" if use.entry else ""
    )
    if call.refusal is not None:
        yield f"Keras refuses this: {call.refusal}"


def _is_told(argument: Argument) -> bool:
    return argument.value is not None and isinstance(argument.value, int | str | tuple | float)


def _value(argument: Argument) -> str:
    return repr(argument.value)
