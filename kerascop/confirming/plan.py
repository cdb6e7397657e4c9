"""From the recovered graph of a model to what the worker builds: steps, each on tensors before it.

Composites are opened: a nested model, a `Lambda` or a layer of the program's own is the steps that
its body takes, as far as they are understood. No statement of the source goes along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kerascop.confirming.numbers import Numbers
from kerascop.confirming.wording import Json, Unspoken, Wording, described, sizes_of, spelled
from kerascop.graph.models import Model, Style
from kerascop.graph.tensors import Call, LayerConfig, Operation, Tensor
from kerascop.keras_api.operation_tables import ELEMENTWISE

if TYPE_CHECKING:
    from kerascop.dimensions import Shape

SMALL = 20_000_000
"""Weights. A model with fewer may be built with values for them, if it is refused without."""

_LISTED = frozenset(
    "Add Average Concatenate Dot Maximum Minimum Multiply Subtract Attention AdditiveAttention"
    " Bilinear".split()
)
"""Layers that take a list of tensors, though it may hold one alone."""
_SPREAD = frozenset({"MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention"})
"""Layers that take several tensors, each by itself."""
_STATEFUL = frozenset(
    "SimpleRNN LSTM GRU RNN ConvLSTM1D ConvLSTM2D ConvLSTM3D Bidirectional".split()
)
"""Layers whose other tensors are the state that they begin with."""

_CALL_OPTIONS = frozenset({"training", "return_attention_scores", "use_causal_mask"})
_SHAPED = frozenset({"reshape", "broadcast_to"})
_KEEPING = frozenset({*ELEMENTWISE, "preprocess_input"})
_OF_NO_SHAPE = frozenset({"dtype", "low", "high", "rate", "negative_slope", "num"})


@dataclass(frozen=True)
class PlannedStep:
    """One step of a plan.

    Attributes:
        outputs: the tensors that come out of it.
        call: what it does; `None` for inputs and constants.
        layer: the index of its layer in the plan, if it applies one.
        left_out: why it is not built, in words; `None` if it is.
    """

    outputs: tuple[Tensor, ...]
    call: Call | None = None
    layer: int | None = None
    left_out: str | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be built, and which part of the graph each piece is.

    Attributes:
        request: what the worker is told.
        steps: those of the request, in their order.
        layers: the layers of the request, in their order.
        numbers: what stands for sizes that are known by name only.
        notes: what is left out of layers though it may matter, in words.
    """

    request: dict[str, Json]
    steps: tuple[PlannedStep, ...]
    layers: tuple[LayerConfig, ...]
    numbers: Numbers
    notes: tuple[str, ...]


def plan_of(model: Model, numbers: Numbers, *, registers: bool = False) -> Plan:
    """The plan of a model.

    Args:
        model: the model.
        numbers: for the sizes that are known by name only; chosen as they come up.
        registers: does the program give names to activations and the like of its own?
    """
    return _Planner(model, Wording(numbers, registers)).plan()


@dataclass(eq=False)
class _Planner:
    model: Model
    wording: Wording
    steps: list[PlannedStep] = field(default_factory=list)
    written: list[Json] = field(default_factory=list)
    tensors: dict[Tensor, int] = field(default_factory=dict)
    layers: dict[LayerConfig, int] = field(default_factory=dict)
    described: list[Json] = field(default_factory=list)
    unspoken: dict[LayerConfig, str] = field(default_factory=dict)

    def plan(self) -> Plan:
        for tensor in self.model.inputs:
            self._input(tensor)
        for call in self.model.calls:
            for tensor in call.inputs:
                if tensor not in self.tensors:
                    self._add(PlannedStep((tensor,)), "given", doubtful=_has_unknown(tensor.shape))
            self._call(call)
        request: dict[str, Json] = {
            "steps": self.written,
            "layers": self.described,
            "inputs": [self.tensors[tensor] for tensor in self.model.inputs],
            "outputs": [self._number(tensor) for tensor in self.model.outputs],
            "assemble": self._assembly(),
            "small": self._is_small(),
        }
        return Plan(
            request,
            tuple(self.steps),
            tuple(self.layers),
            self.wording.numbers,
            tuple(self.wording.notes),
        )

    def _input(self, tensor: Tensor) -> None:
        if tensor in self.tensors:
            return
        if tensor.shape is None:
            self._add(PlannedStep((tensor,), left_out="the shape of its input is not known"))
            return
        arguments: dict[str, Json] = {}
        if tensor.name is not None:
            arguments["name"] = tensor.name
        if tensor.dtype is not None:
            arguments["dtype"] = tensor.dtype
        doubtful = _has_unknown(tensor.shape)
        self._add(PlannedStep((tensor,)), "input", arguments=arguments, doubtful=doubtful)

    def _call(self, call: Call) -> None:
        try:
            if isinstance(call.operation, Operation):
                self._operation(call, call.operation)
            else:
                self._layer(call, call.operation)
        except Unspoken as error:
            self._add(PlannedStep(call.outputs, call, left_out=str(error)))

    def _layer(self, call: Call, layer: LayerConfig) -> None:
        index = self._index(call, layer)
        options: dict[str, Json] = {}
        for name, argument in call.arguments.items():
            if name in _CALL_OPTIONS:
                options[name] = spelled(argument.value, self.wording)
        step = PlannedStep(call.outputs, call, index)
        self._add(step, "layer", layer=index, form=_form(call, layer), arguments=options)

    def _index(self, call: Call, layer: LayerConfig) -> int:
        if layer in self.unspoken:
            raise Unspoken(self.unspoken[layer])
        if layer not in self.layers:
            try:
                written = described(layer, self.wording)
            except Unspoken as error:
                self.unspoken[layer] = str(error)
                raise
            arguments = written["arguments"]
            assert isinstance(arguments, dict)
            name = layer.argument("name").value
            if isinstance(name, str) and call.within is None:
                arguments["name"] = name
            if layer.argument("input_tensor").given and call.input_shape:
                sides = self.wording.numbers.shape(call.input_shape)
                arguments["input_shape"] = {"tuple": [*(sides or ())][1:]}
            self.described.append(written)
            self.layers[layer] = len(self.layers)
        return self.layers[layer]

    def _operation(self, call: Call, operation: Operation) -> None:
        if call.is_opaque:
            raise Unspoken(_unknown(call))
        if not call.inputs:
            # Noise and constants come from nowhere: only their shape counts.
            self._add(PlannedStep(call.outputs, call))
            return
        arguments: dict[str, Json] = {}
        for name, argument in operation.arguments.items():
            if name in _OF_NO_SHAPE:
                continue
            if name == "shape" and operation.name in _SHAPED:
                arguments[name] = sizes_of(argument.value, self.wording)
                continue
            try:
                arguments[name] = spelled(argument.value, self.wording)
            except Unspoken as error:
                raise Unspoken(f"`{name}` of `{operation.name}` is {error}") from None
        kind = "elementwise" if operation.name in _KEEPING else "operation"
        step = PlannedStep(call.outputs, call)
        self._add(step, kind, name=operation.name, arguments=arguments)

    def _add(self, step: PlannedStep, kind: str = "given", **more: Json) -> None:
        call = step.call
        self.steps.append(step)
        self.written.append(
            {
                "kind": kind,
                "inputs": [self._number(each) for each in call.inputs] if call else [],
                "outputs": [self._number(each) for each in step.outputs],
                "static": [self._shape(each.shape) for each in step.outputs],
                **more,
            }
        )

    def _number(self, tensor: Tensor) -> int:
        return self.tensors.setdefault(tensor, len(self.tensors))

    def _shape(self, shape: Shape | None) -> Json:
        numbers = self.wording.numbers.shape(shape)
        return None if numbers is None else [*numbers]

    def _assembly(self) -> str | None:
        """How the steps can be put together to the very model of the source, if they can."""
        model = self.model
        plain = all(call.within is None and call.layer is not None for call in model.calls)
        whole = model.complete and not any(step.left_out for step in self.steps)
        if not whole or not plain or not model.inputs:
            return None
        if any(tensor.call is not None for tensor in model.inputs):
            return None
        if model.style is Style.SEQUENTIAL and len(model.inputs) == 1:
            return "sequential"
        return "functional" if model.style is Style.FUNCTIONAL else None

    def _is_small(self) -> bool:
        counts = [call.parameters for call in self.model.calls]
        known = [self.wording.numbers.of(count) or 0 for count in counts]
        return sum(known) < SMALL


def _form(call: Call, layer: LayerConfig) -> str:
    if layer.short in _SPREAD:
        return "each"
    if len(call.inputs) > 1 and layer.short in _STATEFUL:
        return "state"
    if layer.short in _LISTED:
        return "one" if call.refusal is not None and len(call.inputs) == 1 else "list"
    return "one" if len(call.inputs) == 1 else "list"


def _has_unknown(shape: Shape | None) -> bool:
    return shape is None or None in shape[1:]


def _unknown(call: Call) -> str:
    """What is not understood, by the composite that it happens in."""
    around = next(call.enclosing(), None)
    layer = None if around is None else around.layer
    if layer is None:
        return "an operation between its layers is not understood"
    name = layer.keras_name or layer.name or layer.short
    if layer.short == "Lambda":
        return f"the function of `{name}` is not understood"
    return f"what `{name}` does is not understood"


def reasons(steps: Sequence[PlannedStep]) -> Iterator[str]:
    """Why steps are not built, each reason once."""
    yield from dict.fromkeys(step.left_out for step in steps if step.left_out is not None)
