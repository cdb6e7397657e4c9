"""KC403: a model is trained or evaluated that nobody has compiled."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Fit
from kerascop.linting import Finding, Group, Rule


class FitWithoutCompile(Rule):
    """`fit` or `evaluate` is called before the model has a loss.

    ## What it does
    Reports calls of `fit`, `evaluate`, `train_on_batch` and the like on a model that was built, or
    loaded with `compile=False`, and not compiled on the way there.

    ## Why is this bad
    Without `compile` there is neither a loss nor an optimizer, and Keras refuses. It is easily
    overlooked when a new `Model` is put around the layers of a compiled one: it shares their
    weights, but not their loss.

    ## Example
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.fit(x, y, epochs=10)  # KC403
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    model = keras.Sequential([
        keras.Input(shape=(8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=10)
    ```

    ## When not to flag
    Silent for models that come from somewhere else (an argument, an unknown function, a copy, a
    file or a description of another model, which may bring their own `compile`), that go somewhere
    unseen before they are trained, that another branch compiles, and for classes with a `compile`
    or `fit` of their own. `predict` needs no `compile`.

    ## References
    - https://keras.io/api/models/model_training_apis/
    - `_assert_compile_called` in keras/src/trainers/trainer.py
    """

    code = "KC403"
    name = "fit-without-compile"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        if fit.compiled is not False or "predict" in fit.method:
            return
        purpose = "trained" if fit.trains else "evaluated"
        yield self.finding(
            fit.origin,
            f"the model is {purpose} without having been compiled: Keras refuses. Call"
            " `model.compile(optimizer=…, loss=…)` first",
            related=[(fit.model.origin, "the model is made here")],
        )
