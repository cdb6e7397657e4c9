"""Gradients that a program asks for: from a loss back to the weights that are to learn from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import SymbolicDim
from kerascop.graph.activations import is_weighted
from kerascop.graph.facts import Argument, DataArgument, Reference, Unknown
from kerascop.graph.tensors import Call, LayerConfig, Tensor

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

_STEPS = frozenset(
    """
    argmax argmin argsort round rint floor ceil floor_divide sign one_hot
    equal not_equal less less_equal greater greater_equal
    logical_and logical_or logical_not logical_xor isnan isinf isfinite any all count_nonzero
    """.split()
)
"""Operations that are flat between their jumps, or give positions: TensorFlow has no gradient for
them, but of `sign`, where it is 0."""

_WHOLE = ("int", "uint", "bool")
_BLIND = ("py_function", "numpy_function", "py_func", "custom_gradient", "get_value", "eval")


def stops_gradient(call: Call) -> bool:
    """Does no gradient flow back through the call, whatever flows in?"""
    if call.layer is not None:
        return False
    return call.short in _STEPS or (call.short == "cast" and _is_whole(call.argument("dtype")))


def _is_whole(dtype: Argument) -> bool:
    value = dtype.value
    name = value.path.rpartition(".")[2] if isinstance(value, Reference) else value
    return isinstance(name, str) and name.lower().startswith(_WHOLE)


class Gradient(Struct, frozen=True, eq=False, dict=True):
    """A gradient that training asks for: by `fit` of the compiled loss, or of a tape.

    Attributes:
        target: the tensor that is differentiated.
        origin: the loss that `compile` chooses, or the call of the tape's `gradient`.
        owners: the configurations under which the models appear among the calls by whose weights it
            is differentiated; empty if they are not known.
        recorded: the times, in the order of calls, at which the tape was recording; `None` for
            `fit`, which records everything.
        outside: where the program computes what the tape should have recorded and did not.
    """

    target: Tensor
    origin: Origin
    owners: frozenset[LayerConfig] = frozenset()
    recorded: tuple[tuple[int, int], ...] | None = None
    outside: Origin | None = None

    @property
    def misses_loss(self) -> bool:
        """Is it the loss itself that the tape did not record?"""
        return self.unrecorded is not None and self.unrecorded is self.target.call

    def records(self, call: Call) -> bool:
        """Was the tape recording when the call was made?"""
        times = self.recorded
        return times is None or any(start <= call.order <= end for start, end in times)

    @cached_property
    def stopped_at(self) -> Call | None:
        """The operation that lets no gradient through to the weights, if no way avoids such ones.

        Where several follow each other, it is the one nearest to the weights.
        """
        for barrier in self._barriers(stops_gradient, is_weighted):
            steps = [
                call for call in (barrier, *calls_before(*barrier.inputs)) if stops_gradient(call)
            ]
            return [call for call in steps if any(map(is_weighted, calls_before(*call.inputs)))][-1]
        return None

    @cached_property
    def unrecorded(self) -> Call | None:
        """What the tape did not record, though no weight learns without: the last step of the loss,
        or else the application of the model that is to learn."""
        last = self.target.call
        if self.recorded is None:
            return None
        if last is not None and not self.records(last):
            return last
        for barrier in self._barriers(lambda call: not self.records(call), self._is_owned):
            passes = map(self._forward_pass, (barrier, *calls_before(*barrier.inputs)))
            return next(call for call in passes if call is not None)
        return None

    def _forward_pass(self, call: Call) -> Call | None:
        """The outermost application of one of the models that a call belongs to."""
        around = [each for each in call.enclosing() if each.operation in self.owners]
        return around[-1] if around else None

    def _is_owned(self, call: Call) -> bool:
        return self._forward_pass(call) is not None

    def _barriers(
        self, blocks: Callable[[Call], bool], learns: Callable[[Call], bool]
    ) -> list[Call]:
        """Where the ways from the target to weights that are to learn end, if all of them do."""
        through, barriers = _walk(self.target, blocks)
        if through is None or any(_may_learn(call) for call in through):
            return []
        return [call for call in barriers if any(map(learns, (call, *calls_before(*call.inputs))))]


def _walk(target: Tensor, blocks: Callable[[Call], bool]) -> tuple[list[Call] | None, list[Call]]:
    """The calls that a gradient flows back through, and those where it stops.

    The first is `None` if weights may be reached by a way that is not understood.
    """
    through: dict[Call, None] = {}
    barriers: dict[Call, None] = {}
    waiting = [target]
    while waiting:
        tensor = waiting.pop()
        call = tensor.call
        if call is None:
            if not tensor.has_batch:
                return None, []
            continue
        if call in through or call in barriers:
            continue
        if blocks(call):
            barriers.setdefault(call)
            continue
        if _may_hide_weights(call):
            return None, []
        through.setdefault(call)
        waiting.extend(call.inputs)
    return list(through), list(barriers)


def calls_before(*tensors: Tensor) -> Iterator[Call]:
    """The calls that tensors are computed by, those nearest to them first."""
    waiting = [tensor.call for tensor in tensors if tensor.call is not None]
    seen: set[Call] = set()
    for call in waiting:
        if call not in seen:
            seen.add(call)
            yield call
            waiting.extend(tensor.call for tensor in call.inputs if tensor.call is not None)


def _may_hide_weights(call: Call) -> bool:
    """Can weights take part in the call that the graph does not show?"""
    if leaves_the_graph(call):
        return True
    return call.layer is None and any(
        _is_unknown(argument) for argument in call.operation.arguments.values()
    )


def leaves_the_graph(call: Call) -> bool:
    """Is the call one of a function that is not seen, or one that hands tensors over as numbers?"""
    if not call.is_opaque:
        return False
    operation = call.operation
    path = None if isinstance(operation, LayerConfig) else operation.path
    return path is None or path.endswith(_BLIND)


def _is_unknown(argument: Argument) -> bool:
    if isinstance(argument, DataArgument) or not argument.given:
        return False
    return isinstance(argument.value, Unknown | SymbolicDim)


def _may_learn(call: Call) -> bool:
    """Does the call use weights that training changes, or may it?"""
    return call.layer is not None and call.parameters != 0
