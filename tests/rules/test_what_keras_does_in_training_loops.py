"""What the messages of KC409, KC415 and KC416 say of TensorFlow and Keras, asked of themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kerascop.graph.gradients import stops_gradient
from kerascop.graph.tensors import Call, Operation
from kerascop.keras_api.numpy_functions import OF_MORE, OF_ONE, OF_TWO

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

if keras.backend.backend() != "tensorflow":
    pytest.skip("the claims are about the TensorFlow backend", allow_module_level=True)

X = np.random.default_rng(0).random((8, 4)).astype("float32")
Y = np.ones((8, 1), "float32")


def network(*layers: Any) -> Any:
    return keras.Sequential([keras.Input((4,)), *layers, keras.layers.Dense(1)])


def train(loss: Any, **options: Any) -> None:
    model = network()
    model.compile(optimizer="sgd", loss=loss, **options)
    model.fit(X, Y, verbose=0)


# --- KC409 ----------------------------------------------------------------------------------------


def test_a_tape_gives_none_for_a_model_that_was_applied_before_it() -> None:
    model = network()
    prediction = model(X)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(Y - prediction))
    gradients = tape.gradient(loss, model.trainable_variables)
    assert gradients == [None, None]
    with pytest.raises(ValueError, match="No gradients provided for any variable"):
        keras.optimizers.SGD().apply_gradients(
            zip(gradients, model.trainable_variables, strict=True)
        )


def test_a_tape_gives_none_for_a_loss_that_is_computed_behind_it() -> None:
    model = network()
    with tf.GradientTape() as tape:
        prediction = model(X)
    loss = keras.losses.MeanSquaredError()(Y, prediction)
    assert tape.gradient(loss, model.trainable_variables) == [None, None]


def test_a_tape_answers_inside_its_own_block_too() -> None:
    model = network()
    with tf.GradientTape() as tape:
        loss = keras.losses.MeanSquaredError()(Y, model(X))
        gradients = tape.gradient(loss, model.trainable_variables)
    assert None not in gradients


# --- KC415 ----------------------------------------------------------------------------------------

MORE: dict[str, tuple[Any, ...]] = {
    "reshape": ((-1,),),
    "clip": (0, 1),
    "where": (1, 0),
    "expand_dims": (0,),
    "swapaxes": (0, 1),
    "moveaxis": (0, 1),
    "repeat": (2,),
    "tile": (2,),
    "roll": (1,),
    "percentile": (5,),
    "quantile": (0.5,),
    "full_like": (1,),
    "take": (0,),
    "pad": (1,),
}


def numpy_call(name: str, tensor: Any) -> Any:
    function: Any = np
    for part in name.split("."):
        function = getattr(function, part)
    if name in OF_TWO:
        return function(tensor, tensor)
    if name in ("concatenate", "stack", "vstack", "hstack"):
        return function([tensor, tensor])
    if name == "einsum":
        return function("ij->i", tensor)
    return function(tensor, *MORE.get(name, ()))


@pytest.mark.parametrize("name", sorted(OF_ONE | OF_TWO | OF_MORE))
@pytest.mark.filterwarnings("ignore")
def test_numpy_refuses_symbolic_tensors(name: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        numpy_call(name, keras.Input((3,), batch_size=3))

    compiled = tf.function(lambda x: numpy_call(name, x))
    with pytest.raises((NotImplementedError, TypeError)):
        compiled(tf.ones((3, 3)))


@pytest.mark.parametrize("name", ["shape", "ndim", "isscalar"])
def test_numpy_can_look_at_the_shape_of_a_symbolic_tensor(name: str) -> None:
    getattr(np, name)(keras.Input((3,), batch_size=3))


def test_a_loss_and_a_metric_in_numpy_end_the_program() -> None:
    def error(y_true: Any, y_pred: Any) -> Any:
        return np.mean(np.square(y_true - y_pred))

    for options in ({"loss": error}, {"loss": "mse", "metrics": [error]}):
        with pytest.raises(NotImplementedError, match="to a numpy array"):
            train(**options)


def test_numpy_of_a_tensor_in_a_loss_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'numpy'"):
        train(lambda y_true, y_pred: tf.reduce_mean(y_true.numpy() - y_pred))


def test_a_metric_in_numpy_runs_eagerly() -> None:
    train("mse", metrics=[lambda y_true, y_pred: np.mean(y_true - y_pred)], run_eagerly=True)


def test_numpy_in_a_lambda_ends_the_program() -> None:
    inputs = keras.Input((4,))
    with pytest.raises(NotImplementedError):
        keras.layers.Lambda(lambda t: np.exp(t) * 2.0)(inputs)


# --- KC416 ----------------------------------------------------------------------------------------

STEPS: dict[str, Callable[[Any], Any]] = {
    "round": tf.round,
    "rint": tf.math.rint,
    "floor": tf.floor,
    "ceil": tf.math.ceil,
    "argmax": lambda x: tf.cast(tf.argmax(x), tf.float32),
    "argmin": lambda x: tf.cast(tf.argmin(x), tf.float32),
    "argsort": lambda x: tf.cast(tf.argsort(x), tf.float32),
    "floor_divide": lambda x: x // 0.1,
    "greater": lambda x: tf.cast(x > 0.5, tf.float32),
    "less_equal": lambda x: tf.cast(x <= 0.5, tf.float32),
    "equal": lambda x: tf.cast(tf.equal(x, 0.5), tf.float32),
    "cast": lambda x: tf.cast(tf.cast(x, tf.int32), tf.float32),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_has_no_gradient(name: str) -> None:
    weights = tf.Variable([0.3, 0.7])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(STEPS[name](weights))
    assert tape.gradient(loss, weights) is None
    if name != "cast":
        assert stops_gradient(Call(Operation(name), (), None))  # type: ignore[arg-type]


def test_the_gradient_of_a_sign_is_zero_everywhere() -> None:
    weights = tf.Variable([-0.3, 0.7])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.sign(weights))
    assert np.all(tape.gradient(loss, weights).numpy() == 0.0)


@pytest.mark.parametrize("name", ["round", "floor", "greater", "cast"])
def test_keras_refuses_to_learn_from_a_step(name: str) -> None:
    with pytest.raises(ValueError, match="No gradients provided for any variable"):
        train(lambda y_true, y_pred: tf.reduce_mean(tf.abs(y_true - STEPS[name](y_pred))))


def test_a_mask_beside_a_smooth_loss_does_no_harm() -> None:
    train(lambda y_true, y_pred: tf.reduce_mean(STEPS["greater"](y_pred) * tf.square(y_pred)))
