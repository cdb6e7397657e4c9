"""Where and how the source declares the shape of a model's input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kerascop.dimensions import SymbolicDim

if TYPE_CHECKING:
    from kerascop.graph.facts import Argument
    from kerascop.graph.models import Model
    from kerascop.graph.program import Program
    from kerascop.graph.tensors import Tensor
    from kerascop.graph.training import Fit
    from kerascop.syntax.origin import Origin

SHAPES = ("shape", "input_shape", "input_dim", "batch_shape", "batch_input_shape")
"""Arguments of `Input` and of first layers that say the shape of an input."""

BATCHES = ("batch_size", "batch_shape", "batch_input_shape")
"""Those that say the size of the batch."""

_SAMPLES = ("shape", "input_shape", "input_dim")
"""Those that say the shape of one sample."""


def declaration(
    program: Program, model: Model, tensor: Tensor, names: tuple[str, ...] = SHAPES
) -> Origin:
    """The argument that declares a model's input, by one of these names; else where it is made."""
    found = _declared(program, model, tensor, names)
    return tensor.origin if found is None or found.origin is None else found.origin


def counting_declaration(program: Program, fit: Fit) -> Origin | None:
    """The declaration that counts the samples of data of which nothing but their name is known.

    `input_shape=X.shape` or `input_dim=X.shape[0]`, where the model is fitted on that very `X`.
    """
    if not fit.trains or fit.inputs is not None or len(fit.model.inputs) != 1:
        return None
    data = _name_of_data(program, fit)
    if data is None:
        return None
    found = _declared(program, fit.model, fit.model.inputs[0], _SAMPLES)
    value = None if found is None else found.value
    first = value[0] if isinstance(value, tuple) and value else value
    counts = {SymbolicDim.named(f"{data}.shape[0]"), SymbolicDim.named(f"len({data})")}
    whole = value == SymbolicDim.named(f"{data}.shape")
    return found.origin if found is not None and (whole or first in counts) else None


def _name_of_data(program: Program, fit: Fit) -> str | None:
    """What the source calls the array that a training call is given."""
    call = program.call_at(fit.origin)
    if call is None:
        return None
    given = call.keywords.get("x") or next(iter(call.positional), None)
    value = None if given is None else given.value
    return str(value) if isinstance(value, SymbolicDim) else None


def _declared(
    program: Program, model: Model, tensor: Tensor, names: tuple[str, ...]
) -> Argument | None:
    for reader in model.consumers(tensor):
        layer = reader.layer
        if layer is not None and not layer.user_defined:
            found = _among(layer.arguments, names)
            if found is not None:
                return found
    call = program.call_at(tensor.origin)
    if call is None:
        return None
    given = {**dict(zip(SHAPES[:1], call.positional, strict=False)), **call.keywords}
    return _among(given, names)


def _among(arguments: Mapping[str, Argument], names: tuple[str, ...]) -> Argument | None:
    given = (arguments.get(name) for name in names)
    return next((each for each in given if each is not None and each.given), None)
