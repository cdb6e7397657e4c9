"""KC803: a layer of one's own that Keras cannot write down, or cannot make again."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import CustomLayer
from kerascop.linting import Finding, Group, Rule


class CustomLayerWithoutConfig(Rule):
    """The `get_config` of a custom layer is missing, or lacks an argument of the constructor.

    ## What it does
    Finds layers of the program's own that are made with arguments that Keras cannot write into a
    file (layers, models, arrays, functions, objects) and that have no `get_config`, if a model with
    such a layer is saved. Finds also a `get_config` that does not return an argument which the
    constructor requires.

    ## Why is this bad
    A saved model contains the configuration of each layer. For plain arguments, such as numbers and
    strings, Keras writes it by itself. For others `model.save` raises `NotImplementedError`, after
    the training. If `get_config` forgets a required argument, saving works, and `load_model` raises
    `missing 1 required positional argument`.

    ## Example
    ```python
    from tensorflow import keras

    class Scale(keras.layers.Layer):
        def __init__(self, factor, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, inputs):
            return inputs * self.factor

        def get_config(self):  # KC803
            return super().get_config()

    model = keras.Sequential([keras.Input(shape=(4,)), Scale(2.0), keras.layers.Dense(1)])
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    class Scale(keras.layers.Layer):
        def __init__(self, factor, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, inputs):
            return inputs * self.factor

        def get_config(self):
            return {**super().get_config(), "factor": self.factor}

    model = keras.Sequential([keras.Input(shape=(4,)), Scale(2.0), keras.layers.Dense(1)])
    ```

    ## When not to flag
    Silent for a layer without `get_config` if nothing is seen to save a model with it as `.keras`
    or `.h5`: weights alone, and a SavedModel, need no configuration. Silent for a class with a
    `from_config` of its own, and where the dictionary that `get_config` returns is not known.

    ## References
    - https://keras.io/guides/serialization_and_saving/
    - `Operation.__new__` and `get_config` in keras/src/ops/operation.py
    """

    code = "KC803"
    name = "custom-layer-without-config"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, layer: CustomLayer) -> Iterator[Finding]:
        if layer.configured_at is not None and layer.forgotten:
            names = " and ".join(f"`{name}`" for name in layer.forgotten)
            yield self.finding(
                layer.configured_at,
                f"`{layer.name}` cannot be loaded from a saved model: its constructor requires"
                f" {names}, which `get_config` does not return",
                related=[(layer.origin, "the layer is made here")],
            )
        elif layer.odd and layer.saved_at is not None:
            name, kind = layer.odd[0]
            yield self.finding(
                layer.definition,
                f"a model with `{layer.name}` cannot be saved: Keras cannot write down `{name}`,"
                f" {kind}, unless the class defines `get_config`",
                related=[
                    (layer.origin, "the layer is made here"),
                    (layer.saved_at, "the model is saved here"),
                ],
            )
