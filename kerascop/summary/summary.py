"""What a summary says of a model: its layers in Keras' order, their shapes and parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.dimensions import add
from kerascop.graph.models import Model, Style
from kerascop.graph.weights import UNKNOWN_WEIGHTS, Weights, weights_of
from kerascop.keras_api.naming import snake_case
from kerascop.summary.nodes import Graph, Input, Step

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.graph.tensors import LayerConfig
    from kerascop.syntax.origin import Origin


@dataclass(frozen=True)
class LayerSummary:
    """One layer of a model, as `model.layers` has it.

    Attributes:
        name: the name that Keras gives it.
        cls: its class: `Conv2D`; `Functional` and `Sequential` for models in models.
        output_shape: one shape for each output, the batch first; `None` for one of unknown rank.
        parameters: the number of its weights, those of layers in it included; `None` if not known.
        trainable_parameters: the number of those that training changes.
        inbound: names of the layers that its inputs come from. Operations between layers, such as
            `x + y`, are no layers: what goes into them counts as theirs.
        origin: where it is constructed.
        complete: is all of this known?
    """

    name: str
    cls: str
    output_shape: tuple[Shape | None, ...]
    parameters: Dim
    trainable_parameters: Dim
    inbound: tuple[str, ...]
    origin: Origin | None
    complete: bool


@dataclass(frozen=True)
class ModelSummary:
    """A model with its layers.

    Attributes:
        name: the name that the source or Keras gives it.
        builder: the function that was asked to build it, if one was.
        origin: the expression that makes it.
        inputs: the shapes that go in; `outputs`: those that come out.
        parameters: the number of its weights, shared ones counted once; `None` if not known.
        trainable_parameters: the number of those that training changes.
        layers: the layers at its top level, in the order of Keras' `model.layers`.
        complete: is everything in it known?
    """

    name: str
    builder: str | None
    origin: Origin | None
    inputs: tuple[Shape | None, ...]
    outputs: tuple[Shape | None, ...]
    parameters: Dim
    trainable_parameters: Dim
    layers: tuple[LayerSummary, ...]
    complete: bool


def summarise(model: Model, builder: str | None = None) -> ModelSummary:
    """The summary of a model; `builder` is the function that built it, if that was asked for."""
    graph = Graph(model)
    names = _names(graph)
    layers = tuple(_summary_of(graph, item, names) for item in graph.layers)
    known = model.complete or model.style is Style.LOADED
    own = Weights(add(model.parameters, model.frozen_parameters), model.parameters)
    weights = own.plus(weights_of(model.all_calls, model.trainable)) if known else UNKNOWN_WEIGHTS
    return ModelSummary(
        model.keras_name or model.name,
        builder,
        model.origin,
        tuple(tensor.shape for tensor in model.inputs),
        tuple(tensor.shape for tensor in model.outputs),
        weights.total,
        weights.trainable,
        layers,
        model.complete and weights.total is not None and all(layer.complete for layer in layers),
    )


def _names(graph: Graph) -> dict[Input | Step, str]:
    """The names of the layers: the source's, else counted as Keras counts, none of them twice."""
    names: dict[Input | Step, str] = {}
    taken: set[str] = set()
    for item in graph.layers:
        name = base = _name(item)
        number = 0
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        names[item] = name
    return names


def _name(item: Input | Step) -> str:
    if isinstance(item, Input):
        return item.tensor.keras_name or item.tensor.name or "input_layer"
    return item.layer.keras_name or item.layer.name or snake_case(_class_name(item.layer))


def _class_name(layer: LayerConfig) -> str:
    return layer.keras_class or layer.short


def _summary_of(graph: Graph, item: Input | Step, names: dict[Input | Step, str]) -> LayerSummary:
    if isinstance(item, Input):
        shape, origin = item.tensor.shape, item.tensor.origin
        known = shape is not None
        return LayerSummary(names[item], "InputLayer", (shape,), 0, 0, (), origin, known)
    inside = tuple(within for call in item.calls for within in graph.inside(call))
    weights = weights_of(inside, graph.model.trainable) if inside else UNKNOWN_WEIGHTS
    flag = graph.model.trainable.get(item.layer, True)
    outputs = item.calls[-1].outputs if item.calls else ()
    shapes = tuple(tensor.shape for tensor in outputs) or (None,)
    return LayerSummary(
        names[item],
        _class_name(item.layer),
        shapes,
        weights.total,
        None if flag is None else weights.trainable if flag else 0,
        tuple(names[source] for source in graph.inbound(item) if source in names),
        item.layer.origin,
        weights.total is not None and None not in shapes and not _hides_layers(graph, item),
    )


def _hides_layers(graph: Graph, step: Step) -> bool:
    """Is it the inside of a ready-made network, whose layers Keras lists as the model's own?

    So it is where a model goes on from the `output` of the network, without calling it.
    """
    ready_made = step.layer.symbol.startswith("keras.applications.")
    begins = any(call.origin == step.layer.origin for call in step.calls)
    return graph.model.style is Style.FUNCTIONAL and ready_made and begins
