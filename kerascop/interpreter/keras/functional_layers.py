"""`tf.layers` of TensorFlow 1: functions that make a layer and apply it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kerascop.interpreter.keras.layers import call_layer, make_layer
from kerascop.interpreter.registry import function
from kerascop.interpreter.values import Arguments, Value
from kerascop.keras_api import resolve

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_LAYERS = {
    "dense": "Dense",
    "conv1d": "Conv1D",
    "conv2d": "Conv2D",
    "conv3d": "Conv3D",
    "conv2d_transpose": "Conv2DTranspose",
    "separable_conv2d": "SeparableConv2D",
    "max_pooling1d": "MaxPooling1D",
    "max_pooling2d": "MaxPooling2D",
    "average_pooling1d": "AveragePooling1D",
    "average_pooling2d": "AveragePooling2D",
    "batch_normalization": "BatchNormalization",
    "dropout": "Dropout",
    "flatten": "Flatten",
}
_OF_THE_CALL = frozenset({"inputs", "training", "reuse", "_reuse"})


def _applied(name: str) -> Callable[[Machine, Arguments], Value | None]:
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        symbol, inputs = resolve(f"keras.layers.{name}"), arguments.given("inputs", 0)
        if symbol is None or inputs is None:
            return None
        options = {
            key: given for key, given in arguments.keywords.items() if key not in _OF_THE_CALL
        }
        made = Arguments(arguments.positional[1:], options, arguments.origin, arguments.incomplete)
        layer = make_layer(machine, symbol, symbol.name, made)
        return call_layer(machine, layer, Arguments((inputs,), {}, arguments.origin))

    return handler


for _name, _layer in _LAYERS.items():
    function(f"tensorflow.layers.{_name}", f"tensorflow.compat.v1.layers.{_name}")(_applied(_layer))
