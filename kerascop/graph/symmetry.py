"""Units that nothing tells apart: kernels that begin as a constant, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kerascop.graph.activations import (
    ACTIVATION_LAYERS,
    Activation,
    activation_of,
    is_normalisation,
)
from kerascop.graph.facts import Configured, Reference

if TYPE_CHECKING:
    from kerascop.graph.facts import Argument
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call, LayerConfig
    from kerascop.syntax.origin import Origin

_UNITS: Final = {
    "keras.layers.Dense": "units",
    **{f"keras.layers.Conv{rank}D": "filters" for rank in (1, 2, 3)},
}
"""Layers whose outputs are told apart by one kernel, and the argument that counts them."""

_CONSTANTS: Final = {"zeros": 0.0, "zero": 0.0, "ones": 1.0, "one": 1.0}

_TREATING_ALIKE: Final = frozenset(
    f"keras.layers.{name}"
    for name in (
        "Activation Flatten Reshape Identity Rescaling "
        "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D "
        "GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D "
        "GlobalAveragePooling2D GlobalAveragePooling3D"
    ).split()
)
"""Layers that do the same to each unit, whatever the others are."""


class ConstantKernel(Struct, frozen=True, eq=False):
    """A layer whose kernel begins at one number everywhere.

    Attributes:
        layer: the layer.
        value: the number.
        units: how many units or filters it has, `None` if that is not known.
        origin: the argument that says so.
    """

    layer: LayerConfig
    value: float
    units: int | None
    origin: Origin


def constant_kernel(model: Model, call: Call) -> ConstantKernel | None:
    """The constant that a layer's kernel begins at and that training may change."""
    layer = call.layer
    if layer is None or layer.symbol not in _UNITS or layer.user_defined:
        return None
    argument = layer.argument("kernel_initializer")
    value = constant_of(argument)
    if value is None or argument.origin is None or not _is_trained(model, layer):
        return None
    units = layer.argument(_UNITS[layer.symbol]).value
    return ConstantKernel(layer, value, units if isinstance(units, int) else None, argument.origin)


def constant_of(argument: Argument) -> float | None:
    """The number that an initializer fills weights with; `None` for random and unknown ones."""
    match argument.value:
        case str(name):
            return _CONSTANTS.get(name.lower())
        case Reference(symbol=str(symbol)):
            return _CONSTANTS.get(symbol.rpartition(".")[2].lower())
        case Configured(symbol="keras.initializers.Constant", arguments=arguments):
            given = arguments.get("value")
            value = 0.0 if given is None else given.value
            return float(value) if isinstance(value, int | float) else None
        case Configured(symbol=str(symbol)):
            return _CONSTANTS.get(symbol.rpartition(".")[2].lower())
        case _:
            return None


def dead_units(model: Model) -> Iterator[tuple[ConstantKernel, Origin]]:
    """Kernels of zeros whose outputs are zeros in front of ReLU, and the ReLU."""
    for call in model.calls:
        constant = constant_kernel(model, call)
        if constant is None or constant.value != 0 or not _has_no_bias(constant.layer):
            continue
        applied = activation_of(call)
        if applied is None:
            readers = [each for out in call.outputs for each in model.consumers(out)]
            applied = activation_of(readers[0]) if len(readers) == 1 else None
            if any(out in model.outputs for out in call.outputs):
                continue
        if isinstance(applied, Activation) and _is_plain_relu(applied):
            yield constant, applied.origin


def alike_units(model: Model) -> Iterator[tuple[ConstantKernel, tuple[ConstantKernel, ...]]]:
    """Layers of several units with constant kernels in them and directly behind them.

    Those with dead units are left out.
    """
    dead = {constant.layer for constant, _ in dead_units(model)}
    for call in model.calls:
        constant = constant_kernel(model, call)
        if constant is None or constant.layer in dead or not (constant.units or 0) > 1:
            continue
        if constant_of(call.argument("bias_initializer")) is None and not _is_biasless(call):
            continue
        behind = _readers_of(model, call)
        kernels = [constant_kernel(model, each) for each in behind or ()]
        known = tuple(kernel for kernel in kernels if kernel is not None)
        if known and len(known) == len(kernels):
            yield constant, known


def _readers_of(model: Model, call: Call) -> tuple[Call, ...] | None:
    """The weighted calls that all values of a call reach, unit by unit; `None` if others do."""
    found: dict[Call, None] = {}
    stack = list(call.outputs)
    seen = set(stack)
    if not isinstance(activation_of(call), Activation | None):
        return None
    while stack:
        tensor = stack.pop()
        readers = model.consumers(tensor)
        if tensor in model.outputs or not readers:
            return None
        for reader in readers:
            layer = reader.layer
            if layer is not None and layer.symbol in _UNITS and len(reader.inputs) == 1:
                found.setdefault(reader)
            elif layer is None or len(reader.inputs) != 1 or not _treats_alike(reader, layer):
                return None
            else:
                fresh = [out for out in reader.outputs if out not in seen]
                seen.update(fresh)
                stack.extend(fresh)
    return tuple(found)


def _treats_alike(call: Call, layer: LayerConfig) -> bool:
    if layer.symbol == "keras.layers.Activation":
        applied = activation_of(call)
        return applied is None or isinstance(applied, Activation) and applied.facts is not None
    known = layer.symbol in _TREATING_ALIKE or layer.symbol in ACTIVATION_LAYERS
    return not layer.user_defined and (known or is_normalisation(call))


def _is_plain_relu(applied: Activation) -> bool:
    if applied.name not in ("relu", "relu6"):
        return False
    slope = applied.call.argument("negative_slope")
    return not slope.given or slope.value == 0


def _is_biasless(call: Call) -> bool:
    return call.argument("use_bias").value is False


def _has_no_bias(layer: LayerConfig) -> bool:
    without = layer.argument("use_bias").value is False
    return without or constant_of(layer.argument("bias_initializer")) == 0


def _is_trained(model: Model, layer: LayerConfig) -> bool:
    """May training change the layer's weights, and nothing else sets them?"""
    if layer.argument("weights").given or layer.argument("kernel_constraint").value is not None:
        return False
    flag = layer.argument("trainable")
    return not (flag.given and flag.value is not True) and model.trainable.get(layer, True) is True
