"""KC104: tensors that do not fit each other, or the weights of a layer."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Model, Placement, Program
from kerascop.graph.channels import misread_channels
from kerascop.graph.refusals import Refused, unlike_before
from kerascop.graph.undefined import undefined_features
from kerascop.linting import Evidence, Finding, Group, Rule

JOINING = ("Concatenate", "concatenate", "concat", "stack", "hstack", "vstack")
ELEMENTWISE = (
    "Add Subtract Multiply Average Maximum Minimum add subtract multiply divide maximum minimum"
).split()


MAPS = 4
"""Axes of a batch of feature maps, at least."""


class IncompatibleShape(Rule):
    """A layer gets tensors that do not fit each other, or do not fit its weights.

    ## What it does
    Compares the shapes that meet in `Add`, `Concatenate`, `Dot` and the operators, the number of
    tensors that a layer gets, and the inputs of a layer that is applied more than once with the
    weights that its first input made. It also finds a `Dense` on an axis that has no size, as
    behind the `Flatten` of an image of any size.

    ## Why is this bad
    Keras refuses the model, often in words that name an inner operation and not the branch whose
    shape is off.

    ## Example
    ```python
    import keras
    from keras import layers

    photo = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(photo)
    y = layers.Conv2D(32, 3, strides=2, padding="same")(x)
    x = layers.Activation("relu")(layers.Add()([x, y]))  # KC104
    model = keras.Model(photo, layers.GlobalAveragePooling2D()(x))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    photo = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(photo)
    y = layers.Conv2D(32, 3, strides=2, padding="same")(x)
    shortcut = layers.Conv2D(32, 1, strides=2)(x)
    x = layers.Activation("relu")(layers.Add()([shortcut, y]))
    model = keras.Model(photo, layers.GlobalAveragePooling2D()(x))
    ```

    ## When not to flag
    Silent when a shape is not known; for axes of size 1 and missing leading axes, which `Add`,
    `Multiply` and the operators stretch; for the axis along which tensors are joined; where the
    third positional argument of Keras 1 has become the strides (KC213), or images have their
    channels first (KC111).

    ## References
    - https://keras.io/api/layers/merging_layers/
    - https://numpy.org/doc/stable/user/basics.broadcasting.html
    """

    code = "KC104"
    name = "incompatible-shape"
    group = Group.CORRECTNESS
    since = "0.1"
    evidence = Evidence.REFUSAL

    def check(self, program: Program) -> Iterator[Finding]:
        for model in program.models:
            yield from self._refused(model)
            for call in undefined_features(program, model):
                yield self.finding(
                    call.layer.origin if call.layer else call.origin,
                    f"`{call.short}` multiplies the last axis of "
                    f"`{explain_shape(call.input_shape)}`, which has no size: give the input its "
                    "sizes, or use global pooling, which needs none, in the place of `Flatten`",
                    related=[(model.inputs[0].origin, "the axis is left open here")],
                    subject=model.origin,
                )
        for placement in program.placements:
            yield from self._shared(placement)

    def _refused(self, model: Model) -> Iterator[Finding]:
        if misread_channels(model):
            return
        for refused in model.refused:
            if refused.kind in ("shape", "count") and not refused.is_of_keras1:
                yield self.finding(
                    refused.origin,
                    f"{refused.shown}{_remedy(refused)}",
                    related=[
                        (refused.call.origin, "applied here"),
                        *(
                            (made, f"`{explain_shape(shape)}` comes from here")
                            for made, shape in refused.sources
                        ),
                    ],
                    subject=model.origin,
                )

    def _shared(self, placement: Placement) -> Iterator[Finding]:
        for first, later in unlike_before(placement):
            before, now = explain_shape(first.input_shape), explain_shape(later.input_shape)
            yield self.finding(
                next(iter([*later.enclosing()][::-1]), later).origin,
                f"`{later.short}` has weights for `{before}` and gets `{now}`: the last axes must "
                "agree wherever a layer is applied",
                related=[
                    (first.origin, f"applied to `{before}` here"),
                    (later.origin, "the layer"),
                ],
                subject=placement.model.origin,
            )


def _remedy(refused: Refused) -> str:
    if refused.kind == "count":
        return ". `Concatenate` or `Add` makes one tensor of several"
    if refused.name in JOINING:
        return ". All axes but the joined one must agree"
    if refused.name in ELEMENTWISE:
        maps = len(refused.shape or ()) >= MAPS
        tool = '`padding="same"` or a convolution of one position' if maps else "a `Dense` layer"
        return f". On the shorter branch, {tool} brings them together"
    return ""
