"""What the messages of KC801 to KC804 say of Keras, asked of Keras 3 and tf_keras themselves."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

keras = pytest.importorskip("keras")
tf_keras = pytest.importorskip("tf_keras")
np = pytest.importorskip("numpy")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")

X = np.random.default_rng(0).random((8, 4)).astype("float32")
Y = np.ones((8, 1), "float32")

both = pytest.mark.parametrize("package", [keras, tf_keras], ids=["keras", "tf_keras"])


def functional(package: ModuleType, layer: Any) -> Any:
    inputs = package.layers.Input((4,))
    return package.Model(inputs, package.layers.Dense(1)(layer(inputs)))


def halve(x: Any) -> Any:
    return x / 2


# --- KC801, KC802 ---------------------------------------------------------------------------------


@both
def test_a_model_with_a_lambda_is_loaded_without_safe_mode_only(
    package: ModuleType, tmp_path: Path
) -> None:
    path = str(tmp_path / "model.keras")
    functional(package, package.layers.Lambda(lambda x: x / 2)).save(path)
    with pytest.raises(ValueError, match="arbitrary code execution"):
        package.models.load_model(path)
    package.models.load_model(path, safe_mode=False)


def test_a_named_function_is_found_among_the_custom_objects(tmp_path: Path) -> None:
    path = str(tmp_path / "model.keras")
    functional(keras, keras.layers.Lambda(halve)).save(path)
    keras.models.load_model(path, custom_objects={"halve": halve})


# --- KC803 ----------------------------------------------------------------------------------------


def layer_class(package: ModuleType) -> Any:
    class Own(package.layers.Layer):  # type: ignore[misc, name-defined]
        def __init__(self, argument: Any, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.argument = argument

        def call(self, inputs: Any) -> Any:
            return inputs * 1.0

    return Own


@both
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("kind", ["layer", "model", "array", "function", "object", "list"])
def test_an_argument_that_is_no_plain_value_cannot_be_saved(
    package: ModuleType, suffix: str, kind: str, tmp_path: Path
) -> None:
    arguments: dict[str, Any] = {
        "layer": package.layers.Dense(2),
        "model": package.Sequential([package.layers.Input((4,)), package.layers.Dense(2)]),
        "array": np.ones(4, "float32"),
        "function": halve,
        "object": package.regularizers.L2(0.1),
        "list": [package.layers.Dense(2)],
    }
    model = functional(package, layer_class(package)(arguments[kind]))
    with pytest.raises(NotImplementedError, match="get_config"):
        model.save(str(tmp_path / f"model{suffix}"))


@both
@pytest.mark.parametrize("argument", [3, 0.5, "relu", True, None, (1, 2)])
def test_keras_writes_plain_arguments_down_by_itself(
    package: ModuleType, argument: Any, tmp_path: Path
) -> None:
    own, path = layer_class(package), str(tmp_path / "model.keras")
    functional(package, own(argument)).save(path)
    package.models.load_model(path, custom_objects={"Own": own})


@both
def test_what_get_config_forgets_is_missing_when_the_model_is_loaded(
    package: ModuleType, tmp_path: Path
) -> None:
    class Forgetful(layer_class(package)):  # type: ignore[misc]
        def get_config(self) -> Any:
            return {"name": self.name}

    path = str(tmp_path / "model.keras")
    functional(package, Forgetful(3)).save(path)
    with pytest.raises(TypeError, match="argument"):
        package.models.load_model(path, custom_objects={"Forgetful": Forgetful})


# --- KC804 ----------------------------------------------------------------------------------------


@both
def test_a_layer_inside_a_lambda_is_not_trained_and_not_the_models(package: ModuleType) -> None:
    dense = package.layers.Dense(3)
    dense.build((None, 4))
    model = functional(package, package.layers.Lambda(lambda x: dense(x) * 2.0))
    assert len(model.weights) == 2
    before = dense.get_weights()[0]
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)
    assert np.array_equal(before, dense.get_weights()[0])


def test_tf_keras_refuses_a_layer_that_a_lambda_builds() -> None:
    dense = tf_keras.layers.Dense(3)
    with pytest.raises(ValueError, match="not tracked"):
        tf_keras.Sequential(
            [tf_keras.layers.Input((4,)), tf_keras.layers.Lambda(lambda x: dense(x) * 2.0)]
        )


def test_keras_3_trains_a_lambda_that_makes_its_layers_never() -> None:
    model = functional(keras, keras.layers.Lambda(lambda x: keras.layers.Dense(3)(x) * 2.0))
    assert len(model.weights) == 2
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="only supports singleton"):
        model.fit(X, Y, verbose=0)


def test_a_plain_function_in_the_graph_leaves_its_layers_to_the_model() -> None:
    dense = keras.layers.Dense(3)
    assert len(functional(keras, lambda x: dense(x) * 2.0).weights) == 4
