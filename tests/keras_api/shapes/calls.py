"""A call of a layer, as both Keras and kerascop can be asked about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Plain: TypeAlias = "tuple[int | None, ...]"


@dataclass(frozen=True)
class Trial:
    """A layer, how it is configured, and what it is called on; the batch is `None` or a number.

    `listed`: do the tensors go in as one list? `states`: do those after the first, as one list?
    """

    name: str
    config: Mapping[str, Any]
    shapes: Sequence[Plain]
    call: Mapping[str, Any] = field(default_factory=dict)
    dtype: str = "float32"
    listed: bool = False
    states: bool = False


@dataclass(frozen=True)
class Written:
    """A layer as another layer's argument is described to kerascop."""

    name: str
    config: Mapping[str, Any]

    @property
    def symbol(self) -> str:
        return f"keras.layers.{self.name}"

    @property
    def arguments(self) -> dict[str, Given]:
        return {name: Given(value) for name, value in self.config.items()}


@dataclass(frozen=True)
class Given:
    """An argument's value."""

    value: object
