"""Pretrained networks called by the linted code: the shape that comes out of them."""

from __future__ import annotations

from typing import Any

from kerascop.dimensions import BATCH, Dim, Shape
from kerascop.graph.facts import NO_ARGUMENT
from kerascop.interpreter.values import ModelValue
from kerascop.keras_api.applications import ApplicationFacts, application_facts


def backbone_shape(model: ModelValue, given: Shape | None) -> Shape | None:
    """The shape of a pretrained network's output for an input of this shape."""
    facts = application_facts(model.backbone or "")
    if facts is None:
        return None
    batch: Dim = given[0] if given else BATCH
    if _argument(model, "include_top", True) is True:
        classes = _argument(model, "classes", facts.classes)
        return (batch, classes if isinstance(classes, int) else None)
    channels = _channels(model, facts)
    if _argument(model, "pooling", None) in ("avg", "max"):
        return (batch, channels)
    if _argument(model, "pooling", None) is not None:
        return None
    sides = given[1:3] if given is not None and len(given) == 4 else (None, None)
    return (
        batch,
        *(facts.feature_size(side) if isinstance(side, int) else None for side in sides),
        channels,
    )


def _argument(model: ModelValue, name: str, default: Any) -> Any:
    argument = model.facts.get(name, NO_ARGUMENT)
    return argument.value if argument.given else default


def _channels(model: ModelValue, facts: ApplicationFacts) -> Dim:
    return facts.channels if _argument(model, "alpha", 1.0) == 1.0 else None
