"""How shapes, parameter counts and places are written in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from kerascop.dimensions import SymbolicDim, name_shape
from kerascop.reporting.showing import shown_path
from kerascop.sources.notebooks import SUFFIX, cell_of
from kerascop.terminal import printable

if TYPE_CHECKING:
    from kerascop.dimensions import Dim, Shape
    from kerascop.summary.summary import LayerSummary
    from kerascop.syntax.origin import Origin

Json: TypeAlias = "None | int | str | list[Json]"

UNKNOWN = "?"


def shown_shapes(shapes: tuple[Shape | None, ...]) -> str:
    """The shapes of a layer's outputs: `(None, 10)`, `[(None, 5), (None, n)]`, `?`."""
    shown = [name_shape(shape) for shape in shapes]
    if len(shown) == 1:
        return shown[0]
    return f"[{', '.join(shown)}]" if shown else UNKNOWN


def shown_count(count: Dim) -> str:
    """A number of parameters: `1,280`, `64·n_features + 64`, `?`."""
    if count is None:
        return UNKNOWN
    return f"{count:,}" if isinstance(count, int) else str(count)


def shown_class(layer: LayerSummary) -> str:
    """The class of a layer, without characters that steer a terminal."""
    return printable(layer.cls)


def shown_place(origin: Origin | None) -> str:
    """Where something was written, `model.py:12` or `notes.ipynb:cell 3:12`; empty if unknown."""
    if origin is None:
        return ""
    cell, row = cell_and_row(origin)
    within = "" if cell is None else f"cell {cell}:"
    return f"{printable(shown_path(origin.path))}:{within}{row}"


def cell_and_row(origin: Origin) -> tuple[int | None, int]:
    """The cell of a notebook, `None` for other files, and the line in it."""
    line = origin.span.start_line
    return cell_of(origin.module.text, line) if origin.path.suffix == SUFFIX else (None, line)


def json_dim(dim: Dim) -> None | int | str:
    """A size for JSON: `null` for what follows the batch or is unknown, a string for a symbol."""
    if isinstance(dim, SymbolicDim):
        return None if dim.has_batch else str(dim)
    return dim


def json_shape(shape: Shape | None) -> Json:
    """A shape for JSON: a list of sizes, `null` if not even the rank is known."""
    return None if shape is None else [json_dim(dim) for dim in shape]


def json_shapes(shapes: tuple[Shape | None, ...]) -> Json:
    """The shape of a layer's output for JSON; a list of shapes if it has several outputs."""
    if len(shapes) == 1:
        return json_shape(shapes[0])
    return [json_shape(shape) for shape in shapes] or None


def json_place(origin: Origin | None) -> dict[str, Any] | None:
    """A place for JSON: the file, the row and the column, and of a notebook the cell."""
    if origin is None:
        return None
    cell, row = cell_and_row(origin)
    place: dict[str, Any] = {
        "filename": shown_path(origin.path),
        "row": row,
        "column": origin.span.start_column,
    }
    return place if cell is None else {**place, "cell": cell}
