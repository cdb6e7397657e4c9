"""What a summary shows: models, the findings that concern their layers, and the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.confirming.outcome import ModelOutcome
    from kerascop.graph.models import Model
    from kerascop.graph.program import Program
    from kerascop.linting.finding import Finding
    from kerascop.summary.flow import FlowNode
    from kerascop.summary.summary import LayerSummary, ModelSummary
    from kerascop.summary.targets import Target


@dataclass(frozen=True)
class ModelView:
    """A model and what is to be said of it.

    Attributes:
        summary: the model.
        findings: those that concern its layers, or the model as a whole.
        of_layer: for each layer the findings that concern it.
        assumptions: in words, the undecidable conditions under which the source builds this model.
        flow: its layers and the operations between them; empty if that is not known.
        model: the graph that the summary is of, `program`, what it was met in, and `target`, the
            file or builder that was asked for.
        outcome: what Keras says of it, if it was asked.
    """

    summary: ModelSummary
    findings: tuple[Finding, ...] = ()
    of_layer: tuple[tuple[Finding, ...], ...] = ()
    assumptions: tuple[str, ...] = ()
    flow: tuple[FlowNode, ...] = ()
    model: Model | None = None
    program: Program | None = None
    target: Target | None = None
    outcome: ModelOutcome | None = None

    def concerning(self, index: int) -> tuple[Finding, ...]:
        """The findings that concern the layer at an index."""
        return self.of_layer[index] if index < len(self.of_layer) else ()

    @property
    def layers(self) -> tuple[LayerSummary, ...]:
        """The layers of the model."""
        return self.summary.layers

    @property
    def incomplete(self) -> tuple[LayerSummary, ...]:
        """The layers of which something is not known."""
        return tuple(layer for layer in self.layers if not layer.complete)

    @property
    def is_chain(self) -> bool:
        """Does every layer take in the output of the one before it, and nothing else?"""
        names = [layer.name for layer in self.layers]
        return all(
            layer.inbound == ((names[index - 1],) if index else ())
            for index, layer in enumerate(self.layers)
        )


@dataclass(frozen=True)
class Overview:
    """All that one `kerascop summary` shows.

    Attributes:
        models: in the order of their places in the source.
        notes: what could not be known, and why.
        texts: the source of the files that the models are written in.
    """

    models: tuple[ModelView, ...]
    notes: tuple[str, ...] = ()
    texts: Mapping[Path, str] = field(default_factory=dict)
