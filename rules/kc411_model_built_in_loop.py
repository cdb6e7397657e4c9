"""KC411: a long loop builds and trains one model after the other and clears nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.graph import Loop, Program
from kerascop.linting import Finding, Group, Rule

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

MANY = 20
"""Rounds. The folds of a cross-validation and a few settings to compare are no burden."""


class ModelBuiltInLoop(Rule):
    """Every round of a long training loop makes another model.

    ## What it does
    Reports models that are made and trained inside loops of twenty rounds or more, nested loops
    multiplied, or inside `while True`, in programs that never call `clear_session`.

    ## Why is this bad
    A trained model is tied up in reference cycles, with its compiled training function, and stays
    in memory until Python's garbage collector comes by; Keras also keeps a global state that grows
    with every layer. Memory fills up and the rounds become slower. Often it is a slip besides: who
    meant to go on training builds a new model each time, and all it has learned is lost.

    ## Example
    ```python
    from tensorflow import keras

    for units in range(1, 101):
        model = keras.Sequential([  # KC411
            keras.Input(shape=(8,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(1),
        ])
        model.compile(optimizer="adam", loss="mse")
        model.fit(x, y, epochs=5, verbose=0)
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    for units in range(1, 101):
        keras.backend.clear_session()
        model = keras.Sequential([
            keras.Input(shape=(8,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(1),
        ])
        model.compile(optimizer="adam", loss="mse")
        model.fit(x, y, epochs=5, verbose=0)
    ```

    ## When not to flag
    Silent for short loops, such as those over folds or a few settings, and for loops of which it is
    not known how long they are.

    ## References
    - https://keras.io/api/utils/config_utils/#clearsession-function
    """

    code = "KC411"
    name = "model-built-in-loop"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        if any(call.path.endswith(".clear_session") for call in program.api_calls):
            return
        reported: set[tuple[Origin, ...]] = set()
        for fit in program.fits:
            rounds = _rounds(fit.rebuilt_in)
            around = tuple(loop.origin for loop in fit.rebuilt_in)
            if not fit.trains or rounds < MANY or around in reported:
                continue
            reported.add(around)
            often = "in every round" if rounds == float("inf") else f"{rounds:.0f} times"
            yield self.finding(
                fit.model.origin,
                f"a new model is made and trained {often}, and the ones before pile up in memory."
                " Call `keras.backend.clear_session()` in every round, or build the model before"
                " the loop if it is meant to go on learning",
                related=[(fit.origin, "it is trained here")],
                subject=fit.model.origin,
            )


def _rounds(loops: tuple[Loop, ...]) -> float:
    """How often the model is made at least."""
    product = 1.0
    for loop in loops:
        product *= float("inf") if loop.endless else loop.rounds or 1
    return product
