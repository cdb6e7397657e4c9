"""KC302: a loss that wants probabilities is given logits."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Objective
from kerascop.graph.activations import GATED, applied_layer
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import CLASS_NAMES, activation_given


class LogitsAsProbabilities(Rule):
    """The last layer has no activation, but the crossentropy expects probabilities.

    ## What it does
    Finds models whose last weighted layer is linear, and whose loss is a crossentropy with
    `from_logits` left at (or set to) false.

    ## Why is this bad
    Without an activation the outputs are logits: any real numbers. The loss clips them into (0, 1)
    before it takes their logarithm (after dividing by their sum, for `categorical_crossentropy`).
    Where they are clipped there is no gradient, so what a sample teaches depends on where its
    logits happened to start. The loss gets stuck at a high value or turns into NaN.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5),
    ])
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",  # KC302
        metrics=["accuracy"],
    )
    ```

    ## Use instead
    Either give the last layer its activation (`softmax`, or `sigmoid` for a binary crossentropy),
    or tell the loss that it gets logits, which is numerically the safest:

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5),
    ])
    model.compile(
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    ```

    ## When not to flag
    Silent if anything between the last layer and the loss is not understood, if a loss function of
    your own applies the softmax or sigmoid before it calls the library's, and for recurrent layers
    and attention, whose outputs are squashed inside. A model that is compiled for form's sake and
    trained only inside another is left alone. One unit with a categorical loss is KC308's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/ on `from_logits`
    - `categorical_crossentropy` in keras/src/backend/tensorflow/nn.py: clipping and dividing
    """

    code = "KC302"
    name = "logits-as-probabilities"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        if loss.from_logits is not False or loss.family not in CLASS_NAMES:
            return
        if not head.is_linear or head.weighted is None or objective.is_placeholder:
            return
        layer = head.weighted.layer
        if layer is None or layer.symbol in GATED or (loss.is_categorical and head.units == 1):
            return
        path = objective.origin.path
        activation = "sigmoid" if loss.is_binary else "softmax"
        yield self.finding(
            objective.origin,
            f"`{loss.short}` expects probabilities, but {head.layer_shown} has no activation: it"
            f' gives logits, which are clipped into (0, 1). Use `activation="{activation}"` there,'
            f" or `{CLASS_NAMES[loss.family]}(from_logits=True)` here",
            related=[
                (layer.origin, "the last layer, without activation"),
                (loss.inner, "the loss function calls the crossentropy here"),
            ],
            fix=fix_of(
                Applicability.UNSAFE,
                f"Give the last layer its {activation}",
                activation_given(applied_layer(head.weighted) or layer, activation, path),
            ),
        )
