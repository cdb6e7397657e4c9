"""KC207: a deep plain stack of ReLU layers."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.blocks import rectified_stacks
from kerascop.graph.heads import show_layer
from kerascop.graph.initializers import kernel_initializer
from kerascop.linting import Finding, Group, Rule


class DyingReluRisk(Rule):
    """Ten ReLU layers or more in a row, with nothing that keeps their units alive.

    ## What it does
    Looks for ten or more weighted layers one behind the other that all end in plain ReLU, with
    Keras' default initialiser, without normalisation and without shortcuts around them.

    ## Why is this bad
    A ReLU unit that is below zero for every sample passes no gradient back and stays so: it has
    died. The default initialiser (Glorot) is made for symmetric activations, and halves the
    variance at each ReLU; in a deep stack the signal fades, and a few large steps can kill a whole
    layer. From then on the network answers the same for every input.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    for _ in range(12):
        model.add(layers.Dense(64, activation="relu"))  # KC207
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    Normalisation, as here, or shortcuts, leaky or exponential units, or at least
    `kernel_initializer="he_normal"`:

    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    for _ in range(12):
        model.add(layers.Dense(64, use_bias=False))
        model.add(layers.BatchNormalization())
        model.add(layers.Activation("relu"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent for fewer than ten layers, for ready-made networks (they come with trained weights), and
    as soon as normalisation, a shortcut, another initialiser or another activation is among them.
    An initialiser that is given and does not suit is KC225's.

    ## References
    - He et al. 2015, Delving Deep into Rectifiers, arXiv:1502.01852
    - Lu et al. 2019, Dying ReLU and Initialization, arXiv:1903.06733
    - A reduced VGG-16 without normalisation that gave one answer for all images after training.
    """

    code = "KC207"
    name = "dying-relu-risk"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for stack in rectified_stacks(model):
            starts = [kernel_initializer(block.layer) for block in stack]
            first = stack[0].activation
            if first is None or any(start is None or start.given for start in starts):
                continue
            yield self.finding(
                first.origin,
                f"{len(stack)} layers in a row end in plain ReLU, from "
                f"{show_layer(stack[0].call)} on, with no normalisation, no shortcut and the "
                "default initialiser: units may die, and with them the gradient. Add batch "
                "normalisation, or use leaky units",
                related=[(stack[-1].layer.origin, "the last of them")],
            )
