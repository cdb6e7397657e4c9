"""Asks the real Keras for a layer's shapes and weights, and compares its answer with kerascop's."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from kerascop.dimensions import BATCH, Dim, Shape
from kerascop.keras_api.shapes import Inferred, Refusal, infer

Plain: TypeAlias = "tuple[int | None, ...]"


@dataclass(frozen=True)
class Trial:
    """A layer, how it is configured, and what it is called on; the batch is `None` or a number."""

    name: str
    config: Mapping[str, Any]
    shapes: Sequence[Plain]
    call: Mapping[str, Any] = field(default_factory=dict)
    dtype: str = "float32"


@dataclass(frozen=True)
class KerasAnswer:
    """What Keras says: the shapes that come out and the weights."""

    outputs: list[Plain]
    trainable: int
    frozen: int


@dataclass(frozen=True)
class Written:
    """A layer as another layer's argument is described to kerascop."""

    name: str
    config: Mapping[str, Any]

    @property
    def symbol(self) -> str:
        return f"keras.layers.{self.name}"

    @property
    def arguments(self) -> dict[str, Given]:
        return {name: Given(value) for name, value in self.config.items()}


@dataclass(frozen=True)
class Given:
    """An argument's value."""

    value: object


def construct(name: str, config: Mapping[str, Any]) -> Any:
    """The real layer, wrapped layers included."""
    return getattr(keras.layers, name)(
        **{argument: _real(value) for argument, value in config.items()}
    )


def _real(value: Any) -> Any:
    if isinstance(value, Written):
        return construct(value.name, value.config)
    if isinstance(value, tuple) and any(isinstance(part, Written) for part in value):
        return [_real(part) for part in value]
    return value


LISTS = frozenset(
    """
    Add Average Maximum Minimum Multiply Subtract Concatenate Dot Attention AdditiveAttention
    HashedCrossing
    """.split()
)
"""Layers that take their tensors as one list."""


def ask_keras(trial: Trial) -> KerasAnswer | None:
    """Keras' answer, or `None` if it refuses."""
    with keras.StatelessScope(initialize_variables=False):
        try:
            layer = construct(trial.name, trial.config)
            tensors = [keras.KerasTensor(shape, dtype=trial.dtype) for shape in trial.shapes]
            as_list = trial.name in LISTS
            result = layer(tensors, **trial.call) if as_list else layer(*tensors, **trial.call)
        except Exception:  # noqa: BLE001 - however Keras refuses, it refuses
            return None
    return KerasAnswer(
        [tuple(tensor.shape) for tensor in keras.tree.flatten(result)],
        sum(math.prod(weight.shape) for weight in layer.trainable_weights),
        sum(math.prod(weight.shape) for weight in layer.non_trainable_weights),
    )


def with_batch(shape: Plain) -> Shape:
    """The shape as kerascop has it: the open first axis is the batch."""
    return tuple(BATCH if axis == 0 and size is None else size for axis, size in enumerate(shape))


def ask_kerascop(trial: Trial) -> Inferred | Refusal:
    """What kerascop says about the same call."""
    shapes = [with_batch(shape) for shape in trial.shapes]
    try:
        return infer(f"keras.layers.{trial.name}", trial.config, shapes, trial.call)
    except Refusal as refusal:
        return refusal


def assert_agreement(
    trial: Trial,
    *,
    complete: bool = True,
    ask: Callable[[Trial], KerasAnswer | None] = ask_keras,
) -> None:
    """Whatever Keras accepts, kerascop accepts with the same shapes and weights.

    With `complete`, kerascop must know all that Keras knows.
    """
    answer = ask(trial)
    inferred = ask_kerascop(trial)
    if answer is None:
        return
    if isinstance(inferred, Refusal):
        raise AssertionError(f"Keras accepts what kerascop refuses: {inferred.message}")
    if not complete and inferred.outputs == (None,):
        return
    assert len(inferred.outputs) == len(answer.outputs)
    for ours, theirs in zip(inferred.outputs, answer.outputs, strict=True):
        assert_same_shape(ours, theirs, complete=complete)
    assert_same_size(inferred.parameters, answer.trainable, complete=complete)
    assert_same_size(inferred.frozen_parameters, answer.frozen, complete=complete)


def assert_same_shape(ours: Shape | None, theirs: Plain, *, complete: bool = True) -> None:
    """Both say the same of every axis that is known."""
    if ours is None:
        assert not complete, f"kerascop knows no shape, Keras says {theirs}"
        return
    assert len(ours) == len(theirs), (ours, theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        assert_same_size(mine, yours, complete=complete)


def assert_same_size(ours: Dim, theirs: int | None, *, complete: bool = True) -> None:
    """A number is Keras' number, a symbol what Keras leaves open."""
    if ours is None:
        assert not complete or theirs is None, f"kerascop does not know that it is {theirs}"
    elif isinstance(ours, int):
        assert ours == theirs
    else:
        assert theirs is None, (str(ours), theirs)
