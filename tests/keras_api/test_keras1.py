"""Programs for Keras 1 read as if they were written today."""

from __future__ import annotations

from kerascop.keras_api import modernise, modernise_training, resolve
from kerascop.keras_api.keras1 import MERGE_MODES, RENAMED, SUCCESSORS, renamed_keyword


def modern(path: str, **keywords: object) -> dict[str, object]:
    symbol = resolve(path)
    assert symbol is not None
    return modernise(symbol, keywords)


def test_a_convolution_of_keras_1() -> None:
    assert modern(
        "keras.layers.Convolution2D",
        nb_filter=32,
        nb_row=3,
        nb_col=5,
        border_mode="same",
        subsample=(2, 2),
        dim_ordering="th",
        init="he_normal",
        bias=False,
    ) == {
        "filters": 32,
        "kernel_size": (3, 5),
        "padding": "same",
        "strides": (2, 2),
        "data_format": "channels_first",
        "kernel_initializer": "he_normal",
        "use_bias": False,
    }


def test_a_convolution_over_time() -> None:
    assert modern("keras.layers.Convolution1D", nb_filter=8, filter_length=3) == {
        "filters": 8,
        "kernel_size": 3,
    }


def test_kernels_in_three_dimensions() -> None:
    sides = {"kernel_dim1": 1, "kernel_dim2": 2, "kernel_dim3": 3}
    assert modern("keras.layers.Conv3D", **sides) == {"kernel_size": (1, 2, 3)}


def test_half_a_kernel_is_left_alone() -> None:
    assert modern("keras.layers.Conv2D", nb_row=3) == {"nb_row": 3}


def test_output_dim_is_units_except_of_an_embedding() -> None:
    assert modern("keras.layers.Dense", output_dim=3) == {"units": 3}
    assert modern("keras.layers.LSTM", output_dim=3, inner_activation="sigmoid") == {
        "units": 3,
        "recurrent_activation": "sigmoid",
    }
    assert modern("keras.layers.Embedding", output_dim=3) == {"output_dim": 3}


def test_small_renames() -> None:
    assert modern("keras.layers.Dropout", p=0.5) == {"rate": 0.5}
    assert modern("keras.layers.MaxPooling1D", pool_length=2, stride=1) == {
        "pool_size": 2,
        "strides": 1,
    }
    assert modern("keras.layers.LeakyReLU", alpha=0.1) == {"negative_slope": 0.1}
    assert modern("keras.models.Model", input=1, output=2) == {"inputs": 1, "outputs": 2}
    assert modern("keras.optimizers.SGD", lr=0.1) == {"learning_rate": 0.1}
    assert modern("keras.layers.merge", mode="concat", concat_axis=1) == {
        "mode": "concat",
        "axis": 1,
    }


def test_current_keywords_stay_and_win() -> None:
    assert modern("keras.layers.Dense", units=3, activation="relu") == {
        "units": 3,
        "activation": "relu",
    }
    assert modern("keras.layers.Dense", units=3, output_dim=4)["units"] == 3
    assert modern("keras.layers.ELU", alpha=0.1) == {"alpha": 0.1}


def test_training_keywords() -> None:
    assert modernise_training({"nb_epoch": 3, "samples_per_epoch": 1000, "verbose": 0}) == {
        "epochs": 3,
        "verbose": 0,
    }


def test_every_renamed_keyword_leads_to_one_that_exists() -> None:
    dense = resolve("keras.layers.Dense")
    assert dense is not None
    for old in ("init", "W_regularizer", "b_regularizer", "W_constraint", "b_constraint", "bias"):
        new = renamed_keyword(dense, old)
        assert new is not None
        assert dense.accepts(new)
        assert not dense.accepts(old)


def test_successors_exist() -> None:
    for name in (*RENAMED.values(), *SUCCESSORS.values(), *MERGE_MODES.values()):
        symbol = resolve(name)
        assert symbol is not None, name
        assert symbol.name == name
