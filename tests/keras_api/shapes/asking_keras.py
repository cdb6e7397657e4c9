"""Asks the real Keras for a layer's shapes and weights, and compares its answer with kerascop's."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from kerascop.dimensions import BATCH, Dim, Shape
from kerascop.keras_api.shapes import Inferred, Refusal, infer
from tests.keras_api.shapes.calls import Plain, Trial, Written
from tests.keras_api.shapes.openness import is_left_open
from tests.keras_api.shapes.silence import kinds_of, silence_about


@dataclass(frozen=True)
class KerasAnswer:
    """What Keras says: the shapes that come out and the weights."""

    outputs: list[Plain]
    trainable: int
    frozen: int


@dataclass(frozen=True)
class KerasRefusal:
    """The words with which Keras refuses."""

    message: str


_OFFERED_AS = {"GroupedQueryAttention": "GroupQueryAttention"}
"""Classes that Keras offers under another name than their own."""


def construct(name: str, config: Mapping[str, Any]) -> Any:
    """The real layer, wrapped layers included."""
    return getattr(keras.layers, _OFFERED_AS.get(name, name))(
        **{argument: _real(value) for argument, value in config.items()}
    )


def _real(value: Any) -> Any:
    if isinstance(value, Written):
        return construct(value.name, value.config)
    if isinstance(value, tuple) and any(isinstance(part, Written) for part in value):
        return [_real(part) for part in value]
    return value


def ask_keras(trial: Trial) -> KerasAnswer | KerasRefusal:
    """Keras' answer to a call; no weight is allocated."""
    # A stateful layer makes its states when it is called, which no stateless scope allows.
    stateful = trial.config.get("stateful", False)
    with nullcontext() if stateful else keras.StatelessScope(initialize_variables=False):
        try:
            layer = construct(trial.name, trial.config)
            tensors = [keras.KerasTensor(shape, dtype=trial.dtype) for shape in trial.shapes]
            result = layer(*arranged(trial, tensors), **trial.call) if tensors else layer.output
        except Exception as error:  # noqa: BLE001 - however Keras refuses, it refuses
            return KerasRefusal(f"{type(error).__name__}: {error}")
    return KerasAnswer(
        [tuple(tensor.shape) for tensor in keras.tree.flatten(result)],
        sum(math.prod(weight.shape) for weight in layer.trainable_weights),
        sum(math.prod(weight.shape) for weight in layer.non_trainable_weights),
    )


def arranged(trial: Trial, tensors: Sequence[Any]) -> list[Any]:
    """The tensors as the trial's layer is called on them."""
    if trial.listed:
        return [list(tensors)]
    return [tensors[0], list(tensors[1:])] if trial.states else list(tensors)


def with_batch(shape: Plain) -> Shape:
    """The shape as kerascop has it: the open first axis is the batch."""
    return tuple(BATCH if axis == 0 and size is None else size for axis, size in enumerate(shape))


def ask_kerascop(trial: Trial) -> Inferred | Refusal:
    """What kerascop says about the same call."""
    shapes = [with_batch(shape) for shape in trial.shapes]
    try:
        return infer(
            f"keras.layers.{trial.name}", trial.config, shapes, trial.call, listed=trial.listed
        )
    except Refusal as refusal:
        return refusal


def assert_agreement(
    trial: Trial, *, ask: Callable[[Trial], KerasAnswer | KerasRefusal] = ask_keras
) -> None:
    """kerascop says what Keras says: shapes, weights, and whether and why the call is refused.

    What kerascop leaves open on purpose stands in `openness` and `silence`. The states of a cell
    come as one list, of which no shapes are told.
    """
    answer, inferred = ask(trial), ask_kerascop(trial)
    if isinstance(answer, KerasRefusal):
        assert_refusal(trial.name, answer, inferred)
        return
    if isinstance(inferred, Refusal):
        raise AssertionError(f"Keras accepts what kerascop refuses: {inferred.message}")
    if is_left_open(trial):
        return
    outputs, stated = inferred.outputs, answer.outputs
    if trial.states:
        outputs, stated = outputs[:1], stated[:1]
    assert len(outputs) == len(stated), (outputs, stated)
    for ours, theirs in zip(outputs, stated, strict=True):
        assert_same_shape(ours, theirs)
    assert_same_size(inferred.parameters, answer.trainable)
    assert_same_size(inferred.frozen_parameters, answer.frozen)


def assert_refusal(name: str, answer: KerasRefusal, inferred: Inferred | Refusal) -> None:
    """kerascop refuses for the reason that Keras gives, unless it is silent about that on purpose.

    Beside what it is silent about there may be another fault that it does see.
    """
    kinds, reason = kinds_of(answer.message), silence_about(name, answer.message)
    if isinstance(inferred, Refusal) and reason is None:
        assert inferred.kind in kinds, (
            f"kerascop refuses ({inferred.kind.value}: {inferred.message}) for another reason than "
            f"Keras: {answer.message}"
        )
        return
    assert reason is not None, f"kerascop accepts what Keras refuses: {answer.message}"


def assert_same_shape(ours: Shape | None, theirs: Plain, *, complete: bool = True) -> None:
    """Both say the same of every axis; without `complete`, of those that kerascop knows."""
    if ours is None:
        assert not complete, f"kerascop knows no shape, Keras says {theirs}"
        return
    assert len(ours) == len(theirs), (ours, theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        if complete or mine is not None:
            assert_same_size(mine, yours)


def assert_same_size(ours: Dim, theirs: int | None) -> None:
    """A number is Keras' number, a symbol what Keras leaves open."""
    if ours is None:
        assert theirs is None, f"kerascop does not know that it is {theirs}"
    elif isinstance(ours, int):
        assert ours == theirs, (ours, theirs)
    else:
        assert theirs is None, (str(ours), theirs)
