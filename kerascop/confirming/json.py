"""The format `json`: an object with the list of models, in which every key is always present."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kerascop.summary.showing import json_place, json_shapes

if TYPE_CHECKING:
    from kerascop.confirming.outcome import LayerOutcome, ModelOutcome


def render(outcomes: Iterable[ModelOutcome]) -> str:
    """The outcomes as JSON. Rows and columns count from 1, columns in characters.

    In the `static` shapes `null` is the batch or what is not known, and a string is a symbol; the
    shapes of `keras` are its own. Layers with several outputs have a list of shapes.
    """
    models = [_model(outcome) for outcome in outcomes]
    return json.dumps({"models": models}, indent=2, ensure_ascii=False) + "\n"


def _model(outcome: ModelOutcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "origin": json_place(outcome.origin),
        "status": outcome.status.value,
        "reason": outcome.reason,
        "layers": [_layer(layer) for layer in outcome.layers],
    }


def _layer(layer: LayerOutcome) -> dict[str, Any]:
    return {
        "name": layer.name,
        "class": layer.cls,
        "static": json_shapes(layer.static),
        "keras": None if layer.keras is None else json_shapes(layer.keras),
        "parameters": layer.parameters,
        "agrees": layer.agrees,
        "origin": json_place(layer.origin),
    }
