"""KC603: dropout that pooling makes up for."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model
from kerascop.graph.blocks import Role
from kerascop.linting import Finding, Group, Rule


class DropoutBeforePooling(Rule):
    """Dropout comes right before pooling.

    ## What it does
    Looks for `Dropout` whose output is pooled, with at most an activation in between.

    ## Why is this bad
    Max-pooling takes the largest value of each window. Where dropout has removed it, the second
    largest steps in, and those that are kept were raised: hardly any unit is really dropped.
    Averages dilute it likewise. Behind the pooling dropout works on what is handed on.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((32, 32, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.Dropout(0.25))  # KC603
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((32, 32, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for dropout of whole channels (`SpatialDropout2D`), which pooling cannot make up for, for
    a rate of 0, and when anything but an activation lies in between.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC603"
    name = "dropout-before-pooling"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        for row in model.rows:
            for place, step in enumerate(row.steps):
                if step.call.short != "Dropout" or step.call.argument("rate").value == 0:
                    continue
                behind = (
                    each for each in row.steps[place + 1 :] if each.role is not Role.ACTIVATION
                )
                reader = next(behind, None)
                if reader is not None and reader.role in (Role.POOLING, Role.GLOBAL_POOLING):
                    assert step.call.layer is not None, "`Dropout` is a layer"
                    yield self.finding(
                        step.call.layer.origin,
                        f"dropout before `{reader.call.short}`: its neighbours in the "
                        "window make up for what is dropped. Put it behind the pooling",
                        related=[(reader.call.origin, "the pooling")],
                    )
