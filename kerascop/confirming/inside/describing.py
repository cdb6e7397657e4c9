"""Models as lists of layers, in the order of Keras' `model.layers`, ready for JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from .noticing import Notice, Noticed, shapes_of

MOST_LAYERS = 20000


def describe(noticed: Noticed, notice: Notice, variables: list[str]) -> dict[str, Any]:
    """One model: its names, where it was made, its layers with their shapes and parameters."""
    model = noticed.model
    inside = _nodes(model)
    return {
        "name": str(model.name),
        "class": type(model).__name__,
        "variables": variables,
        "line": noticed.line,
        "built": bool(getattr(model, "built", True)),
        "parameters": _parameters(model),
        "layers": [_layer(each, inside, notice) for each in model.layers[:MOST_LAYERS]],
    }


def package_of(models: Iterable[Any]) -> str:
    """Which Keras made the models, or is there: `keras 3.15.1 (tensorflow)`; empty if none is."""
    modules = [kind.__module__ for model in models for kind in type(model).__mro__]
    roots = [module.partition(".")[0] for module in modules]
    for name in ("tf_keras", "keras", "tensorflow"):
        if name in roots or (not modules and name in sys.modules):
            return _release(name)
    return ""


def _release(name: str) -> str:
    module = sys.modules.get(name)
    version = getattr(module, "__version__", "")
    backend = "tensorflow"
    with suppress(Exception):
        backend = module.backend.backend()  # type: ignore[union-attr]
    return f"{name} {version} ({backend})"


def _layer(layer: Any, inside: Any, notice: Notice) -> dict[str, Any]:
    return {
        "name": str(layer.name),
        "class": type(layer).__name__,
        "output_shape": _output_shape(layer, inside, notice),
        "parameters": _parameters(layer),
    }


def _output_shape(layer: Any, inside: Any, notice: Notice) -> Any:
    """What comes out of a layer where the model applies it last."""
    outputs = [
        node.output_tensors if hasattr(node, "output_tensors") else node.outputs
        for node in getattr(layer, "_inbound_nodes", ())
        if inside is None or id(node) in inside
    ]
    if outputs:
        return shapes_of(outputs[-1])
    shape = notice.shapes(layer)
    if shape is None:
        with suppress(Exception):
            return shapes_of(layer.output)
    return shape


def _nodes(model: Any) -> Any:
    """The places where the graph of a model applies its layers, by identity; `None` for all."""
    graph = getattr(model, "_functional", None) or model
    by_depth = getattr(graph, "_nodes_by_depth", None)
    if by_depth:
        return {id(node) for nodes in by_depth.values() for node in nodes}
    return None


def _parameters(layer: Any) -> int | None:
    """The number of a layer's weights; `None` as long as it has not made them."""
    if not getattr(layer, "built", True):
        return None
    with suppress(Exception):
        return int(layer.count_params())
    return None
