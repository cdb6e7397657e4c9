"""Which keywords today's Keras no longer takes, by the namespace that is spoken to."""

from __future__ import annotations

import pytest

from kerascop.keras_api.removed_arguments import removed_argument


@pytest.mark.parametrize(
    ("path", "keyword", "renamed"),
    [
        ("keras.optimizers.Adam", "lr", "learning_rate"),
        ("tensorflow.keras.optimizers.SGD", "lr", "learning_rate"),
        ("keras.layers.Convolution2D", "border_mode", "padding"),
        ("keras.layers.Dense", "output_dim", "units"),
        ("keras.layers.Dropout", "p", "rate"),
        ("keras.models.Model", "input", "inputs"),
        ("keras.Model.fit", "nb_epoch", "epochs"),
        ("keras.Sequential.fit", "nb_epoch", "epochs"),
    ],
)
def test_a_renamed_argument_is_refused_and_says_its_new_name(
    path: str, keyword: str, renamed: str
) -> None:
    removed = removed_argument(path, keyword)
    assert removed is not None
    assert not removed.ignored
    assert removed.renamed == renamed
    assert removed.advice == f"write `{renamed}`"


@pytest.mark.parametrize(
    ("path", "keyword"),
    [
        ("keras.layers.LSTM", "batch_input_shape"),
        ("keras.layers.RNN", "time_major"),
        ("keras.layers.Dense", "weights"),
        ("keras.callbacks.ModelCheckpoint", "period"),
        ("tensorflow.keras.Model.fit", "workers"),
        ("keras.Model.compile", "sample_weight_mode"),
        ("keras.regularizers.l2", "l"),
        ("keras.layers.Conv2D", "nb_row"),
        ("keras.layers.Conv2D", "dim_ordering"),
    ],
)
def test_an_argument_without_a_drop_in_is_refused_with_advice(path: str, keyword: str) -> None:
    removed = removed_argument(path, keyword)
    assert removed is not None
    assert removed.renamed is None
    assert removed.advice


@pytest.mark.parametrize(
    ("path", "keyword"),
    [
        ("keras.layers.Embedding", "output_dim"),
        ("keras.layers.Embedding", "input_length"),
        ("keras.layers.Embedding", "weights"),
        ("keras.layers.LeakyReLU", "alpha"),
        ("keras.layers.Dense", "input_dim"),
        ("keras.layers.Dense", "input_shape"),
        ("keras.layers.LSTM", "implementation"),
        ("keras.Model", "inputs"),
        ("keras.Model.fit", "epochs"),
        ("keras.optimizers.Adam", "weight_decay"),
    ],
)
def test_what_keras_takes_is_not_removed(path: str, keyword: str) -> None:
    assert removed_argument(path, keyword) is None


@pytest.mark.parametrize(
    ("path", "keyword"),
    [
        ("tensorflow.keras.optimizers.legacy.Adam", "lr"),
        ("keras.optimizers.legacy.SGD", "decay"),
        ("tensorflow.compat.v1.keras.optimizers.Adam", "lr"),
        ("tf_keras.layers.LSTM", "batch_input_shape"),
        ("tf_keras.callbacks.ModelCheckpoint", "period"),
        ("tf_keras.Model.fit", "workers"),
    ],
)
def test_older_namespaces_still_take_it(path: str, keyword: str) -> None:
    assert removed_argument(path, keyword) is None


def test_decay_is_ignored_by_keras_3_and_refused_by_tf_keras() -> None:
    three = removed_argument("keras.optimizers.SGD", "decay")
    two = removed_argument("tf_keras.optimizers.SGD", "decay")
    assert three is not None
    assert three.ignored
    assert two is not None
    assert not two.ignored
    assert "`tf_keras.optimizers.schedules" in two.advice


def test_tf_keras_ignores_lr() -> None:
    removed = removed_argument("tf_keras.optimizers.Adam", "lr")
    assert removed is not None
    assert removed.ignored
    assert removed.version == 2


@pytest.mark.parametrize(
    ("path", "keyword"),
    [
        ("keras.layers.Dense", "activaton"),
        ("mypackage.layers.Dense", "output_dim"),
        ("torch.optim.Adam", "lr"),
        ("keras.Model.fit", "shuffel"),
        ("keras.layers", "lr"),
    ],
)
def test_what_keras_never_had_is_not_removed(path: str, keyword: str) -> None:
    assert removed_argument(path, keyword) is None
