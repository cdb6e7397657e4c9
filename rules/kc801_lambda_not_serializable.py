"""KC801: a `Lambda` layer around a Python lambda, which a saved model cannot safely bring back."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Placement, UserFunction
from kerascop.linting import Finding, Group, Rule


class LambdaNotSerializable(Rule):
    """A `Lambda` layer holds a Python lambda.

    ## What it does
    Finds `Lambda(lambda x: …)`.

    ## Why is this bad
    A lambda has no name to be found by, so a saved model contains its bytecode. Keras refuses to
    load that, because it could be anybody's code, unless `safe_mode=False` is given. The bytecode
    also depends on the release of Python that wrote it.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Lambda(lambda x: x / 255),  # KC801
        keras.layers.Dense(1),
    ])
    ```

    ## Use instead
    A layer that does it, or one of your own, registered so that Keras finds it when it loads.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Dense(1),
    ])
    ```

    ## When not to flag
    A model that is never saved, or of which only the weights are, does not mind; the rule is off by
    default. Silent for named functions, which Keras finds through `custom_objects` or
    `register_keras_serializable`.

    ## References
    - https://keras.io/api/layers/core_layers/lambda/
    - `Lambda.from_config` in keras/src/layers/core/lambda_layer.py
    """

    code = "KC801"
    name = "lambda-not-serializable"
    group = Group.DESIGN
    since = "0.1"

    def check(self, placement: Placement) -> Iterator[Finding]:
        layer = placement.layer
        function = layer.argument("function").value
        if layer.symbol != "keras.layers.Lambda" or not isinstance(function, UserFunction):
            return
        if function.is_lambda:
            yield self.finding(
                layer.origin,
                "a model with a Python lambda in it can be loaded with `safe_mode=False` only."
                " Use a layer of Keras, or one of your own",
            )
