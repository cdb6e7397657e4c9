"""KC404: a callback watches something that the training call does not log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.graph import Callback, Fit, Program, known_keys, may_log, may_validate, nearest_key
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of, reworded, word_replaced

WATCHING = {
    "EarlyStopping": "never stops",
    "ReduceLROnPlateau": "never lowers the rate",
    "ModelCheckpoint": "cannot tell which model is the best",
}
"""Callbacks that watch a metric, and what becomes of them without it."""

_FIELD = re.compile(r"(?<!\{)\{(\w+)[:!}]")
_ALWAYS_THERE = frozenset({"epoch", "batch"})


class UnloggedMonitor(Rule):
    """A callback waits for a metric that this `fit` never reports.

    ## What it does
    Compares what `EarlyStopping`, `ReduceLROnPlateau` and `ModelCheckpoint(save_best_only=True)`
    watch, and what stands in braces in a checkpoint's path, with what the call of `fit` logs: the
    loss, the metrics of `compile` under their own names, and all of them with `val_` in front if
    there is validation data.

    ## Why is this bad
    A callback whose key is missing prints a warning at most and does not do its work: training
    never stops early, the rate is never lowered, and a checkpoint cannot tell the best model
    (Keras 3 then saves every epoch over it, Keras 2 none). Keras 3 refuses a key that does not tell
    it what better means, and a path with a key that is missing ends the first epoch with a
    `KeyError`.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(
        monitor="val_acc",  # KC404
        patience=3,
    )
    model.fit(x, y, epochs=50, validation_split=0.2, callbacks=[stop])
    ```

    ## Use instead
    Write the metric as `compile` does: `metrics=["accuracy"]` is logged as `accuracy` and
    `val_accuracy`, `metrics=["acc"]` as `acc` and `val_acc`.

    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3)
    model.fit(x, y, epochs=50, validation_split=0.2, callbacks=[stop])
    ```

    ## When not to flag
    Silent if something else may log the key: a callback, `train_step` or layer of your own, a model
    or metric that is not known; if it is not known whether there is validation data; and for a
    `ModelCheckpoint` that saves every epoch whatever it watches.

    ## References
    - https://keras.io/api/callbacks/early_stopping/
    - `CompileMetrics` in keras/src/trainers/compile_utils.py: the names of metrics
    """

    code = "KC404"
    name = "unlogged-monitor"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.SAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        for fit in program.fits:
            for callback in fit.callbacks or () if fit.method.startswith("fit") else ():
                yield from self._watched(program, fit, callback)
                yield from self._in_path(program, fit, callback)

    def _watched(self, program: Program, fit: Fit, callback: Callback) -> Iterator[Finding]:
        monitor = callback.argument("monitor")
        key = monitor.value
        if callback.short not in WATCHING or not isinstance(key, str) or may_log(program, fit, key):
            return
        if (
            callback.short == "ModelCheckpoint"
            and callback.argument("save_best_only").value is not True
        ):
            return
        nearest = nearest_key(program, fit, key)
        yield self.finding(
            monitor.origin or callback.origin,
            f"`{callback.short}` watches `{key}`, which this `{fit.method}` never logs: it"
            f" {WATCHING[callback.short]}, or Keras refuses to train."
            f" {_remedy(program, fit, key)}",
            related=[(fit.origin, "training is started here")],
            subject=fit.model.origin,
            fix=fix_of(
                Applicability.SAFE,
                f"Watch `{nearest}`",
                reworded(monitor.origin, nearest, [key]),
            ),
        )

    def _in_path(self, program: Program, fit: Fit, callback: Callback) -> Iterator[Finding]:
        path = callback.argument("filepath")
        if callback.short != "ModelCheckpoint" or not isinstance(path.value, str):
            return
        if path.origin is None or callback.argument("save_freq").value != "epoch":
            return
        monitored = callback.argument("monitor").value
        if callback.argument("save_best_only").value is not False and not (
            isinstance(monitored, str) and may_log(program, fit, monitored)
        ):
            return
        for key in dict.fromkeys(_FIELD.findall(path.value)):
            if key in _ALWAYS_THERE or may_log(program, fit, key):
                continue
            nearest = nearest_key(program, fit, key)
            yield self.finding(
                path.origin,
                f"`{{{key}}}` in the path is never logged by this `{fit.method}`: the first"
                f" checkpoint ends in a `KeyError`. {_remedy(program, fit, key)}",
                related=[(fit.origin, "training is started here")],
                subject=fit.model.origin,
                fix=fix_of(
                    Applicability.SAFE,
                    f"Write `{nearest}` in the path",
                    word_replaced(path.origin, f"{{{key}", nearest and f"{{{nearest}"),
                ),
            )
            return


def _remedy(program: Program, fit: Fit, key: str) -> str:
    if key.startswith("val_") and not may_validate(fit):
        return "It has no validation data: give it `validation_data` or `validation_split`"
    logged = ", ".join(f"`{each}`" for each in known_keys(program, fit))
    if len(fit.model.outputs) != 1:
        return f"It logs {logged}, and what belongs to each output"
    return f"It logs {logged}" if logged else "It logs other keys"
