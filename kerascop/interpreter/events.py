"""What a run records as it happens: compile and fit calls, losses applied in training loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from kerascop.graph.tensors import next_in_order

if TYPE_CHECKING:
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.graph.tensors import Tensor
    from kerascop.graph.training import Loss
    from kerascop.interpreter.course import LoopRun
    from kerascop.interpreter.values import Arguments, ModelValue, Value
    from kerascop.syntax.origin import Origin


class CompileEvent(Struct, frozen=True, eq=False):
    """`model.compile(…)`."""

    model: ModelValue
    arguments: Arguments
    origin: Origin
    loops: tuple[LoopRun, ...] = ()
    order: int = field(default_factory=next_in_order)


class FitEvent(Struct, frozen=True, eq=False):
    """`model.fit(…)` or another method that takes data.

    `continues` says whether weights had been read from a file before.
    """

    model: ModelValue
    method: str
    arguments: Arguments
    origin: Origin
    loops: tuple[LoopRun, ...] = ()
    continues: bool = False
    order: int = field(default_factory=next_in_order)


class LossEvent(Struct, frozen=True, eq=False):
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


class Visit(Struct, frozen=True, eq=False):
    """The execution of a function of the linted code: from when to when, and what called it."""

    begun: int
    ended: int
    origin: Origin


class GradientEvent(Struct, frozen=True, eq=False):
    """`tape.gradient(…)`.

    `target` is the tensor that is differentiated, `sources` are the places where the models are
    made whose weights it is differentiated by. `recorded` holds the times, in the order of calls,
    at which the tape was recording.
    """

    target: Tensor
    sources: frozenset[int]
    recorded: tuple[tuple[int, int], ...]
    origin: Origin
    order: int = field(default_factory=next_in_order)


class NumpyEvent(Struct, frozen=True, eq=False):
    """A function of NumPy, or a tensor's `numpy`, asked for the numbers of a symbolic tensor.

    `model` is the subclassed model in whose `call` this happens, where it is not known yet that
    Keras executes that symbolically.
    """

    path: str
    origin: Origin
    model: ModelValue | None = None


class ComparisonEvent(Struct, frozen=True, eq=False):
    """Two arrays held against each other, as predictions are against labels."""

    one: ArrayFacts
    other: ArrayFacts
    origin: Origin
