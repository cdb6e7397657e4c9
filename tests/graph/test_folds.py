"""Reshapes that merge or split the batch axis, and what becomes of them."""

from __future__ import annotations

from kerascop.graph import Model
from kerascop.graph.folds import Fate, Fold
from tests.programs import program

HEADER = "from keras import Input, Model, layers, ops\nclip = x = Input((6, 4, 4))\n"


def folds(*lines: str) -> tuple[Fold, ...]:
    return model_of(*lines, "model = Model(clip, x)").folds


def model_of(*lines: str) -> Model:
    (model,) = program(HEADER + "\n".join(lines) + "\n").models
    return model


def test_frames_become_samples() -> None:
    (fold,) = folds("x = ops.reshape(x, (-1, 4, 4))")
    assert fold.fate is Fate.LASTING
    assert fold.shapes == "`(None, 6, 4, 4)` becomes `(6·batch, 4, 4)`"
    assert fold.effect == "every sample turns into six"


def test_samples_are_merged() -> None:
    (fold,) = folds("x = ops.reshape(x, (-1, 192))")
    assert fold.effect == "two samples are merged into one"
    assert fold.shapes == "`(None, 6, 4, 4)` becomes `(batch / 2, 192)`"


def test_samples_run_into_one_another() -> None:
    (fold,) = folds("x = ops.reshape(x, (-1, 100))")
    assert fold.effect == "samples run into one another"


def test_a_fold_and_its_undoing_know_one_another() -> None:
    fold, undoing = folds(
        "x = ops.reshape(x, (-1, 16))",
        "x = layers.Dense(5, activation='relu')(x)",
        "x = ops.reshape(x, (-1, 6, 5))",
    )
    assert (fold.fate, undoing.fate) == (Fate.UNDONE, Fate.UNDOING)
    assert fold.partner is undoing.call
    assert undoing.partner is fold.call


def test_a_fold_that_is_undone_on_one_way_only_lasts() -> None:
    model = model_of(
        "rows = ops.reshape(x, (-1, 16))",
        "back = ops.reshape(rows, (-1, 96))",
        "model = Model(clip, [rows, back])",
    )
    assert model.folds[0].fate is Fate.LASTING


def test_what_follows_must_be_understood() -> None:
    (fold,) = folds("x = ops.reshape(x, (-1, 16))", "x = somewhere.else_(x)")
    assert fold.fate is Fate.UNKNOWN


def test_a_reshape_of_each_sample_is_no_fold() -> None:
    assert folds("x = ops.reshape(x, (-1, 96))", "x = layers.Reshape((-1, 4))(x)") == ()
