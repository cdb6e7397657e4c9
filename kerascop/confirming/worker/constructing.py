"""Layers and other objects of Keras from their configurations."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .loading import Keras

_MOVED = {
    "keras.layers.RandomCrop": "keras.layers.experimental.preprocessing.RandomCrop",
    "keras.layers.Normalization": "keras.layers.experimental.preprocessing.Normalization",
    "keras.layers.Rescaling": "keras.layers.experimental.preprocessing.Rescaling",
    "keras.layers.Resizing": "keras.layers.experimental.preprocessing.Resizing",
    "keras.layers.CenterCrop": "keras.layers.experimental.preprocessing.CenterCrop",
    "keras.layers.RandomFlip": "keras.layers.experimental.preprocessing.RandomFlip",
}
"""Where the first releases of TensorFlow 2 kept some layers."""


class Absent(Exception):
    """This Keras has nothing of that name."""


def construct(keras: Keras, described: dict[str, Any]) -> Any:
    """The layer, network, initializer … that is described by its class and its arguments.

    Raises:
        Absent: this Keras does not have the class.
        Exception: Keras refuses the arguments, in whatever way it does.
    """
    cls = named(keras, described["class"])
    return cls(**{name: value(keras, each) for name, each in described["arguments"].items()})


def value(keras: Keras, written: Any) -> Any:
    """A value as JSON holds it: what JSON has no word for is an object with a single key."""
    if not isinstance(written, dict):
        return written
    ((kind, content),) = written.items()
    if kind == "tuple":
        return tuple(value(keras, each) for each in content)
    if kind == "dict":
        return {key: value(keras, each) for key, each in content}
    if kind == "slice":
        return slice(*content)
    if kind == "ellipsis":
        return Ellipsis
    if kind == "object":
        return construct(keras, content)
    return _function(keras, content)


def named(keras: Keras, path: str) -> Any:
    """What Keras calls `keras.layers.Dense`.

    Raises:
        Absent: it has nothing of that name.
    """
    for candidate in (path, _MOVED.get(path, path)):
        found = keras.module
        for part in candidate.split(".")[1:]:
            found = getattr(found, part, None)
        if found is not None:
            return found
    raise Absent(path)


def _function(keras: Keras, path: str) -> Any:
    """A function that is handed on by name: of Keras, or of TensorFlow where that is there."""
    if path.startswith("keras."):
        return named(keras, path)
    package, _, inside = path.partition(".")
    if package == "tensorflow" and keras.backend == "tensorflow":
        found: Any = importlib.import_module("tensorflow")
        for part in inside.split("."):
            found = getattr(found, part, None)
        if found is not None:
            return found
    return named(keras, f"keras.activations.{path.rpartition('.')[2]}")
