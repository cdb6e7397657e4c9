"""Ready-made networks of `keras.applications` in a graph: what they take, and how they end."""

from __future__ import annotations

from dataclasses import dataclass

from kerascop.graph.tensors import Call, LayerConfig
from kerascop.keras_api.applications import ApplicationFacts, Preprocessing, application_facts


@dataclass(frozen=True)
class Backbone:
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
