"""Which tensors of a model its other tensors are computed from: one pass over the calls answers for
all of them, however deep the model is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kerascop.graph.tensors import Call, Tensor


class Ancestry(Struct, frozen=True, eq=False):
    """The ancestors of each tensor, as the bits of one number.

    Attributes:
        places: the bit that stands for a tensor.
        masks: the bits of the tensors that a tensor is computed from.
    """

    places: Mapping[Tensor, int]
    masks: Mapping[Tensor, int]

    @staticmethod
    def of(calls: Iterable[Call]) -> Ancestry:
        """Of calls, producers before consumers."""
        places: dict[Tensor, int] = {}
        masks: dict[Tensor, int] = {}
        for call in calls:
            mask = 0
            for source in call.inputs:
                place = places.setdefault(source, len(places))
                mask |= masks.get(source, 0) | 1 << place
            masks.update(dict.fromkeys(call.outputs, mask))
        return Ancestry(places, masks)

    def leads_to(self, tensors: Iterable[Tensor]) -> Callable[[Tensor], bool]:
        """Whether a tensor is one that some of `tensors` are computed from."""
        mask = reduce(or_, (self.masks.get(tensor, 0) for tensor in tensors), 0)
        return lambda source: source in self.places and bool(mask >> self.places[source] & 1)
