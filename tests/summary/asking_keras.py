"""What Keras itself says of the layers of a model, and what kerascop says, in the same words."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from kerascop.dimensions import Shape
from kerascop.interpreter import analyse_builder
from kerascop.sources.project import Project
from kerascop.summary import LayerSummary, ModelSummary, summarise
from kerascop.summary.targets import Target, files_around

Plain: TypeAlias = "tuple[int | None, ...]"


@dataclass(frozen=True)
class Row:
    """One layer: its name, its class, the shapes that come out, and the number of its weights."""

    name: str
    cls: str
    shapes: tuple[Plain, ...]
    parameters: int


@dataclass(frozen=True)
class Facts:
    """A model: its layers in order, and the numbers of its weights."""

    name: str
    rows: tuple[Row, ...]
    parameters: int
    trainable_parameters: int


def ask_keras(builder: Any, arguments: Mapping[str, object]) -> Facts:
    """Build a model without allocating its weights, and list `model.layers`."""
    keras.backend.clear_session()
    with keras.StatelessScope(initialize_variables=False):
        return facts_of_keras(builder(**arguments))


def facts_of_keras(model: Any) -> Facts:
    """What `model.layers` says."""
    return Facts(
        model.name,
        tuple(_row_of(layer) for layer in model.layers),
        model.count_params(),
        sum(math.prod(weight.shape) for weight in model.trainable_weights),
    )


def ask_kerascop(path: Path, builder: str, arguments: Mapping[str, object]) -> Facts:
    """Read the source of a builder, and list the layers of the model that it returns."""
    project = Project(files_around(Target(path, builder, named=True)))
    analysis = analyse_builder(project.parse(path), project, builder, arguments)
    assert not analysis.notes
    (facts,) = {facts_of(summarise(program.models[0])) for program in analysis.programs}
    return facts


def facts_of(summary: ModelSummary) -> Facts:
    """What a summary says, all of which has to be known."""
    assert summary.complete
    rows = tuple(_row(layer) for layer in summary.layers)
    assert isinstance(summary.parameters, int)
    assert isinstance(summary.trainable_parameters, int)
    return Facts(summary.name, rows, summary.parameters, summary.trainable_parameters)


def _row_of(layer: Any) -> Row:
    if layer._inbound_nodes:
        outputs: Sequence[Any] = keras.tree.flatten(layer._inbound_nodes[-1].output_tensors)
        shapes = tuple(tuple(output.shape) for output in outputs)
    else:  # inside a subclassed model layers leave no trace but the shape that they were built for
        shapes = (tuple(layer.compute_output_shape(**layer._build_shapes_dict)),)
    return Row(layer.name, type(layer).__name__, shapes, layer.count_params())


def _row(layer: LayerSummary) -> Row:
    assert isinstance(layer.parameters, int)
    shapes = tuple(_plain(shape) for shape in layer.output_shape)
    return Row(layer.name, layer.cls, shapes, layer.parameters)


def _plain(shape: Shape | None) -> Plain:
    assert shape is not None
    return tuple(dim if isinstance(dim, int) else None for dim in shape)
