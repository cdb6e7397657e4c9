"""KC414: validation data that are changed at random, or not scaled as the training data are."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Content, Fit
from kerascop.linting import Finding, Group, Rule


class AugmentedValidation(Rule):
    """Validation images are augmented, or are not scaled in the way the training images are.

    ## What it does
    Looks at the generator or data set given as `validation_data`: at the options of
    `ImageDataGenerator` and at random operations in a `map` that change images, and at the range of
    its images next to that of the images for training.

    ## Why is this bad
    Augmentation makes training harder on purpose. A validation score is to say how the model does
    on images as they are: on randomly changed ones it is lower, and another one at every call, so
    epochs and models can no longer be compared. Pixels of another range are worse: the score says
    nothing about the model at all.

    ## Example
    ```python
    import tensorflow as tf
    from tensorflow.keras import layers
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    images = ImageDataGenerator(
        rescale=1 / 255, rotation_range=30, horizontal_flip=True, validation_split=0.2
    )
    training = images.flow_from_directory(
        "pets", target_size=(96, 96), class_mode="binary", subset="training"
    )
    held_out = images.flow_from_directory(
        "pets", target_size=(96, 96), class_mode="binary", subset="validation"
    )
    model = tf.keras.Sequential([
        tf.keras.Input((96, 96, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(training, validation_data=held_out, epochs=5)  # KC414
    ```

    ## Use instead
    ```python
    import tensorflow as tf
    from tensorflow.keras import layers
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    images = ImageDataGenerator(
        rescale=1 / 255, rotation_range=30, horizontal_flip=True, validation_split=0.2
    )
    plain = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
    training = images.flow_from_directory(
        "pets", target_size=(96, 96), class_mode="binary", subset="training"
    )
    held_out = plain.flow_from_directory(
        "pets", target_size=(96, 96), class_mode="binary", subset="validation"
    )
    model = tf.keras.Sequential([
        tf.keras.Input((96, 96, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(training, validation_data=held_out, epochs=5)
    ```

    ## When not to flag
    Silent where an option's value or the range of the images is not known, for the same generator
    given twice (KC405), for training images that are raw (KC501), and for arrays that were scaled
    differently (KC506).

    ## References
    - https://keras.io/api/data_loading/image/
    - https://www.tensorflow.org/tutorials/images/data_augmentation
    """

    code = "KC414"
    name = "augmented-validation"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        held_out = fit.validation_batches
        if not fit.trains or held_out is None or fit.validates_on_training:
            return
        at = fit.argument("validation_data").origin or fit.origin
        random = [origin for facts in held_out.inputs or () for origin in facts.augmented]
        if held_out.augmenting or random:
            options = ", ".join(f"`{name}`" for name in held_out.augmenting)
            yield self.finding(
                at,
                "the validation images are changed at random, as images for training are: the score"
                " is lower than the model's, and another one at every call. Make them without"
                f" {options or f'`{random[0].text}`'}",
                related=[
                    (origin, "changes them at random")
                    for origin in (*held_out.augmenting.values(), *random)
                ],
            )
        elif fit.batches is not None and _is_unlike(fit.batches.inputs, held_out.inputs):
            yield self.finding(
                at,
                "the validation images are pixels from 0 to 255, and the images for training are"
                " scaled: do the same to both",
                related=[
                    (held_out.origin, "the images for validation"),
                    (fit.batches.origin, "the images for training"),
                ],
            )


def _is_unlike(
    training: tuple[ArrayFacts, ...] | None, held_out: tuple[ArrayFacts, ...] | None
) -> bool:
    """Are the training images scaled, and those for validation certainly not?"""
    if training is None or held_out is None or len(training) != 1 or len(held_out) != 1:
        return False
    one, other = training[0], held_out[0]
    images = one.content is Content.IMAGES and other.content is Content.IMAGES
    raw = other.scaling is None and (other.low, other.high) == (0, 255)
    return images and raw and one.scaling is not None and (one.high is None or one.high <= 1)
