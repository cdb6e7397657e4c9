"""KC112: data that do not fit the model's inputs."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import certainly_equal, explain_shape, product
from kerascop.graph import Data, Fit, Model
from kerascop.graph.channels import misread_channels
from kerascop.graph.feeding import (
    Misfit,
    as_loaded,
    data_for_inputs,
    input_counts_samples,
    misfit,
)
from kerascop.graph.models import Style
from kerascop.linting import Finding, Group, Rule


class DataShapeMismatch(Rule):
    """What `fit`, `evaluate` or `predict` is given does not fit the model's inputs.

    ## What it does
    Compares the shapes of the arrays with the model's inputs, and with what its layers can work on.

    ## Why is this bad
    Keras refuses the data. The most frequent case is a single sample: `predict` always wants a
    batch, and a batch of one has one axis more than the sample.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(500, 8), np.random.rand(500)
    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
    print(model.predict(x[0]))  # KC112
    ```

    ## Use instead
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(500, 8), np.random.rand(500)
    model = keras.Sequential([
        keras.Input((8,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
    print(model.predict(x[:1]))
    ```

    ## When not to flag
    Silent when a shape is not known; for a last axis of size 1, which Keras adds and removes:
    `(n, 28, 28)` fits `(28, 28, 1)` and `(n,)` fits `(1,)`; for other sizes in a `Sequential` whose
    layers take any size, as convolutions with global pooling do; for inputs that have their
    channels first (KC111) or count the samples (KC110); for images of the size that a loader of
    files was told to make them (KC410), and for inputs given as targets (KC406).

    ## References
    - https://keras.io/api/models/model_training_apis/
    """

    code = "KC112"
    name = "data-shape-mismatch"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        model, sources = fit.model, (fit.batches, fit.validation_batches)
        for data, batches in zip(data_for_inputs(fit), sources, strict=True):
            if data is None or misread_channels(model) or input_counts_samples(fit):
                continue
            if fit.targets_are_inputs and not model.reconstructs:
                continue
            if len(data.arrays) != len(model.inputs):
                yield from self._count(fit, data)
                continue
            for facts, tensor in zip(data.arrays, model.inputs, strict=True):
                if as_loaded(batches, facts):
                    continue
                shape = facts.shape
                found = misfit(model, tensor, shape[1:] if shape and data.unbatched else shape)
                if found is None:
                    continue
                yield self.finding(
                    data.origin,
                    f"`{fit.method}` gets `{explain_shape(found.given)}`, and the model takes "
                    f"`{explain_shape(found.expected)}`{_reason(found)}{_remedy(found, data)}",
                    related=[
                        (tensor.origin, "the input"),
                        (found.call.origin if found.call else None, "cannot work on them"),
                        (facts.origin, "the data come from here"),
                    ],
                    subject=fit.origin,
                )
                break

    def _count(self, fit: Fit, data: Data) -> Iterator[Finding]:
        inputs = len(fit.model.inputs)
        if len(data.arrays) != 1 or data.arrays[0].shape is None or not _is_whole(fit.model):
            return
        yield self.finding(
            data.origin,
            f"`{fit.method}` gets one array, and the model has {inputs} inputs: a list holds an "
            "array for each",
            related=[(tensor.origin, "an input") for tensor in fit.model.inputs],
            subject=fit.origin,
        )


def _is_whole(model: Model) -> bool:
    return model.style is Style.FUNCTIONAL and model.complete and len(model.inputs) > 1


def _reason(found: Misfit) -> str:
    if found.by_size:
        return ": a functional model of Keras 3 compares every axis"
    if found.call is None or found.is_single:
        return ""
    return f": `{found.call.short}` cannot work on them"


def _remedy(found: Misfit, data: Data) -> str:
    if data.unbatched:
        return ". Nothing batches the data set: `.batch(32)`"
    if found.is_single:
        return ". That is a single sample: `x[None]` makes it a batch of one"
    sizes, wanted = found.given[1:], found.expected[1:]
    if certainly_equal(product(sizes), product(wanted)):
        target = explain_shape((-1, *wanted))
        return f". `x.reshape({target})` lays the same numbers out that way"
    return ""
