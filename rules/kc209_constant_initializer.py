"""KC209: a kernel that begins as a constant and can never become anything else."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.symmetry import alike_units, dead_units
from kerascop.linting import Finding, Group, Rule


class ConstantInitializer(Rule):
    """All units of a hidden layer begin alike and stay alike, or are dead from the beginning.

    ## What it does
    Looks for kernels of `Dense` and convolutions that are initialised to zeros, ones or another
    constant where training cannot break the tie: the kernels behind are constant as well, or the
    layer gives zeros to a ReLU.

    ## Why is this bad
    Units with the same incoming and the same outgoing weights compute the same and get the same
    gradient, so they stay copies of each other: a layer of 64 units is worth one. Zeros in front of
    ReLU are worse: its output is zero, its gradient at zero is zero, and no weight before or in the
    layer ever moves. Random initial values are what tells units apart.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((20,)),
        layers.Dense(
            64,
            activation="relu",
            kernel_initializer="zeros",  # KC209
        ),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((20,)),
        layers.Dense(
            64,
            activation="relu",
            kernel_initializer="he_normal",
        ),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    ```

    ## When not to flag
    Silent for biases, for output layers and single layers, which learn well from zeros, for layers
    of one unit, for a constant kernel with random ones behind, for dropout in between, which tells
    units apart, for the last convolution of a residual branch, for frozen layers with weights of
    your own choice, and for models that are never compiled.

    ## References
    - Goodfellow, Bengio, Courville 2016, "Deep Learning", section 8.4
    - https://keras.io/api/layers/initializers/
    """

    code = "KC209"
    name = "constant-initializer"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        if not model.compiled:
            return
        for constant, rectified in dead_units(model):
            name = constant.layer.short
            yield self.finding(
                constant.origin,
                f"with a kernel of zeros and no bias, `{name}` gives zeros to ReLU, whose gradient "
                'is zero there: it never learns. Initialise it at random (`"he_normal"`)',
                related=[(rectified, "the ReLU")],
            )
        for constant, behind in alike_units(model):
            name, units = constant.layer.short, constant.units
            yield self.finding(
                constant.origin,
                f"every weight of `{name}({units})` begins at {constant.value:g}, and the kernel "
                f"behind it is constant as well: its {units} units stay copies of each other. "
                "Initialise it at random",
                related=[(each.origin, "constant as well") for each in behind],
            )
