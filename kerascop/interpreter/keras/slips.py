"""Arguments that miss their layer: misspelt ones, and those behind the wrong parenthesis.

What they were meant for is then unknown rather than left at its default, so that one slip is told
once and not again by all that follows from the default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kerascop.graph.facts import UNKNOWN, Argument
from kerascop.interpreter.values import Arguments, Constant, Given, LayerValue, Value
from kerascop.keras_api.unknown_arguments import unknown_argument

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def meant_by_misspelt(
    path: str, given: Mapping[str, Given], taken: Mapping[str, Argument]
) -> Iterator[tuple[str, Argument]]:
    """The parameters that keywords which Keras refuses were meant for."""
    for name, value in given.items():
        unknown = None if name in taken else unknown_argument(path, name)
        nearest = None if unknown is None else unknown.nearest
        if nearest is not None and nearest in taken and nearest not in given:
            yield nearest, Argument(UNKNOWN, value.origin)


def meant_for_layer(machine: Machine, layer: Value, arguments: Arguments) -> None:
    """What `add` was given along with a layer, or the layer's call, was meant for the layer."""
    if not isinstance(layer, LayerValue) or layer.calls:
        return
    meant = dict(_constructor_arguments(layer, arguments.keywords.items()))
    if len(arguments.positional) > 1:
        second = arguments.positional[1]
        if isinstance(second.value, Constant) and isinstance(second.value.value, str):
            meant.update(_constructor_arguments(layer, [("activation", second)]))
    if meant:
        config = replace(layer.config, arguments={**layer.config.arguments, **meant})
        machine.journal.set(layer, "config", config)


def _constructor_arguments(
    layer: LayerValue, given: Iterable[tuple[str, Given]]
) -> Iterator[tuple[str, Argument]]:
    for name, value in given:
        known = layer.config.arguments.get(name)
        if known is not None and not known.given and name != "name":
            yield name, Argument(UNKNOWN, value.origin)
