"""Recurrent layers that carry their state from batch to batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import BATCH
from kerascop.graph.refusals import recurrent_layer

if TYPE_CHECKING:
    from kerascop.dimensions import Dim
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call
    from kerascop.graph.training import Fit
    from kerascop.syntax.origin import Origin

DEFAULT_BATCH = 32
"""What `fit`, `evaluate` and `predict` take for the size of a batch of an array."""


class Stateful(Struct, frozen=True, eq=False):
    """A call of a stateful layer.

    Attributes:
        call: the call, through wrappers.
        origin: the argument `stateful`.
    """

    call: Call
    origin: Origin

    @property
    def batch(self) -> Dim:
        """The size of the batches that it takes, `None` if that is not known."""
        shape = self.call.input_shape
        return shape[0] if shape else None

    @property
    def is_open(self) -> bool:
        """Is the batch left open, which Keras refuses?"""
        return self.batch == BATCH


def stateful_layers(model: Model) -> tuple[Stateful, ...]:
    """The stateful layers of a model."""
    found = []
    for call in model.calls:
        layer = recurrent_layer(call)
        stateful = None if layer is None else layer.argument("stateful")
        if stateful is not None and stateful.value is True and stateful.origin is not None:
            found.append(Stateful(call, stateful.origin))
    return tuple(found)


def batch_of(fit: Fit) -> int | None:
    """The size of the batches of a call that is given arrays; `None` if it is not known."""
    if fit.batched or fit.method not in ("fit", "evaluate", "predict"):
        return None
    given = fit.argument("batch_size")
    if not given.given or given.value is None:
        return DEFAULT_BATCH if fit.inputs is not None else None
    return given.value if isinstance(given.value, int) else None


def samples_of(fit: Fit) -> int | None:
    """How many samples a call is given, none of them set aside for validation."""
    if fit.inputs is None or fit.batched or fit.argument("validation_split").given:
        return None
    shapes = [facts.shape for facts in fit.inputs.arrays]
    sizes = {shape[0] if shape else None for shape in shapes}
    size = sizes.pop() if len(sizes) == 1 else None
    return size if isinstance(size, int) else None
