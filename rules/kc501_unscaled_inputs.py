"""KC501: training on inputs that were never brought to a small range."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import Shape, explain_shape
from kerascop.graph import (
    UNKNOWN,
    ArrayFacts,
    Call,
    Content,
    Fit,
    Model,
    activation_of,
    is_normalisation,
    is_weighted,
    keeps_scale,
)
from kerascop.linting import Finding, Group, Rule

SMALL = 100
"""A spread of values up to this is left alone: small enough to be trained on, if slowly."""

PIXEL_REMEDY = "Divide by 255, or begin the model with `Rescaling(1 / 255)`"
TABLE_REMEDY = "Standardise them: `StandardScaler`, or an adapted `Normalization` layer"
SCALE_BLIND = frozenset({"Embedding", "MultiHeadAttention", "GroupQueryAttention"})


class UnscaledInputs(Rule):
    """Pixels from 0 to 255, or features that span hundreds, reach the first layer as they are.

    ## What it does
    Follows the data from where they are made or loaded (`keras.datasets`, literal arrays, image
    generators and directories) to `fit`, and reports those that arrive with pixel values up to 255
    or with visible features that span more than a hundred, where the model's first layer multiplies
    them by its weights as they are.

    ## Why is this bad
    Default weights and learning rates are made for inputs of about unit size. Inputs a hundred
    times larger make the first activations and gradients as much larger: ReLUs die, sigmoids
    saturate, and the loss jumps or stands still. Often nothing is learned at all.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)  # KC501
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train / 255
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    A first layer `Rescaling(1 / 255)` does the same inside the model; for features of different
    sizes use scikit-learn's `StandardScaler` or an adapted `Normalization` layer.

    ## When not to flag
    Silent if the data were divided, scaled or preprocessed; if the model begins with `Rescaling`,
    `Normalization`, `BatchNormalization`, an `Embedding`, a pretrained backbone or anything that is
    not understood; if a normalisation directly follows the first weighted layer, which takes the
    scale out again; for random data, where there is nothing to learn; and where weights are loaded
    first, which want the scale that they were trained with.

    ## References
    - LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998), section 4.3
    - https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
    """

    code = "KC501"
    name = "unscaled-inputs"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        if not fit.trains or fit.inputs is None or fit.continues:
            return
        if len(fit.inputs.arrays) != len(fit.model.inputs):
            return
        for facts, tensor in zip(fit.inputs.arrays, fit.model.inputs, strict=True):
            first = fit.model.first_calls(tensor)
            if not first or not all(_feels_scale(fit.model, call) for call in first):
                continue
            found = _unscaled(facts)
            if found is not None:
                values, remedy = found
                yield self.finding(
                    fit.inputs.origin,
                    f"`{fit.method}` gets {values}{_shown(facts.shape)}, and `{first[0].short}`"
                    " multiplies them as they are: its weights start out for inputs of about unit"
                    f" size. {remedy}",
                    related=[
                        (facts.origin, "the data come from here"),
                        (first[0].origin, "the first layer that multiplies them"),
                    ],
                )
                return


def _unscaled(facts: ArrayFacts) -> tuple[str, str] | None:
    """What the values are and what to do, or `None` if they are small or not known."""
    low, high, spread = facts.low, facts.high, facts.spread
    if low is None or high is None or spread is None or spread <= SMALL:
        return None
    if facts.scaling is not None or facts.random or facts.labels is not None:
        return None
    if facts.content in (Content.TOKENS, Content.TEXT):
        return None
    if facts.content is Content.IMAGES or facts.dtype == "uint8" or (facts.rank or 0) >= 4:
        return (
            (f"pixels from {low:g} to {high:g}", PIXEL_REMEDY) if 0 <= low < high <= 255 else None
        )
    return f"features from {low:g} to {high:g}", TABLE_REMEDY


def _shown(shape: Shape | None) -> str:
    return f" in `{explain_shape(shape)}`" if shape is not None and None not in shape else ""


def _feels_scale(model: Model, call: Call) -> bool:
    """Does the call multiply its input by weights, with no normalisation right behind it?"""
    if not is_weighted(call) or call.short in SCALE_BLIND:
        return False
    following = [later for output in call.outputs for later in model.consumers(output)]
    while following:
        later = following.pop()
        if is_weighted(later):
            continue
        applied = activation_of(later)
        if is_normalisation(later) or applied is UNKNOWN:
            return False
        if keeps_scale(later) or applied is not None:
            following += [after for output in later.outputs for after in model.consumers(output)]
    return True
