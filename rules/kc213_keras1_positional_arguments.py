"""KC213: the columns of a kernel, as Keras 1 took them, have become the strides."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.dimensions import explain_shape
from kerascop.graph import Call, LayerConfig, Placement, Program
from kerascop.graph.keras1 import companions, has_old_name, positional_strides, spelled_name
from kerascop.graph.refusals import maker
from kerascop.linting import Applicability, Edit, Finding, Fix, Group, Rule, Severity
from kerascop.sources.span import Span

LEAST_KERNEL = 3
"""Without evidence: kernels of 2 with strides of 2 are a usual way to halve a feature map."""


class Keras1PositionalArguments(Rule):
    """`Conv2D(32, 3, 3)` no longer is a kernel of 3 by 3: the third argument is the strides.

    ## What it does
    Looks for convolutions that get their kernel size and, by position, strides as two whole
    numbers, in programs that show in other places that they were written for Keras 1, or where
    those strides shrink an axis to nothing.

    ## Why is this bad
    Keras 1 took the rows and columns of the kernel one by one. Since Keras 2 the same call means a
    square kernel with strides as large as itself: a feature map has nine times fewer positions
    behind each layer, no two windows overlap, and a few layers later nothing is left.

    ## Example
    ```python
    from keras.layers import Conv2D, Dense, Flatten
    from keras.models import Sequential

    model = Sequential()
    model.add(Conv2D(32, 3, 3, border_mode="same", input_shape=(28, 28, 1)))  # KC213
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    ```

    ## Use instead
    ```python
    from keras.layers import Conv2D, Dense, Flatten
    from keras.models import Sequential

    model = Sequential()
    model.add(Conv2D(32, (3, 3), padding="same", activation="relu", input_shape=(28, 28, 1)))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    ```

    ## When not to flag
    Silent for strides given by name; for kernels and strides that differ, unless an axis collapses;
    without evidence for a patch stem, a convolution of the very input image with strides as large
    as its kernel, for kernels of 2, and for transposed convolutions. Without evidence the finding
    is a warning.

    ## References
    - https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes
    - https://keras.io/api/layers/convolution_layers/convolution2d/
    """

    code = "KC213"
    name = "keras1-positional-arguments"
    group = Group.CORRECTNESS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        evidence = next(companions(program), None)
        collapsed = {
            call.layer
            for model in program.models
            for refused in model.refused
            if refused.kind in ("negative", "shape", "size")
            for call in (refused.call, *refused.before)
        }
        for placement in program.placements:
            call, layer = placement.layer.call, placement.layer.config
            sizes = positional_strides(layer)
            if sizes is None:
                continue
            # Keras 1 called its transposed convolution `Deconvolution2D`.
            of_keras1 = evidence is not None and layer.short != "Conv2DTranspose"
            alike = sizes[0] == sizes[1] and (of_keras1 or has_old_name(layer))
            known = layer in collapsed or alike
            if not known and not _looks_old(placement, sizes):
                continue
            strides = layer.argument("strides").origin
            kernel, step = sizes
            yield self.finding(
                strides or layer.origin,
                f"`{spelled_name(layer)}(…, {kernel}, {step})` is a kernel of {kernel} by {kernel} "
                f"with strides of {step}{_effect(call)}: since Keras 2 the third argument by "
                f"position is the strides. {kernel} rows and {step} columns are written "
                f"`({kernel}, {step})`",
                related=[
                    (evidence[1] if evidence else None, "this, too, is written as for Keras 1"),
                    (layer.origin, "the layer"),
                ],
                severity=None if known else Severity.WARNING,
                subject=placement.model.origin,
                fix=_fix(layer),
            )


def _looks_old(placement: Placement, sizes: tuple[int, int]) -> bool:
    """Is it a plain convolution inside the network whose windows lie side by side?"""
    layer = placement.layer
    if layer.short != "Conv2D" or sizes[0] != sizes[1] or sizes[0] < LEAST_KERNEL:
        return False
    return maker(layer.call.inputs[0]) is not None if layer.call.inputs else False


def _effect(call: Call) -> str:
    before, after = call.input_shape, call.output_shape
    if not before or not after:
        return ""
    return f" and makes `{explain_shape(after)}` of `{explain_shape(before)}`"


def _fix(layer: LayerConfig) -> Fix | None:
    """The two sides as a pair; none where they do not stand side by side on one line."""
    first, last = layer.argument("kernel_size").origin, layer.argument("strides").origin
    if first is None or last is None or first.path != last.path:
        return None
    start, end = first.span, last.span
    if start.end_line != end.start_line or end.start_column - start.end_column > len(",    "):
        return None
    whole = Span(start.start_line, start.start_column, end.end_line, end.end_column)
    text = f"({first.text}, {last.text})"
    return Fix(Applicability.UNSAFE, f"Write the kernel as `{text}`", (Edit(whole, text),))
