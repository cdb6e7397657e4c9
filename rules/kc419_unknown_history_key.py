"""KC419: a key is read from a history that does not have it."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Fit, Program, known_keys, may_log, may_validate, nearest_key
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of, key_reworded


class UnknownHistoryKey(Rule):
    """`history.history["acc"]`, when the metric was logged as `accuracy`.

    ## What it does
    Follows what `fit` returns to the places where its logs are read, through functions too, and
    reports keys that this `compile` and this `fit` do not log.

    ## Why is this bad
    The program trains for hours and then dies of a `KeyError` while it draws the curves, before it
    saves anything. Keras logs the loss, each metric under the name that `compile` gives it, and the
    same with `val_` in front if there is validation data. `metrics=["accuracy"]` has been `acc`
    only before Keras 2.3.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=10)
    print(history.history["acc"])  # KC419
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=10)
    print(history.history["accuracy"])
    ```

    ## When not to flag
    Silent where the program asks first (`if "acc" in history.history`) or catches the error, where
    something else may log the key (a callback, `train_step` or layer of your own, a metric that is
    not known), and for projects that require a Keras before 2.3.

    ## References
    - https://keras.io/api/callbacks/
    - `CompileMetrics` in keras/src/trainers/compile_utils.py: the names of metrics
    """

    code = "KC419"
    name = "unknown-history-key"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.SAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        for fit in program.fits:
            for read in fit.reads:
                if may_log(program, fit, read.key):
                    continue
                nearest = nearest_key(program, fit, read.key)
                yield self.finding(
                    read.origin,
                    f"`{read.key}` is not in this history. {_remedy(program, fit, read.key)}",
                    related=[(fit.origin, "the history is of this training")],
                    subject=fit.model.origin,
                    fix=fix_of(
                        Applicability.SAFE,
                        f"Read `{nearest}`",
                        key_reworded(read.origin, nearest, read.key),
                    ),
                )


def _remedy(program: Program, fit: Fit, key: str) -> str:
    if key.startswith("val_") and not may_validate(fit):
        return "There is no validation data: give `fit` `validation_data` or `validation_split`"
    logged = ", ".join(f"`{each}`" for each in known_keys(program, fit))
    if len(fit.model.outputs) != 1:
        return f"It has {logged}, and what belongs to each output"
    return f"It has {logged}" if logged else "It has other keys"
