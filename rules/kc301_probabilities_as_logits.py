"""KC301: a loss that wants logits is given probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from kerascop.dimensions import Dim
from kerascop.graph import Objective
from kerascop.linting import Applicability, Finding, Fix, Group, Rule, Severity
from kerascop.linting.fixes import fix_of, in_file, replaced, spelled

TAKES_LOGITS = ("_with_logits", "_logits_v2")

NOTICED = (
    "only Keras' TensorFlow backend notices a Keras activation directly before the loss, warns and"
    " uses its input; JAX and PyTorch apply both"
)


class ProbabilitiesAsLogits(Rule):
    """The output has been through a softmax or sigmoid, and the loss applies another.

    ## What it does
    Finds losses that want logits (`tf.nn.softmax_cross_entropy_with_logits` and its relatives, or a
    crossentropy with `from_logits=True`) and are given an output that a softmax or sigmoid has
    already turned into probabilities: in `compile`, in a loss function of your own, or in a
    training loop with `GradientTape`.

    ## Why is this bad
    Probabilities lie between 0 and 1. Taken for logits, they hardly differ: with two classes the
    most certain answer, `[1, 0]`, counts as 73 %, so the loss stays high however well the network
    does, and its gradient is small everywhere. Training creeps, or seems stuck.

    With `from_logits=True`, Keras' TensorFlow backend notices a Keras activation directly before
    the loss, warns, and computes the loss from the activation's input. Other backends do not, nor
    does TensorFlow if anything, such as a `Reshape`, stands in between, and the focal losses and
    those of `tf.nn` never do. Where the mistake is repaired that way, the finding is a warning;
    everywhere else it is an error.

    ## Example
    ```python
    import tensorflow as tf
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss=tf.nn.softmax_cross_entropy_with_logits,  # KC301
    )
    ```

    ## Use instead
    Drop the activation if you need logits anyway, or keep it and choose the loss for probabilities;
    both are equally good.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    ```

    ## When not to flag
    A `log_softmax` stays silent: softmax leaves it as it is. So does an activation that is applied
    only to what the model predicts, after training, and a loss whose `from_logits` is not known. A
    softmax over one unit is KC204's, one unit with a categorical loss KC308's.

    ## References
    - `_get_logits` in keras/src/backend/tensorflow/nn.py, and its absence in the other backends
    - https://www.tensorflow.org/api_docs/python/tf/nn/softmax_cross_entropy_with_logits
    - https://keras.io/api/losses/probabilistic_losses/
    """

    code = "KC301"
    name = "probabilities-as-logits"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        activation = head.activation
        if loss.from_logits is not True or not (loss.is_categorical or loss.is_binary):
            return
        if activation is None or not head.ends_in("softmax", "sigmoid", "hard_sigmoid"):
            return
        if head.units == 1 and (loss.is_categorical or activation.is_softmax):
            return
        again = "softmax" if loss.is_categorical else "sigmoid"
        effect = NOTICED if objective.finds_logits else _effect(again, head.units)
        related = [(activation.origin, f"the {activation.name} is applied here")]
        if loss.inner is not None:
            related.append((loss.inner, f"the {again} is applied again here"))
        if loss.flag is not None and loss.flag != loss.inner:
            related.append((loss.flag, "the loss is told to expect logits here"))
        yield self.finding(
            objective.origin,
            f"`{loss.short}` takes logits and applies a {again} itself, but the output has already"
            f" been through a {activation.name}: {effect}. {_remedy(objective, activation.name)}",
            related=related,
            severity=Severity.WARNING if objective.finds_logits else None,
            fix=_fix(objective, again, objective.origin.path),
        )


def _fix(objective: Objective, again: str, path: Path) -> Fix | None:
    """Keeps the activation and chooses the loss that belongs to it."""
    loss = objective.loss
    if not objective.head.ends_in(again):
        return None
    if loss.flag is not None:
        edit = replaced(in_file(loss.flag, path), "False", ["True"])
    elif objective.compile is not None and spelled(loss.origin).endswith(TAKES_LOGITS):
        edit = replaced(in_file(loss.origin, path), f'"{loss.family}"')
    else:
        edit = None
    message = "Keep the activation, and use the loss for probabilities"
    return fix_of(Applicability.UNSAFE, message, edit)


def _effect(again: str, classes: Dim) -> str:
    """What is left of a certain answer: e / (e + n - 1) of softmax, 1 / (1 + 1/e) of sigmoid."""
    if again == "sigmoid":
        return "a certain yes counts as 73 %, a certain no as 50 %, so the loss stays high"
    if not isinstance(classes, int):
        return "probabilities hardly differ as logits, so the loss stays high and learning is slow"
    share = round(100 * math.e / (math.e + classes - 1))
    certain = f"with {classes} classes the most certain answer counts as {share} %"
    return f"{certain}, so the loss stays high"


def _remedy(objective: Objective, activation: str) -> str:
    loss = objective.loss
    if loss.always_wants_logits:
        other = "sparse_categorical" if "sparse" in loss.path else "categorical"
        name = "binary_crossentropy" if loss.is_binary else f"{other}_crossentropy"
        return f"Drop the {activation}, or keep it and use Keras' `{name}`"
    return f"Drop the {activation} from the model, or `from_logits=True` from the loss"
