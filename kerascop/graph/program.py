"""The outcome of the interpretation of one path through a file: all that rules may ask of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Struct

from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.course import TrainableChange
from kerascop.graph.custom_layers import CustomLayer
from kerascop.graph.data_steps import DataStep
from kerascop.graph.eager import NumpyUse
from kerascop.graph.facts import ApiCall, ApiUse
from kerascop.graph.gradients import Gradient
from kerascop.graph.models import Layer, Model, Placement
from kerascop.graph.tensors import LayerConfig
from kerascop.graph.training import Compile, Fit, Objective
from kerascop.graph.unused import Unused
from kerascop.keras_api.version import NEWEST, Target

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin

FactT = TypeVar("FactT")

_REGISTERING = (
    "get_custom_objects",
    "custom_object_scope",
    "CustomObjectScope",
    "register_keras_serializable",
)
"""Functions that give names to activations, losses and metrics of the user's own."""


class Program(Struct, frozen=True, eq=False, dict=True):
    """What one path through the source builds, compiles and trains.

    Attributes:
        changes: what is frozen and unfrozen, in order.
        data_steps: what it does with data besides training, in order.
        assumptions: in words, which undecidable conditions the path took for granted.
        entry: the function that the path starts in, `None` for the module's own level.
        answers: the conditions that the path took for granted, by their terms.
        target: the releases of Keras and TensorFlow that the file is written for.
    """

    models: tuple[Model, ...] = ()
    compiles: tuple[Compile, ...] = ()
    objectives: tuple[Objective, ...] = ()
    fits: tuple[Fit, ...] = ()
    arrays: tuple[ArrayFacts, ...] = ()
    api_uses: tuple[ApiUse, ...] = ()
    api_calls: tuple[ApiCall, ...] = ()
    changes: tuple[TrainableChange, ...] = ()
    gradients: tuple[Gradient, ...] = ()
    numpy_uses: tuple[NumpyUse, ...] = ()
    custom_layers: tuple[CustomLayer, ...] = ()
    data_steps: tuple[DataStep, ...] = ()
    unused: tuple[Unused, ...] = ()
    assumptions: tuple[str, ...] = ()
    entry: object = None
    answers: Mapping[object, bool] = {}
    target: Target = NEWEST

    @cached_property
    def reached(self) -> frozenset[Origin]:
        """Where models are built, compiled and trained on this path."""
        facts: tuple[Model | Compile | Fit | Objective | Gradient, ...] = (
            *self.models,
            *self.compiles,
            *self.fits,
            *self.objectives,
            *self.gradients,
        )
        return frozenset(fact.origin for fact in facts)

    @cached_property
    def registers(self) -> bool:
        """Does it give names to activations, losses or metrics of its own, or may it?"""
        named: tuple[ApiUse | ApiCall, ...] = (*self.api_uses, *self.api_calls)
        return any(each.path.endswith(_REGISTERING) for each in named)

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Every layer of the program with all its places in models."""
        found: dict[LayerConfig, list[Layer]] = {}
        for layer in self.layers:
            found.setdefault(layer.config, []).append(layer)
        return tuple(Placement(tuple(places)) for places in found.values())

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Every layer in every place that it has in a model."""
        return tuple(layer for model in self.models for layer in model.layers)

    @cached_property
    def _first_calls(self) -> Mapping[Origin, ApiCall]:
        found: dict[Origin, ApiCall] = {}
        for call in self.api_calls:
            found.setdefault(call.origin, call)
        return found

    def call_at(self, origin: Origin) -> ApiCall | None:
        """The call of Keras' API that stands in a place; the first one if it is made again."""
        return self._first_calls.get(origin)

    def every(self, kind: type[FactT]) -> Sequence[FactT]:
        """All facts of one kind: what a rule whose `check` is annotated with it is asked about."""
        source = _SOURCES.get(kind)
        return () if source is None else cast("Sequence[FactT]", source(self))

    def steps(self, kind: type[FactT]) -> tuple[FactT, ...]:
        """What the program does with data, of one kind."""
        return tuple(step for step in self.data_steps if isinstance(step, kind))


_SOURCES: Mapping[type, Callable[[Program], Sequence[object]]] = {
    Model: lambda program: program.models,
    Placement: lambda program: program.placements,
    Layer: lambda program: program.layers,
    Compile: lambda program: program.compiles,
    Objective: lambda program: program.objectives,
    Fit: lambda program: program.fits,
    ArrayFacts: lambda program: program.arrays,
    ApiUse: lambda program: program.api_uses,
    ApiCall: lambda program: program.api_calls,
    Gradient: lambda program: program.gradients,
    NumpyUse: lambda program: program.numpy_uses,
    CustomLayer: lambda program: program.custom_layers,
    Unused: lambda program: program.unused,
    Program: lambda program: (program,),
}
