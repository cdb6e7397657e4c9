"""What flows where in a model: its layers, and the operations between them that are no layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.graph.tensors import Call, LayerConfig
from kerascop.summary.nodes import Graph, Input

if TYPE_CHECKING:
    from kerascop.dimensions import Shape
    from kerascop.graph.models import Model
    from kerascop.summary.nodes import Key
    from kerascop.summary.summary import LayerSummary
    from kerascop.syntax.origin import Origin


@dataclass(frozen=True)
class FlowNode:
    """A layer, an operation such as `x + y`, or an input that the model has no layer for.

    Attributes:
        layer: the index of the layer among the model's; `None` for what is no layer.
        title: the class of the layer, or the name of the operation.
        shapes: of the outputs.
        origin: where it is written.
        sources: what goes in: indices of nodes before this one.
    """

    layer: int | None
    title: str
    shapes: tuple[Shape | None, ...]
    origin: Origin | None
    sources: tuple[int, ...]


def flow_of(model: Model, layers: Sequence[LayerSummary]) -> tuple[FlowNode, ...]:
    """All that is at the top level of a model, producers first.

    Args:
        model: the model.
        layers: its summary's layers.
    """
    graph = Graph(model)
    index: dict[Key, int] = {
        item.tensor if isinstance(item, Input) else item.layer: number
        for number, item in enumerate(graph.layers)
    }
    flow = graph.flow()
    for key in index:
        flow.setdefault(key, ())
    place = {key: number for number, key in enumerate(flow)}
    nodes: list[FlowNode] = []
    for number, (key, sources) in enumerate(flow.items()):
        before = tuple(sorted(place[each] for each in sources if place[each] < number))
        layer = index.get(key)
        if layer is not None:
            nodes.append(_layer(layer, layers[layer], before))
        elif isinstance(key, Call):
            shapes = tuple(tensor.shape for tensor in key.outputs) or (None,)
            nodes.append(FlowNode(None, key.short, shapes, key.origin, before))
        elif not isinstance(key, LayerConfig):
            nodes.append(FlowNode(None, "Input", (key.shape,), key.origin, before))
        else:
            nodes.append(FlowNode(None, key.short, (None,), key.origin, before))
    return tuple(nodes)


def flow_between(layers: Sequence[LayerSummary]) -> tuple[FlowNode, ...]:
    """The flow as far as the layers themselves tell it."""
    return tuple(
        _layer(number, layer, tuple(each for each in sources if each < number))
        for number, (layer, sources) in enumerate(zip(layers, predecessors(layers), strict=True))
    )


def predecessors(layers: Sequence[LayerSummary]) -> list[tuple[int, ...]]:
    """The indices of the layers whose outputs each layer takes in, as far as they are known."""
    by_name = {layer.name: index for index, layer in enumerate(layers)}
    return [
        tuple(dict.fromkeys(by_name[name] for name in layer.inbound if name in by_name))
        for layer in layers
    ]


def _layer(index: int, layer: LayerSummary, sources: tuple[int, ...]) -> FlowNode:
    return FlowNode(index, layer.cls, layer.output_shape, layer.origin, sources)
