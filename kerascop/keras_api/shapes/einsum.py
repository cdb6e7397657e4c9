"""`EinsumDense`: a dense layer whose equation says which axes meet the kernel."""

from __future__ import annotations

import re

from kerascop.dimensions import Dim, Shape, add, product
from kerascop.keras_api.shapes.contract import UNKNOWN_CALL, Application, Inferred, shape_of
from kerascop.keras_api.shapes.convolution import has_lora
from kerascop.keras_api.shapes.settings import as_dim

_EQUATION = re.compile(r"(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?")


@shape_of("EinsumDense")
def einsum_dense(application: Application) -> Inferred:
    """Sizes come from `output_shape` for the axes that come out, from the input for all others.

    Where `output_shape` says `None`, Keras leaves the size open. An ellipsis stands for the input's
    axes that the equation does not name; on the left side the batch is among them
    (`keras.src.layers.core.einsum_dense`).
    """
    shape, settings = application.shape, application.settings
    match = _EQUATION.fullmatch((settings.text("equation", "") or "").replace(" ", ""))
    given = settings.raw("output_shape")
    wanted = given if isinstance(given, tuple) else (given,)
    if match is None or shape is None:
        return UNKNOWN_CALL
    left, inputs, right, weights, _, outputs, _ = match.groups()
    elided = len(shape) - len(inputs)
    if elided < 0 or (elided and not (left or right)):
        return UNKNOWN_CALL
    before, after = (shape[:elided], ()) if left else ((), shape[len(inputs) :])
    named: Shape = shape[elided:] if left else shape[: len(inputs)]
    sizes: dict[str, Dim] = dict(zip(inputs, named, strict=True))
    stated = tuple(as_dim(part) for part in wanted)
    letters = outputs if before else outputs[1:]
    if len(stated) != len(letters):
        return UNKNOWN_CALL
    sizes.update(zip(letters, stated, strict=True))
    output = (*before, *(sizes.get(letter) for letter in outputs), *after)
    if before[1:] != before[:0:-1]:
        # Keras 3 states these axes in reverse, although the tensor has them in order.
        output = (shape[0], *(None for _ in before[1:]), *output[len(before) :])
    axes = settings.raw("bias_axes", None)
    bias: Dim = 0
    if axes is not None:
        bias = product(sizes.get(letter) for letter in axes) if isinstance(axes, str) else None
    kernel = product(sizes.get(letter) for letter in weights)
    lora = has_lora(application)
    return Inferred((output,), None if lora else add(kernel, bias), None if lora else 0)
