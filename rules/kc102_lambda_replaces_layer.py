"""KC102: a Lambda for what a layer of Keras does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kerascop.dimensions import explain_shape
from kerascop.graph import Call, LayerConfig, Placement
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import code_of, constructed_otherwise, fix_of, keywords_of

LAYERS: Final = {
    "reshape": "Reshape",
    "expand_dims": "Reshape",
    "squeeze": "Reshape",
    "flatten": "Flatten",
    "batch_flatten": "Flatten",
    "transpose": "Permute",
    "permute_dimensions": "Permute",
    "repeat_vector": "RepeatVector",
    "concatenate": "Concatenate",
    "concat": "Concatenate",
    "relu": "ReLU",
    "leaky_relu": "LeakyReLU",
    "elu": "ELU",
    "softmax": "Softmax",
    **dict.fromkeys(("sigmoid", "tanh", "softplus", "softsign", "selu", "gelu"), "Activation"),
}
"""Operations, and the layers that do the same."""

OF_TWO: Final = {"add": "Add", "subtract": "Subtract", "multiply": "Multiply", "maximum": "Maximum"}
RESCALING: Final = frozenset({"add", "subtract", "multiply", "divide"})

LIKE_LAMBDA: Final = frozenset({"name", "trainable", "dtype", "input_shape"})
"""Keywords that every layer takes."""


class LambdaReplacesLayer(Rule):
    """A `Lambda` does what a layer of Keras does.

    ## What it does
    Looks into the functions of `Lambda` layers: those that only reshape, transpose, concatenate,
    repeat, rescale, add up or activate have a layer of their own in Keras.

    ## Why is this bad
    A `Lambda` is saved as Python bytecode, which another version of Python may not read and which
    Keras 3 refuses to load unless told to trust it. `model.summary()` says nothing of what it does.
    The layer says it, checks its input, and never touches the batch axis.

    ## Example
    ```python
    import keras
    from keras import layers, ops

    steps = keras.Input((4, 6))
    row = layers.Lambda(lambda x: ops.reshape(x, (-1, 24)))(steps)  # KC102
    model = keras.Model(steps, layers.Dense(1)(row))
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    steps = keras.Input((4, 6))
    row = layers.Flatten()(steps)
    model = keras.Model(steps, layers.Dense(1)(row))
    ```

    ## When not to flag
    Silent for functions that do several things, that take slices or statistics, that look at the
    batch, or that are not understood. That a reshape folds the batch is KC101's to say.

    ## References
    - https://keras.io/api/layers/core_layers/lambda/
    - https://keras.io/api/layers/reshaping_layers/
    """

    code = "KC102"
    name = "lambda-replaces-layer"
    group = Group.DESIGN
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, placement: Placement) -> Iterator[Finding]:
        layer = placement.layer
        if layer.symbol != "keras.layers.Lambda":
            return
        inside = [call for call in placement.model.all_calls if call.within is layer.call]
        better = replacement(layer.call, inside)
        if better is None:
            return
        shapes = ""
        if layer.input_shape and layer.output_shape and len(layer.call.inputs) == 1:
            before, after = explain_shape(layer.input_shape), explain_shape(layer.output_shape)
            shapes = f" (`{before}` becomes `{after}`)" if before != after else ""
        does = f"does what the layer `{better}` does{shapes}"
        if better == "Reshape" and shapes and not _keeps_batch(layer.call):
            does = (
                f"reshapes the batch along with the rest{shapes}: the layer `Reshape` leaves the"
                " batch alone, and `TimeDistributed` runs a layer on every step"
            )
        yield self.finding(
            layer.origin,
            f"this `Lambda` {does}. A `Lambda` is not safe to save and load",
            subject=placement.model.origin,
            fix=_fix(layer.config, better, layer.call, inside[0]),
        )


def replacement(call: Call, inside: Sequence[Call]) -> str | None:
    """The layer that does what the calls inside a `Lambda` do."""
    if not inside or any(each.composite for each in inside):
        return None
    tensors = {tensor for each in inside for tensor in each.inputs if tensor.has_batch}
    names = [each.short for each in inside]
    if len(inside) == 1 and set(inside[0].inputs) == set(call.inputs):
        only = names[0]
        if only in OF_TWO and len(call.inputs) > 1:
            return OF_TWO[only]
        if only in ("concatenate", "concat") and len(call.inputs) < 2:
            return None
        if only in ("transpose", "permute_dimensions") and not _keeps_batch(inside[0]):
            return None
        if only in LAYERS or _adds_axes(inside[0]):
            return LAYERS.get(only, "Reshape")
    plain = len(call.inputs) == 1 and all(len(each.inputs) == 1 for each in inside)
    if plain and len(tensors) == len(inside) and RESCALING.issuperset(names):
        numbers = [each.argument("right").value for each in inside]
        if all(isinstance(number, int | float) for number in numbers):
            return "Rescaling"
    return None


def _keeps_batch(call: Call) -> bool:
    before, after = call.input_shape, call.output_shape
    return bool(before) and bool(after) and (before or ())[0] == (after or ())[0]


def _adds_axes(call: Call) -> bool:
    """Is it an index that only adds axes of size 1 behind the batch: `x[..., None]`?"""
    before, after = call.input_shape, call.output_shape
    if call.short != "getitem" or not before or not after or before[0] != after[0]:
        return False
    return len(after) > len(before) and [dim for dim in after if dim != 1] == [
        dim for dim in before if dim != 1
    ]


def _fix(layer: LayerConfig, better: str, call: Call, inside: Call) -> Fix | None:
    """The layer in the place of the `Lambda`, with what both of them take."""
    arguments = arguments_for(better, call, inside)
    keywords = keywords_of(layer.origin) - {"function", "output_shape"}
    if arguments is None or layer.positional > 1 or not keywords <= LIKE_LAMBDA:
        return None
    kept = [
        f"{name}={code_of(given.origin)}"
        for name in sorted(keywords)
        if (given := layer.argument(name)).origin is not None
    ]
    if len(kept) < len(keywords):
        return None
    made = constructed_otherwise(layer.origin, better, ", ".join((*arguments, *kept)))
    return fix_of(Applicability.UNSAFE, f"Use `{better}`", made)


def arguments_for(better: str, call: Call, inside: Call) -> tuple[str, ...] | None:
    """The arguments of the layer that does what a call inside a `Lambda` does, where known."""
    given = {name: each.value for name, each in inside.operation.arguments.items() if each.given}
    shape = call.output_shape
    if better == "Reshape" and shape and _keeps_batch(call):
        sizes = [str(size) if isinstance(size, int) else "-1" for size in shape[1:]]
        return (_tuple(sizes),) if sizes.count("-1") < 2 else None
    if better == "RepeatVector" and shape and isinstance(shape[1], int):
        return (str(shape[1]),)
    if better == "Permute":
        order = next((given[name] for name in ("perm", "axes", "pattern") if name in given), ())
        if not isinstance(order, tuple) or not order:
            return None
        axes = [axis for axis in order[1:] if isinstance(axis, int)]
        return (_tuple([str(axis) for axis in axes]),) if len(axes) + 1 == len(order) else None
    axis = given.get("axis")
    if better == "Concatenate" and isinstance(axis, int):
        return (f"axis={axis}",)
    if any(isinstance(value, int | float | tuple) for value in given.values()):
        return None
    if better == "Activation":
        return (f'"{inside.short}"',)
    return () if better in ("Flatten", "ReLU", "Softmax", *OF_TWO.values()) else None


def _tuple(entries: Sequence[str]) -> str:
    return f"({entries[0]},)" if len(entries) == 1 else f"({', '.join(entries)})"
