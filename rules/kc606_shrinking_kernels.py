"""KC606: kernels that become smaller behind larger ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascop.graph import Model, Program
from kerascop.graph.blocks import narrowing_models
from kerascop.linting import Finding, Group, Rule


class ShrinkingKernels(Rule):
    """A convolution has a smaller kernel than the one before it.

    ## What it does
    Looks at the convolutions over neighbours that an image or series goes through one after the
    other, and reports the first kernel that is smaller than the one before.

    ## Why is this bad
    Early layers see small details, later layers combine them into larger ones. Large windows at the
    start blend the details away before anything has looked at them, and cost the most there, where
    the maps are largest. Windows should grow or stay as they are.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(16, 7, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(32, 3, activation="relu"))  # KC606
    model.add(layers.GlobalAveragePooling2D())
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
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent behind a first convolution with strides, the stem of many good networks, for convolutions
    of single positions, for kernels that maps have shrunk below, for decoders, behind the first
    fork, and when a size is not known.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC606"
    name = "shrinking-kernels"
    group = Group.DESIGN
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in narrowing_models(program.models):
            yield from self._model(model)

    def _model(self, model: Model) -> Iterator[Finding]:
        row = model.trunk
        if row is None:
            return
        for before, block in pairwise(row.convolutions):
            old, new = before.kernel, block.kernel
            if old is None or new is None or new >= old or before.has_strides:
                continue
            sides = [side for side in (block.call.input_shape or ())[1:-1] if isinstance(side, int)]
            if sides and max(sides) < old:
                continue
            yield self.finding(
                block.layer.origin,
                f"the kernel shrinks from {old} to {new}: start with small windows, and let them "
                "grow or stay as they are",
                related=[(before.layer.origin, f"a kernel of {old}")],
                subject=model.origin,
            )
            return
