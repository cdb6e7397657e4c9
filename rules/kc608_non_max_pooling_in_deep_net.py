"""KC608: a deep network that makes its maps smaller by averages."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model, Program
from kerascop.graph.blocks import DEEP, Role, narrowing_models
from kerascop.linting import Finding, Group, Rule

AVERAGES = frozenset({"AveragePooling2D", "AveragePooling3D"})


class NonMaxPoolingInDeepNet(Rule):
    """A deep network makes its maps smaller mostly by averages.

    ## What it does
    Looks for stacks of ten convolutions and poolings or more in which average poolings between
    convolutions outnumber max-poolings.

    ## Why is this bad
    Max-pooling hands on the strongest answer of a window, an average blurs it with the others: a
    pattern that is there once in a window is weaker after each pooling. In a deep stack of plain
    convolutions little is left of it.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((128, 128, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.AveragePooling2D())  # KC608
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.AveragePooling2D())
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.AveragePooling2D())
    model.add(layers.Conv2D(128, 3, activation="relu"))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((128, 128, 3)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(128, 3, activation="relu"))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for shallow networks, for global pooling and other poolings behind the last convolution,
    for networks with shortcuts, and for series, where averages are a common filter. A generator's
    opponent in adversarial training and style transfer have good reasons for averages.

    ## References
    - Nikanjam et al. 2021, Automatic Fault Detection for Deep Learning Programs Using Graph
      Transformations, doi 10.1145/3470006
    """

    code = "KC608"
    name = "non-max-pooling-in-deep-net"
    group = Group.DESIGN
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in narrowing_models(program.models):
            yield from self._model(model)

    def _model(self, model: Model) -> Iterator[Finding]:
        row = model.trunk
        if row is None or row.depth < DEEP:
            return
        between = row.convolutions[:-1]
        pools = [
            step.call for block in between for step in block.after if step.role is Role.POOLING
        ]
        averages = [call for call in pools if call.short in AVERAGES]
        if len(averages) * 2 > len(pools):
            yield self.finding(
                averages[0].origin,
                f"{len(averages)} of {len(pools)} poolings between the convolutions average: "
                "max-pooling keeps the strongest answer of each window",
                related=[(call.origin, "averages as well") for call in averages[1:]],
                subject=model.origin,
            )
