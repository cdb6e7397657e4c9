"""KC601: dropout whose noise batch normalisation then measures."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.blocks import Role
from kerascop.linting import Finding, Group, Rule

BETWEEN = frozenset({Role.ACTIVATION, Role.POOLING, Role.GLOBAL_POOLING, Role.LAYOUT, Role.DROPOUT})


class DropoutBeforeBatchnorm(Rule):
    """Dropout comes right before batch normalisation.

    ## What it does
    Looks for dropout and batch normalisation behind it, with no weighted layer in between.

    ## Why is this bad
    Dropout raises the variance of what it lets through while training, and is off at prediction
    time. Batch normalisation measures the variance while training and uses it at prediction time,
    when it no longer holds. Behind batch normalisation dropout does no such harm.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dropout(0.3))  # KC601
    model.add(layers.BatchNormalization())
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((20,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.BatchNormalization())
    model.add(layers.Dropout(0.3))
    model.add(layers.Dense(3, activation="softmax"))
    ```

    ## When not to flag
    Silent when a layer with weights lies in between, for layer and group normalisation, which
    measure nothing to be used later, for a rate of 0, and when a step in between is not understood.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    - Li et al. 2018, Understanding the Disharmony between Dropout and Batch Normalization by
      Variance Shift, arXiv:1801.05134
    """

    code = "KC601"
    name = "dropout-before-batchnorm"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            for place, step in enumerate(row.steps):
                if step.role is not Role.DROPOUT or step.layer is None:
                    continue
                if step.layer.argument("rate").value == 0:
                    continue
                reader = next(
                    (each for each in row.steps[place + 1 :] if each.role not in BETWEEN), None
                )
                if reader is not None and reader.call.short == "BatchNormalization":
                    yield self.finding(
                        step.layer.origin,
                        f"`{step.layer.short}` before batch normalisation: the variance that is "
                        "measured while training does not hold once dropout is off. Swap the two",
                        related=[(reader.call.origin, "measures mean and variance")],
                    )
