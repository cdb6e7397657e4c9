"""KC204: softmax over an axis that has a single entry."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import Shape, explain_shape
from kerascop.graph import Activation, Model, Program, activation_of
from kerascop.graph.activations import GATED
from kerascop.linting import Applicability, Evidence, Finding, Fix, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import activation_changed


class SingleUnitSoftmax(Rule):
    """Softmax over an axis of size 1 returns 1 for every input.

    ## What it does
    Looks for softmax, as an argument, a layer or a function, over an axis that has one entry.

    ## Why is this bad
    Softmax divides by the sum over its axis. With one entry that is the entry itself: the result is
    1 whatever comes in, the gradient is 0, and nothing before it can learn.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dense(1, activation="softmax"))  # KC204
    ```

    ## Use instead
    One unit with a sigmoid for a question with two answers, or one unit for each class:

    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dense(1, activation="sigmoid"))
    ```

    ## When not to flag
    Silent when the axis has more entries or its size is not known; when the softmax runs over
    another axis (attention weights over the steps of `(None, steps, 1)`); inside recurrent layers,
    whose outputs are more than their activation.

    ## References
    - https://keras.io/api/layers/activations/#softmax-function
    """

    code = "KC204"
    name = "single-unit-softmax"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.SHAPES
    fixes = (Applicability.UNSAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        for model in program.models:
            yield from self._in(model, program)

    def _in(self, model: Model, program: Program) -> Iterator[Finding]:
        for call in model.calls:
            activation = activation_of(call)
            shape = call.output_shape
            if not isinstance(activation, Activation) or not activation.is_softmax or not shape:
                continue
            axis = softmax_axis(activation, len(shape))
            if axis is None or shape[axis] != 1 or (call.layer and call.layer.symbol in GATED):
                continue
            always = "0" if activation.name == "log_softmax" else "1"
            where = "the last axis" if axis == len(shape) - 1 else f"axis {axis}"
            yield self.finding(
                activation.origin,
                f"`{activation.name}` over {where} of `{explain_shape(shape)}` is always {always}, "
                f"whatever comes in: {remedy(shape, axis)}",
                related=[(call.origin, "the layer with one entry on that axis")],
                subject=model.origin,
                fix=_fix(activation, program),
            )


def _fix(activation: Activation, program: Program) -> Fix | None:
    """A sigmoid, where all that is asked of the output is a yes or no of each unit."""
    asked = [each for each in program.objectives if each.head.activation == activation]
    if not asked or not all(each.loss.is_binary and not each.loss.from_logits for each in asked):
        return None
    return fix_of(
        Applicability.UNSAFE,
        "Use a sigmoid",
        activation_changed(activation, "sigmoid", activation.origin.path),
    )


def softmax_axis(activation: Activation, rank: int) -> int | None:
    """The axis that the softmax runs over, counted from the front."""
    argument = activation.call.argument("axis")
    axis = argument.value if argument.given else -1
    if not isinstance(axis, int) or isinstance(axis, bool) or not -rank <= axis < rank:
        return None
    return axis % rank


def remedy(shape: Shape, axis: int) -> str:
    """What to do instead, for a tensor of this shape."""
    if len(shape) == 3 and axis == 2 and shape[1] != 1:
        return "for weights over the steps use `softmax` with `axis=1`"
    return "use `sigmoid` for a yes or no, or one unit for each class"
