"""KC604: filters that do not become more as the maps become smaller."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascop.graph import Model, Program
from kerascop.graph.blocks import narrowing_models
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule

STAGES = 3
"""Sizes of maps after which the filters should have become more."""


class NonExpandingFilters(Rule):
    """The maps become smaller, and the filters do not become more.

    ## What it does
    Looks at the convolutions over neighbours that an image or series goes through one after the
    other, and reports one that has fewer filters than the one before although the maps became
    smaller in between, or a stack of three sizes or more with the same number of filters
    throughout.

    ## Why is this bad
    Each halving of the sides leaves a quarter of the positions. What was told apart at those
    positions has to go into the channels, or it is lost. Later layers also combine features, of
    which there are more kinds than of edges.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((64, 64, 3)))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(16, 3, activation="relu"))  # KC604
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
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for decoders, autoencoders and generators, for outputs that are maps, for convolutions of
    single positions, and behind the first fork of the network.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC604"
    name = "non-expanding-filters"
    group = Group.DESIGN
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in narrowing_models(program.models):
            yield from self._model(model)

    def _model(self, model: Model) -> Iterator[Finding]:
        row = model.trunk
        if row is None or any(len(t.shape or ()) > 3 for t in model.outputs):
            return
        blocks = row.convolutions
        for before, block in pairwise(blocks):
            if before.is_pooled or block.has_strides:
                old, new = before.units, block.units
                if isinstance(old, int) and isinstance(new, int) and new < old:
                    yield self.finding(
                        block.layer.origin,
                        f"the maps become smaller, and the filters go down from {old} to {new}: "
                        "what is lost in positions is not made up for in channels",
                        related=[(before.layer.origin, f"{old} filters here")],
                        subject=model.origin,
                    )
                    return
        smaller = [block for before, block in pairwise(blocks) if before.is_pooled]
        if len(smaller) >= STAGES - 1 and len({block.units for block in blocks}) == 1:
            yield self.finding(
                smaller[-1].layer.origin,
                f"{show_layer(smaller[-1].call)} has as many filters as the first convolution, "
                f"though the maps became smaller {len(smaller)} times in between",
                related=[(blocks[0].layer.origin, "the first convolution")],
                subject=model.origin,
            )
