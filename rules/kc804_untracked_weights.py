"""KC804: a `Lambda` layer applies a layer with weights, which the model does not get to know."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.lambdas import hidden_in
from kerascop.linting import Finding, Group, Rule


class UntrackedWeights(Rule):
    """A layer with weights is called inside a `Lambda`.

    ## What it does
    Finds layers with weights that a model applies nowhere but inside the function of a `Lambda`.

    ## Why is this bad
    A `Lambda` has no weights of its own and does not look for any in what its function calls. The
    layer's weights are not among the model's: they stay as they were initialised, `fit` does not
    change them, and `save` leaves them out. Keras 3 says nothing; Keras 2 warns or refuses.

    ## Example
    ```python
    from tensorflow import keras

    hidden = keras.layers.Dense(32, activation="relu")
    inputs = keras.Input(shape=(8,))
    x = keras.layers.Lambda(lambda t: hidden(t / 10))(inputs)  # KC804
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile(optimizer="adam", loss="mse")
    ```

    ## Use instead
    Call the layer in the graph itself; leave to the `Lambda` what has no weights.

    ```python
    from tensorflow import keras

    hidden = keras.layers.Dense(32, activation="relu")
    inputs = keras.Input(shape=(8,))
    x = hidden(keras.layers.Lambda(lambda t: t / 10)(inputs))
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile(optimizer="adam", loss="mse")
    ```

    ## When not to flag
    A plain function that calls layers in a functional graph is fine, and so is a layer that the
    model also has outside the `Lambda`, or as an attribute of a class. Silent for frozen layers,
    for ready-made networks and models in the `Lambda`, as perceptual losses have them.

    ## References
    - https://keras.io/api/layers/core_layers/lambda/
    - `_check_variables` in tf_keras/src/layers/core/lambda_layer.py
    """

    code = "KC804"
    name = "untracked-weights"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for hidden in hidden_in(model):
            layer = hidden.layer
            made = "makes a new one each time" if hidden.made_inside else "does not see them"
            yield self.finding(
                hidden.call.origin,
                f"the weights of this `{layer.short}` are not the model's, for the `Lambda` that"
                f" calls it {made}: they are not trained and not saved. Call the layer outside the"
                " `Lambda`",
                related=[
                    (hidden.around.origin, "the `Lambda`"),
                    (layer.origin, "the layer is made here"),
                ],
                subject=model.origin,
            )
