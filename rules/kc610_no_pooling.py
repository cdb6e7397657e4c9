"""KC610: convolutions that hand on every position to a `Dense` layer."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Model, Program
from kerascop.graph.blocks import Block, narrowing_models
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule

LEAST = 2
SMALL = 16


class NoPooling(Rule):
    """Convolutions hand on maps of full size to a `Dense` layer.

    ## What it does
    Looks for two or more convolutions over neighbours with neither pooling nor strides among or
    behind them, before `Flatten` and `Dense`.

    ## Why is this bad
    Without pooling or strides the maps stay as large as the image. Each convolution sees a pixel or
    two further than the one before, so no layer sees a whole object, and the first `Dense` layer
    gets a weight for every pixel of every map: millions of them, which learn the training images by
    heart.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Flatten())  # KC610
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for small maps (boards of games, patches, short series: up to sixteen positions a side),
    for one convolution, for dilated ones, for decoders, and when a size is not known.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC610"
    name = "no-pooling"
    group = Group.DESIGN
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in narrowing_models(program.models):
            yield from self._model(model)

    def _model(self, model: Model) -> Iterator[Finding]:
        row = model.trunk
        if row is None:
            return
        blocks = row.convolutions
        if len(blocks) < LEAST or any(block.is_pooled or is_dilated(block) for block in blocks):
            return
        flatten = next((step for step in blocks[-1].after if step.call.short == "Flatten"), None)
        after = row.blocks[row.blocks.index(blocks[-1]) + 1]
        if flatten is None or not after.is_dense:
            return
        shape = flatten.call.input_shape or ()
        sides = [side for side in shape[1:-1] if isinstance(side, int)]
        if len(sides) + 2 == len(shape) and max(sides, default=0) > SMALL:
            yield self.finding(
                flatten.call.layer.origin if flatten.call.layer else flatten.call.origin,
                f"{len(blocks)} convolutions without pooling or strides: "
                f"{show_layer(after.call)} gets all of `{explain_shape(shape)}`. Let pooling make "
                "the maps smaller in between",
                related=[(block.layer.origin, "keeps the size") for block in blocks],
                subject=model.origin,
            )


def is_dilated(block: Block) -> bool:
    """Do gaps between the positions of a kernel make up for pooling?"""
    return not block.call.sides("dilation_rate") <= {1, None}
