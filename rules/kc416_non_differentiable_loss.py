"""KC416: a loss whose only way to the weights leads through a step without gradient."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Gradient
from kerascop.linting import Finding, Group, Rule

REMEDIES = {
    "argmax": "Compare the probabilities themselves",
    "argmin": "Compare the values themselves",
    "argsort": "Compare the values themselves",
    "one_hot": "Compare the probabilities themselves",
    "cast": "Leave the output a floating-point number",
}
COMPARISONS = frozenset({"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"})
SMOOTH = "A steep sigmoid is a smooth step"


class NonDifferentiableLoss(Rule):
    """Between the loss and the weights stands a step that lets no gradient through.

    ## What it does
    Finds losses that depend on the weights only through `argmax`, `round`, `floor`, `sign`, a
    comparison, or a cast to whole numbers, in the loss function or at the end of the model.

    ## Why is this bad
    These functions are flat: a small change of a weight does not change their result, so their
    gradient is zero or not defined at all, and gradient descent has nothing to go by. Keras mostly
    ends with `No gradients provided for any variable`. Accuracy, F1 and IoU of rounded outputs are
    good metrics, and cannot be losses.

    ## Example
    ```python
    from tensorflow import keras
    from tensorflow.keras import backend as K

    def error_rate(y_true, y_pred):
        return K.mean(K.abs(y_true - K.round(y_pred)))  # KC416

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss=error_rate)
    ```

    ## Use instead
    A smooth measure as the loss, the one that counts as a metric.

    ```python
    from tensorflow import keras
    from tensorflow.keras import backend as K

    def error_rate(y_true, y_pred):
        return K.mean(K.abs(y_true - K.round(y_pred)))

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[error_rate])
    ```

    ## When not to flag
    One smooth way from the loss to the weights is enough: a mask from a comparison that multiplies
    a smooth loss, the values that a condition selects, rounding with `stop_gradient` around it.
    Silent where a function on the way is not known, and for `custom_gradient`.

    ## References
    - https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none
    - https://keras.io/api/losses/#creating-custom-losses
    """

    code = "KC416"
    name = "non-differentiable-loss"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, gradient: Gradient) -> Iterator[Finding]:
        step = gradient.stopped_at
        if step is None:
            return
        name = step.short
        shown = "a comparison" if name in COMPARISONS else f"`{name}`"
        if name == "cast":
            shown = "a cast to whole numbers or truth values"
        yield self.finding(
            step.origin,
            f"no gradient passes through {shown}, and the loss reaches the weights in no other way:"
            f" nothing can be learned. {REMEDIES.get(name, SMOOTH)}",
            related=[(gradient.origin, "this is what is to be minimised")],
            subject=gradient.origin,
        )
