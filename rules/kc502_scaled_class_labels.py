"""KC502: class labels that were divided or scaled like inputs."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Labels, Objective, Scaling
from kerascop.linting import Finding, Group, Rule
from kerascop.syntax.origin import Origin

PIXELS = 255


class ScaledClassLabels(Rule):
    """Class labels went through the scaling that was meant for the inputs.

    ## What it does
    Finds classifiers whose labels were divided, or put through a scaler, before they reached `fit`.

    ## Why is this bad
    A class id is a name. Divided by 255, the ids 0 to 9 become fractions below 0.04, and
    `sparse_categorical_crossentropy` cuts off what follows the decimal point: every sample is
    taught to be of class 0. The loss falls to nearly nothing, the accuracy seems splendid or stays
    at chance, and the model has learned nothing. `to_categorical` on such labels does the same.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train / 255
    y_train = y_train / 255  # KC502
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    (x_train, y_train), _ = keras.datasets.mnist.load_data()
    x_train = x_train / 255
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    ```

    ## When not to flag
    Masks and yes-or-no labels that are stored as 0 and 255 are rightly divided by 255: silent for
    binary crossentropy, unless the labels are known to be ids. Targets of a regression may be
    scaled, and rows of probabilities divided by their sum.

    ## References
    - `sparse_categorical_crossentropy` in keras/src/backend/tensorflow/nn.py: labels are cast to
      whole numbers
    - https://keras.io/api/losses/probabilistic_losses/
    """

    code = "KC502"
    name = "scaled-class-labels"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        loss = objective.loss
        if loss.inner is not None or not objective.direct or objective.is_placeholder:
            return
        sparse = loss.is_categorical and "sparse" in loss.path.lower()
        for target in objective.targets:
            known = _are_classes(target) and (not loss.is_regression or _like_pixels(target))
            # Signs that became 0 and 1 are classes as before; of three classes one lies between.
            units = objective.head.units
            several = isinstance(units, int) and units > 2 and target.scaling is Scaling.MIN_MAX
            still_classes = target.whole_numbers is True or (
                (target.low, target.high) == (0, 1) and not several
            )
            encoded = target.labels is Labels.ONE_HOT
            if target.scaling is None or (still_classes and not encoded):
                continue
            if not (sparse or known):
                continue
            effect = (
                f"`{loss.short}` cuts fractions off, so that nearly every sample becomes class 0"
                if sparse
                else "the fractions that come out are no classes any more"
            )
            yield self.finding(
                _scaling_step(target) or objective.origin,
                f"class labels are names, not quantities, but these are {target.scaling.value}:"
                f" {effect}. Scale the inputs only",
                related=[
                    (target.origin, "the labels come from here"),
                    (objective.origin, "the loss reads them as classes"),
                ],
                subject=objective.origin,
            )
            return


def _are_classes(target: ArrayFacts) -> bool:
    return target.labels in (Labels.CLASS_IDS, Labels.ONE_HOT)


def _like_pixels(target: ArrayFacts) -> bool:
    """Were ids of several classes divided by what pixels are divided by?"""
    classes = target.classes
    if not isinstance(classes, int) or classes < 3 or target.high is None:
        return False
    return abs(target.high * PIXELS - (classes - 1)) < 1e-6


def _scaling_step(target: ArrayFacts) -> Origin | None:
    """The expression that scaled the labels: the last one, but for their encoding after it."""
    steps = target.changed[:-1] if target.labels is Labels.ONE_HOT else target.changed
    return steps[-1] if steps else None
