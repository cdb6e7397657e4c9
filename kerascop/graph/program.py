"""The outcome of the interpretation of one path through a file: everything that rules may ask of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar, cast

from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.facts import ApiCall, ApiUse
from kerascop.graph.models import Layer, Model
from kerascop.graph.tensors import LayerConfig
from kerascop.graph.training import Compile, Fit, Objective

FactT = TypeVar("FactT")


@dataclass(frozen=True, eq=False)
class Program:
    """What one path through the source builds, compiles and trains.

    `assumptions` says in words which undecidable conditions the path took for granted.
    """

    models: tuple[Model, ...] = ()
    compiles: tuple[Compile, ...] = ()
    objectives: tuple[Objective, ...] = ()
    fits: tuple[Fit, ...] = ()
    arrays: tuple[ArrayFacts, ...] = ()
    api_uses: tuple[ApiUse, ...] = ()
    api_calls: tuple[ApiCall, ...] = ()
    assumptions: tuple[str, ...] = ()

    @cached_property
    def places(self) -> tuple[tuple[Layer, ...], ...]:
        """Every layer of the program, at its place in each model that has it.

        The convolutions of an encoder are in the encoder and in the autoencoder around it.
        """
        found: dict[LayerConfig, list[Layer]] = {}
        for model in self.models:
            for layer in model.layers:
                found.setdefault(layer.config, []).append(layer)
        return tuple(tuple(layers) for layers in found.values())

    def every(self, kind: type[FactT]) -> Iterator[FactT]:
        """All facts of one kind: what a rule whose `check` is annotated with `kind` is asked about."""
        sources = {
            Model: self.models,
            Layer: chain.from_iterable(model.layers for model in self.models),
            Compile: self.compiles,
            Objective: self.objectives,
            Fit: self.fits,
            ArrayFacts: self.arrays,
            ApiUse: self.api_uses,
            ApiCall: self.api_calls,
            Program: (self,),
        }
        return cast("Iterator[FactT]", iter(sources.get(kind, ())))
