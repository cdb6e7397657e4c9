"""KC105: a window that is larger than what is left of its axis."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Model
from kerascop.graph.channels import misread_channels
from kerascop.graph.refusals import Refused
from kerascop.linting import Evidence, Finding, Group, Rule


class NegativeDimension(Rule):
    """A convolution, pooling or cropping shrinks an axis to nothing.

    ## What it does
    Follows the size of every axis through convolutions, pooling and cropping, and reports the first
    layer whose window is larger than what is left.

    ## Why is this bad
    Every convolution with `padding="valid"` takes `kernel_size - 1` off an axis and every pooling
    divides it. Once less is left than the window is wide, Keras refuses to build the model.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((8, 8, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 5, activation="relu"),  # KC105
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((8, 8, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 5, padding="same", activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## When not to flag
    Silent when the axis has no known size; with `padding="same"`, under which an axis keeps at
    least one position; when the axis is only small because the image has its channels first
    (KC111) or because the third positional argument of Keras 1 has become the strides (KC213).

    ## References
    - https://keras.io/api/layers/convolution_layers/
    - Dumoulin, Visin, "A guide to convolution arithmetic for deep learning" (2016),
      arXiv:1603.07285
    """

    code = "KC105"
    name = "negative-dimension"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL

    def check(self, model: Model) -> Iterator[Finding]:
        for refused in model.refused:
            if refused.kind != "negative" or refused.is_of_keras1 or misread_channels(model):
                continue
            entry = model.inputs[0] if model.inputs else None
            yield self.finding(
                refused.origin,
                f"{refused.shown}. {_remedy(refused)}",
                related=[
                    (refused.call.origin, "applied here"),
                    (refused.source, f"`{explain_shape(refused.shape)}` comes from here"),
                    (
                        entry.origin if entry else None,
                        f"the model begins with `{explain_shape(entry.shape if entry else None)}`",
                    ),
                ],
            )


def _remedy(refused: Refused) -> str:
    if refused.name.startswith("Cropping") or "padding" not in refused.options:
        return "Take away less, or begin with a larger input"
    return (
        'Keep the size with `padding="same"`, shrink less before it, or begin with a larger input'
    )
