"""KC309: an output for a crossentropy that is no probability, for its activation is unbounded."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Activation, Objective
from kerascop.linting import Finding, Group, Rule

SHARES = frozenset({"exponential", "softplus", "squareplus", "sparse_plus"})
"""Positive everywhere: a categorical crossentropy divides them by their sum."""


class ReluClassifierOutput(Rule):
    """The last layer of a classifier ends in ReLU, tanh or another activation of hidden layers.

    ## What it does
    Finds models with a crossentropy loss whose output goes through an activation that leaves
    [0, 1]: ReLU and its variants, ELU, GELU, swish, tanh.

    ## Why is this bad
    A crossentropy takes the logarithm of probabilities. What is no probability is clipped into
    (0, 1), and where it is clipped there is no gradient. A ReLU is 0 for half of what comes in, so
    such units start out stuck, or become so, and the loss stays high or turns into NaN.

    A loss with `from_logits=True` wants any real number. After a ReLU no logit is below 0: a
    sigmoid of it never falls below one half, and a unit that is 0 for all samples stays there.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="relu"),  # KC309
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    ```

    ## Use instead
    `sigmoid` for yes or no, `softmax` for one class of several.

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
    The hinge losses want scores, and tanh suits them. Softplus and exponential outputs under a
    categorical crossentropy, which divides by their sum, are a way to write a softmax. Silent for a
    ReLU with a `max_value`, for logits out of anything but a plain ReLU, for recurrent layers, for
    a model that is trained only inside another, and if the last steps are not understood. One unit
    under a categorical loss is KC308's, a head without activation KC302's.

    ## References
    - https://keras.io/api/losses/probabilistic_losses/
    - `binary_crossentropy` and `categorical_crossentropy` in keras/src/backend/tensorflow/nn.py
    """

    code = "KC309"
    name = "relu-classifier-output"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss, head = objective.loss, objective.head
        activation = head.activation
        if not (loss.is_categorical or loss.is_binary) or objective.is_placeholder:
            return
        if activation is None or not head.known or (loss.is_categorical and head.units == 1):
            return
        if loss.from_logits is False and _leaves_unit(activation, loss.is_categorical):
            effect = "expects probabilities, and clips what leaves (0, 1), where nothing is learned"
        elif loss.from_logits is True and activation.name == "relu":
            effect = "takes logits, any real numbers, and none below 0 can occur"
        else:
            return
        wanted = "sigmoid" if loss.is_binary else "softmax"
        remedy = f"Use `{wanted}`" if not loss.from_logits else "Leave the last layer linear"
        yield self.finding(
            activation.origin,
            f"{head.layer_shown} ends in {activation.name}, but `{loss.short}` {effect}. {remedy}",
            related=[
                (objective.origin, "the loss is chosen here"),
                (loss.inner, "the loss function calls the crossentropy here"),
                (head.weighted.origin if head.weighted else None, "the output"),
            ],
            subject=objective.origin,
        )


def _leaves_unit(activation: Activation, is_categorical: bool) -> bool:
    """Can the activation's values leave [0, 1]?"""
    facts = activation.facts
    if facts is None or facts.normalises_over_axis or facts.name.startswith("log_"):
        return False
    if is_categorical and facts.name in SHARES:
        return False
    limit = activation.call.argument("max_value")
    if limit.given and limit.value is not None:
        return False
    return facts.low < 0 or facts.high > 1
