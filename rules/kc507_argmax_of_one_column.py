"""KC507: predictions that are read in a way that cannot give the answer."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Answer, Objective, Program, Reading
from kerascop.linting import Finding, Group, Rule


class ArgmaxOfOneColumn(Rule):
    """The largest of a single score is asked for, or logits are compared with 0.5.

    ## What it does
    Follows what `predict` returns and finds `argmax` along an axis that holds one score, and
    rounding, or a threshold of 0.5, on the logits of a model that was trained with
    `from_logits=True`.

    ## Why is this bad
    A model with one output unit gives one column. The largest score of each row is that single
    score, at place 0: every sample is said to be of class 0, however well the model has learned.
    Logits are no probabilities: a logit of 0 stands for a probability of one half, so that a
    threshold of 0.5 calls negative what the model takes for positive.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train)
    classes = np.argmax(model.predict(x_test), axis=1)  # KC507
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x_train, y_train)
    classes = (model.predict(x_test) > 0.5).astype("int32")
    ```

    ## When not to flag
    Silent where the number of scores is not known, for `argmax` over the samples or the steps of a
    sequence, and for logits that went through a sigmoid before they are compared. A one-unit
    softmax, which says 1 for every sample, is KC204's.

    ## References
    - https://numpy.org/doc/stable/reference/generated/numpy.argmax.html
    - https://keras.io/api/losses/probabilistic_losses/: `from_logits`
    """

    code = "KC507"
    name = "argmax-of-one-column"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for reading in program.steps(Reading):
            claim = (
                _of_one_score(reading)
                if reading.answer is Answer.ARGMAX
                else _of_logits(reading, program.objectives)
            )
            if claim is not None:
                call = reading.prediction.call
                yield self.finding(
                    reading.origin,
                    claim,
                    related=[
                        (reading.scores.origin, "predicted here"),
                        (None if call is None else call.origin, "the output"),
                    ],
                    subject=reading.origin,
                )


def _of_one_score(reading: Reading) -> str | None:
    if reading.among != 1:
        return None
    shape = reading.scores.shape
    shown = "" if shape is None else f" (`{explain_shape(shape)}`)"
    return (
        f"the model has one output unit, so there is one score for each sample{shown} and its"
        " argmax is always 0. Compare it with a threshold: `> 0.5` for a sigmoid"
    )


def _of_logits(reading: Reading, objectives: tuple[Objective, ...]) -> str | None:
    asked = [each for each in objectives if each.prediction is reading.prediction]
    logits = [
        each
        for each in asked
        if each.loss.is_binary and each.loss.from_logits is True and each.head.is_linear
    ]
    if not asked or len(logits) != len(asked):
        return None
    done = "rounded" if reading.answer is Answer.ROUNDED else "compared with 0.5"
    return (
        f"`{logits[0].loss.short}` takes logits, so the predictions are logits too, and here they"
        f" are {done} as if they were probabilities. Compare them with 0, or apply a sigmoid first"
    )
