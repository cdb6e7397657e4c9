"""KC306: a softmax over several classes under a binary crossentropy."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Labels, Objective
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import loss_changed


class SoftmaxWithBinaryLoss(Rule):
    """A softmax over three or more classes is trained with binary crossentropy.

    ## What it does
    Finds outputs with a softmax over more than two classes whose loss is `binary_crossentropy` or
    its focal variant.

    ## Why is this bad
    Binary crossentropy asks yes or no of every unit by itself, a softmax gives one answer for all.
    On TensorFlow, Keras computes the loss from the softmax's input, so it trains independent
    sigmoids while `predict` returns a softmax. Elsewhere the classes are pushed against each other
    twice. And `"accuracy"` looks excellent whatever the model does, wherever it is resolved to the
    binary kind: of ten units, nine are rightly zero.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="binary_crossentropy",  # KC306
    )
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    ```

    If a sample can have several classes, keep the loss and use `sigmoid`.

    ## When not to flag
    A softmax over two classes: there both losses have the same optimum. A softmax over an unknown
    number of classes, or over another axis than the last. A softmax inside the network, such as
    attention. A softmax over one unit is KC204's, a loss with `from_logits=True` KC301's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/
    - `_get_logits` in keras/src/backend/tensorflow/nn.py: any activation's input is taken
    """

    code = "KC306"
    name = "softmax-with-binary-loss"
    group = Group.SUSPICIOUS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        activation, classes = head.activation, head.softmax_classes
        if not loss.is_binary or loss.from_logits is not False or objective.is_placeholder:
            return
        if activation is None or not head.ends_in("softmax"):
            return
        if not isinstance(classes, int) or classes <= 2:
            return
        trained = (
            f": on TensorFlow this trains {classes} independent sigmoids, while the model returns"
            " a softmax"
            if objective.finds_logits
            else ""
        )
        yield self.finding(
            objective.origin,
            f"`{loss.short}` asks yes or no of each unit, but the output is a softmax over"
            f" {classes} classes{trained}. Use `categorical_crossentropy` (or the sparse one, for"
            " class ids), or sigmoids if a sample can have several classes",
            related=[(activation.origin, "the softmax is applied here")],
            fix=_fix(objective),
        )


def _fix(objective: Objective) -> Fix | None:
    """The loss for one of several classes; for class ids, where the labels are known to be some."""
    sparse = any(target.labels is Labels.CLASS_IDS for target in objective.targets)
    family = f"{'sparse_' if sparse else ''}categorical_crossentropy"
    return fix_of(
        Applicability.UNSAFE,
        f"Use `{family}`",
        loss_changed(objective.loss, family, objective.origin.path),
    )
