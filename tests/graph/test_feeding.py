"""Data against the inputs of models. What Keras takes, tests/rules ask of Keras."""

from __future__ import annotations

import pytest

from kerascop.dimensions import Shape, SymbolicDim
from kerascop.graph.feeding import Misfit, misfit
from tests.programs import program

HEADER = "import keras\nfrom keras import layers\n"
FUNCTIONAL = "first = keras.Input({0})\nmodel = keras.Model(first, layers.Flatten()(first))"
SEQUENTIAL = "model = keras.Sequential([keras.Input({0}), {1}])"


def asked(source: str, data: Shape) -> Misfit | None:
    (model,) = program(HEADER + source).models
    return misfit(model, model.inputs[0], data)


@pytest.mark.parametrize(
    ("shape", "data", "fits"),
    [
        ("(6, 6, 1)", (3, 6, 6), True),
        ("(6, 6)", (3, 6, 6, 1), True),
        ("(1,)", (3,), True),
        ("(6, 6, 1)", (3, 8, 8, 1), False),
        ("(4,)", (3, 1, 4), False),
        ("(4,)", (4,), False),
        ("(None, 4)", (3, 9, 4), True),
    ],
)
def test_a_functional_model_compares_all_axes(shape: str, data: Shape, fits: bool) -> None:
    assert (asked(FUNCTIONAL.format(shape), data) is None) is fits


@pytest.mark.parametrize(
    ("shape", "stack", "data", "refusing"),
    [
        ("(6, 6, 1)", "layers.Conv2D(2, 3), layers.GlobalMaxPooling2D()", (3, 8, 8, 1), None),
        ("(6, 6, 3)", "layers.Conv2D(2, 3), layers.Flatten()", (3, 6, 6, 1), "Conv2D"),
        ("(6, 6, 1)", "layers.Conv2D(2, 3), layers.Flatten()", (3, 8, 8, 1), None),
        ("(6, 6, 1)", "layers.Flatten(), layers.Dense(2)", (3, 8, 8, 1), "Dense"),
        ("(6, 2)", "layers.LSTM(2)", (3, 9, 2), None),
        ("(6, 2)", "layers.LSTM(2)", (3, 6, 3), "LSTM"),
        ("(6, 6, 1)", "layers.Conv2D(2, 5)", (3, 4, 4, 1), "Conv2D"),
    ],
)
def test_a_sequential_model_leaves_sizes_to_its_layers(
    shape: str, stack: str, data: Shape, refusing: str | None
) -> None:
    found = asked(SEQUENTIAL.format(shape, stack), data)
    assert (None if found is None or found.call is None else found.call.short) == refusing


def test_a_single_sample_is_known_for_one() -> None:
    for shape, data in (("(4,)", (4,)), ("(6, 6, 1)", (6, 6)), ("(6, 6)", (6, 6))):
        found = asked(FUNCTIONAL.format(shape), data)
        assert found is not None
        assert found.is_single


def test_what_is_not_known_fits() -> None:
    n = SymbolicDim.named("n")
    assert asked(FUNCTIONAL.format("(4,)"), (3, n)) is None
    assert asked(FUNCTIONAL.format("(4,)"), (3, None)) is None
    assert asked(FUNCTIONAL.format("(4,)"), (3, 4, n)) is None
