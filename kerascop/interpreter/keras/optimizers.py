"""What older releases called optimizers and their parts: those that Keras has today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kerascop.graph.facts import ApiUse
from kerascop.interpreter.keras.facts import bind
from kerascop.interpreter.registry import FUNCTIONS, FunctionHandler
from kerascop.interpreter.values import Arguments, LibraryObject, Unknown, Value
from kerascop.keras_api import Kind, resolve
from kerascop.keras_api.symbols import Symbol

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin

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


def note_old_rate(machine: Machine, value: Value, origin: Origin) -> None:
    """`optimizer.lr` is read, of an optimizer or of what a model was compiled with."""
    path = _package_of(machine, value)
    if path is None or ".legacy." in path:
        return
    name = "keras.optimizers.Optimizer.lr"
    release = machine.release(path, origin)
    guarded = machine.is_expected("AttributeError")
    machine.trace.api_uses[origin.node] = ApiUse(
        name, None, origin, False, release=release, guarded=guarded
    )


def _package_of(machine: Machine, value: Value) -> str | None:
    """The dotted path of an optimizer, or of the model that it trains; `None` of anything else."""
    match value:
        case LibraryObject(path=path, symbol=Symbol(kind=Kind.OPTIMIZER)) if path not in FUNCTIONS:
            return path
        case Unknown(term=("attr", ("value", "ModelValue", int(node)), "optimizer")):
            models = (each for each in machine.trace.models if id(each.origin.node) == node)
            model = next(models, None)
            return None if model is None else model.package or "keras.Model"
        case _:
            return None


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
