"""KC223: batch or layer normalisation on what the model answers."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Activation, Program, activation_of
from kerascop.graph.blocks import Block, Role, Step
from kerascop.graph.endings import endings_of
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule

RESCALING = frozenset(
    f"keras.layers.{name}"
    for name in "BatchNormalization LayerNormalization GroupNormalization".split()
)


class NormalizationAfterOutput(Rule):
    """Batch or layer normalisation behind the output layer rescales the answers.

    ## What it does
    Looks for normalisation between the last weighted layer and the output of a model that is
    trained with a loss on that output, or that ends in softmax or sigmoid.

    ## Why is this bad
    Batch normalisation brings each output to mean 0 and deviation 1 over the batch it happens to
    be in: a sample's answer then depends on the other samples, while training differently from
    prediction. Behind a softmax the result is no distribution any more, below zero half of the
    time. Layer normalisation over the outputs of one sample removes their common size; of a single
    output nothing is left but the offset.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.add(layers.BatchNormalization())  # KC223
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.BatchNormalization())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for feature extractors and other models whose output goes on elsewhere, for models whose
    loss is not known, and for normalisation between the last convolution of a segmentation network
    and its softmax or sigmoid, as SegNet and its relatives have it.

    ## References
    - https://keras.io/api/layers/normalization_layers/batch_normalization/
    - Ioffe, Szegedy 2015, Batch Normalization, arXiv:1502.03167: it is for the inputs of layers
    """

    code = "KC223"
    name = "normalization-after-output"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for ending in endings_of(program):
            block = ending.block
            step = rescaled(block)
            if step is None or step.layer is None:
                continue
            yield self.finding(
                step.layer.origin,
                f"`{step.layer.short}` behind the output layer {show_layer(block.call)} "
                "rescales the answers themselves. Put it before that layer, or leave it out",
                related=[(block.layer.origin, "the output layer")],
                subject=ending.origin,
            )


def rescaled(block: Block) -> Step | None:
    """The normalisation that only activations, dropout and reshapes follow."""
    activated = isinstance(activation_of(block.call), Activation)
    found: Step | None = None
    for step in block.after:
        if step.layer is not None and step.layer.symbol in RESCALING:
            if found is None and (activated or not activates_maps(block, step)):
                found = step
        elif step.role in (Role.POOLING, Role.GLOBAL_POOLING):
            found = None
        activated = activated or isinstance(activation_of(step.call), Activation)
    return found


def activates_maps(block: Block, normalisation: Step) -> bool:
    """Does an activation follow, on outputs that are maps or sequences?"""
    place = block.after.index(normalisation)
    follows = any(step.role is Role.ACTIVATION for step in block.after[place:])
    return follows and (block.is_convolution or len(block.call.output_shape or (0, 0, 0)) > 2)
