"""KC406: the same array given as inputs and as targets."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Objective
from kerascop.linting import Finding, Group, Rule


class TargetIsInput(Rule):
    """A classifier or regressor is asked to predict its own input.

    ## What it does
    Finds `fit(y, y)` and `fit(x, x)` where the model cannot be an autoencoder: its output has
    another size than its input, or its loss compares classes, or the array holds class labels.

    ## Why is this bad
    One of the two is a slip of the pen. Trained on labels, the model sees the answer and nothing
    else; trained towards its inputs, it never sees the labels at all.

    ## Example
    ```python
    import numpy as np
    from tensorflow import keras

    x, y = np.random.rand(500, 8), np.random.rand(500, 1)
    model = keras.Sequential([
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, x, epochs=10)  # KC406
    ```

    ## Use instead
    ```python
    import numpy as np
    from tensorflow import keras

    x, y = np.random.rand(500, 8), np.random.rand(500, 1)
    model = keras.Sequential([
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=10)
    ```

    ## When not to flag
    Silent for autoencoders: as many outputs as inputs, whatever the loss; for token models that
    answer with a class at every position of their input; for losses of the program's own; and
    where the sizes are not known and the loss is not one of classes. Shapes that do not fit for
    this reason are not reported again by KC112 or KC113.

    ## References
    - https://keras.io/api/models/model_training_apis/#fit-method
    """

    code = "KC406"
    name = "target-is-input"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, objective: Objective) -> Iterator[Finding]:
        if not objective.direct or objective.loss.inner or objective.is_placeholder:
            return
        for fit in objective.fits:
            if not fit.takes_itself_for_target(objective):
                continue
            model = fit.model
            inputs, outputs = (tensor.shape for tensor in (model.inputs[0], objective.prediction))
            sizes = (
                f" from `{explain_shape(inputs)}` to `{explain_shape(outputs)}`"
                if inputs and outputs
                else ""
            )
            yield self.finding(
                fit.argument("y").origin or fit.origin,
                f"`{fit.method}` gets the same array as inputs and as targets, and this model"
                f"{sizes} with `{objective.loss.short}` is no autoencoder: one of the two was"
                " meant to be another",
                related=[
                    (fit.argument("x").origin, "the same array"),
                    (objective.origin, "the loss"),
                ],
                subject=objective.origin,
            )
