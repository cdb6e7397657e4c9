"""`EinsumDense`: a dense layer whose equation says which axes meet the kernel."""

from __future__ import annotations

import re

from kerascop.dimensions import Dim, Shape, explain_shape, product
from kerascop.keras_api.shapes.checks import clash, refuse_low_rank
from kerascop.keras_api.shapes.contract import (
    UNKNOWN_CALL,
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    shape_of,
)
from kerascop.keras_api.shapes.convolution import kernel_weights
from kerascop.keras_api.shapes.settings import Settings, as_dim

_EQUATION = re.compile(r"(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?")


@shape_of("EinsumDense")
def einsum_dense(application: Application) -> Inferred:
    """Sizes come from `output_shape` for the axes that come out, from the input for all others.

    Where `output_shape` says `None`, Keras leaves the size open. An ellipsis stands for the input's
    axes that the equation does not name; on the left side the batch is among them
    (`keras.src.layers.core.einsum_dense`).
    """
    shape, settings = application.shape, application.settings
    match = _EQUATION.fullmatch((settings.text("equation", "") or "").strip())
    given = settings.raw("output_shape")
    wanted = given if isinstance(given, tuple) else (given,)
    equation = settings.raw("equation")
    if isinstance(equation, str) and not _EQUATION.match(equation):
        raise Refusal(RefusalKind.ARGUMENT, f"EinsumDense refuses the equation {equation!r}")
    if match is None:
        return UNKNOWN_CALL
    left, inputs, right, weights, _, outputs, _ = match.groups()
    if shape is None:
        return UNKNOWN_CALL
    elided = max(len(shape) - len(inputs), 0)
    before, after = (shape[:elided], ()) if left else ((), shape[len(inputs) :])
    named: Shape = shape[elided:] if left else shape[: len(inputs)]
    sizes: dict[str, Dim] = dict(zip(inputs, named, strict=False))
    stated = tuple(as_dim(part) for part in wanted)
    letters = outputs if before else outputs[1:]
    for letter, size in zip(letters, stated, strict=False):
        if letter in sizes and clash(sizes[letter], size):
            raise Refusal(
                RefusalKind.SHAPE,
                f"EinsumDense wants {letter}={size} and gets {letter}={sizes[letter]} in "
                f"{explain_shape(shape)}",
            )
    refuse_low_rank(application, shape, len(inputs))
    if given is not None and len(stated) < len(letters) and isinstance(given, tuple | int):
        raise Refusal(
            RefusalKind.RANK,
            f"EinsumDense gives {len(letters)} axes after the batch, but output_shape={given}",
        )
    axes = settings.raw("bias_axes", None)
    if isinstance(axes, str) and (strange := set(axes) - set(outputs)):
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"EinsumDense refuses bias_axes={axes!r}: {min(strange)} is not among the axes that "
            f"come out, {outputs}",
        )
    if len(stated) != len(letters) or (elided and not (left or right)):
        return UNKNOWN_CALL
    sizes.update(zip(letters, stated, strict=True))
    output = (*before, *(sizes.get(letter) for letter in outputs), *after)
    if before[1:] != before[:0:-1]:
        # Keras 3 states these axes in reverse, although the tensor has them in order.
        output = (shape[0], *(None for _ in before[1:]), *output[len(before) :])
    bias: Dim = 0
    if axes is not None:
        bias = product(sizes.get(letter) for letter in axes) if isinstance(axes, str) else None
    kernel = [sizes.get(letter) for letter in weights]
    return Inferred((output,), *kernel_weights(application, kernel, bias))


def last_size(settings: Settings) -> Dim:
    """The size of the kernel's last axis, where `output_shape` tells it."""
    match = _EQUATION.fullmatch((settings.text("equation", "") or "").strip())
    given = settings.raw("output_shape")
    wanted = given if isinstance(given, tuple) else (given,)
    if match is None or match.group(7) or match.group(4)[-1] != match.group(6)[-1]:
        return None
    return as_dim(wanted[-1]) if wanted else None
