"""What Keras certainly refuses, kerascop refuses, and says what kind of mistake it is."""

from __future__ import annotations

import pytest

from kerascop.dimensions import BATCH, Shape, SymbolicDim, add, multiply
from kerascop.keras_api.shapes import Refusal, RefusalKind, infer
from tests.keras_api.shapes.asking_keras import KerasRefusal, ask_keras, ask_kerascop
from tests.keras_api.shapes.calls import Trial, Written

REFUSED = [
    (RefusalKind.RANK, Trial("Conv2D", {"filters": 2, "kernel_size": 3}, [(None, 28, 28)])),
    (RefusalKind.RANK, Trial("LSTM", {"units": 2}, [(None, 4)])),
    (RefusalKind.RANK, Trial("MaxPooling2D", {}, [(None, 8, 8)])),
    (RefusalKind.RANK, Trial("GlobalAveragePooling1D", {}, [(None, 8)])),
    (RefusalKind.RANK, Trial("RepeatVector", {"n": 2}, [(None, 3, 4)])),
    (RefusalKind.RANK, Trial("Permute", {"dims": (2, 1)}, [(None, 3, 4, 5)])),
    (RefusalKind.RANK, Trial("Dense", {"units": 2}, [(None,)])),
    (RefusalKind.RANK, Trial("BatchNormalization", {"axis": 3}, [(None, 4)])),
    (
        RefusalKind.RANK,
        Trial("TimeDistributed", {"layer": Written("Dense", {"units": 2})}, [(None, 4)]),
    ),
    (
        RefusalKind.RANK,
        Trial(
            "TimeDistributed",
            {"layer": Written("Conv2D", {"filters": 2, "kernel_size": 3})},
            [(None, 8, 8, 3)],
        ),
    ),
    (
        RefusalKind.NEGATIVE,
        Trial("Conv2D", {"filters": 2, "kernel_size": 5}, [(None, 4, 9, 1)]),
    ),
    (RefusalKind.NEGATIVE, Trial("MaxPooling2D", {"pool_size": 3}, [(None, 2, 2, 1)])),
    (RefusalKind.NEGATIVE, Trial("Cropping1D", {"cropping": 2}, [(None, 4, 1)])),
    (RefusalKind.SIZE, Trial("Reshape", {"target_shape": (28, 28)}, [(None, 783)])),
    (RefusalKind.SIZE, Trial("Reshape", {"target_shape": (-1, 5)}, [(None, 12)])),
    (RefusalKind.SHAPE, Trial("Add", {}, [(None, 3), (None, 4)], listed=True)),
    (RefusalKind.SHAPE, Trial("Concatenate", {}, [(None, 3, 4), (None, 5, 4)], listed=True)),
    (RefusalKind.SHAPE, Trial("Concatenate", {}, [(None, 4), (None, 5, 4)], listed=True)),
    (RefusalKind.SHAPE, Trial("Dot", {"axes": 1}, [(None, 4), (None, 5)], listed=True)),
    (
        RefusalKind.SHAPE,
        Trial("Conv2D", {"filters": 4, "kernel_size": 1, "groups": 2}, [(None, 5, 5, 3)]),
    ),
    (RefusalKind.SHAPE, Trial("GroupNormalization", {"groups": 3}, [(None, 5, 4)])),
    (RefusalKind.COUNT, Trial("Subtract", {}, [(None, 3), (None, 3), (None, 3)], listed=True)),
    (RefusalKind.COUNT, Trial("Dot", {"axes": 1}, [(None, 3), (None, 3), (None, 3)], listed=True)),
    (RefusalKind.ARGUMENT, Trial("Dense", {"units": 0}, [(None, 3)])),
    (RefusalKind.ARGUMENT, Trial("Permute", {"dims": (0, 1)}, [(None, 3, 4)])),
    (RefusalKind.ARGUMENT, Trial("Reshape", {"target_shape": (-1, -1)}, [(None, 4)])),
    (
        RefusalKind.ARGUMENT,
        Trial("Conv2D", {"filters": 2, "kernel_size": (3, 3, 3)}, [(None, 8, 8, 1)]),
    ),
    (
        RefusalKind.ARGUMENT,
        Trial(
            "Conv1D",
            {"filters": 2, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
            [(None, 20, 1)],
        ),
    ),
    (RefusalKind.RANK, Trial("Concatenate", {"axis": -2}, [(None,)], listed=True)),
    (
        RefusalKind.SHAPE,
        Trial("Conv1D", {"filters": 2, "kernel_size": 1, "groups": 2}, [(None, 4, 4, 1)]),
    ),
    (
        RefusalKind.ARGUMENT,
        Trial(
            "HashedCrossing",
            {"num_bins": -1, "output_mode": "one_hot"},
            [(None,), (None,)],
            dtype="int32",
            listed=True,
        ),
    ),
    (
        RefusalKind.RANK,
        Trial("STFTSpectrogram", {"frame_length": 0, "fft_length": 8}, [(None, 20)]),
    ),
]


@pytest.mark.parametrize(
    ("kind", "trial"), REFUSED, ids=[f"{trial.name}-{kind.value}" for kind, trial in REFUSED]
)
def test_kerascop_refuses_what_keras_refuses(kind: RefusalKind, trial: Trial) -> None:
    assert isinstance(ask_keras(trial), KerasRefusal)
    refusal = ask_kerascop(trial)
    assert isinstance(refusal, Refusal)
    assert refusal.kind is kind
    assert trial.name in refusal.message or "Conv2D" in refusal.message


def test_a_list_of_tensors_is_refused_where_one_is_wanted() -> None:
    with pytest.raises(Refusal, match=r"takes one tensor and gets 2: \(None, 3\) and \(None, 4\)"):
        infer("keras.layers.Dense", {"units": 2}, [(BATCH, 3), (BATCH, 4)])


def test_a_lone_tensor_is_refused_where_a_list_is_wanted_unless_it_may_be_a_list() -> None:
    with pytest.raises(Refusal, match=r"takes a list of tensors and gets one by itself"):
        infer("keras.layers.Concatenate", {}, [(BATCH, 3)], listed=False)
    infer("keras.layers.Concatenate", {}, [None], listed=False)


n = SymbolicDim.named("n")


@pytest.mark.parametrize(
    ("name", "config", "shapes"),
    [
        ("Add", {}, [(BATCH, n), (BATCH, 3)]),
        ("Add", {}, [(BATCH, n), (BATCH, add(n, 1))]),
        ("Add", {}, [(multiply(6, BATCH), 3), (BATCH, 3)]),
        ("Concatenate", {}, [(multiply(6, BATCH), 3), (BATCH, 3)]),
        ("Reshape", {"target_shape": (5, n)}, [(BATCH, 12)]),
        ("Conv2D", {"filters": 2, "kernel_size": n}, [(BATCH, 4, 4, 1)]),
        ("Conv2D", {"filters": 2, "kernel_size": object()}, [(BATCH, 4, 4, 1)]),
        ("MaxPooling2D", {"pool_size": 3}, [(BATCH, None, n, 1)]),
        ("LSTM", {"units": 2}, [None]),
    ],
)
def test_nothing_is_refused_that_could_fit(
    name: str, config: dict[str, object], shapes: list[Shape | None]
) -> None:
    assert infer(f"keras.layers.{name}", config, shapes).outputs


@pytest.mark.parametrize(
    ("name", "config", "shapes"),
    [
        ("Add", {}, [(BATCH, add(n, 1)), (BATCH, add(n, 3))]),
        ("Dot", {"axes": 1}, [(BATCH, n), (BATCH, add(n, 1))]),
        ("Reshape", {"target_shape": (add(n, 2),)}, [(BATCH, n)]),
        ("Concatenate", {"axis": 1}, [(BATCH, 3, n), (BATCH, 3, add(n, 4))]),
    ],
)
def test_symbols_that_never_agree_are_refused(
    name: str, config: dict[str, object], shapes: list[Shape | None]
) -> None:
    with pytest.raises(Refusal):
        infer(f"keras.layers.{name}", config, shapes)
