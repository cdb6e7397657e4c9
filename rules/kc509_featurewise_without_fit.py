"""KC509: statistics of the data are asked for and were never taken."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Program, Unfitted
from kerascop.linting import Finding, Group, Rule

REFUSING = frozenset({"TextVectorization", "StringLookup", "IntegerLookup"})
"""Layers that raise where their table is empty; `Normalization` lets everything pass."""


class FeaturewiseWithoutFit(Rule):
    """A generator or layer needs statistics of the data, and nothing ever gives it any.

    ## What it does
    Finds image generators with `featurewise_center`, `featurewise_std_normalization` or
    `zca_whitening` that yield images without a call of `fit`, and layers that learn from data
    (`Normalization`, `TextVectorization`, `StringLookup`, `IntegerLookup`) that are used in a model
    with neither `adapt` nor statistics of their own. A factor as the first argument,
    `ImageDataGenerator(1 / 255)`, is such an option too, and was meant for `rescale`.

    ## Why is this bad
    The generator warns once in a while and leaves the images as they are: what was to be
    standardised reaches the network as pixels from 0 to 255. An unadapted `Normalization` has mean
    0 and variance 1 and changes nothing. A text or lookup layer with no vocabulary raises as soon
    as it is used.

    ## Example
    ```python
    from tensorflow import keras
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    (x_train, y_train), _ = keras.datasets.cifar10.load_data()
    generator = ImageDataGenerator(
        rescale=1 / 255,
        featurewise_center=True,  # KC509
    )
    model = keras.Sequential([
        keras.Input(shape=(32, 32, 3)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(generator.flow(x_train, y_train), epochs=5)
    ```

    ## Use instead
    ```python
    from tensorflow import keras
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    (x_train, y_train), _ = keras.datasets.cifar10.load_data()
    generator = ImageDataGenerator(rescale=1 / 255, featurewise_center=True)
    generator.fit(x_train)
    model = keras.Sequential([
        keras.Input(shape=(32, 32, 3)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(generator.flow(x_train, y_train), epochs=5)
    ```

    ## When not to flag
    The `samplewise` options need no statistics. Silent if mean and deviation are set by hand
    (`generator.mean = …`, `Normalization(mean=…, variance=…)`), if weights are loaded, which bring
    the statistics along, and for models that are never trained.

    ## References
    - `ImageDataGenerator.standardize` in keras/src/legacy/preprocessing/image.py
    - https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
    """

    code = "KC509"
    name = "featurewise-without-fit"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        if not any(fit.trains for fit in program.fits):
            return
        for missing in program.steps(Unfitted):
            if missing.factor is not None and missing.factor < 1:
                claim = (
                    f"`{missing.what}` is a switch, and here it is given {missing.factor:.3g}: the"
                    f" images are not multiplied by it. Write `rescale=` in front of the number"
                )
            elif not missing.is_layer:
                claim = (
                    f"`{missing.what}` needs statistics of the data, but `fit` is never called on"
                    " the generator, which then leaves the images as they are. Call its `fit` with"
                    " a sample of the training images"
                )
            elif missing.what in REFUSING:
                claim = (
                    f"this `{missing.what}` has no vocabulary and raises when it is used. Call its"
                    " `adapt` with the training data first"
                )
            else:
                claim = (
                    f"this `{missing.what}` never sees the data: with mean 0 and variance 1 it"
                    " changes nothing. Call its `adapt` with the training data first"
                )
            yield self.finding(
                missing.origin,
                claim,
                related=[(missing.used, "used here")],
                subject=missing.origin,
            )
