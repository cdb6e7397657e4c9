"""The format `table`: what kerascop and Keras say of each layer, side by side."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kerascop.confirming.outcome import Status, one_line
from kerascop.reporting.showing import counted
from kerascop.summary.showing import UNKNOWN, shown_place, shown_shapes
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.confirming.outcome import LayerOutcome, ModelOutcome

NOTHING = "No model found.\n"
_STYLES = {
    Status.AGREES: "bold green",
    Status.DISAGREES: "bold red",
    Status.FAILS: "bold red",
    Status.PARTIAL: "bold yellow",
    Status.SKIPPED: "bold yellow",
}
_MARKS = {True: Text("✓", "green"), False: Text("✗", "bold red"), None: Text("·", "dim")}


def render(outcomes: Sequence[ModelOutcome], width: int | None, colour: bool) -> str:
    """The tables of all models, and a line that sums them up.

    Args:
        outcomes: the models.
        width: of the terminal, in cells; as wide as the tables need if there is none.
        colour: does the output show colours?
    """
    if not outcomes:
        return NOTHING
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=width or max(map(_breadth, outcomes)),
        force_terminal=colour,
        color_system="auto" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    for outcome in outcomes:
        console.print(_heading(outcome), soft_wrap=True)
        if outcome.assumptions:
            assumed = printable(", ".join(outcome.assumptions))
            console.print(Text(f"if {assumed}", "dim"), soft_wrap=True)
        if outcome.layers:
            console.print(_table(outcome))
        for line in _below(outcome):
            console.print(line, soft_wrap=True)
        console.print()
    console.print(_closing(outcomes), soft_wrap=True)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _heading(outcome: ModelOutcome) -> Text:
    line = Text("Model: ")
    line.append(f'"{printable(outcome.name)}"', "bold")
    place = shown_place(outcome.origin)
    if place:
        line.append(f"  {place}", "dim")
    line.append("  ")
    return line.append(outcome.status.value, _STYLES[outcome.status])


def _table(outcome: ModelOutcome) -> Table:
    table = Table(box=box.HEAVY_HEAD, header_style="bold")
    table.add_column("Layer (type)", overflow="fold")
    table.add_column("kerascop", overflow="fold")
    table.add_column("Keras", overflow="fold")
    table.add_column("Param #", justify="right", overflow="fold")
    table.add_column("")
    for layer in outcome.layers:
        name = Text(printable(layer.name)).append(f" ({printable(layer.cls)})", "dim")
        count = UNKNOWN if layer.parameters is None else f"{layer.parameters:,}"
        shapes = Text(shown_shapes(layer.static))
        table.add_row(name, shapes, Text(shown_keras(layer)), Text(count), _MARKS[layer.agrees])
    return table


def shown_keras(layer: LayerOutcome) -> str:
    """The shapes that Keras computes; `?` where it was not asked, or refused."""
    return UNKNOWN if layer.keras is None else shown_shapes(layer.keras)


def _below(outcome: ModelOutcome) -> Iterator[Text]:
    if outcome.status is Status.FAILS:
        for failure in outcome.failures:
            yield _found("KC912", f"{shown_place(failure.origin)}: {failure.name}", failure.message)
    elif outcome.status is Status.DISAGREES:
        for each in outcome.disagreements:
            yield _found("KC911", shown_place(each.origin), each.message)
    elif outcome.reason is not None:
        yield Text(f" {printable(outcome.reason_on_one_line)}", "dim")


def _found(code: str, place: str, message: str) -> Text:
    line = Text(f" {code} ", "bold red")
    line.append(f"{place}: ", "bold")
    return line.append(printable(one_line(message)))


def _closing(outcomes: Iterable[ModelOutcome]) -> Text:
    outcomes = list(outcomes)
    counts = Counter(outcome.status for outcome in outcomes)
    parts = [f"{counts[status]} {status.value}" for status in Status if counts[status]]
    keras = sorted({outcome.keras for outcome in outcomes if outcome.keras is not None})
    asked = f" with {', '.join(keras)}" if keras else ""
    return Text(f"{counted(len(outcomes), 'model')}{asked}: {', '.join(parts)}.", "bold")


def _breadth(outcome: ModelOutcome) -> int:
    """The cells that the table of a model needs."""
    table = _table(outcome)
    widths = [
        max((cell_len(str(cell)) for cell in (column.header, *column.cells)), default=0)
        for column in table.columns
    ]
    return sum(widths) + 3 * len(widths) + 1
