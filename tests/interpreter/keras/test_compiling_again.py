"""A model that is compiled more than once is trained under the last call before."""

from __future__ import annotations

from tests.programs import program

MODEL = """
    import keras
    import numpy as np

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    features, ids = np.random.rand(9, 4), np.array([0, 1, 2] * 3)
    rows = keras.utils.to_categorical(ids, 3)
"""


def trained_on(text: str) -> list[tuple[str, list[str]]]:
    """Each loss that is compiled, and the labels that are met under it."""
    return [
        (
            objective.loss.family,
            [target.labels.value for target in objective.targets if target.labels is not None],
        )
        for objective in program(MODEL + text).objectives
    ]


def test_each_loss_meets_the_labels_of_its_own_training() -> None:
    assert trained_on(
        """
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(features, ids)
    model.compile("adam", "categorical_crossentropy")
    model.fit(features, rows)
    model.fit(features, rows)
    """
    ) == [
        ("sparse_categorical_crossentropy", ["class ids"]),
        ("categorical_crossentropy", ["one-hot", "one-hot"]),
    ]


def test_a_loss_that_is_replaced_before_training_is_asked_nothing() -> None:
    assert trained_on(
        """
    model.compile("adam", "sparse_categorical_crossentropy")
    model.compile("adam", "categorical_crossentropy")
    model.fit(features, rows)
    """
    ) == [("categorical_crossentropy", ["one-hot"])]


def test_training_that_is_seen_before_compiling_counts_for_the_first_compile() -> None:
    assert trained_on(
        """
    model.fit(features, ids)
    model.compile("adam", "sparse_categorical_crossentropy")
    """
    ) == [("sparse_categorical_crossentropy", ["class ids"])]
