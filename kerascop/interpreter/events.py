"""What a run records as it happens: compile and fit calls, losses applied in training loops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kerascop.graph.tensors import next_in_order

if TYPE_CHECKING:
    from kerascop.graph.tensors import Tensor
    from kerascop.graph.training import Loss
    from kerascop.interpreter.values import Arguments, ModelValue, Value
    from kerascop.syntax.origin import Origin


@dataclass(frozen=True, eq=False)
class CompileEvent:
    """`model.compile(…)`."""

    model: ModelValue
    arguments: Arguments
    origin: Origin
    order: int = field(default_factory=next_in_order)


@dataclass(frozen=True, eq=False)
class FitEvent:
    """`model.fit(…)` or another method that takes data."""

    model: ModelValue
    method: str
    arguments: Arguments
    origin: Origin
    order: int = field(default_factory=next_in_order)


@dataclass(frozen=True, eq=False)
class LossEvent:
    """A loss function of a library applied to a tensor of a model.

    `targets` is what it is compared with. `custom` is the compile event whose loss function this
    happened in, `None` in a training loop.
    """

    loss: Loss
    prediction: Tensor
    targets: Value | None
    origin: Origin
    output: int | None = None
    custom: CompileEvent | None = None
