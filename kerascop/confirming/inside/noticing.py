"""Notices the models that come to be, on which line, and what shapes come out of their layers."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

MOST_MODELS = 64
"""Models are kept until the end. A search over architectures makes no end of them."""


_FRAMES_OF_A_CONSTRUCTION = 6


class Noticed(NamedTuple):
    """A model, and the line of the user's file that made it; `None` if that called none."""

    model: Any
    line: int | None


class Notice:
    """What is noticed while the file at `path` runs."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._shapes: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
        self._made: list[Noticed] = []

    def new_model(self, original: Any) -> Callable[..., Any]:
        """Wraps `Model.__new__`."""

        def __new__(cls: Any, *arguments: Any, **named: Any) -> Any:
            model = original(cls, *arguments, **named)
            known = any(each.model is model for each in self._made)
            if not known and len(self._made) < MOST_MODELS and not _is_inner():
                self._made.append(Noticed(model, self._line()))
            return model

        return __new__

    def new_call(self, original: Any) -> Callable[..., Any]:
        """Wraps `Layer.__call__`."""

        def __call__(layer: Any, *arguments: Any, **named: Any) -> Any:
            result = original(layer, *arguments, **named)
            self._shapes[layer] = shapes_of(result)
            return result

        return __call__

    def models(self) -> list[Noticed]:
        """The models in the order in which they were made."""
        return list(self._made)

    def shapes(self, layer: Any) -> Any:
        """What came out of a layer the last time that it was called, in the form of `shapes_of`."""
        return self._shapes.get(layer)

    def _line(self) -> int | None:
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename != self._path:
            frame = frame.f_back
        return None if frame is None else frame.f_lineno


def _is_inner() -> bool:
    """Is it the model that Keras 3 keeps in a `Sequential`, and makes anew with every layer?"""
    frame: FrameType | None = sys._getframe(2)
    for _ in range(_FRAMES_OF_A_CONSTRUCTION):
        if frame is None:
            return False
        module = str(frame.f_globals.get("__name__", ""))
        if frame.f_code.co_name == "build" and module.endswith(".models.sequential"):
            return True
        frame = frame.f_back
    return False


def shapes_of(outputs: Any) -> Any:
    """The shapes of tensors: a list of sizes for one, a list of lists for several.

    A size that is not fixed is `None`, and so is a shape of which not even the rank is.
    """
    tensors = _flat(outputs)
    shapes = [_shape(each) for each in tensors]
    return shapes[0] if len(shapes) == 1 else shapes


def _flat(outputs: Any) -> list[Any]:
    if isinstance(outputs, (list, tuple)):
        return [tensor for each in outputs for tensor in _flat(each)]
    if isinstance(outputs, dict):
        return [tensor for each in outputs.values() for tensor in _flat(each)]
    return [outputs]


def _shape(tensor: Any) -> Any:
    try:
        return [None if size is None else int(size) for size in tensor.shape]
    except (AttributeError, TypeError, ValueError):
        # TensorFlow raises `ValueError` for a shape of unknown rank.
        return None
