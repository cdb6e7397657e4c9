"""Which labels go with which outputs. What Keras does with them, tests/rules ask of Keras."""

from __future__ import annotations

import pytest

from kerascop.dimensions import BATCH, Dim, Shape, SymbolicDim
from kerascop.graph import ArrayFacts, Labels
from kerascop.graph.targets import Fit, fit_of, is_one_per_sample
from tests.programs import program

SPARSE = "sparse_categorical_crossentropy"
N = SymbolicDim.named("n")


def fitting(loss: str, output: Shape, target: Shape) -> Fit:
    source = f"""
    import keras
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile(loss={loss!r})
    """
    (objective,) = program(source).objectives
    return fit_of(objective.loss, (BATCH, *output), (8, *target))


@pytest.mark.parametrize(
    ("loss", "output", "target", "expected"),
    [
        ("mse", (3,), (3,), Fit.FITS),
        ("mse", (3,), (3, 1), Fit.FITS),
        ("mse", (1,), (), Fit.FITS),
        ("mse", (5, 1), (5,), Fit.FITS),
        ("mse", (3,), (1,), Fit.STRETCHED),
        ("huber", (1,), (3,), Fit.STRETCHED),
        ("mse", (5, 1), (1,), Fit.STRETCHED),
        ("mse", (5, 1), (), Fit.STRETCHED),
        ("mae", (3,), (2,), Fit.REFUSED),
        ("mse", (5, 2), (2,), Fit.REFUSED),
        ("binary_crossentropy", (3,), (1,), Fit.REFUSED),
        ("categorical_crossentropy", (5, 3), (3,), Fit.REFUSED),
        (SPARSE, (3,), (), Fit.FITS),
        (SPARSE, (3,), (1,), Fit.FITS),
        (SPARSE, (5, 3), (5,), Fit.FITS),
        (SPARSE, (5, 3), (), Fit.REFUSED),
        (SPARSE, (4, 5, 3), (1,), Fit.REFUSED),
    ],
)
def test_labels_fit_an_output(loss: str, output: Shape, target: Shape, expected: Fit) -> None:
    assert fitting(loss, output, target) is expected


def test_what_is_not_known_fits() -> None:
    assert fitting("mse", (None,), (3,)) is Fit.FITS
    assert fitting("mse", (N,), (3,)) is Fit.FITS
    assert fitting("binary_crossentropy", (N,), (N,)) is Fit.FITS


def one_per_sample(shape: Shape | None, units: Dim, labels: Labels | None = None) -> bool:
    return is_one_per_sample(ArrayFacts(shape=shape, labels=labels), units)


def test_labels_hold_one_answer_for_each_sample() -> None:
    assert one_per_sample((8,), 10)
    assert one_per_sample((8, 1), 10)
    assert one_per_sample((8, 10), 10)
    assert one_per_sample((8, None), 10, Labels.ONE_HOT)
    assert not one_per_sample((8, 20), 10)
    assert not one_per_sample((8, None), None)
    assert not one_per_sample((8, 20, 10), 10, Labels.ONE_HOT)
    assert not one_per_sample(None, 10)
