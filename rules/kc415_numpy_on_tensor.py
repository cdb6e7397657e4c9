"""KC415: NumPy is asked to compute with a tensor that has no numbers yet."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import NumpyUse
from kerascop.keras_api import resolve
from kerascop.linting import Finding, Group, Rule


class NumpyOnTensor(Rule):
    """A NumPy function is called on a tensor of the graph that Keras builds.

    ## What it does
    Finds calls such as `np.mean(y_pred)`, and `y_pred.numpy()`, in loss functions, metrics,
    `Lambda` layers, `call` methods, functions under `tf.function`, and between the layers of a
    functional model.

    ## Why is this bad
    Keras runs these functions with symbols in place of numbers, to build a graph out of them. NumPy
    needs numbers. The program ends with `Cannot convert a symbolic tf.Tensor to a numpy array`, and
    `numpy()` with `has no attribute 'numpy'`. Where the code does run, NumPy gives no gradient.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras

    def rmse(y_true, y_pred):
        return np.sqrt(keras.ops.mean((y_true - y_pred) ** 2))  # KC415

    model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss=rmse)
    ```

    ## Use instead
    The function of the same meaning in `keras.ops`, or in TensorFlow.

    ```python
    from tensorflow import keras

    def rmse(y_true, y_pred):
        return keras.ops.sqrt(keras.ops.mean((y_true - y_pred) ** 2))

    model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss=rmse)
    ```

    ## When not to flag
    NumPy on plain numbers and static shapes is fine: `np.sqrt(d_model)`,
    `np.prod(keras.backend.int_shape(x)[1:])`. So is NumPy inside `tf.numpy_function` and
    `tf.py_function`, on what a model predicts, and in a training loop that nothing compiles. Silent
    for programs that run eagerly: `compile(run_eagerly=True)`,
    `tf.config.run_functions_eagerly(True)`.

    ## References
    - https://www.tensorflow.org/guide/function
    - https://keras.io/api/ops/numpy/
    """

    code = "KC415"
    name = "numpy-on-tensor"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, use: NumpyUse) -> Iterator[Finding]:
        if use.is_method:
            told = "`numpy()` asks a symbolic tensor for numbers, which it does not have. Compute"
            yield self.finding(use.origin, f"{told} with `keras.ops` or TensorFlow's functions")
            return
        remedy = "TensorFlow's own functions"
        if resolve(f"keras.ops.{use.name}") is not None:
            remedy = f"`keras.ops.{use.name}`, or the function of TensorFlow that does the same"
        yield self.finding(
            use.origin,
            f"`np.{use.name}` wants numbers, and gets a symbolic tensor, which it cannot turn into"
            f" an array. Use {remedy}",
        )
