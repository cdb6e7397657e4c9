"""Recurrent layers and their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from kerascop.dimensions import Dim, Shape, add, multiply
from kerascop.keras_api.shapes.checks import refuse_low_rank, refuse_rank
from kerascop.keras_api.shapes.contract import UNKNOWN_CALL, Application, Inferred, shape_of
from kerascop.keras_api.shapes.settings import Settings, WrappedLayer, as_layer

_AXES = " (batch, time, features)"


class Cell(Struct, frozen=True):
    """What one step of a recurrent layer carries on.

    Attributes:
        states: the sizes of its states; of a stack, for each cell its one state or all of them.
        output: the size of its output.
        parameters: the number of its weights.
    """

    states: tuple[Dim | tuple[Dim, ...], ...]
    output: Dim
    parameters: Dim


class _Gates(Struct, frozen=True):
    """How a kind of cell is made: its number of gates, of states, and of biases for each gate."""

    gates: int
    states: int
    biases: Callable[[Settings], int | None]


def _one_bias(settings: Settings) -> int | None:
    used = settings.flag("use_bias", default=True)
    return None if used is None else int(used)


def _reset_bias(settings: Settings) -> int | None:
    used = settings.flag("use_bias", default=True)
    after = settings.flag("reset_after", default=True)
    return None if used is None or after is None else int(used) * (2 if after else 1)


def _two_biases(_settings: Settings) -> int | None:
    return 2


_SIMPLE = _Gates(1, 1, _one_bias)
_LSTM = _Gates(4, 2, _one_bias)
_GRU = _Gates(3, 1, _reset_bias)

_LAYERS: Mapping[str, _Gates] = {
    "SimpleRNN": _SIMPLE,
    "LSTM": _LSTM,
    "GRU": _GRU,
    "CuDNNLSTM": _Gates(4, 2, _two_biases),
    "CuDNNGRU": _Gates(3, 1, _two_biases),
}
_CELLS: Mapping[str, _Gates] = {"SimpleRNNCell": _SIMPLE, "LSTMCell": _LSTM, "GRUCell": _GRU}


def _cell(gates: _Gates, settings: Settings, features: Dim) -> Cell:
    units = settings.dim("units")
    weights = add(multiply(features, units), multiply(units, units))
    parameters = multiply(gates.gates, add(weights, multiply(gates.biases(settings), units)))
    return Cell((units,) * gates.states, units, parameters)


def _cell_of(value: object, features: Dim) -> Cell | None:
    """The cell that an argument describes: one, or a list that is stacked; `None` if unknown."""
    if isinstance(value, tuple):
        return _stacked(value, features)
    layer = as_layer(value)
    if layer is None:
        return None
    if layer.name == "StackedRNNCells":
        return _stacked(layer.config.get("cells"), features)
    gates = _CELLS.get(layer.name)
    return None if gates is None else _cell(gates, Settings(layer.config), features)


_MAX_STATES = 10_000
"""States of a stack beyond which nothing is known of it: each stack may hold another one twice."""


def _stacked(cells: object, features: Dim) -> Cell | None:
    if not isinstance(cells, tuple) or not cells:
        return None
    parameters: Dim = 0
    states: list[Dim | tuple[Dim, ...]] = []
    count = 0
    for value in cells:
        cell = _cell_of(value, features)
        if cell is None:
            return None
        parameters = add(parameters, cell.parameters)
        features = cell.output
        sizes = _sizes(cell)
        count += len(sizes)
        if count > _MAX_STATES:
            return None
        states.append(cell.states[0] if len(cell.states) == 1 else sizes)
    return Cell(tuple(states), features, parameters)


def _sizes(cell: Cell) -> tuple[Dim, ...]:
    """The sizes of all states, those of stacked cells in a row."""
    parts = [state if isinstance(state, tuple) else (state,) for state in cell.states]
    return tuple(size for part in parts for size in part)


def _unrolled(application: Application, cell: Cell | None) -> Inferred:
    """A cell applied to every step of a sequence (`keras.layers.RNN.compute_output_shape`).

    What a stateful layer carries from batch to batch is not among its weights.
    """
    settings, shape = application.settings, application.shape
    sequences = settings.flag("return_sequences", default=False)
    states = settings.flag("return_state", default=False)
    parameters = None if cell is None else cell.parameters
    batch = None if shape is None else shape[0]
    time_major = settings.flag("time_major", default=False)
    if shape is None or states is None or time_major is not False:
        return Inferred((None,), parameters)
    size = None if cell is None else cell.output
    output: Shape | None = None
    if sequences is not None:
        output = (batch, shape[1], size) if sequences else (batch, size)
    if not states:
        return Inferred((output,), parameters)
    if cell is None or not cell.states:
        return Inferred((None,), parameters)
    # A stacked cell of several states gives them as a list, of which no shape can be told.
    carried_on = (None if isinstance(state, tuple) else (batch, state) for state in cell.states)
    return Inferred((output, *carried_on), parameters)


@shape_of(*_LAYERS)
def recurrent(application: Application) -> Inferred:
    """A sequence (batch, time, features) becomes its last output, or all of them."""
    shape = application.shape
    refuse_rank(application, shape, 3, _AXES)
    features = None if shape is None else shape[2]
    return _unrolled(application, _cell(_LAYERS[application.name], application.settings, features))


@shape_of("RNN")
def recurrent_cells(application: Application) -> Inferred:
    """Any cell, or a stack of cells, over a sequence."""
    shape = application.shape
    refuse_low_rank(application, shape, 2)
    cell = None
    if shape is not None and len(shape) == 3:
        cell = _cell_of(application.settings.raw("cell"), shape[2])
    if cell is None:
        return UNKNOWN_CALL
    return _unrolled(application, cell)


@shape_of(*_CELLS)
def single_step(application: Application) -> Inferred:
    """A cell on its own gives its output and the list of its states."""
    shape = application.shape
    if shape is None or len(shape) != 2:
        return Inferred((None, None), None)
    cell = _cell(_CELLS[application.name], application.settings, shape[-1])
    return Inferred(((shape[0], cell.output), None), cell.parameters)


@shape_of("StackedRNNCells")
def single_step_of_stack(application: Application) -> Inferred:
    """A stack of cells on its own gives the last one's output and the list of all states."""
    shape = application.shape
    if shape is None or len(shape) != 2:
        return Inferred((None, None), None)
    cell = _stacked(application.settings.raw("cells"), shape[-1])
    if cell is None:
        return Inferred((None, None), None)
    return Inferred(((shape[0], cell.output), None), cell.parameters)


def is_recurrent(layer: WrappedLayer) -> bool:
    """Can `Bidirectional` run this layer in both directions?"""
    return layer.name in _LAYERS or layer.name == "RNN" or layer.name.startswith("ConvLSTM")
