"""KC609: convolutions of different make between two poolings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascop.graph import Model, Program
from kerascop.graph.blocks import narrowing_models
from kerascop.linting import Finding, Group, Rule

POOLINGS = 2
"""Below, there are no blocks to speak of."""


class HeterogeneousConvBlock(Rule):
    """Convolutions between two poolings differ in their kernels or filters.

    ## What it does
    Looks, in networks with two poolings or more, for convolutions over neighbours that follow each
    other on maps of one size and differ in kernel or number of filters.

    ## Why is this bad
    Between two poolings the maps have one size, and good networks keep one width and one window
    there: that is easy to scale, and no layer is a bottleneck for the next. Differences inside of a
    block are rarely meant.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Conv2D(32, 5, activation="relu"))  # KC609
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for networks with fewer than two poolings, for convolutions of single positions, for
    decoders, behind the first fork, and when a number is not known.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC609"
    name = "heterogeneous-conv-block"
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
        if sum(block.is_pooled for block in blocks) < POOLINGS:
            return
        for before, block in pairwise(blocks):
            if before.is_pooled or block.has_strides:
                continue
            old, new = (before.units, before.kernel), (block.units, block.kernel)
            if old != new and all(isinstance(each, int) for each in (*old, *new)):
                yield self.finding(
                    block.layer.origin,
                    f"{new[0]} filters of size {new[1]} behind {old[0]} of size {old[1]}, with "
                    "no pooling between them: convolutions of one block are best alike",
                    related=[(before.layer.origin, "the other convolution")],
                    subject=model.origin,
                )
