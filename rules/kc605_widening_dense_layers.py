"""KC605: hidden `Dense` layers that become wider towards the output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kerascop.graph import Model, Program
from kerascop.graph.blocks import narrowing_models
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule


class WideningDenseLayers(Rule):
    """A hidden `Dense` layer is wider than the one before it.

    ## What it does
    Looks for two hidden `Dense` layers one behind the other, the second of which has more units, in
    a network whose output is smaller than either.

    ## Why is this bad
    Towards the output a classifier or regressor gathers what it knows into ever fewer numbers. A
    layer that is wider than the one before it cannot bring back what that one has left out; its
    units cost parameters, which invite overfitting.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dense(128, activation="relu"))  # KC605
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(16, activation="relu"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent for the output layer, for decoders and generators, for networks with an output as wide as
    their layers, for gates and branches, and when a number of units is not known.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC605"
    name = "widening-dense-layers"
    group = Group.DESIGN
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in narrowing_models(program.models):
            yield from self._model(model)

    def _model(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            if not row.leaves or not row.blocks or not row.blocks[-1].is_dense:
                continue
            last = row.blocks[-1].units
            for before, block in pairwise(row.blocks[:-1]):
                if not (before.is_dense and block.is_dense and before.is_understood):
                    continue
                old, new = before.units, block.units
                if not (isinstance(old, int) and isinstance(new, int) and isinstance(last, int)):
                    continue
                if last < old < new:
                    yield self.finding(
                        block.layer.origin,
                        f"{show_layer(block.call)} is wider than {show_layer(before.call)} before "
                        f"it, and the output has {last}: let the layers become narrower instead",
                        related=[(before.layer.origin, "the narrower one")],
                        subject=model.origin,
                    )
                    break
