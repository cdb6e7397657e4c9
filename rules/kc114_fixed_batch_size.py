"""KC114: a batch size that is frozen into the model without need."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model, Program
from kerascop.graph.declarations import BATCHES, declaration
from kerascop.graph.stateful import stateful_layers
from kerascop.linting import Evidence, Finding, Group, Rule


class FixedBatchSize(Rule):
    """The model's input fixes the size of the batch, and nothing in the model needs that.

    ## What it does
    Looks for inputs with a `batch_size`, `batch_shape` or `batch_input_shape` that names a number,
    in models without a stateful layer.

    ## Why is this bad
    The model then works on batches of that one size: a single image must be padded to a batch, the
    last batch of an epoch has to be dropped, and a bigger computer trains no faster. The size of a
    batch is a matter of `fit` and `predict`, not of the model.

    ## Example
    ```python
    import keras
    from keras import layers

    photo = keras.Input(shape=(64, 64, 3), batch_size=32)  # KC114
    x = layers.Conv2D(16, 3, activation="relu")(photo)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(photo, layers.Dense(10, activation="softmax")(x))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    photo = keras.Input(shape=(64, 64, 3))
    x = layers.Conv2D(16, 3, activation="relu")(photo)
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(photo, layers.Dense(10, activation="softmax")(x))
    ```

    ## When not to flag
    Silent for models with stateful recurrent layers, with layers or functions of your own, which
    may count on the size, and with parts that are not understood.

    ## References
    - https://keras.io/api/layers/core_layers/input/
    - https://keras.io/guides/working_with_rnns/
    """

    code = "KC114"
    name = "fixed-batch-size"
    group = Group.DESIGN
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, program: Program) -> Iterator[Finding]:
        needed = {
            tensor for model in program.models if _may_need_it(model) for tensor in model.inputs
        }
        for model in program.models:
            for tensor in model.inputs:
                size = tensor.shape[0] if tensor.shape else None
                if not isinstance(size, int) or tensor in needed:
                    continue
                yield self.finding(
                    declaration(program, model, tensor, BATCHES),
                    f"the model takes batches of {size} alone, and none of its layers needs that: "
                    "leave the batch open, and give the size to `fit`",
                    related=[(tensor.origin, "the input")],
                    subject=model.origin,
                )


def _may_need_it(model: Model) -> bool:
    own = any(
        layer.config.user_defined or layer.short == "Lambda" for layer in model.layers
    ) or any(call.layer is None for call in model.calls)
    return own or model.is_opaque or not model.calls or bool(stateful_layers(model))
