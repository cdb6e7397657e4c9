"""KC706: an input shape on a layer in the middle of a model, unlike what arrives there."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Placement
from kerascop.graph.input_shapes import begins_model, is_contradicted, stated_shape
from kerascop.linting import Evidence, Finding, Group, Rule


class IgnoredInputShape(Rule):
    """A layer that is not the first states an input shape, and gets another one.

    ## What it does
    Compares `input_shape=`, `batch_input_shape=` and `input_dim=` of layers that do not begin their
    model with the shape that really arrives.

    ## Why is this bad
    Keras reads these arguments only on the first layer of a `Sequential` without `Input`. Elsewhere
    they have no effect at all, so a reader is told something that is not true, and often the layer
    was meant to get the shape that it states.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.Conv2D(64, 3, activation="relu", input_shape=(28, 28, 1)),  # KC706
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    ```

    ## When not to flag
    Silent when the stated shape is the one that arrives or leaves sizes open (`None`), for
    `input_dim` of an `Embedding`, for the first layer of a model within a model, for layers of your
    own, and where Keras refuses the layer anyway.

    ## References
    - https://keras.io/guides/sequential_model/
    - keras/src/layers/layer.py, which warns of `input_shape` on any layer
    """

    code = "KC706"
    name = "ignored-input-shape"
    group = Group.MIGRATION
    since = "0.1"
    evidence = Evidence.SHAPES

    def check(self, placement: Placement) -> Iterator[Finding]:
        stated = stated_shape(placement.layer.config)
        if stated is None or any(begins_model(place) for place in placement.places):
            return
        keyword, argument = stated
        calls = [call for place in placement.places for call in place.calls]
        arriving = [call.input_shape for call in calls]
        if any(call.within is not None or call.refusal is not None for call in calls):
            return
        if not all(shape and is_contradicted(keyword, argument, shape) for shape in arriving):
            return
        layer, shown = placement.layer, explain_shape(arriving[0] or ())
        yield self.finding(
            argument.origin or layer.origin,
            f"`{keyword}=` of `{layer.short}` has no effect: the layer is not the first of its "
            f"model, and what arrives is `{shown}`. Leave it out",
            related=[(layer.call.inputs[0].origin, f"gives `{shown}`")],
        )
