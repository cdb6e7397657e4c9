"""KC708: the first layer states the input's shape, which Keras 3 wants from an `Input`."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Placement
from kerascop.graph.input_shapes import begins_model, stated_shape
from kerascop.linting import Finding, Group, Rule


class InputShapeOnLayer(Rule):
    """The first layer of a `Sequential` states the shape of the input in place of an `Input`.

    ## What it does
    Reports `input_shape=` and `input_dim=` on the layer that begins a `Sequential`.

    ## Why is this bad
    Keras 3 still takes `input_shape` and `input_dim` there, and warns: "Do not pass an
    `input_shape`/`input_dim` argument to a layer". An `Input` says the same for all kinds of
    models, and stays where it is when layers are moved.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.layers.Dense(16, activation="relu", input_shape=(8,)),  # KC708
        keras.layers.Dense(1),
    ])
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    ```

    ## When not to flag
    Silent where the project requires Keras 2, whose own guides write it so, and for `tf_keras`.
    `batch_input_shape`, which Keras 3 refuses, is left to KC701, and a shape on a later layer to
    KC706.

    ## References
    - https://keras.io/guides/sequential_model/
    - keras/src/layers/layer.py
    """

    code = "KC708"
    name = "input-shape-on-layer"
    group = Group.DESIGN
    since = "0.1"

    def check(self, placement: Placement) -> Iterator[Finding]:
        first = next((place for place in placement.places if begins_model(place)), None)
        stated = None if first is None else stated_shape(first.config)
        if first is None or stated is None or stated[0] == "batch_input_shape":
            return
        if first.model.target.release(first.config.path).major < 3:
            return
        keyword, argument = stated
        yield self.finding(
            argument.origin or first.origin,
            f"Keras 3 warns of `{keyword}=` on a layer: begin the model with `keras.Input(…)` and "
            f"leave it out of `{first.short}`",
        )
