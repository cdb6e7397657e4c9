"""Runs a program with the real Keras, and says of its model what kerascop would have to say."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from kerascop.dimensions import Dim
from kerascop.graph import Call, Model, Shape, Style, Tensor
from kerascop.graph.weights import weights_of
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.summary.nodes import Graph
from kerascop.syntax.module import parse

Plain: TypeAlias = "tuple[int | None, ...]"

_PREAMBLE = """
import numpy as np
import tensorflow as tf
import keras
from keras import Input, Model, Sequential, layers, ops
from keras import backend as K
from keras.layers import *
"""


@dataclass(frozen=True)
class Program:
    """A program that builds a model and calls it `model`.

    Attributes:
        sentence: what it shows, in words.
        source: the program, without the usual imports.
        today: the same program for today's Keras, where `source` is written for an older one.
        unknown: layers whose output shape or number of weights kerascop need not know, by name;
            `"outputs"` for the outputs, `"layers"` for which layers there are at all.
    """

    sentence: str
    source: str
    today: str | None = None
    unknown: frozenset[str] = frozenset()

    @property
    def identifier(self) -> str:
        return re.sub(r"\W+", "-", self.sentence).strip("-")


def program(sentence: str, source: str, *, today: str | None = None, unknown: str = "") -> Program:
    """A program of the collection; `unknown` lists names separated by spaces."""
    return Program(sentence, source, today, frozenset(unknown.split()))


@dataclass(frozen=True)
class Step:
    """One layer at its place in a model, inner layers not counted.

    `weights` is the number of its trainable weights; `None` where that is not asked or not known.
    """

    kind: str
    outputs: tuple[Plain | None, ...]
    weights: int | None


@dataclass(frozen=True)
class Built:
    """A model: its layers, and the shapes that come out of it."""

    steps: tuple[Step, ...]
    outputs: tuple[Plain | None, ...]


# --- what Keras says ----------------------------------------------------------------------------


@dataclass(eq=False)
class _Recorded:
    layer: Any
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    inner: list[_Recorded] = field(default_factory=list)
    outputs: tuple[Plain, ...] = ()


@contextmanager
def _recording() -> Iterator[_Recorded]:
    """Every call of a layer, each with the calls that happen inside it."""
    root = _Recorded(None, (), {})
    stack = [root]
    original = keras.layers.Layer.__call__

    def recorded(self: Any, *arguments: Any, **keywords: Any) -> Any:
        call = _Recorded(self, arguments, keywords)
        stack[-1].inner.append(call)
        stack.append(call)
        try:
            result = original(self, *arguments, **keywords)
        finally:
            stack.pop()
        call.outputs = tuple(tuple(tensor.shape) for tensor in keras.tree.flatten(result))
        return result

    keras.layers.Layer.__call__ = recorded
    try:
        yield root
    finally:
        keras.layers.Layer.__call__ = original


def ask_keras(program: Program) -> Built:
    """Execute the program, and call its model once more to see which layers it applies."""
    names: dict[str, Any] = {}
    keras.backend.clear_session()
    with _recording() as during:
        exec(_PREAMBLE + (program.today or program.source), names)
    model = names["model"]
    with _recording() as again:
        result = _run_again(model, during)
    steps = tuple(
        Step(_keras_kind(call.layer), call.outputs, _trainable(call.layer))
        for call in again.inner
        if not isinstance(call.layer, keras.layers.InputLayer)
    )
    return Built(steps, tuple(tuple(tensor.shape) for tensor in keras.tree.flatten(result)))


def _run_again(model: Any, during: _Recorded) -> Any:
    """Send what the model was made for through its `call` once more."""
    graph = model._functional if isinstance(model, keras.Sequential) else model
    if hasattr(graph, "_inputs_struct"):
        return model.call(graph._inputs_struct)
    given = [call for call in during.inner if call.layer is model][-1].arguments
    return model.call(*keras.tree.map_structure(_zeros, given))


def _zeros(given: Any) -> Any:
    """Numbers in place of a symbol: TensorFlow's functions in a subclassed model want them."""
    shape = tuple(2 if size is None else size for size in given.shape)
    return keras.ops.zeros(shape, dtype=given.dtype)


def _trainable(layer: Any) -> int:
    return sum(math.prod(weight.shape) for weight in layer.trainable_weights)


def _keras_kind(layer: Any) -> str:
    """A layer's class; a model's own name, without the numbers that make it unique."""
    kind = type(layer).__name__
    if kind not in ("Functional", "Sequential"):
        return kind
    name = re.sub(r"(_[\d.]+|_None)+$", "", layer.name)
    return "model" if name == "functional" else name


# --- what kerascop says -------------------------------------------------------------------------


def analysed(source: str) -> Model:
    """What kerascop says of the program's `model`, on the only path through it."""
    path = Path("program.py")
    text = f"{_PREAMBLE}{source}\nmodel.compile()\n"
    analysis = analyse(parse(path, text), Project([path]))
    (compiled,) = [each for program in analysis.programs for each in program.compiles]
    return compiled.model


def ask_kerascop(program: Program) -> Built:
    """What kerascop sees without running anything."""
    model = analysed(program.source)
    assert model.style is not Style.LOADED
    steps = tuple(
        Step(_kind(call), tuple(map(_plain_shape, call.outputs)), _weights(model, call))
        for call in model.all_calls
        if call.layer is not None and call.within is None
    )
    return Built(steps, tuple(map(_plain_shape, model.outputs)))


def _kind(call: Call) -> str:
    assert call.layer is not None
    is_backbone = call.layer.symbol.startswith("keras.applications.")
    return call.short.lower() if is_backbone else call.short


def _weights(model: Model, call: Call) -> int | None:
    known = weights_of(Graph(model).inside(call), model.trainable).trainable
    return known if isinstance(known, int) else None


def _plain_shape(tensor: Tensor) -> Plain | None:
    shape: Shape | None = tensor.shape
    return None if shape is None else tuple(_plain(dim) for dim in shape)


def _plain(dim: Dim) -> int | None:
    return dim if isinstance(dim, int) else None
