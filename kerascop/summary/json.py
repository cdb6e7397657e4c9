"""The format `json`: an object with the list of models, in which every key is always present."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kerascop.summary.showing import json_dim, json_place, json_shape, json_shapes

if TYPE_CHECKING:
    from kerascop.summary.summary import LayerSummary, ModelSummary
    from kerascop.summary.views import ModelView, Overview


def render(overview: Overview) -> str:
    """The models as JSON. Rows and columns count from 1, columns in characters.

    In shapes and counts, `null` is the batch or what is not known, and a string is a symbol. The
    `output_shape` of a layer with several outputs is a list of shapes. Where Keras was asked,
    models have a `confirmation`, and layers tell what `keras` computes and whether it `agrees`.
    """
    models = [_view(view) for view in overview.models]
    return json.dumps({"models": models}, indent=2, ensure_ascii=False) + "\n"


def _view(view: ModelView) -> dict[str, Any]:
    model, outcome = _model(view.summary), view.outcome
    if outcome is None:
        return model
    for layer, told in zip(model["layers"], outcome.layers, strict=True):
        layer["keras"] = None if told.keras is None else json_shapes(told.keras)
        layer["agrees"] = told.agrees
    confirmation = {
        "status": outcome.status.value,
        "by": outcome.keras,
        "message": outcome.reason,
    }
    return {**model, "confirmation": confirmation}


def _model(model: ModelSummary) -> dict[str, Any]:
    return {
        "name": model.name,
        "builder": model.builder,
        "origin": json_place(model.origin),
        "inputs": [json_shape(shape) for shape in model.inputs],
        "outputs": [json_shape(shape) for shape in model.outputs],
        "parameters": json_dim(model.parameters),
        "trainable_parameters": json_dim(model.trainable_parameters),
        "layers": [_layer(layer) for layer in model.layers],
    }


def _layer(layer: LayerSummary) -> dict[str, Any]:
    return {
        "name": layer.name,
        "class": layer.cls,
        "output_shape": json_shapes(layer.output_shape),
        "parameters": json_dim(layer.parameters),
        "inbound": list(layer.inbound),
        "origin": json_place(layer.origin),
        "complete": layer.complete,
    }
