"""KC308: one output unit under a categorical crossentropy."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Objective
from kerascop.graph.activations import applied_layer
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import activation_changed, activation_given, loss_changed


class SingleUnitCategoricalLoss(Rule):
    """A categorical crossentropy is asked of a single output unit.

    ## What it does
    Finds outputs whose last axis has size 1 under `categorical_crossentropy`,
    `sparse_categorical_crossentropy`, their focal variant or TensorFlow's softmax crossentropies.

    ## Why is this bad
    A categorical crossentropy wants one unit per class. With a single unit there is a single class,
    which always has probability 1: the categorical loss is about 0 from the first step (or NaN,
    after a ReLU), and the sparse loss fails on label 1 or gives NaN. Nothing is ever learned.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",  # KC308
    )
    ```

    ## Use instead
    For two classes, one sigmoid with a binary crossentropy; for n classes, a softmax over n units.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    ```

    ## When not to flag
    One unit with a binary crossentropy, a hinge or a regression loss is as it should be. One class
    probability that a loss function of your own cuts out of a larger output is not judged. A single
    *softmax* unit is KC204's finding, which names the cause; this rule speaks for every other
    single unit, sigmoid and linear ones included, and KC301, KC302 and KC305 leave those to it.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/
    - Keras itself warns since version 3: "expected y_pred.shape to be (batch_size, num_classes)"
    """

    code = "KC308"
    name = "single-unit-categorical-loss"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        if not loss.is_categorical or not objective.direct:
            return
        if not head.shape or head.shape[-1] != 1:
            return
        if head.ends_in("softmax", "log_softmax") or objective.is_placeholder:
            return
        effect = (
            "fails on every label but 0, or gives NaN"
            if "sparse" in loss.family
            else "is about 0 (or NaN) whatever the model answers"
        )
        yield self.finding(
            objective.origin,
            f"`{loss.short}` wants one unit per class, but {head.layer_shown} leaves one: the loss"
            f" {effect}, and nothing is learned. Use `binary_crossentropy` with a sigmoid for two"
            " classes, a softmax over n units for n",
            related=[
                (head.weighted.origin if head.weighted else None, "the single unit"),
                (head.activation.origin if head.activation else None, "its activation"),
            ],
            fix=_fix(objective),
        )


def _fix(objective: Objective) -> Fix | None:
    """The loss for a yes or no, and a sigmoid before it where the loss does not apply one."""
    head, path = objective.head, objective.origin.path
    loss = loss_changed(objective.loss, "binary_crossentropy", path)
    message = "Use `binary_crossentropy` and a sigmoid"
    if objective.loss.from_logits or head.ends_in("sigmoid"):
        return fix_of(Applicability.UNSAFE, message, loss)
    layer = None if head.weighted is None else applied_layer(head.weighted)
    if head.activation is not None:
        sigmoid = activation_changed(head.activation, "sigmoid", path)
    else:
        sigmoid = None if layer is None else activation_given(layer, "sigmoid", path)
    return fix_of(Applicability.UNSAFE, message, loss, sigmoid)
