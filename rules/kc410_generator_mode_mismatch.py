"""KC410: what a loader of images yields against the model that it feeds."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import certainly_different, explain_shape
from kerascop.graph import Fit, Labels, Loader, Objective, Program
from kerascop.graph.channels import misread_channels
from kerascop.graph.feeding import Misfit, misfits_of
from kerascop.graph.loading import Mismatch, mode_mismatch
from kerascop.linting import Finding, Group, Rule

CLASS_MODES = {"class_mode": ("categorical", "sparse"), "label_mode": ("categorical", "int")}
"""What rows and ids are called in each of the two parameters."""


class GeneratorModeMismatch(Rule):
    """A loader yields labels that the loss cannot read, or images that the model cannot take.

    ## What it does
    Compares `class_mode` of `flow_from_directory` and `flow_from_dataframe`, or `label_mode` of
    `image_dataset_from_directory`, with the loss and the output, and their size and `color_mode`
    with the model's input. Defaults count: `class_mode` is `"categorical"`, `label_mode` is
    `"int"`, images are 256 x 256 and have three channels.

    ## Why is this bad
    The mode decides what a label is: a row with a single one, a whole number, or nothing. A loss
    reads only one of them, and Keras refuses the others; a distance such as `mse` stretches them
    over the output without a word.

    ## Example
    ```python
    import tensorflow as tf
    from tensorflow.keras import layers
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    pets = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
        "pets", target_size=(96, 96), class_mode="categorical"  # KC410
    )
    model = tf.keras.Sequential([
        tf.keras.Input((96, 96, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(pets, epochs=5)
    ```

    ## Use instead
    ```python
    import tensorflow as tf
    from tensorflow.keras import layers
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    pets = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
        "pets", target_size=(96, 96), class_mode="binary"
    )
    model = tf.keras.Sequential([
        tf.keras.Input((96, 96, 3)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(pets, epochs=5)
    ```

    ## When not to flag
    Silent where a `map` writes the labels or sizes anew: labels that the program encodes itself are
    KC312's and KC113's, and its shapes KC112's. One unit with a categorical loss is KC308, softmax
    over one unit KC204, an answer at every position KC107, channels that come first KC111.

    ## References
    - https://keras.io/api/data_loading/image/
    - https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator
    """

    code = "KC410"
    name = "generator-mode-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for objective in program.objectives:
            for fit in objective.fits:
                found = mode_mismatch(objective, fit)
                if found is not None:
                    yield self._mode(objective, fit, found)
        for fit in program.fits:
            if misread_channels(fit.model):
                continue
            for batches, misfit in misfits_of(fit):
                if batches.loader is not None:
                    yield self._size(fit, batches.loader, misfit)

    def _mode(self, objective: Objective, fit: Fit, found: Mismatch) -> Finding:
        loader, loss, head = found.loader, objective.loss, objective.head
        wanted = _mode_for(objective, loader)
        target = found.target
        if target is None:
            yields = "images alone"
        elif target.labels is Labels.ONE_HOT:
            yields = "a one-hot row for each image"
        elif target.labels is Labels.CLASS_IDS:
            yields = "a class id for each image"
        else:
            yields = f"targets of `{explain_shape(target.shape)}`"
        units = f" of {head.units} units" if isinstance(head.units, int) and head.units > 1 else ""
        units = " of one unit" if head.units == 1 else units
        other = found.other_loss
        return self.finding(
            loader.place_of(loader.mode),
            f"{loader.shown(loader.mode)}, yields {yields}, which `{loss.short}` on an output"
            f"{units} cannot be compared with: `{loader.mode}={wanted!r}`"
            f"{f', or `{other}`' if other else ''}",
            related=[
                (objective.origin, "the loss"),
                (head.weighted.origin if head.weighted else None, "the output"),
                (fit.argument("x").origin or fit.origin, "trained on here"),
            ],
            subject=objective.origin,
        )

    def _size(self, fit: Fit, loader: Loader, found: Misfit) -> Finding:
        given, expected = found.given, found.expected
        colours = len(given) == len(expected) and certainly_different(given[-1], expected[-1])
        name = "color_mode" if colours else loader.size
        return self.finding(
            loader.place_of(name),
            f"`{loader.name}` yields `{explain_shape(given)}`, and the model takes"
            f" `{explain_shape(expected)}`: {loader.shown(name)}, does not fit it",
            related=[
                (fit.model.inputs[0].origin, "the input"),
                (fit.origin, f"`{fit.method}`"),
            ],
            subject=fit.origin,
        )


def _mode_for(objective: Objective, loader: Loader) -> str:
    """The mode whose labels the loss reads."""
    rows, ids = CLASS_MODES[loader.mode]
    if objective.loss.is_categorical:
        return ids if "sparse" in objective.loss.family else rows
    return "binary" if objective.head.units == 1 else rows
