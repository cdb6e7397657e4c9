"""Data against a model's inputs: what Keras takes for an input of a shape, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kerascop.dimensions import BATCH, certainly_different
from kerascop.graph.arrays import Content
from kerascop.graph.models import Style
from kerascop.graph.refusals import KERNELS_ON_CHANNELS, unlike
from kerascop.keras_api.shapes import Refusal, infer

if TYPE_CHECKING:
    from kerascop.dimensions import Shape
    from kerascop.graph.arrays import ArrayFacts, Batches
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call, Tensor
    from kerascop.graph.training import Data, Fit

_CHECKING = (Style.FUNCTIONAL, Style.LOADED)
"""Models that compare every axis of what they get with their inputs."""


class Misfit(Struct, frozen=True):
    """Why data do not fit.

    Attributes:
        expected: the shape of the model's input.
        given: the shape of the data, the samples first.
        call: the layer that cannot work on them, `None` where the model itself refuses them.
        is_single: do they fit once they are a batch of one?
        by_size: is it nothing but the sizes that a functional model compares? Keras 2 only warns.
    """

    expected: Shape
    given: Shape
    call: Call | None = None
    is_single: bool = False
    by_size: bool = False


def misfit(model: Model, tensor: Tensor, data: Shape | None) -> Misfit | None:
    """Why Keras refuses data of this shape for an input of the model; `None` if it may take them.

    A functional model adds and removes a last axis of size 1 and compares all axes
    (keras/src/models/functional.py, `_adjust_input_rank`). A `Sequential` does the same to the
    rank, but leaves the sizes to its layers, as a subclassed model leaves everything.
    """
    expected = tensor.shape
    if not expected or not data or 0 in data[1:]:
        return None
    given = (BATCH, *data[1:])
    if given == expected:
        return None
    adjusted = given if model.style is Style.SUBCLASSED else _adjusted(given, expected)
    if adjusted is None:
        return _explained(expected, data)
    if not adjusted or adjusted == expected:
        return None
    refusing = _refusing(model, tensor, adjusted)
    if refusing is None and model.style in _CHECKING and _differs(adjusted, expected):
        return replace(_explained(expected, data), by_size=True)
    return None if refusing is None else _explained(expected, data, refusing)


def input_counts_samples(fit: Fit) -> bool:
    """Has an input of the model an axis for the samples of the data that train it?"""
    return counting_input(fit) is not None


def counting_input(fit: Fit) -> tuple[Tensor, ArrayFacts] | None:
    """The input that has an axis for the samples, besides the batch, and the data given for it."""
    if not fit.trains or fit.batched or fit.inputs is None:
        return None
    for facts, tensor in zip(fit.inputs.arrays, fit.model.inputs, strict=False):
        if facts.shape and tensor.shape and _counts_samples(tensor.shape[1:], facts.shape):
            return tensor, facts
    return None


def _counts_samples(wanted: Shape, data: Shape) -> bool:
    """Is the shape of one sample that of all of them, or does it begin with their number?"""
    samples = data[0]
    if samples is None or samples == 1 or not wanted or wanted[0] != samples:
        return False
    return wanted == data if None not in data and samples in data[1:] else wanted != data[1:]


def data_for_inputs(fit: Fit) -> tuple[Data | None, Data | None]:
    """What the model's inputs get: to train on, or to evaluate or predict, and to validate."""
    return fit.inputs, fit.validation[0] if fit.validation else None


def as_loaded(batches: Batches | None, facts: ArrayFacts) -> bool:
    """Have these inputs the size and the channels in which a loader of images yields them?"""
    loader = None if batches is None else batches.loader
    return (
        loader is not None
        and facts.content is Content.IMAGES
        and facts.shape is not None
        and batches is not None
        and facts.shape[-3:] == (loader.inputs.shape or ())[-3:]
    )


def misfits_of(fit: Fit) -> Iterator[tuple[Batches, Misfit]]:
    """The batches that do not fit the model, if it has a single input, each with the reason."""
    sources = (fit.batches, fit.validation_batches)
    for data, batches in zip(data_for_inputs(fit), sources, strict=True):
        if data is None or batches is None or data.unbatched or len(data.arrays) != 1:
            continue
        if len(fit.model.inputs) == 1 and as_loaded(batches, data.arrays[0]):
            found = misfit(fit.model, fit.model.inputs[0], data.arrays[0].shape)
            if found is not None:
                yield batches, found


def _explained(expected: Shape, data: Shape, call: Call | None = None) -> Misfit:
    single = len(data) == len(expected) - 1 and not any(
        certainly_different(*pair) for pair in zip(data, expected[1:], strict=True)
    )
    grey = len(data) == len(expected) - 2 and expected[-1] == 1 and data == expected[1:-1]
    return Misfit(expected, data, call, single or grey)


def _adjusted(given: Shape, expected: Shape) -> Shape | None:
    """The data with the rank of the input; `None` if that cannot be, `()` if it is not known."""
    missing = len(expected) - len(given)
    if missing == 0:
        return given
    last = given[-1] if missing < 0 else expected[-1]
    if abs(missing) > 1 or certainly_different(last, 1):
        return None
    if last != 1:
        return ()
    return given[:-1] if missing < 0 else (*given, 1)


def _differs(given: Shape, expected: Shape) -> bool:
    """Is some axis of another size? A last axis of size 1 in the data is left to the layers."""
    last = -1 if given[-1] == 1 else None
    pairs = zip(given[1:last], expected[1:last], strict=True)
    return any(certainly_different(*pair) for pair in pairs)


def _refusing(model: Model, tensor: Tensor, shape: Shape | None) -> Call | None:
    """The first layer that cannot work on data of this shape, while one layer follows another."""
    while shape is not None and tensor.shape != shape:
        readers = model.consumers(tensor)
        if len(readers) != 1:
            return None
        (call,) = readers
        layer = call.layer
        if layer is None or layer.user_defined or len(call.inputs) != 1 or call.refusal:
            return None
        if layer.symbol in KERNELS_ON_CHANNELS and unlike(call, shape):
            return call
        settings = {name: argument.value for name, argument in layer.arguments.items()}
        if "data_format" in settings:
            settings["data_format"] = call.data_format
        try:
            (shape, *_) = infer(layer.symbol, settings, [shape]).outputs
        except Refusal:
            return call
        tensor = call.outputs[0]
    return None
