"""KC205: a hidden layer's activation between the last weights and the output's softmax."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Activation, Head, Model
from kerascop.linting import Finding, Group, Rule

SQUASHING = frozenset(
    "relu relu6 sigmoid hard_sigmoid tanh hard_tanh softsign softplus elu selu".split()
)
"""Activations that keep logits from falling, or from moving at all. Leaky ones do not."""

PROBABILITIES = ("softmax", "sigmoid", "hard_sigmoid")


class ActivatedLogits(Rule):
    """ReLU or a squashing function changes the logits right before softmax or sigmoid.

    ## What it does
    Looks for outputs that go through two activations in a row, the last of them softmax or
    sigmoid: `Dense(10, activation="relu")` and then `Activation("softmax")`.

    ## Why is this bad
    Softmax and sigmoid want logits, any real numbers. After a ReLU none is below 0: a sigmoid can
    say nothing less likely than one half, and softmax can rule a class out only by raising all
    others. A unit at zero passes no gradient back. After tanh or sigmoid the logits differ by 2 or
    1 at most, so that no class can become sure.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10, activation="relu"))  # KC205
    model.add(layers.Activation("softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10))
    model.add(layers.Activation("softmax"))
    ```

    ## When not to flag
    Silent for the same activation twice and for a softmax on a softmax (KC203); for leaky
    variants; for softmax inside a model, as in attention, whose scores are often squashed on
    purpose, even if the weights leave the model as well; when pooling lies in between (SqueezeNet
    and Network in Network average rectified maps); when the values are scaled in between, or
    anything else is not understood.

    ## References
    - https://keras.io/api/layers/activations/#softmax-function
    """

    code = "KC205"
    name = "activated-logits"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        if model.is_component and not model.compiled:
            return
        for head in model.heads:
            if len(head.activations) < 2 or not head.ends_in(*PROBABILITIES):
                continue
            if model.consumers(head.tensor) or not over_units(head):
                continue
            last, before = head.activations[:2]
            if before.name not in SQUASHING or before.name == last.name:
                continue
            yield self.finding(
                before.origin,
                f"`{before.name}` changes the logits before `{last.name}`: "
                f"{effect(before, last)}. Leave the last layer without an activation of its own",
                related=[(last.origin, f"`{last.name}` wants any real numbers")],
                subject=model.origin,
            )


def over_units(head: Head) -> bool:
    """Does the last activation compare units, or none, and not steps or positions?"""
    assert head.activation is not None, "the head ends in probabilities"
    axis = head.activation.call.argument("axis")
    return not axis.given or axis.value == -1 or axis.value == len(head.shape or ()) - 1


def effect(before: Activation, last: Activation) -> str:
    """What is lost."""
    facts = before.facts
    if facts is not None and facts.bounded_range is not None:
        low, high = facts.bounded_range
        return f"none leaves {low:g} … {high:g}, so no answer can become sure"
    if facts is not None and facts.low == 0 and not last.is_softmax:
        return "none is below 0, so no answer can fall below 0.5"
    return f"none falls below {0 if facts is None else facts.low:.3g}, however wrong a class is"
