"""KC602: a bias that batch normalisation takes away again."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Call, Model, activation_of
from kerascop.graph.heads import show_layer
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import argument_added, fix_of


class BiasBeforeBatchnorm(Rule):
    """A layer right before batch normalisation learns a bias that is subtracted again.

    ## What it does
    Looks for convolutions and `Dense` layers with a bias and without activation, whose output goes
    into batch normalisation and nowhere else.

    ## Why is this bad
    Batch normalisation subtracts the mean of each channel, and with it any bias; then it adds an
    offset of its own. The bias costs memory and time, and its gradient is zero.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((32, 32, 3)))
    model.add(layers.Conv2D(16, 3))  # KC602
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((32, 32, 3)))
    model.add(layers.Conv2D(16, 3, use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent when an activation comes first, when the output is read elsewhere as well, when the
    normalisation has no offset of its own (`center=False`) or runs over another axis than the
    units, and for recurrent layers.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    - Ioffe, Szegedy 2015, Batch Normalization, arXiv:1502.03167, section 3.2
    """

    code = "KC602"
    name = "bias-before-batchnorm"
    group = Group.DESIGN
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            for block in row.blocks:
                if not (block.is_convolution or block.is_dense) or not block.after:
                    continue
                reader = block.after[0].call
                if reader.short != "BatchNormalization" or not normalises_units(reader):
                    continue
                if (
                    block.layer.argument("use_bias").value is True
                    and activation_of(block.call) is None
                ):
                    yield self.finding(
                        block.layer.origin,
                        f"{show_layer(block.call)} learns a bias that batch normalisation takes "
                        "away again: `use_bias=False` saves it",
                        related=[
                            (reader.origin, "subtracts the mean, and adds an offset of its own")
                        ],
                        fix=fix_of(
                            Applicability.UNSAFE,
                            "Leave the bias out",
                            argument_added(block.layer.origin, "use_bias=False"),
                        ),
                    )


def normalises_units(call: Call) -> bool:
    """Does the normalisation subtract a mean of each unit, and add an offset?"""
    if call.layer is None or call.layer.argument("center").value is not True:
        return False
    return call.layer.argument("axis").value == -1
