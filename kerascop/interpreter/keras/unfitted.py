"""Generators and layers that were to learn statistics of the data, and never met any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kerascop.graph.data_steps import Unfitted
from kerascop.graph.models import Style
from kerascop.interpreter.keras.restoring import is_restored
from kerascop.interpreter.registry import method
from kerascop.interpreter.values import (
    NONE,
    NOT_CONSTANT,
    TRUE,
    Arguments,
    LayerValue,
    LibraryObject,
    ModelValue,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

_OPTIONS = ("featurewise_center", "featurewise_std_normalization", "zca_whitening")
_BY_HAND = ("fitted", "mean", "std", "principal_components", "zca_whitening_matrix")
_LEARNING = {
    "keras.layers.Normalization": ("mean", "variance"),
    "keras.layers.TextVectorization": ("vocabulary",),
    "keras.layers.StringLookup": ("vocabulary",),
    "keras.layers.IntegerLookup": ("vocabulary",),
}
"""Layers that `adapt` fills, and the arguments that do without it."""

_ADAPTED = "adapted"


def _adapt(machine: Machine, layer: Value, arguments: Arguments) -> Value:
    if isinstance(layer, LayerValue):
        machine.journal.put(layer.attributes, _ADAPTED, TRUE)
    return NONE


for _name in (
    "adapt",
    "update_state",
    "finalize_state",
    "set_weights",
    "load_assets",
    "load_own_variables",
    "set_vocabulary",
):
    method(LayerValue, _name)(_adapt)


def unfitted(machine: Machine, models: Mapping[ModelValue, Model]) -> Iterator[Unfitted]:
    """What the run used without ever fitting it."""
    for generator, used in machine.trace.generators:
        option = _option(generator)
        if option is not None:
            name, origin, factor = option
            yield Unfitted(name, False, "fit", origin, used, factor)
    if any(is_restored(value) or value.style is Style.LOADED for value in models):
        return
    for model in models.values():
        for layer, used in _layers(model):
            yield Unfitted(layer.config.short, True, "adapt", layer.config.origin, used)


def _option(generator: LibraryObject) -> tuple[str, Origin, float | None] | None:
    """The first option that needs statistics, of a generator that has none."""
    if any(name in generator.attributes for name in _BY_HAND):
        return None
    for name in _OPTIONS:
        given = generator.arguments.get(name)
        value = None if given is None else python_value(given.value)
        if given is not None and value is not NOT_CONSTANT and value:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return name, given.origin, float(value) if number else None
    return None


def _layers(model: Model) -> Iterator[tuple[LayerValue, Origin]]:
    for call in model.calls:
        layer = call.applied
        if not isinstance(layer, LayerValue) or call.layer is None:
            continue
        statistics = _LEARNING.get(call.layer.symbol)
        if statistics is None or _ADAPTED in layer.attributes:
            continue
        if not any(call.layer.argument(name).given for name in statistics):
            yield layer, call.origin
