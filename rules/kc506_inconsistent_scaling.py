"""KC506: a model is tested or asked with inputs of another scale than it was trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kerascop.graph import (
    ArrayFacts,
    Content,
    Data,
    Discarded,
    Fit,
    Learned,
    Model,
    Program,
    Scaling,
)
from kerascop.linting import Finding, Group, Rule
from kerascop.syntax.origin import Origin

TIMES = 10
"""Ranges that differ by this factor, or more, are not of one scale."""


class InconsistentScaling(Rule):
    """Training inputs were scaled, and test or prediction inputs were not, or differently.

    ## What it does
    Compares the arrays that a model is trained on with those that it is validated, evaluated or
    asked to predict on. It reports pixels from 0 to 255 for a model that has learned from 0 to 1
    (and the reverse), and the untouched other part of a split whose training part was scaled.

    ## Why is this bad
    The weights fit the scale of the training inputs. Inputs 255 times as large saturate every unit:
    the prediction is the same class for every image, with a probability of 1, and the score on test
    data is that of guessing, while the training went well. People then look for the mistake in the
    model.

    ## Example
    ```python
    from tensorflow import keras

    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    x_train = x_train / 255
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    model.evaluate(x_test, y_test)  # KC506
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    x_train, x_test = x_train / 255, x_test / 255
    model = keras.Sequential([
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=5)
    model.evaluate(x_test, y_test)
    ```

    ## When not to flag
    Silent if the scale of either is not known, if the model is trained on inputs of both scales,
    and for random inputs. Generators and data sets as validation data are KC414's; a scaler that is
    fitted again on test data is KC505's; a `transform` whose result is dropped is KC504's.

    ## References
    - https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing
    - https://keras.io/guides/preprocessing_layers/: why to preprocess inside the model
    """

    code = "KC506"
    name = "inconsistent-scaling"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        dropped = {step.origin for step in program.steps(Discarded)}
        if any(step.origin in dropped for step in program.steps(Learned)):
            return
        reported: set[tuple[Model, Origin | None]] = {
            (fit.model, fit.validation_batches.origin)
            for fit in program.fits
            if fit.validation_batches is not None
        }
        training: dict[Model, list[Fit]] = {}
        for fit in program.fits:
            if fit.trains:
                training.setdefault(fit.model, []).append(fit)
        for asked in program.fits:
            given, learned = _held_out(asked), training.get(asked.model, [])
            if given is None:
                continue
            first = _always_differ(learned, given)
            if first is None:
                continue
            trained, other = first
            # The same picture, prepared by the same function, may be asked about in many places.
            if (asked.model, other.origin) in reported:
                continue
            reported.add((asked.model, other.origin))
            purpose = "validation" if asked.trains else f"`{asked.method}`"
            yield self.finding(
                given.origin,
                f"the model was trained on {_shown(trained)}, but {purpose} gets"
                f" {_shown(other)}. Prepare both alike",
                related=[
                    *((step, "the training inputs are scaled here") for step in _steps(trained)),
                    *((step, "these are scaled here") for step in _steps(other)),
                    (learned[0].origin, "trained here"),
                    (other.origin, "these inputs come from here"),
                ],
                subject=asked.origin,
            )


def _held_out(fit: Fit) -> Data | None:
    """What a call gives the model besides what it learns from."""
    if not fit.trains:
        return fit.inputs
    if fit.validation is None or fit.validation_batches is not None:
        return None
    return fit.validation[0]


def _always_differ(learned: Sequence[Fit], given: Data) -> tuple[ArrayFacts, ArrayFacts] | None:
    """The first difference in scale to what a model learns from, if there is one every time."""
    first: tuple[ArrayFacts, ArrayFacts] | None = None
    for fit in learned:
        found = _differ(fit.inputs, given)
        if found is None:
            return None
        first = first or found
    return first


def _differ(trained: Data | None, given: Data) -> tuple[ArrayFacts, ArrayFacts] | None:
    if trained is None or len(trained.arrays) != len(given.arrays):
        return None
    for one, other in zip(trained.arrays, given.arrays, strict=True):
        if one.random or other.random or one.labels or other.labels:
            continue
        if _ranges_differ(one, other) or _only_training_is_scaled(one, other):
            return one, other
    return None


def _ranges_differ(one: ArrayFacts, other: ArrayFacts) -> bool:
    """Are both images, one raw and one scaled?"""
    if Content.IMAGES not in (one.content, other.content):
        return False
    raw = [facts for facts in (one, other) if facts.scaling is None and facts.high == 255]
    small = [facts for facts in (one, other) if _is_small(facts)]
    return len(raw) == 1 and len(small) == 1


def _is_small(facts: ArrayFacts) -> bool:
    if facts.scaling is Scaling.PREPROCESSED:
        return facts.mode in ("tf", "torch")
    known = facts.spread is not None and facts.spread * TIMES <= 255
    return facts.scaling is not None and (known or facts.spread is None)


def _only_training_is_scaled(one: ArrayFacts, other: ArrayFacts) -> bool:
    """Are these two parts of the same samples, of which only the first was scaled?"""
    siblings = one.part is not None and other.part is not None and one.part is not other.part
    if not siblings or one.origin != other.origin or one.scaling is None:
        return False
    # What was done to both, before they were divided, may have scaled both without a trace.
    untouched = all(step in one.changed for step in other.changed)
    return other.scaling is None and untouched and other.changed != one.changed


def _steps(facts: ArrayFacts) -> tuple[Origin, ...]:
    return facts.changed[-1:] if facts.scaling is not None else ()


def _shown(facts: ArrayFacts) -> str:
    """The values as a message names them."""
    if facts.scaling is None:
        known = facts.low is not None and facts.high is not None
        return f"values from {facts.low:g} to {facts.high:g}" if known else "unscaled values"
    if facts.scaling is Scaling.DIVIDED and facts.low is not None and facts.high is not None:
        return f"values from {facts.low:g} to {facts.high:g}"
    return f"{facts.scaling.value} values"
