"""Ready-made networks of `keras.applications` in a graph: what they take, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.arrays import ArrayFacts, Scaling
from kerascop.graph.tensors import Call, LayerConfig
from kerascop.keras_api.applications import (
    ApplicationFacts,
    Preprocessing,
    application_facts,
    preprocessing_of,
)

if TYPE_CHECKING:
    from kerascop.graph.models import Model
    from kerascop.graph.tensors import Tensor


class Backbone(Struct, frozen=True):
    """A ready-made network as the source configures it.

    Attributes:
        layer: its configuration in the graph; its `origin` is the call of the constructor.
        facts: what is true of every network of this name.
    """

    layer: LayerConfig
    facts: ApplicationFacts

    @property
    def has_top(self) -> bool | None:
        """Does it end in the classifier that it was published with? `None` if that is unknown."""
        return self._switch("include_top")

    @property
    def rescales(self) -> bool | None:
        """Does it take pixels of 0 to 255 and rescale them itself? `None` if that is unknown."""
        if not self.facts.rescales_inside or not self.facts.include_preprocessing:
            return self.facts.rescales_inside
        return self._switch("include_preprocessing")

    @property
    def preprocessing(self) -> Preprocessing | None:
        """What its input should have gone through; `None` where that is not known, such as for one
        whose own rescaling the source leaves out."""
        if self.facts.rescales_inside and self.rescales is not True:
            return None
        return self.facts.preprocessing

    @property
    def is_pretrained(self) -> bool:
        """Has it the weights that were trained on ImageNet?"""
        weights = self.layer.argument("weights")
        return not weights.given or weights.value == "imagenet"

    @property
    def begins_with_input(self) -> bool:
        """Is nothing before the network that belongs to it, as with `input_tensor=Lambda(…)(x)`?"""
        given = self.layer.argument("input_tensor")
        if not given.given or given.value is None or given.origin is None:
            return True
        return given.origin.text.partition("(")[0].endswith("Input")

    @property
    def preprocess_input(self) -> str:
        """The dotted name of the function that prepares images for it."""
        return f"keras.applications.{self.facts.module}.preprocess_input"

    def _switch(self, name: str) -> bool | None:
        argument = self.layer.argument(name)
        if not argument.given:
            return True
        return argument.value if isinstance(argument.value, bool) else None


def backbone_of(applied: Call | LayerConfig | None) -> Backbone | None:
    """The ready-made network that a call applies; `None` for anything else."""
    layer = applied.layer if isinstance(applied, Call) else applied
    if layer is None or not layer.symbol.startswith("keras.applications."):
        return None
    facts = application_facts(layer.symbol)
    return None if facts is None else Backbone(layer, facts)


class Fed(Struct, frozen=True):
    """A ready-made network that an input of a model reaches.

    Attributes:
        backbone: the network.
        steps: what the model itself does to the values before: rescalings and `preprocess_input`.
    """

    backbone: Backbone
    steps: tuple[Call, ...]

    def arriving(self, facts: ArrayFacts) -> ArrayFacts | None:
        """What becomes of an array on the way to the network; `None` if that is not known."""
        for call in self.steps:
            if facts.mode is not None:
                return None
            changed = rescaled(facts, call) if call.layer is not None else _prepared(facts, call)
            if changed is None:
                return None
            facts = changed
        return facts


def fed_backbone(model: Model, tensor: Tensor) -> Fed | None:
    """The ready-made network that is the first to work on an input; `None` if there is none, or if
    something else than rescaling lies between."""
    steps: list[Call] = []
    while True:
        first = model.first_calls(tensor)
        if len(first) != 1:
            return None
        (call,) = first
        backbone = backbone_of(call)
        if backbone is not None:
            return Fed(backbone, tuple(steps)) if backbone.begins_with_input else None
        if call.short not in ("Rescaling", "preprocess_input") or len(call.outputs) != 1:
            return None
        steps.append(call)
        (tensor,) = call.outputs


def rescaled(facts: ArrayFacts, call: Call) -> ArrayFacts | None:
    """What a `Rescaling` layer makes of an array; `None` if its factors are not known."""
    scale, offset = call.argument("scale"), call.argument("offset")
    shift = offset.value if offset.given else 0
    if not isinstance(scale.value, int | float) or not isinstance(shift, int | float):
        return None
    ends = [
        None if end is None else round(end * scale.value + shift, 6)
        for end in (facts.low, facts.high)
    ]
    low, high = ends if scale.value > 0 else reversed(ends)
    scaling = facts.scaling or Scaling.DIVIDED
    return facts.but(low=low, high=high, scaling=scaling, changed=(*facts.changed, call.origin))


def _prepared(facts: ArrayFacts, call: Call) -> ArrayFacts | None:
    path = call.operation.path
    kind = None if path is None else preprocessing_of(path)
    if kind is None or kind is Preprocessing.INSIDE:
        return None if kind is None else facts
    scaling = Scaling.PREPROCESSED
    return facts.but(mode=kind.value, scaling=scaling, changed=(*facts.changed, call.origin))
