"""KC210: dropout on what the model answers."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Activation, Program, activation_of
from kerascop.graph.blocks import Block, Role, Step
from kerascop.graph.endings import ANSWERS, endings_of
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule


class DropoutAfterOutput(Rule):
    """Dropout behind the output layer throws away parts of the answer.

    ## What it does
    Looks for dropout between the last weighted layer and the output of a model that is trained
    with a loss on that output, or that ends in softmax or sigmoid.

    ## Why is this bad
    Dropout makes hidden layers robust: the next layer learns to do without single units. Behind
    the last layer there is no next one. While training, a share of the answers is set to zero and
    the others are raised, whatever the weights are; the loss of those samples is noise (infinite
    or clipped, where the crossentropy meets a probability of 0).

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.add(layers.Dropout(0.5))  # KC210
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for feature extractors and other models whose output goes on elsewhere, for models whose
    loss is not known, for dropout before a last pooling, which averages what is left, for dropout
    that is on at prediction time as well (`training=True`), and for a rate of 0. Where a rectified
    layer, dropout and then a softmax end the model, an output layer is missing: KC205 says so.

    ## References
    - https://keras.io/api/layers/regularization_layers/dropout/
    """

    code = "KC210"
    name = "dropout-after-output"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for ending in endings_of(program):
            block = ending.block
            step = dropped(block)
            if step is None or step.layer is None or lacks_output_layer(block, step):
                continue
            yield self.finding(
                step.layer.origin,
                f"`{step.layer.short}` behind the output layer {show_layer(block.call)} sets a "
                "share of the answers to zero while training. Put it before that layer",
                related=[(block.layer.origin, "the output layer")],
                subject=ending.origin,
            )


BEHIND = frozenset({Role.ACTIVATION, Role.LAYOUT, Role.DROPOUT})


def dropped(block: Block) -> Step | None:
    """The dropout that nothing but activations and reshapes follow."""
    found: Step | None = None
    for step in block.after:
        if step.role is Role.DROPOUT and is_at_work(step):
            found = found or step
        elif step.role not in BEHIND:
            found = None
    return found


def is_at_work(step: Step) -> bool:
    """Does it drop anything, and while training only?"""
    if step.layer is None or "training" in step.call.arguments:
        return False
    return step.layer.argument("rate").value != 0


def lacks_output_layer(block: Block, dropout: Step) -> bool:
    """Is a hidden layer's activation applied before the dropout, and another one behind it?"""
    place = block.after.index(dropout)
    before = [activation_of(step.call) for step in (block.step, *block.after[:place])]
    behind = [activation_of(step.call) for step in block.after[place:]]
    hidden = any(isinstance(each, Activation) and each.name not in ANSWERS for each in before)
    return hidden and any(isinstance(each, Activation) for each in behind)
