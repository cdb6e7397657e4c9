"""Models and the layers in them: the graph that a program would build, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.activations import Activation, activation_of, is_weighted, keeps_scale
from kerascop.graph.ancestry import Ancestry
from kerascop.graph.blocks import Row, rows_of, trunk_of
from kerascop.graph.facts import Argument, Unknown
from kerascop.graph.folds import Fold, folds_in
from kerascop.graph.heads import Head, head_of
from kerascop.graph.onward import Onward, onward_from
from kerascop.graph.refusals import Refused, refused_in
from kerascop.graph.tensors import Call, LayerConfig, Tensor
from kerascop.keras_api.version import NEWEST, Release, Target

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.syntax.origin import Origin


class Style(Enum):
    """How the source builds a model."""

    SEQUENTIAL = "sequential"
    FUNCTIONAL = "functional"
    SUBCLASSED = "subclassed"
    LOADED = "loaded"


class Model(Struct, frozen=True, eq=False, dict=True):
    """A model that the program would build.

    Attributes:
        name: what the source calls it (its `name=` or class name), for messages.
        style: sequential, functional, subclassed, or loaded (nothing known of its layers).
        inputs: the tensors that go in; `outputs`: those that come out.
        origin: the expression that makes the model.
        complete: is everything between inputs and outputs understood? False if layers may be
            missing from the graph.
        is_component: is the model called inside another model of the program?
        compiled: is it compiled anywhere in the program?
        trained: is it handed to a training method anywhere in the program?
        ends_in_compiled: do its outputs come out of another model that is compiled by itself?
        output_names: what losses, metrics and targets in a dictionary call each output; `None` for
            one that Keras names by itself.
        keras_name: the name that Keras gives it: its own, or one counted per class.
        parameters: number of trainable weights of its own, those of its layers left out; `None`
            where that is not known. `frozen_parameters`: of those that training does not change.
        members: the layers that it holds, in Keras' order; `None` for a functional model, whose
            graph says so itself, and where they are not known.
        trainable: may training change the weights of a layer, or of a model in it? Of those for
            which the program says so; `None` if it says so in a way that is not understood.
        own_training: does its class say itself how it is trained, with `train_step` or
            `compute_loss`?
    """

    name: str
    style: Style
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    origin: Origin
    complete: bool = True
    is_component: bool = False
    compiled: bool = False
    trained: bool = False
    ends_in_compiled: bool = False
    output_names: tuple[str | None, ...] = ()
    keras_name: str | None = None
    parameters: Dim = 0
    frozen_parameters: Dim = 0
    members: tuple[LayerConfig, ...] | None = None
    trainable: Mapping[LayerConfig, bool | None] = {}
    own_training: bool = False
    package: str | None = None
    target: Target = NEWEST

    @property
    def release(self) -> Release:
        """The release of Keras that it is of; where its package is not known, that of `keras`."""
        return self.target.release(self.package or "keras")

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every primitive call between inputs and outputs, producers before consumers."""
        order: list[Call] = []
        seen: set[Call] = set()
        stack: list[tuple[Tensor, bool]] = [(tensor, False) for tensor in reversed(self.outputs)]
        stop = set(self.inputs)
        while stack:
            tensor, expanded = stack.pop()
            call = tensor.call
            if call is None or tensor in stop:
                continue
            if expanded:
                if call not in seen:
                    seen.add(call)
                    order.append(call)
                continue
            if call in seen:
                continue
            stack.append((tensor, True))
            stack.extend((source, False) for source in reversed(call.inputs))
        return tuple(order)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer with weights or effects of its own, composites included, in call order."""
        calls_of: dict[LayerConfig, list[Call]] = {}
        for call in self.all_calls:
            if call.layer is not None:
                calls_of.setdefault(call.layer, []).append(call)
        return tuple(Layer(self, config, tuple(calls)) for config, calls in calls_of.items())

    @cached_property
    def all_calls(self) -> tuple[Call, ...]:
        """The primitive calls, each preceded by the composites that it is the first one of."""
        order: dict[Call, None] = {}
        for call in self.calls:
            for around in reversed(list(call.enclosing())):
                order.setdefault(around)
            order.setdefault(call)
        return tuple(order)

    @cached_property
    def parts(self) -> frozenset[LayerConfig]:
        """The layers of the model, and the models that hold them."""
        calls = (call for each in self.all_calls for call in (each, *each.enclosing()))
        held = frozenset(call.layer for call in calls if call.layer is not None)
        return held | frozenset(self.members or ())

    @cached_property
    def ancestry(self) -> Ancestry:
        """Which of its tensors are computed from which."""
        return Ancestry.of(self.calls)

    @cached_property
    def _consumers(self) -> dict[Tensor, tuple[Call, ...]]:
        consumers: dict[Tensor, list[Call]] = {}
        for call in self.calls:
            for tensor in dict.fromkeys(call.inputs):
                consumers.setdefault(tensor, []).append(call)
        return {tensor: tuple(calls) for tensor, calls in consumers.items()}

    def consumers(self, tensor: Tensor) -> tuple[Call, ...]:
        """The primitive calls of this model that take `tensor` in."""
        return self._consumers.get(tensor, ())

    @cached_property
    def _applications(self) -> dict[LayerConfig, tuple[Call, ...]]:
        found: dict[LayerConfig, list[Call]] = {}
        for call in self.calls:
            if call.layer is not None:
                found.setdefault(call.layer, []).append(call)
        return {layer: tuple(calls) for layer, calls in found.items()}

    def calls_of(self, call: Call) -> tuple[Call, ...]:
        """Every call in this model of the layer that a primitive call applies, with its weights."""
        return (call,) if call.layer is None else self._applications[call.layer]

    @property
    def reconstructs(self) -> bool:
        """Has some output the shape of an input, sample for sample, as in an autoencoder?"""
        inputs = {tensor.shape[1:] for tensor in self.inputs if tensor.shape is not None}
        outputs = {tensor.shape[1:] for tensor in self.outputs if tensor.shape is not None}
        return not inputs.isdisjoint(outputs)

    def sources_without(self, removed: Iterable[Call]) -> tuple[Tensor, ...]:
        """The tensors that no call makes and that outputs depend on even without some calls."""
        seen: set[Call] = set(removed)
        sources: dict[Tensor, None] = {}
        stack = list(self.outputs)
        while stack:
            tensor = stack.pop()
            if tensor.call is None or tensor in self.inputs:
                sources.setdefault(tensor)
            elif tensor.call not in seen:
                seen.add(tensor.call)
                stack.extend(tensor.call.inputs)
        return tuple(sources)

    def first_calls(self, tensor: Tensor) -> tuple[Call, ...]:
        """The first calls that do more to values of `tensor` than move, pool, pad or join them."""
        found: dict[Call, None] = {}
        stack, seen = [tensor], {tensor}
        while stack:
            for call in self.consumers(stack.pop()):
                if not keeps_scale(call):
                    found.setdefault(call)
                    continue
                stack.extend(output for output in call.outputs if output not in seen)
                seen.update(call.outputs)
        return tuple(found)

    @cached_property
    def folds(self) -> tuple[Fold, ...]:
        """The reshapes that merge or split the batch axis."""
        return folds_in(self)

    @cached_property
    def refused(self) -> tuple[Refused, ...]:
        """The calls that Keras refuses, the first ones on every way alone."""
        return refused_in(self)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The calls, one behind the other up to each fork."""
        return rows_of(self)

    @cached_property
    def trunk(self) -> Row | None:
        """The row that the only input goes into."""
        return trunk_of(self)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """How each output leaves the model."""
        return tuple(head_of(tensor) for tensor in self.outputs)

    @cached_property
    def is_opaque(self) -> bool:
        """Is any call in it not understood?"""
        return not self.complete or any(call.is_opaque for call in self.calls)

    @property
    def output_shape(self) -> Shape | None:
        return self.outputs[0].shape if self.outputs else None


class Layer(Struct, frozen=True, eq=False, dict=True):
    """A layer at its place in a model."""

    model: Model
    config: LayerConfig
    calls: tuple[Call, ...]

    @property
    def short(self) -> str:
        """The class name alone: `Dense`."""
        return self.config.short

    @property
    def symbol(self) -> str:
        """Keras' canonical name, `keras.layers.Dense`, or the user's class name."""
        return self.config.symbol

    @property
    def origin(self) -> Origin:
        return self.config.origin

    def argument(self, name: str) -> Argument:
        """The constructor argument `name`."""
        return self.config.argument(name)

    @property
    def call(self) -> Call:
        """The first call of the layer in this model."""
        return self.calls[0]

    @property
    def input_shape(self) -> Shape | None:
        return self.call.input_shape

    @property
    def output_shape(self) -> Shape | None:
        return self.call.output_shape

    @property
    def is_weighted(self) -> bool:
        """Does it multiply its input by a kernel?"""
        return is_weighted(self.call)

    @property
    def activation(self) -> Activation | Unknown | None:
        """The non-linearity that the layer itself applies (see `activation_of`)."""
        return activation_of(self.call)

    @property
    def is_output(self) -> bool:
        """Does a tensor of this layer leave the model?"""
        return any(tensor in self.model.outputs for call in self.calls for tensor in call.outputs)

    @cached_property
    def onward(self) -> Onward:
        """What the layer's outputs meet before a kernel multiplies them again."""
        return onward_from(self.model, tuple(out for call in self.calls for out in call.outputs))

    @cached_property
    def is_only_way(self) -> bool:
        """Does all that the outputs know of the inputs go through this layer?"""
        return self.model.complete and not any(
            tensor.has_batch or tensor in self.model.inputs
            for tensor in self.model.sources_without(self.calls)
        )

    def following(self) -> Iterator[Call]:
        """The primitive calls that take this layer's outputs in."""
        for call in self.calls:
            for tensor in call.outputs:
                yield from self.model.consumers(tensor)

    def preceding(self) -> Iterator[Call]:
        """The primitive calls whose outputs this layer takes in."""
        for call in self.calls:
            for tensor in call.inputs:
                if tensor.call is not None:
                    yield tensor.call


class Placement(Struct, frozen=True, eq=False):
    """A layer at all its places: the convolutions of an encoder are in the autoencoder as well."""

    places: tuple[Layer, ...]

    @property
    def layer(self) -> Layer:
        """The layer at its first place."""
        return self.places[0]

    @property
    def model(self) -> Model:
        """The first model that has the layer."""
        return self.layer.model

    @property
    def is_output(self) -> bool:
        """Does a tensor of the layer leave any of the models?"""
        return any(place.is_output for place in self.places)

    @property
    def stays_linear(self) -> bool:
        """Does each model pass the layer's output on to weighted layers with nothing non-linear?"""
        return all(place.activation is None and place.onward.is_linear for place in self.places)
