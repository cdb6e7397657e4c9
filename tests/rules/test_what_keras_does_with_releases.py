"""What KC701, KC702 and KC704 to KC708 say of Keras 3 and of Keras 2, asked of both."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from kerascop.linting.loader import builtin_folder, load_rules

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
tf_keras = pytest.importorskip("tf_keras")

private: Any = pytest.importorskip("tensorflow.python.keras")

GENERATIONS = pytest.mark.parametrize("package", [keras, tf_keras], ids=["keras", "tf_keras"])


def rule_module(code: str) -> Any:
    rule = next(rule for rule in load_rules(builtin_folder()) if rule.code == code)
    return sys.modules[type(rule).__module__]


def model_of(package: Any) -> Any:
    return package.Sequential([package.Input((3,)), package.layers.Dense(1)])


# --- KC704: packages of Keras in one model ----------------------------------------------------


def test_keras_and_tf_keras_are_the_same_classes_on_keras_3() -> None:
    assert tf.keras.layers.Dense is keras.layers.Dense
    assert tf.keras.optimizers.Adam is keras.optimizers.Adam


@pytest.mark.parametrize(
    ("home", "other"), [(keras, private), (keras, tf_keras), (tf_keras, keras), (private, keras)]
)
def test_a_layer_of_another_package_is_refused(home: Any, other: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"nstance"):
        home.Sequential([other.layers.Dense(2)])


@pytest.mark.parametrize(("home", "other"), [(keras, tf_keras), (tf_keras, keras)])
def test_an_optimizer_of_another_package_is_refused(home: Any, other: Any) -> None:
    with pytest.raises(ValueError, match="Could not interpret optimizer identifier"):
        model_of(home).compile(other.optimizers.Adam(), "mse")


@pytest.mark.parametrize(("home", "other"), [(keras, tf_keras), (tf_keras, keras)])
def test_losses_and_initializers_work_across_packages(home: Any, other: Any) -> None:
    model = model_of(home)
    model.compile("sgd", other.losses.MeanSquaredError())
    model.train_on_batch(tf.zeros((2, 3)), tf.zeros((2, 1)))
    home.layers.Dense(2, kernel_initializer=other.initializers.HeNormal())(home.Input((3,)))


# --- KC705: functions of TensorFlow on symbols ------------------------------------------------


def symbol() -> Any:
    return keras.Input((4, 4, 3))


@pytest.mark.parametrize(
    "call",
    [
        lambda x: tf.concat([x, x], axis=-1),
        lambda x: tf.reshape(x, (-1, 48)),
        tf.nn.relu,
        lambda x: tf.image.resize(x, (8, 8)),
        tf.shape,
        tf.keras.backend.mean,
        tf.keras.backend.expand_dims,
    ],
)
def test_functions_of_tensorflow_refuse_symbols(call: Any) -> None:
    with pytest.raises((ValueError, AttributeError), match=r"KerasTensor|base_dtype"):
        call(symbol())


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x * 2.0 + tf.constant(1.0),
        lambda x: x[:, 0],
        tf.keras.activations.relu,
        lambda x: tf.keras.losses.mse(x, x),
        lambda x: tf.nn.batch_normalization(x, 0.0, 1.0, 0.0, 1.0, 1e-3),
        lambda x: tf.cond(tf.constant(True), lambda: x, lambda: x),
        keras.layers.Lambda(lambda t: tf.reshape(t, (-1, 48))),
    ],
)
def test_symbols_understand_operators_layers_and_keras_own_functions(call: Any) -> None:
    call(symbol())


def test_keras_2_makes_layers_of_functions_of_tensorflow() -> None:
    x = tf_keras.Input((4,))
    tf_keras.Model(x, tf.concat([x, x], axis=-1))


def test_every_counterpart_that_kc705_names_exists() -> None:
    for name in rule_module("KC705").COUNTERPARTS.values():
        assert callable(eval(f"ops.{name}", {"ops": keras.ops})), name


# --- KC706, KC708: input shapes on layers -----------------------------------------------------


@GENERATIONS
def test_an_input_shape_in_the_middle_has_no_effect(package: Any) -> None:
    dense = package.layers.Dense
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = package.Sequential([dense(4, input_shape=(3,)), dense(2, input_shape=(7,))])
        after = package.Sequential([package.Input((3,)), dense(4, input_dim=9)])
        functional = dense(4, input_shape=(9,))(package.Input((3,)))
    assert model.output_shape == (None, 2)
    assert after.input_shape == (None, 3)
    assert tuple(functional.shape) == (None, 4)


@pytest.mark.parametrize("stated", [{"input_shape": (3,)}, {"input_dim": 3}])
def test_keras_3_alone_warns_of_an_input_shape_on_a_layer(stated: dict[str, Any]) -> None:
    with pytest.warns(UserWarning, match="Do not pass an `input_shape`/`input_dim` argument"):
        keras.Sequential([keras.layers.Dense(4, **stated)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tf_keras.Sequential([tf_keras.layers.Dense(4, **stated)])


# --- KC707: names of files --------------------------------------------------------------------

SUFFIXES = [".weights.h5", ".keras", ".h5", ".hdf5", ".ckpt", ".tf", ".weights.hdf5", ""]


def refused(action: Any) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            action()
        except ValueError as error:
            if ".h5" not in str(error) and ".keras" not in str(error):
                raise
            return True
        return False


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_keras_3_takes_the_suffixes_of_kc707_and_no_others(suffix: str, tmp_path: Path) -> None:
    rule, model = rule_module("KC707"), model_of(keras)
    model.compile("sgd", "mse")
    path = str(tmp_path / f"best{suffix}")
    tries = {
        "keras.Model.save": lambda: model.save(path),
        "keras.models.save_model": lambda: keras.models.save_model(model, path),
        "keras.callbacks.ModelCheckpoint": lambda: keras.callbacks.ModelCheckpoint(path),
    }
    for name, action in tries.items():
        assert refused(action) is not path.endswith(rule.MODELS[name]), name
    for weights in (
        lambda: model.save_weights(path),
        lambda: keras.callbacks.ModelCheckpoint(path, save_weights_only=True),
    ):
        assert refused(weights) is not path.endswith(rule.WEIGHTS)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_keras_2_takes_every_suffix(suffix: str, tmp_path: Path) -> None:
    path = str(tmp_path / f"best{suffix}")
    tf_keras.callbacks.ModelCheckpoint(path)
    tf_keras.callbacks.ModelCheckpoint(path, save_weights_only=True)
    model_of(tf_keras).save_weights(path)


# --- KC701, KC702: what the last Keras 2 takes ------------------------------------------------


def test_the_optimizers_of_the_last_keras_2_ignore_lr_and_refuse_decay() -> None:
    assert float(tf_keras.optimizers.Adam(lr=0.5).learning_rate) == pytest.approx(0.001)
    with pytest.raises(ValueError, match="decay"):
        tf_keras.optimizers.Adam(decay=0.1)
