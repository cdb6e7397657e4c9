"""KC708: the first layer states the input's shape, which Keras 3 wants from an `Input`."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Argument, LayerConfig, Placement
from kerascop.graph.input_shapes import begins_model, stated_shape
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import argument_removed, code_of, fix_of, keywords_of
from kerascop.linting.input_fixes import layer_before

ABOUT_THE_INPUT = frozenset({"input_length", "batch_size", "dtype", "input_dtype", "sparse"})
"""Keywords that may say more of the input than its shape."""


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
    fixes = (Applicability.SAFE,)

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
            fix=_fix(first.config, keyword, argument),
        )


def _fix(layer: LayerConfig, keyword: str, argument: Argument) -> Fix | None:
    """An `Input` before the layer that stated its shape."""
    stated = argument.origin
    if stated is None or keywords_of(layer.origin) & ABOUT_THE_INPUT:
        return None
    shape = code_of(stated) if keyword == "input_shape" else f"({code_of(stated)},)"
    return fix_of(
        Applicability.SAFE,
        "Begin with an `Input`",
        argument_removed(layer.origin, keyword),
        layer_before(layer.origin, "Input", f"shape={shape}"),
    )
