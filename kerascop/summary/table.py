"""The format `table`: the layout that Keras users know from `model.summary()`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kerascop.dimensions import subtract
from kerascop.linting.group import Severity
from kerascop.summary.missing import missing_in
from kerascop.summary.showing import (
    UNKNOWN,
    shown_class,
    shown_count,
    shown_place,
    shown_shapes,
)
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.confirming.outcome import LayerOutcome, ModelOutcome
    from kerascop.linting.finding import Finding
    from kerascop.summary.summary import LayerSummary
    from kerascop.summary.views import ModelView, Overview

NOTHING = "No model found.\n"
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_MOST_SOURCES = 4


def render(overview: Overview, width: int | None = None, colour: bool = False) -> str:
    """The tables of all models.

    Args:
        overview: the models.
        width: of the terminal, in cells; as wide as the tables need if there is none.
        colour: does the output show colours?
    """
    if not overview.models:
        return NOTHING
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=width or max(_breadth(view) for view in overview.models),
        force_terminal=colour,
        color_system="auto" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    for number, view in enumerate(overview.models):
        if number:
            console.print()
        for line in _heading(view):
            console.print(line, soft_wrap=True)
        console.print(_table(view))
        for line in _below(view):
            console.print(line, soft_wrap=True)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _heading(view: ModelView) -> Iterator[Text]:
    summary = view.summary
    line = Text("Model: ")
    line.append(f'"{printable(summary.name)}"', "bold")
    place = shown_place(summary.origin)
    if summary.builder is not None:
        line.append(f"  built by {printable(summary.builder)}", "dim")
    if place:
        line.append(f"  {place}", "dim")
    yield line
    if view.assumptions:
        yield Text(f"if {printable(', '.join(view.assumptions))}", "dim")


def _table(view: ModelView) -> Table:
    connected, found = not view.is_chain, any(view.of_layer)
    outcome = view.outcome
    table = Table(box=box.HEAVY_HEAD, header_style="bold")
    table.add_column("Layer (type)", overflow="fold")
    table.add_column("Output Shape", overflow="fold")
    if outcome is not None:
        table.add_column("Keras", overflow="fold")
    table.add_column("Param #", justify="right", overflow="fold")
    if connected:
        table.add_column("Connected to", overflow="fold")
    if found:
        table.add_column("Findings", overflow="fold")
    for index, layer in enumerate(view.layers):
        cells = [
            _layer(layer),
            Text(shown_shapes(layer.output_shape)),
            *([_confirmed(outcome.layers[index])] if outcome is not None else []),
            Text(shown_count(layer.parameters)),
            *([Text(_sources(layer))] if connected else []),
            *([_codes(view.concerning(index))] if found else []),
        ]
        table.add_row(*cells)
    return table


def _confirmed(layer: LayerOutcome) -> Text:
    """What Keras computes, red where that is something else."""
    shown = UNKNOWN if layer.keras is None else shown_shapes(layer.keras)
    wrong = layer.agrees is False
    return Text(f"{shown} ✗" if wrong else shown, "bold red" if wrong else "")


def _layer(layer: LayerSummary) -> Text:
    text = Text(printable(layer.name))
    text.append(f" ({shown_class(layer)})", "dim")
    return text


def _sources(layer: LayerSummary) -> str:
    """The layers that go in; of a long list its beginning and its length."""
    names = [printable(name) for name in layer.inbound]
    if len(names) <= _MOST_SOURCES:
        return ", ".join(names) or "-"
    rest = len(names) - _MOST_SOURCES + 1
    return f"{', '.join(names[: _MOST_SOURCES - 1])} and {rest} more"


def _codes(findings: Iterable[Finding]) -> Text:
    codes = {finding.code: finding.severity for finding in findings}
    return Text(", ").join(Text(code, _STYLES[severity]) for code, severity in codes.items())


def _below(view: ModelView) -> Iterator[Text]:
    summary = view.summary
    frozen = subtract(summary.parameters, summary.trainable_parameters)
    for name, count in (
        ("Total", summary.parameters),
        ("Trainable", summary.trainable_parameters),
        ("Non-trainable", frozen),
    ):
        line = Text(f" {name} params: ", "bold")
        line.append(shown_count(count), "not bold")
        yield line
    if view.outcome is not None:
        yield _told(view.outcome)
    for told in missing_in(view):
        yield Text(f" {told}", "yellow")
    for finding in view.findings:
        line = Text(f" {finding.code} ", _STYLES[finding.severity])
        line.append(printable(finding.message))
        yield line


def _told(outcome: ModelOutcome) -> Text:
    """What the comparison with Keras came to."""
    line = Text(f" {outcome.keras or 'Keras'}: ", "bold")
    line.append(outcome.status.value, "not bold")
    if outcome.reason is not None:
        line.append(f", {printable(outcome.reason_on_one_line)}", "not bold")
    return line


def _breadth(view: ModelView) -> int:
    """The cells that the table of a model needs."""
    table = _table(view)
    widths = [
        max((cell_len(str(cell)) for cell in (column.header, *column.cells)), default=0)
        for column in table.columns
    ]
    return sum(widths) + 3 * len(widths) + 1
