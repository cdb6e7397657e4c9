"""Where batches come from: functions that read files, and the steps of a pipeline behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.facts import NO_ARGUMENT, Argument

if TYPE_CHECKING:
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.syntax.origin import Origin


class Step(Struct, frozen=True, eq=False):
    """A method of a data set, as it was called.

    Attributes:
        name: of the method: `batch`, `shuffle` …
        arguments: under the names of its parameters.
        origin: the name of the method in the source, not the whole chain that leads to it.
    """

    name: str
    arguments: Mapping[str, Argument]
    origin: Origin

    def argument(self, name: str) -> Argument:
        return self.arguments.get(name, NO_ARGUMENT)


class Loader(Struct, frozen=True, eq=False):
    """A function of Keras that reads samples and labels from folders or a table, as it was called.

    Attributes:
        name: of the function: `flow_from_directory`.
        mode: the parameter that says how labels are written: `class_mode` or `label_mode`.
        size: the parameter that says how large images become: `target_size` or `image_size`.
        arguments: every parameter with what it was given, or its default.
        inputs: what it yields; `targets` likewise, empty for inputs alone, `None` if not known.
        origin: the call.
    """

    name: str
    mode: str
    size: str
    arguments: Mapping[str, Argument]
    inputs: ArrayFacts
    targets: tuple[ArrayFacts, ...] | None
    origin: Origin

    def argument(self, name: str) -> Argument:
        return self.arguments.get(name, NO_ARGUMENT)

    def place_of(self, name: str) -> Origin:
        """Where a parameter was given, else the call that left it at its default."""
        return self.argument(name).origin or self.origin

    def shown(self, name: str) -> str:
        """A parameter with its value, as a message says it."""
        given = self.argument(name)
        written = f"`{name}={given.value!r}`"
        return written if given.given else f"{written}, the default"
