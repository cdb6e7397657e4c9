"""KC203: an activation on top of the same activation, or on top of a softmax."""

from __future__ import annotations

from collections.abc import Iterator
from math import e

from kerascop.graph import Activation, Call, Model, activation_of, is_weighted, passes_values
from kerascop.graph.activations import GATED
from kerascop.linting import Finding, Group, Rule

SQUASHED = {
    "sigmoid": "no output can leave 0.5 … 0.73",
    "tanh": "no output can leave -0.76 … 0.76",
    "relu": "the second changes nothing",
    "relu6": "the second changes nothing",
}
"""What applying a function twice does: sigmoid(1) = 0.731, tanh(1) = 0.762, relu is idempotent."""


IDEMPOTENT = frozenset({"relu", "relu6"})


class RedundantActivation(Rule):
    """The same activation is applied twice in a row, or softmax or sigmoid on top of a softmax.

    ## What it does
    Looks for an activation whose input has just left the same activation, or a softmax, with
    nothing but dropout or reshapes in between.

    ## Why is this bad
    Probabilities are no logits. Softmax of a distribution over ten classes gives the best class
    0.23 at most, so the loss cannot fall and gradients are tiny; sigmoid of it gives no class less
    than 0.5. The same saturating function twice squeezes its outputs into a narrow band; relu twice
    merely hides a slip, often an activation that was meant for another layer.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.add(layers.Activation("softmax"))  # KC203
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for layers that only have activations inside (recurrent ones, attention), for a softmax
    over another axis than the first one's, for parametrised variants (leaky slopes, ceilings) that
    differ, for the ReLU with which a block begins that other inputs need it for, and when anything
    lies in between that changes values or is not understood.

    ## References
    - https://keras.io/api/layers/activations/
    """

    code = "KC203"
    name = "redundant-activation"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for call in model.calls:
            second = activation_of(call)
            first = arrived_with(call)
            if not isinstance(second, Activation) or first is None or second.facts is None:
                continue
            again = first.name == second.name and settings(first) == settings(second)
            if again and second.name in IDEMPOTENT and is_needed(model, call, second):
                continue
            on_softmax = first.name == "softmax" and (second.is_softmax or second.is_sigmoid)
            if not again and not (
                on_softmax and (second.is_sigmoid or axes(first) == axes(second))
            ):
                continue
            yield self.finding(
                second.origin,
                f"`{second.name}` is applied to what just came out of `{first.name}`: "
                f"{consequence(first, second)}. Keep one of the two",
                related=[(first.origin, f"the first, `{first.name}`")],
            )


def is_needed(model: Model, call: Call, activation: Activation) -> bool:
    """Does the same line of a block apply the activation to something that has not had it yet?"""
    alike = (other for other in model.calls if other.origin == call.origin)
    return any(
        (first := arrived_with(other)) is None or first.name != activation.name for other in alike
    )


def arrived_with(call: Call) -> Activation | None:
    """The activation that the input of an activation has just gone through."""
    here = call
    while not is_weighted(here) and len(here.inputs) == 1 and here.inputs[0].call is not None:
        here = here.inputs[0].call
        if here.layer is not None and here.layer.symbol in GATED:
            return None
        applied = activation_of(here)
        if isinstance(applied, Activation):
            return applied
        if not passes_values(here):
            return None
    return None


def settings(activation: Activation) -> dict[str, object]:
    """What the activation was given beside its input, where it is a step of its own."""
    if is_weighted(activation.call):
        return {}
    given = activation.call.operation.arguments.items()
    return {name: arg.value for name, arg in given if arg.given and name not in UNIMPORTANT}


UNIMPORTANT = frozenset({"activation", "name", "x", "features", "logits", "input_shape", "dtype"})


def axes(activation: Activation) -> object:
    """The axis that a softmax runs over, the last unless it was given."""
    axis = activation.call.argument("axis")
    return axis.value if axis.given else -1


def consequence(first: Activation, second: Activation) -> str:
    """What the two together do to the outputs."""
    if second.name == "softmax":
        shape = second.call.output_shape
        classes = shape[-1] if shape and axes(second) == -1 else None
        if isinstance(classes, int) and classes > 1:
            return f"the best of {classes} classes gets at most {e / (e + classes - 1):.2f}"
        return "the result is close to uniform"
    if first.name == "softmax" and second.is_sigmoid:
        return "every output lies between 0.5 and 0.73"
    return SQUASHED.get(second.name, "twice is another function than once")
