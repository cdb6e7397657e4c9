"""What a summary could not know, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.reporting.showing import counted
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.summary.summary import LayerSummary
    from kerascop.summary.views import ModelView

_MOST = 6
"""Layers that are named one by one."""


def missing_in(view: ModelView) -> Iterator[str]:
    """One line for each thing that is not known of a model; none if everything is."""
    if view.summary.complete:
        return
    told = view.incomplete[:_MOST]
    for layer in told:
        yield f"Not known: {missing_of(layer)} of `{printable(layer.name)}`."
    rest = len(view.incomplete) - len(told)
    if rest:
        yield f"Not known: something of {counted(rest, 'more layer')}."
    if not view.layers:
        yield "Not known: its layers."
    elif not told:
        yield "Not known: all that lies between inputs and outputs; layers may be missing."


def missing_of(layer: LayerSummary) -> str:
    """What is not known of a layer: `the output shape and the parameters`."""
    missing = []
    if None in layer.output_shape or not layer.output_shape:
        missing.append("the output shape")
    if layer.parameters is None:
        missing.append("the parameters")
    return " and ".join(missing) or "what happens inside"
