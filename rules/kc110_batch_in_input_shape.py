"""KC110: an input shape that counts the samples."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Fit, Program
from kerascop.graph.declarations import counting_declaration, declaration
from kerascop.graph.feeding import counting_input
from kerascop.linting import Finding, Group, Rule


class BatchInInputShape(Rule):
    """The shape of the input contains the number of samples.

    ## What it does
    Compares the shape that a model declares for one sample with the array that it is fitted on, and
    reports shapes that are those of the whole array, or that begin with its number of samples.

    ## Why is this bad
    `Input(shape=…)` and `input_shape=` describe a single sample: Keras puts the axis of the batch
    in front. With `x_train.shape` there, a model for rows of 8 numbers wants tables of 1000 rows,
    each table being one sample; training fails, or `Dense` answers for each row of a table.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(1000, 8), np.random.rand(1000)
    model = keras.Sequential([
        keras.Input(shape=x.shape),  # KC110
        layers.Dense(16, activation="relu"),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=5)
    ```

    ## Use instead
    ```python
    import numpy as np
    from tensorflow import keras
    from tensorflow.keras import layers

    x, y = np.random.rand(1000, 8), np.random.rand(1000)
    model = keras.Sequential([
        keras.Input(shape=x.shape[1:]),
        layers.Dense(16, activation="relu"),
        layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=5)
    ```

    ## When not to flag
    Silent when the data are not the array whose shape is given, when they have an axis of that size
    behind the samples, as square matrices have, and when a layer already refuses the shape (KC103,
    KC104).

    ## References
    - https://keras.io/api/layers/core_layers/input/
    - https://keras.io/guides/sequential_model/
    """

    code = "KC110"
    name = "batch-in-input-shape"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for fit in program.fits:
            found = counting_input(fit)
            if found is None:
                yield from self._unseen(program, fit)
                continue
            if fit.model.refused:
                continue
            tensor, facts = found
            shape, samples = facts.shape or (), (facts.shape or (None,))[0]
            many = samples if isinstance(samples, int) else "the number of samples"
            declared = explain_shape((tensor.shape or ())[1:])
            yield self.finding(
                declaration(program, fit.model, tensor),
                f"the shape of one sample is given as `{declared}`, which begins with the number of"
                f" samples{f' ({many})' if isinstance(many, int) else ''}: leave it out; one sample"
                f" of the data has `{explain_shape(shape[1:])}`",
                related=[
                    (fit.inputs.origin if fit.inputs else None, f"all: `{explain_shape(shape)}`"),
                    (facts.origin, "the data come from here"),
                ],
                subject=fit.model.origin,
            )

    def _unseen(self, program: Program, fit: Fit) -> Iterator[Finding]:
        place = counting_declaration(program, fit)
        if place is not None and not fit.model.refused:
            yield self.finding(
                place,
                "the shape of one sample is given with the number of samples in it: leave it out,"
                " as `shape[1:]` does",
                related=[(fit.origin, "all samples are given here")],
                subject=fit.model.origin,
            )
