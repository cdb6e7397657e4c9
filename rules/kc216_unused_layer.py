"""KC216: a layer whose work no model ever sees."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph.unused import Unused
from kerascop.linting import Finding, Group, Rule


class UnusedLayer(Rule):
    """A layer is made, or applied to a tensor, and its result is lost.

    ## What it does
    Looks for layers whose output nothing reads although a model is made of the tensor that went in,
    for layers that are made and applied to nothing, and for layers that a model or layer of your
    own makes in `__init__` and its `call` leaves out.

    ## Why is this bad
    Keras builds a model from its outputs backwards: what they do not depend on is no part of it,
    and nobody says so. Usually the next line reads the wrong variable, so that the network is
    shallower than its source looks, or lacks its pooling or its dropout.

    ## Example
    ```python
    import keras
    from keras import layers

    table = keras.Input((20,))
    x = layers.Dense(64, activation="relu")(table)  # KC216
    x = layers.Dense(32, activation="relu")(table)
    model = keras.Model(table, layers.Dense(1)(x))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    table = keras.Input((20,))
    x = layers.Dense(64, activation="relu")(table)
    x = layers.Dense(32, activation="relu")(x)
    model = keras.Model(table, layers.Dense(1)(x))
    ```

    ## When not to flag
    Silent as soon as anything may read the value later, on any path: a print, a loop, a nested
    function, `locals()`. Silent for names that begin with an underscore, for values that are
    stored, returned or unpacked, for a layer that is applied several times, and where no model is
    made of the tensors in question. A layer that stands by itself at the top of a script or
    notebook may show how one is written: it is reported only between calls of `model.add`.

    ## References
    - https://keras.io/guides/functional_api/
    """

    code = "KC216"
    name = "unused-layer"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, unused: Unused) -> Iterator[Finding]:
        yield self.finding(
            unused.origin,
            f"{what_happens(unused)}: no model contains this layer. "
            f"{'Does the next layer read the wrong variable?' if unused.applied else REMEDY}",
            related=[
                (unused.end, "takes its place"),
                (unused.model, "is made without it"),
            ],
            subject=unused.model,
        )


REMEDY = "Apply it, or drop it"


def what_happens(unused: Unused) -> str:
    """How the result is lost."""
    what = f"`{unused.layer.short}`"
    if unused.name is None:
        return (
            f"what {what} returns is dropped" if unused.applied else f"{what} is made and dropped"
        )
    name = f"`{unused.name}`"
    if unused.applied and unused.end is not None:
        return f"{name} is bound to something else before anything reads what {what} returns"
    if unused.applied:
        return f"nothing reads {name}, which holds what {what} returns"
    return f"{what} is made, and nothing uses {name}"
