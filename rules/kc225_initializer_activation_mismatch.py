"""KC225: an initialiser made for another activation than the layer has."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.blocks import Block, rectified_stacks
from kerascop.graph.heads import show_layer
from kerascop.graph.initializers import is_of_family, kernel_initializer, shown_initializer
from kerascop.linting import Finding, Group, Rule

SATURATING = frozenset({"sigmoid", "hard_sigmoid", "tanh", "hard_tanh", "softsign"})


class InitializerActivationMismatch(Rule):
    """The kernel starts at a scale that does not suit the activation behind it.

    ## What it does
    Reports SELU without a LeCun initialiser or with plain `Dropout`, a He initialiser in front of
    a hidden sigmoid or tanh, and Glorot chosen for ten or more plain ReLU layers in a row.

    ## Why is this bad
    Initialisers choose the scale at which values and gradients keep their size from layer to
    layer, and that depends on the activation. SELU normalises itself only if it starts from LeCun
    and if dropout keeps mean and variance, as `AlphaDropout` does. He makes up for the half that a
    ReLU cuts off; before a sigmoid or tanh it pushes units into saturation. Glorot does not make up
    for it: each ReLU halves the variance, and after ten layers a thousandth is left.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="selu"))  # KC225
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="selu", kernel_initializer="lecun_normal"))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent for output layers, for initialisers that are not known (a number, a function of your
    own), for SELU with batch normalisation, which sets the scale itself, and for ReLU stacks that
    are short or normalised. Ten plain ReLU layers with no initialiser given are KC207's.

    ## References
    - https://keras.io/api/layers/activations/#selu-function on its initialiser and dropout
    - Klambauer et al. 2017, Self-Normalizing Neural Networks, arXiv:1706.02515
    - He et al. 2015, Delving Deep into Rectifiers, arXiv:1502.01852
    """

    code = "KC225"
    name = "initializer-activation-mismatch"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            for block in row.blocks:
                if not block.is_last and (block.is_dense or block.is_convolution):
                    yield from self._block(block)
        for stack in rectified_stacks(model):
            starts = [kernel_initializer(block.layer) for block in stack]
            given = [start for start in starts if start is not None and start.given]
            if given and all(start and is_of_family(start.value, "glorot") for start in starts):
                yield self.finding(
                    given[0].origin or stack[0].layer.origin,
                    f"Glorot for {len(stack)} plain ReLU layers in a row: each halves the variance "
                    "of what it passes on. He makes up for it",
                    related=[(stack[0].layer.origin, "the first of the layers")],
                )

    def _block(self, block: Block) -> Iterator[Finding]:
        applied, start = block.activation, kernel_initializer(block.layer)
        if applied is None or start is None or shown_initializer(start.value) is None:
            return
        if applied.name == "selu" and not block.is_normalised:
            if not is_of_family(start.value, "lecun"):
                yield self.finding(
                    start.origin or applied.origin,
                    f"{show_layer(block.call)} with SELU starts from "
                    f"`{shown_initializer(start.value)}`: it normalises itself only from "
                    '`kernel_initializer="lecun_normal"`',
                    related=[(applied.origin, "SELU"), (block.layer.origin, "the layer")],
                )
            for step in block.after:
                if step.call.short == "Dropout" and step.layer is not None:
                    yield self.finding(
                        step.layer.origin,
                        "`Dropout` behind SELU changes the mean and variance that SELU keeps: use "
                        "`AlphaDropout`",
                        related=[(applied.origin, "SELU")],
                    )
        elif applied.name in SATURATING and is_of_family(start.value, "he"):
            yield self.finding(
                start.origin or block.layer.origin,
                f"a He initialiser is made for ReLU: before `{applied.name}` it pushes units into "
                "saturation. Glorot, the default, suits",
                related=[(applied.origin, f"`{applied.name}`"), (block.layer.origin, "the layer")],
            )
