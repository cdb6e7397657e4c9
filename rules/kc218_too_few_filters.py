"""KC218: a first convolution with a handful of filters."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Model, backbone_of
from kerascop.graph.heads import show_layer
from kerascop.linting import Finding, Group, Rule

ENOUGH = 4
"""Two directions of an edge and two signs: fewer filters cannot tell these apart."""


class TooFewFilters(Rule):
    """The first convolution has fewer than four filters.

    ## What it does
    Looks at the first convolution over neighbours that an image or series meets, and reports fewer
    than four filters.

    ## Why is this bad
    All that the network will ever see has gone through these filters. With two of them it cannot
    keep horizontal and vertical, rising and falling edges apart, and later layers cannot make up
    for that. Filters of the first layer are cheap.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(layers.Conv2D(2, 3, activation="relu"))  # KC218
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(layers.Conv2D(16, 3, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for convolutions of single positions, for depthwise ones, for a convolution that is the
    output itself, for one that makes the three channels that a ready-made network wants, and when
    the number is not known.

    ## References
    - A tiny network with two filters, told apart rows from columns only once it had six.
    """

    code = "KC218"
    name = "too-few-filters"
    group = Group.DESIGN
    since = "0.1"

    def check(self, model: Model) -> Iterator[Finding]:
        row = model.trunk
        block = row.blocks[0] if row is not None and row.blocks else None
        if row is None or block is None or not block.looks_around:
            return
        units = block.units
        adapts = any(backbone_of(step.layer) is not None for step in block.after)
        if not isinstance(units, int) or units >= ENOUGH or adapts:
            return
        if block.is_last and row.leaves:
            return
        yield self.finding(
            block.layer.origin,
            f"{show_layer(block.call)} is the first convolution: with {units} "
            f"filter{'s' if units > 1 else ''} it can hand on only that many patterns. Give it "
            "some more, 8 to 64 are usual",
        )
