"""KC607: a deep network that pools after each convolution."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model, Program
from kerascop.graph.blocks import DEEP, Role, narrowing_models
from kerascop.linting import Finding, Group, Rule


class PoolingAfterEveryConv(Rule):
    """A deep network pools after every single convolution.

    ## What it does
    Looks for stacks of ten convolutions and poolings or more in which each convolution is followed
    by a pooling.

    ## Why is this bad
    Each pooling throws away most of the positions. In a deep network the maps are a few pixels wide
    before the later layers have seen anything of the image. Two or three convolutions between
    poolings see larger patterns with fewer parameters.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((256, 256, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.MaxPooling2D())  # KC607
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(128, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(256, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((256, 256, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(128, 3, activation="relu"))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for shallow networks, where convolution and pooling in turn are usual, and behind the
    first fork of the network.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC607"
    name = "pooling-after-every-conv"
    group = Group.DESIGN
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in narrowing_models(program.models):
            yield from self._model(model)

    def _model(self, model: Model) -> Iterator[Finding]:
        row = model.trunk
        if row is None or row.depth < DEEP:
            return
        blocks = row.convolutions
        pools = [step for block in blocks for step in block.after if step.role is Role.POOLING]
        pooled = [any(step.role is Role.POOLING for step in block.after) for block in blocks]
        if len(blocks) + len(pools) >= DEEP and all(pooled):
            yield self.finding(
                pools[0].call.origin,
                f"each of {len(blocks)} convolutions is followed by a pooling: let several "
                "convolutions look at maps of one size before they are made smaller",
                related=[(pools[-1].call.origin, "the last of the poolings")],
                subject=model.origin,
            )
