"""Optimizers under the names of older releases: they are those that Keras has today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kerascop.interpreter.keras.facts import bind
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler
from kerascop.interpreter.values import Arguments, LibraryObject, Value
from kerascop.keras_api import resolve

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_LOWER_CASE = ("Adam", "SGD", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam")
"""Those that Keras before 2.4 also had as functions: `keras.optimizers.adam`."""

_OF_TENSORFLOW_1: Mapping[str, str] = {
    "AdamOptimizer": "Adam",
    "GradientDescentOptimizer": "SGD",
    "MomentumOptimizer": "SGD",
    "RMSPropOptimizer": "RMSprop",
}

_PACKAGES = ("keras", "tensorflow.keras", "tensorflow.python.keras", "tf_keras")
_TRAIN = ("tensorflow.train", "tensorflow.compat.v1.train")


def is_legacy(path: str) -> bool:
    """Is an optimizer of this name one of those that take in new weights at any time?"""
    return ".legacy." in path or path in FUNCTIONS


def _maker(path: str, name: str) -> FunctionHandler:
    symbol = resolve(f"keras.optimizers.{name}")

    def make(machine: Machine, arguments: Arguments) -> Value:
        return LibraryObject(path, symbol, bind(symbol, arguments), arguments.origin)

    return make


for _name in _LOWER_CASE:
    for _package in _PACKAGES:
        _path = f"{_package}.optimizers.{_name.lower()}"
        FUNCTIONS[_path] = _maker(_path, _name)

for _old, _name in _OF_TENSORFLOW_1.items():
    for _package in _TRAIN:
        _path = f"{_package}.{_old}"
        FUNCTIONS[_path] = _maker(_path, _name)
