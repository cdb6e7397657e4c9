"""KC305: several sigmoids under a loss that is about one softmax."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import Dim
from kerascop.graph import Objective
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import activation_changed


class SigmoidWithCategoricalLoss(Rule):
    """The outputs are independent sigmoids, but a categorical crossentropy wants one distribution.

    ## What it does
    Finds outputs of several sigmoid units under `categorical_crossentropy`,
    `sparse_categorical_crossentropy` or their focal variant.

    ## Why is this bad
    A categorical crossentropy compares one probability distribution over the classes with the
    label. Sigmoids are none: each is a yes or no of its own. Keras trains something else than what
    the model returns. On TensorFlow, the loss takes the inputs of the sigmoids through a softmax;
    on JAX and PyTorch it divides the sigmoids by their sum. `predict` returns the plain sigmoids,
    which nothing has trained to be right as probabilities.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(4, activation="sigmoid"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",  # KC305
    )
    ```

    ## Use instead
    A softmax if each sample has exactly one class; `binary_crossentropy` if it can have several.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    ```

    ## When not to flag
    Sigmoids with a binary crossentropy are how several labels per sample are learned. Sigmoids
    inside the network (gates, squeeze-and-excitation) are not its output. One unit is KC308's, and
    sigmoids under `from_logits=True` are KC301's: one mistake is reported once.

    ## References
    - `_get_logits` in keras/src/backend/tensorflow/nn.py: any activation's input is taken
    - https://keras.io/api/losses/probabilistic_losses/
    """

    code = "KC305"
    name = "sigmoid-with-categorical-loss"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        if not loss.is_categorical or loss.from_logits is not False or objective.is_placeholder:
            return
        activation = head.activation
        if activation is None or not activation.is_sigmoid or head.units in (None, 1):
            return
        trained = (
            "on TensorFlow it trains a softmax over the inputs of the sigmoids, elsewhere their"
            " shares of their sum"
            if objective.finds_logits
            else "it trains their shares of their sum"
        )
        yield self.finding(
            objective.origin,
            f"`{loss.short}` wants one distribution over the classes, but {head.layer_shown} ends"
            f" in {_number(head.units)} independent sigmoids: {trained}, never the sigmoids that"
            " the model returns. Use softmax if a sample has one class, `binary_crossentropy` if it"
            " can have several",
            related=[(activation.origin, "the sigmoids are applied here")],
            fix=fix_of(
                Applicability.UNSAFE,
                "Use one softmax",
                activation_changed(activation, "softmax", objective.origin.path),
            ),
        )


def _number(units: Dim) -> str:
    return str(units) if isinstance(units, int) else "several"
