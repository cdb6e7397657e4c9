"""KC409: a loss that the gradient tape was not there to record."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Gradient
from kerascop.linting import Finding, Group, Rule


class LossOutsideTape(Rule):
    """The model is applied, or the loss computed, while the `GradientTape` does not record.

    ## What it does
    Finds `tape.gradient(loss, weights)` where the loss, or the pass through the model that it comes
    from, was computed before or after the `with tf.GradientTape()` block.

    ## Why is this bad
    A tape knows only of what is computed inside its block. For everything else its answer is `None`
    for each weight. `apply_gradients` then raises `No gradients provided for any variable`.

    ## Example
    ```python
    import tensorflow as tf
    from tensorflow import keras

    model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(1)])
    optimizer = keras.optimizers.Adam()
    mse = keras.losses.MeanSquaredError()

    def train_step(x, y):
        prediction = model(x, training=True)  # KC409
        with tf.GradientTape() as tape:
            loss = mse(y, prediction)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    ```

    ## Use instead
    Apply the model and compute the loss inside the block; ask for the gradient behind it.

    ```python
    import tensorflow as tf
    from tensorflow import keras

    model = keras.Sequential([keras.Input(shape=(8,)), keras.layers.Dense(1)])
    optimizer = keras.optimizers.Adam()
    mse = keras.losses.MeanSquaredError()

    def train_step(x, y):
        with tf.GradientTape() as tape:
            prediction = model(x, training=True)
            loss = mse(y, prediction)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    ```

    ## When not to flag
    Adversarial training makes images outside the block in which the discriminator learns, on
    purpose: what counts is the model whose weights the gradient is asked for. Silent if another way
    leads from the loss to these weights, such as `model.losses` added inside the block, if it is
    not known whose weights they are, and for tapes that are paused or reset.

    ## References
    - https://www.tensorflow.org/guide/autodiff
    - https://www.tensorflow.org/api_docs/python/tf/GradientTape
    """

    code = "KC409"
    name = "loss-outside-tape"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, gradient: Gradient) -> Iterator[Finding]:
        if gradient.outside is None:
            return
        what = "the loss is computed" if gradient.misses_loss else "the model is applied"
        yield self.finding(
            gradient.outside,
            f"{what} outside the `with` block of the `GradientTape`, which records only what is"
            " computed inside: the gradient is `None` for every weight. Move this into the block",
            related=[(gradient.origin, "the gradient is asked for here")],
        )
