"""Calls of which Keras states shapes or weights that kerascop leaves open, each for a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.keras_api.shapes.calls import Trial, Written


def _scores_are_told_wrong(trial: Trial) -> bool:
    query, value = trial.shapes[0], trial.shapes[1]
    plain = len(query) == len(value) == 3 and trial.config.get("attention_axes") is None
    wanted = trial.call.get("return_attention_scores", False)
    return wanted and not (plain and query[1] == value[1])


def _named_axes(trial: Trial) -> int:
    return sum(letter.isalpha() for letter in trial.config["equation"].partition(",")[0])


def _elided_axes_are_reversed(trial: Trial) -> bool:
    elided = trial.shapes[0][: len(trial.shapes[0]) - _named_axes(trial)]
    return trial.config["equation"].startswith("...") and (
        not elided or elided[1:] != elided[:0:-1]
    )


def _equation_does_not_fit(trial: Trial) -> bool:
    dots = "..." in trial.config["equation"]
    return not dots and len(trial.shapes[0]) > _named_axes(trial)


def _output_does_not_fit(trial: Trial) -> bool:
    output = trial.config["output_shape"]
    letters = trial.config["equation"].partition("->")[2].replace(".", "")
    count = len(output) if isinstance(output, tuple) else 1
    return count != len(letters) - (not trial.config["equation"].startswith("..."))


def _sums_over_the_batch(trial: Trial) -> bool:
    axes = trial.config["axes"]
    both = axes if isinstance(axes, tuple) else (axes, axes)
    return any(axis % len(shape) == 0 for axis, shape in zip(both, trial.shapes, strict=True))


def _is_no_map(trial: Trial) -> bool:
    return len(trial.shapes[0]) != int(trial.name[-2]) + 2


def _is_no_image(trial: Trial) -> bool:
    return len(trial.shapes[0]) not in (3, 4)


def _depth_is_learnt(trial: Trial) -> bool:
    padded = trial.config.get("pad_to_max_tokens", False)
    return "vocabulary" not in trial.config and not padded


def _last_axis_is_open(trial: Trial) -> bool:
    shape = trial.shapes[0]
    return trial.config.get("output_mode") == "one_hot" and shape[-1] is None


def _is_told_without_its_axis(trial: Trial) -> bool:
    shape = trial.shapes[0]
    return trial.config.get("output_mode") == "one_hot" and (shape[-1] != 1 or len(shape) == 1)


def _is_no_sequence(trial: Trial) -> bool:
    return len(trial.shapes[0]) != 3


def _are_no_sequences(trial: Trial) -> bool:
    return any(len(shape) != 3 for shape in trial.shapes)


def _is_no_sound(trial: Trial) -> bool:
    return len(trial.shapes[0]) > 2


def _directions_differ(trial: Trial) -> bool:
    back = trial.config.get("backward_layer")
    return back is not None and back.config["units"] != trial.config["layer"].config["units"]


def _states_are_nested(trial: Trial) -> bool:
    cell = trial.config["cell"]
    stack = cell if isinstance(cell, tuple) else cell.config.get("cells", ())
    lists = any(part.name == "LSTMCell" for part in stack)
    return lists and bool(trial.config.get("return_state", False))


def _rank_does_not_fit_inside(trial: Trial) -> bool:
    inner: Written = trial.config["layer"]
    ahead = 1 if trial.name == "TimeDistributed" else 0
    wanted = {"LSTM": 3, "RepeatVector": 2, "Bidirectional": 3, "EinsumDense": 2, "RNN": 3}
    dimensions = re.search(r"(\d)D", inner.name)
    rank = int(dimensions[1]) + 2 if dimensions else wanted.get(inner.name)
    if inner.name == "Dense":
        return len(trial.shapes[0]) - ahead < 2
    return rank is not None and len(trial.shapes[0]) - ahead != rank


def _texts_are_in_columns(trial: Trial) -> bool:
    mode, shape = trial.config.get("output_mode", "int"), trial.shapes[0]
    column = len(shape) == 2 and shape[1] == 1 and mode == "int"
    return mode == "one_hot" or (len(shape) > 1 and not column)


LEFT_OPEN: list[tuple[str, Callable[[Trial], Any], str]] = [
    (r"Lambda", lambda _: True, "a function's effect is found by executing it, not by its layer"),
    (
        r"MultiHeadAttention",
        _scores_are_told_wrong,
        "Keras 3 states the number of queries where the scores have the number of keys",
    ),
    (
        r"EinsumDense",
        _elided_axes_are_reversed,
        "Keras 3 states axes that an ellipsis stands for in reverse; the tensor has them in order",
    ),
    (r"EinsumDense", _equation_does_not_fit, "the equation names fewer axes than there are"),
    (r"EinsumDense", _output_does_not_fit, "the equation names other axes than `output_shape`"),
    (r"Dot", _sums_over_the_batch, "a sum over the batch has no shape that Keras could run"),
    (r"Adaptive.*", _is_no_map, "Keras 3 counts no axes here and states what no tensor can have"),
    (r"Resizing|RandomCrop", _is_no_image, "Keras 3 counts no axes here, but resizes images alone"),
    (r".*Lookup|TextVectorization", _depth_is_learnt, "`adapt` decides how many words there are"),
    (r"TextVectorization", _texts_are_in_columns, "texts in rows end in ragged or odd shapes"),
    (
        r".*Lookup|Discretization|CategoryEncoding|HashedCrossing",
        _last_axis_is_open,
        "an axis of one is replaced, and an open axis may be one",
    ),
    (r"Hashing", _is_told_without_its_axis, "the tensor has an axis more than Keras 3 states"),
    (r"RNN", _is_no_sequence, "Keras 3 counts no axes here, but runs over sequences alone"),
    (r"GroupedQueryAttention", _are_no_sequences, "Keras 3 states what its einsums cannot run"),
    (r"MelSpectrogram", _is_no_sound, "Keras 3 counts no axes here, but transforms sounds alone"),
    (r"Bidirectional", _directions_differ, "Keras doubles the forward layer's size, wrongly"),
    (r"RNN", _states_are_nested, "the states of an LSTM in a stack are a list within the list"),
    (
        r"TimeDistributed|SpectralNormalization|Bidirectional",
        _rank_does_not_fit_inside,
        "a wrapped layer does not count its axes and states what no tensor can have",
    ),
]
"""Layers, which calls of them, and why kerascop does not state what Keras states."""


def is_left_open(trial: Trial) -> bool:
    """May kerascop leave open what Keras states about this call?"""
    return any(
        re.fullmatch(layers, trial.name) and applies(trial) for layers, applies, _ in LEFT_OPEN
    )
