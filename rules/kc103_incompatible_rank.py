"""KC103: a layer that gets a tensor of a rank that it refuses."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import Shape, explain_shape
from kerascop.graph import Model
from kerascop.graph.refusals import Refused, ends_its_sequence, missing_sequence, wanted_rank
from kerascop.linting import Evidence, Finding, Group, Rule

AXES = {
    2: "`(batch, features)`",
    3: "`(batch, steps, features)`",
    4: "`(batch, rows, columns, channels)`",
    5: "`(batch, depth, rows, columns, channels)`",
}
TOLERANT = ("Conv1D", "Conv2D", "Conv3D")
MERGING = ("Flatten", "flatten", "GlobalAveragePooling", "GlobalMaxPooling")


class IncompatibleRank(Rule):
    """A layer gets a tensor with more or fewer axes than it works on.

    ## What it does
    Follows the shapes through the model and reports the first layer that refuses the number of axes
    that reach it: a convolution without a channel axis, an LSTM on rows of a table, a `Conv2D`
    behind `Flatten`.

    ## Why is this bad
    Keras refuses to build the model. The message names a layer, not the place where an axis was
    lost or forgotten. Too many axes are refused by the plain convolutions of Keras 3 only: those of
    Keras 2 work on each entry of the first ones.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28)),
        layers.Conv2D(16, 3, activation="relu"),  # KC103
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ])
    ```

    The images get the axis with `x[..., None]`; Keras adds it itself where only the data lack it.

    ## When not to flag
    Silent when the rank is not known; for `Dense`, `Dropout`, normalisation and whatever else takes
    any rank; inside `TimeDistributed`, where a layer gets one axis less; for a recurrent layer on
    the last output of another (KC108).

    ## References
    - https://keras.io/api/layers/convolution_layers/convolution2d/
    - https://keras.io/api/layers/recurrent_layers/lstm/
    """

    code = "KC103"
    name = "incompatible-rank"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL

    def check(self, model: Model) -> Iterator[Finding]:
        for refused in model.refused:
            if refused.kind != "rank" or missing_sequence(refused.call) is not None:
                continue
            yield self.finding(
                refused.origin,
                f"{refused.shown}{_version(refused)}. {_remedy(refused)}",
                related=[
                    (refused.call.origin, "applied here"),
                    (refused.source, f"`{explain_shape(refused.shape)}` comes from here"),
                ],
            )


def _version(refused: Refused) -> str:
    """Keras 2 ran a plain convolution over the axes that it has more than it needs."""
    wanted = wanted_rank(refused.name)
    more = wanted is not None and len(refused.shape or ()) > wanted
    return " (Keras 3; Keras 2 took more)" if more and refused.name in TOLERANT else ""


def _remedy(refused: Refused) -> str:
    wanted, shape, maker = wanted_rank(refused.name), refused.shape, refused.maker
    sequence = ends_its_sequence(maker)
    if sequence is not None:
        return f"`{sequence.short}` passes on its steps with `return_sequences=True`"
    if maker is not None and maker.short.startswith(MERGING):
        return f"`{maker.short}` has merged the axes before: it belongs behind this layer"
    if refused.is_wrapped:
        return f"`{refused.call.short}` hands `{refused.name}` one axis less than it gets"
    if maker is None and refused.name == "Dense":
        return "`x[..., None]` makes a column of single values"
    if shape is None or wanted is None or refused.call.composite:
        return "`Reshape` gives a tensor the axes that the next layer works on"
    if maker is None:
        return _input_remedy(shape, wanted)
    if len(shape) < wanted:
        return f"`Reshape` in between gives it the axes {AXES[wanted]}"
    if wanted == 3:
        return (
            f"`Reshape` in between makes it {AXES[3]}, or `Flatten` with `Dense` does without steps"
        )
    return f"`TimeDistributed({refused.name}(…))` works on one axis more"


def _input_remedy(shape: Shape, wanted: int) -> str:
    """What to do where the very input of the model has another rank."""
    missing = wanted - len(shape)
    if missing == 1:
        axis = "channel" if wanted > 3 else "feature"
        return (
            f"The {axis} axis is missing: make the input `{explain_shape((*shape[1:], 1))}`, "
            "the data with `x[..., None]`"
        )
    if missing > 1:
        return f"Give the model its input as {AXES[wanted]}"
    if missing == -1:
        return (
            "The shape of an input is that of one sample, without the batch; "
            "to every step of a series a layer is applied by `TimeDistributed`"
        )
    return f"Reshape the input to {AXES[wanted]}"
