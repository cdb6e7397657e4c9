"""Reshapes inside the graph that merge the batch axis with other axes, or split it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import (
    BATCH,
    SymbolicDim,
    certainly_different,
    exact_quotient,
    explain_shape,
    product,
)

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Call, Tensor

_RESHAPES = frozenset({"reshape", "flatten", "ravel"})
"""Operations that lay the same elements out anew. Keras' layers of these names keep the batch."""

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()


class Fate(Enum):
    """What becomes of samples after a fold."""

    UNDONE = "undone"
    """On every way a later reshape restores the first axis exactly: samples stay apart."""
    UNDOING = "undoing"
    """The fold itself restores what an earlier one did."""
    LASTING = "lasting"
    """Some output of the model still has the folded axis."""
    UNKNOWN = "unknown"


class Fold(Struct, frozen=True, eq=False):
    """A reshape whose samples are not the samples that came in.

    Attributes:
        call: the reshape.
        before: the shape that goes in, the batch first.
        after: the shape that comes out.
        fate: what becomes of it.
        partner: the reshape that undoes it, or that it undoes.
    """

    call: Call
    before: Shape
    after: Shape
    fate: Fate = Fate.UNKNOWN
    partner: Call | None = None

    @property
    def parts(self) -> int | None:
        """Into how many each sample is cut, if into a whole number."""
        return _ratio(self.before[1:], self.after[1:])

    @property
    def merged(self) -> int | None:
        """How many samples are made into one, if a whole number."""
        return _ratio(self.after[1:], self.before[1:])

    @property
    def effect(self) -> str:
        """What happens to the samples, in words: `every sample turns into six`."""
        if self.parts is not None:
            return f"every sample turns into {_in_words(self.parts)}"
        if self.merged is not None:
            return f"{_in_words(self.merged)} samples are merged into one"
        return "samples run into one another"

    @property
    def shapes(self) -> str:
        """Both shapes, as messages show them."""
        first, *rest = self.after
        if first is None:
            first = SymbolicDim.named(f"batch / {self.merged}" if self.merged else "?")
        return f"`{explain_shape(self.before)}` becomes `{explain_shape((first, *rest))}`"


def _ratio(large: Shape, small: Shape) -> int | None:
    quotient = exact_quotient(product(large), product(small))
    return quotient if isinstance(quotient, int) else None


def _in_words(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def folds_in(model: Model) -> tuple[Fold, ...]:
    """Every fold of the model's own batch axis, producers first."""
    batch: Dim = model.inputs[0].shape[0] if model.inputs and model.inputs[0].shape else BATCH
    found = {call: fold for call in model.calls if (fold := _fold(call, batch)) is not None}
    judged: dict[Call, Fold] = {}
    for call, fold in found.items():
        if call in judged:
            continue
        fate, partners = _follow(model, fold, found)
        partner = partners[0] if partners else None
        judged[call] = Fold(call, fold.before, fold.after, fate, partner)
        if fate is Fate.UNDONE:
            for undoing in partners:
                other = found[undoing]
                judged[undoing] = Fold(undoing, other.before, other.after, Fate.UNDOING, call)
    return tuple(judged.values())


def _fold(call: Call, batch: Dim) -> Fold | None:
    if call.layer is not None or call.short not in _RESHAPES or not call.inputs[:1]:
        return None
    before, after = call.input_shape, call.output_shape
    if not call.inputs[0].has_batch or not before or not after:
        return None
    if exact_quotient(before[0], batch) is None:
        return None
    differ = certainly_different(product(before[1:]), product(after[1:]))
    return Fold(call, before, after) if differ else None


def _follow(model: Model, fold: Fold, found: dict[Call, Fold]) -> tuple[Fate, tuple[Call, ...]]:
    partners: dict[Call, None] = {}
    queue: list[Tensor] = list(fold.call.outputs)
    lasting = False
    for tensor in queue:
        if tensor.shape is None:
            return Fate.UNKNOWN, ()
        if tensor in model.outputs:
            if tensor.shape[:1] == fold.before[:1]:
                return Fate.UNKNOWN, ()
            lasting = True
        for call in model.consumers(tensor):
            other = found.get(call)
            if other is not None and _undoes(other, fold):
                partners.setdefault(call)
            elif call.is_opaque:
                return Fate.UNKNOWN, ()
            else:
                queue.extend(output for output in call.outputs if output not in queue)
    if lasting:
        return Fate.LASTING, ()
    return (Fate.UNDONE, tuple(partners)) if partners else (Fate.UNKNOWN, ())


def _undoes(later: Fold, earlier: Fold) -> bool:
    return later.before[:1] == earlier.after[:1] and later.after[:1] == earlier.before[:1]
