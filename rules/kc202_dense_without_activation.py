"""KC202: two `Dense` layers in a row with nothing non-linear between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.dimensions import Dim
from kerascop.graph import Layer, Placement
from kerascop.graph.heads import layer_units, show_layer
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.head_fixes import activation_given

DENSE = "keras.layers.Dense"
MEANT_LINEAR = re.compile(
    r"logit|proj|embed|latent|code|bottleneck|linear|mean|mu\b|var|query|key|value", re.IGNORECASE
)
FAR = 2
"""A layer of at most this fraction of both its neighbours is a factorisation on purpose."""


class DenseWithoutActivation(Rule):
    """A `Dense` without activation feeds another `Dense`: the two collapse into one.

    ## What it does
    Looks for `Dense` layers without `activation=` whose output meets nothing but dropout, batch
    normalisation or reshapes on every way to the next `Dense`.

    ## Why is this bad
    Keras' default is no activation. The product of two matrices is a matrix: whatever the two
    layers can represent, the second can represent alone. The network is shallower than it looks.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64))  # KC202
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent when an activation follows later, when the output also leaves a model (the code of an
    encoder) or joins other branches, when it feeds attention, when it projects an `Embedding`, when
    it is at most half as wide as both its neighbours (a factorised matrix, a bottleneck), when its
    name says that it is a projection, a latent code or logits, and when anything in between is
    not understood.

    ## References
    - https://keras.io/api/layers/core_layers/dense/ on `activation`: "If you don't specify
      anything, no activation is applied (ie. "linear" activation: a(x) = x)."
    """

    code = "KC202"
    name = "dense-without-activation"
    group = Group.SUSPICIOUS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, placement: Placement) -> Iterator[Finding]:
        layer = placement.layer
        if layer.symbol != DENSE or not placement.stays_linear or not collapses(layer):
            return
        reader = layer.onward.weighted[0]
        first, second = show_layer(layer.call), show_layer(reader)
        yield self.finding(
            layer.origin,
            f"{first} has no activation, so {first} and {second} after it are together one "
            f"linear layer: {second} alone can do as much. Give the first an activation "
            '(`activation="relu"`) or drop it',
            related=[(reader.origin, "takes the linear output in")],
            fix=fix_of(
                Applicability.UNSAFE,
                "Give the layer a `relu`",
                activation_given(layer.config, "relu", layer.origin.path),
            ),
        )


def collapses(layer: Layer) -> bool:
    """Do the layer and each `Dense` behind it amount to one, not on purpose as far as we see?"""
    onward = layer.onward
    if not onward.is_chain or MEANT_LINEAR.search(layer.config.name or ""):
        return False
    if any(reader.layer is None or reader.layer.symbol != DENSE for reader in onward.weighted):
        return False
    if layer.argument("trainable").value is False or embeds(layer):
        return False
    arriving = layer.input_shape[-1] if layer.input_shape else None
    units = layer_units(layer.call)
    return not any(far_narrower(units, arriving, layer_units(reader)) for reader in onward.weighted)


def embeds(layer: Layer) -> bool:
    """Is it the projection of an embedding?"""
    return any(call.short == "Embedding" for call in layer.preceding())


def far_narrower(units: Dim, before: Dim, after: Dim) -> bool:
    """Is the layer at most a fraction of both its neighbours, as far as is known?"""
    if not isinstance(units, int):
        return units is None or units != after
    if isinstance(before, int) and units * FAR > before:
        return False
    return not isinstance(after, int) or units * FAR <= after
