"""Pretrained networks that are called: the shape that comes out of them, and their weights."""

from __future__ import annotations

from typing import Any

from kerascop.dimensions import BATCH, Dim, Shape
from kerascop.graph.facts import NO_ARGUMENT
from kerascop.interpreter.values import ModelValue
from kerascop.keras_api.application_weights import application_weights
from kerascop.keras_api.applications import ApplicationFacts, application_facts


def backbone_shape(model: ModelValue, given: Shape | None) -> Shape | None:
    """The shape of a pretrained network's output for an input of this shape."""
    facts = application_facts(model.backbone or "")
    if facts is None:
        return None
    batch: Dim = given[0] if given else BATCH
    top = _argument(model, "include_top", True)
    if not isinstance(top, bool):
        return None
    if top:
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
    width = _argument(model, "alpha", 1.0)
    if not isinstance(width, int | float):
        return None
    if width == 1 or (facts.name == "MobileNetV2" and width < 1):
        return facts.channels
    return int(facts.channels * width) if facts.name == "MobileNet" else None


_WITHOUT_WEIGHTS = frozenset(
    {
        "include_top",
        "weights",
        "input_tensor",
        "input_shape",
        "pooling",
        "classes",
        "classifier_activation",
        "name",
        "dropout",
        "dropout_rate",
        "include_preprocessing",
    }
)
"""Arguments that change no weights, or whose effect on them is known."""


def backbone_weights(model: ModelValue, given: Shape | None) -> tuple[Dim, Dim]:
    """How many weights a pretrained network has, those that training changes and those that it
    leaves alone, for an input of this shape; `None` where that is not known."""
    facts = application_facts(model.backbone or "")
    counts = None if facts is None else application_weights(facts.name)
    others = [name for name, fact in model.facts.items() if fact.given]
    if facts is None or counts is None or given is None or len(given) != 4 or given[3] != 3:
        return None, None
    if set(others) - _WITHOUT_WEIGHTS - {"alpha"} or _argument(model, "alpha", 1.0) != 1.0:
        return None, None
    top = _argument(model, "include_top", True)
    classes = _argument(model, "classes", facts.classes)
    if facts.module == "nasnet" and not all(isinstance(side, int) for side in given[1:3]):
        return None, None  # its blocks fit sizes that they know, and leave others as they are
    fixed = facts.module.startswith("vgg") and given[1:3] != (facts.default_size,) * 2
    if not isinstance(top, bool) or top and (fixed or not isinstance(classes, int)):
        return None, None
    total = counts.with_classes(classes) if top else counts.features
    return total - counts.frozen, counts.frozen
