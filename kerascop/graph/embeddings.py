"""What embeddings are fed with: the arrays whose values they take for row numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.dimensions import SymbolicDim, add, certainly_positive, subtract
from kerascop.graph.activations import applied_layer
from kerascop.graph.arrays import Content, Scaling

if TYPE_CHECKING:
    from kerascop.dimensions import Dim
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import LayerConfig, Tensor
    from kerascop.graph.training import Fit

_MOVING = frozenset({"keras.layers.Flatten", "keras.layers.Permute", "keras.layers.Reshape"})


class Lookup(Struct, frozen=True, eq=False):
    """An embedding that looks up rows by the numbers of an array.

    Attributes:
        layer: the embedding.
        facts: the array that reaches it as it is.
    """

    layer: LayerConfig
    facts: ArrayFacts

    @property
    def rows(self) -> Dim:
        """How many rows the embedding has, `None` if that is not known."""
        value = self.layer.argument("input_dim").value
        return value if isinstance(value, int | SymbolicDim) else None

    @property
    def ids(self) -> Dim:
        """How many ids from 0 up the array uses: one more than the largest."""
        facts = self.facts
        if facts.ids is not None:
            return facts.ids
        sure = facts.whole_numbers and (facts.content is Content.TOKENS or not facts.changed)
        return int(facts.high) + 1 if sure and facts.high is not None else None

    @property
    def missing(self) -> Dim:
        """How many rows too few there are; `None` where there may be enough."""
        excess = subtract(self.ids, self.rows)
        return excess if certainly_positive(excess) else None

    @property
    def largest(self) -> Dim:
        """The largest id."""
        return add(self.ids, -1)

    @property
    def is_fractional(self) -> bool:
        """Are the numbers certainly no ids, being scaled, or fractions from the beginning?"""
        facts = self.facts
        scaled = facts.scaling is not None and facts.scaling is not Scaling.PREPROCESSED
        return facts.whole_numbers is False or (scaled and facts.whole_numbers is not True)


def lookups(fit: Fit) -> Iterator[Lookup]:
    """Every embedding with the array of a training call that reaches it untouched."""
    if fit.inputs is None or len(fit.inputs.arrays) != len(fit.model.inputs):
        return
    for facts, tensor in zip(fit.inputs.arrays, fit.model.inputs, strict=True):
        for layer in _readers(fit.model, tensor):
            yield Lookup(layer, facts)


def _readers(model: Model, tensor: Tensor) -> Iterator[LayerConfig]:
    stack = [tensor]
    while stack:
        for call in model.consumers(stack.pop()):
            layer = applied_layer(call)
            if layer is None or len(call.inputs) != 1:
                continue
            if layer.symbol == "keras.layers.Embedding":
                yield layer
            elif layer.symbol in _MOVING:
                stack.extend(call.outputs)
