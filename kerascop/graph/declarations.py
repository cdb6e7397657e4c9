"""Where the source declares the shape of a model's input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kerascop.graph.facts import Argument
    from kerascop.graph.models import Model
    from kerascop.graph.program import Program
    from kerascop.graph.tensors import Tensor
    from kerascop.syntax.origin import Origin

SHAPES = ("shape", "input_shape", "input_dim", "batch_shape", "batch_input_shape")
"""Arguments of `Input` and of first layers that say the shape of an input."""

BATCHES = ("batch_size", "batch_shape", "batch_input_shape")
"""Those that say the size of the batch."""


def declaration(
    program: Program, model: Model, tensor: Tensor, names: tuple[str, ...] = SHAPES
) -> Origin:
    """The argument that declares a model's input, by one of these names; else where it is made."""
    for reader in model.consumers(tensor):
        layer = reader.layer
        if layer is not None and not layer.user_defined:
            place = _among(layer.arguments, names)
            if place is not None:
                return place
    for call in program.api_calls:
        if call.origin == tensor.origin:
            given = {**dict(zip(SHAPES[:1], call.positional, strict=False)), **call.keywords}
            return _among(given, names) or tensor.origin
    return tensor.origin


def _among(arguments: Mapping[str, Argument], names: tuple[str, ...]) -> Origin | None:
    given = (arguments.get(name) for name in names)
    return next((each.origin for each in given if each is not None and each.given), None)
