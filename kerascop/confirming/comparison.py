"""The comparison of a model as kerascop knows it with what Keras built from its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from kerascop.confirming.outcome import (
    BuildFailure,
    Disagreement,
    LayerOutcome,
    ModelOutcome,
    Status,
    one_line,
)
from kerascop.confirming.plan import Plan, PlannedStep, reasons
from kerascop.graph.models import Model, Style
from kerascop.summary.nodes import Graph, Input, Step

if TYPE_CHECKING:
    from kerascop.confirming.numbers import Numbers
    from kerascop.dimensions import Shape
    from kerascop.graph.tensors import Call, LayerConfig, Tensor
    from kerascop.summary.summary import LayerSummary, ModelSummary
    from kerascop.syntax.origin import Origin

_MOST_REASONS = 4

Plain = tuple["int | None", ...]


def compared(
    model: Model, summary: ModelSummary, plan: Plan, built: dict[str, Any], keras: str
) -> ModelOutcome:
    """The outcome for a model.

    Args:
        model: the recovered graph.
        summary: its layers as they are listed.
        plan: what the worker was told.
        built: what it answered.
        keras: which Keras it has.
    """
    return _Comparison(model, summary, plan, built, keras).outcome()


def skipped(summary: ModelSummary, reason: str) -> ModelOutcome:
    """The outcome for a model of which nothing was compared."""
    layers = tuple(
        LayerOutcome(each.name, each.cls, each.output_shape, None, None, None, each.origin)
        for each in summary.layers
    )
    return ModelOutcome(summary.name, summary.origin, Status.SKIPPED, reason, layers)


@dataclass(eq=False)
class _Comparison:
    model: Model
    summary: ModelSummary
    plan: Plan
    built: dict[str, Any]
    keras: str

    def outcome(self) -> ModelOutcome:
        layers = tuple(
            self._layer(item, row)
            for item, row in zip(self._graph.layers, self.summary.layers, strict=True)
        )
        failures, disagreements = tuple(self._failures()), tuple(self._disagreements())
        open_ends = self._open_ends(layers)
        if failures:
            status, reason = Status.FAILS, failures[0].message
        elif disagreements:
            status, reason = Status.DISAGREES, "; ".join(each.message for each in disagreements)
        elif not any(layer.agrees for layer in layers):
            status, reason = Status.SKIPPED, "; ".join(open_ends[:_MOST_REASONS])
        elif open_ends:
            status, reason = Status.PARTIAL, "; ".join(open_ends[:_MOST_REASONS])
        else:
            numbers = self.plan.numbers.told
            status, reason = Status.AGREES, f"with {numbers}" if numbers else ""
        return ModelOutcome(
            self.summary.name,
            self.summary.origin,
            status,
            reason or None,
            layers,
            self.keras,
            disagreements,
            failures,
        )

    @cached_property
    def _graph(self) -> Graph:
        return Graph(self.model)

    @cached_property
    def _told(self) -> tuple[tuple[PlannedStep, dict[str, Any]], ...]:
        return tuple(zip(self.plan.steps, self.built["steps"], strict=True))

    @cached_property
    def _shapes(self) -> dict[Tensor, Plain]:
        """What Keras says of the tensors that it made."""
        found: dict[Tensor, Plain] = {}
        for step, told in self._told:
            for tensor, shape in zip(step.outputs, told.get("shapes", ()), strict=False):
                if shape is not None:
                    found[tensor] = tuple(shape)
        return found

    @cached_property
    def _of_call(self) -> dict[Call, tuple[PlannedStep, dict[str, Any]]]:
        return {each[0].call: each for each in self._told if each[0].call is not None}

    @cached_property
    def _parameters(self) -> dict[LayerConfig, int | None]:
        return dict(zip(self.plan.layers, self.built["layers"], strict=True))

    # --- layers -------------------------------------------------------------------------------

    def _layer(self, item: Input | Step, row: LayerSummary) -> LayerOutcome:
        if isinstance(item, Input):
            tensors: Sequence[Sequence[Tensor]] = ((item.tensor,),)
            parameters: int | None = 0 if item.tensor in self._shapes else None
        else:
            tensors = tuple(call.outputs for call in item.calls)
            parameters = self._count(item)
        last = [self._shapes.get(tensor) for tensor in tensors[-1]] if tensors else [None]
        whole = None if None in last else tuple(shape for shape in last if shape is not None)
        claimed = self.plan.numbers.of(row.parameters)
        verdicts = [self._verdict(tensor) for tensor in chain.from_iterable(tensors)]
        if None not in (claimed, parameters):
            verdicts.append(claimed == parameters)
        if isinstance(item, Step) and any(self._is_wrong(call) for call in item.calls):
            verdicts.append(False)
        agrees = None if None in verdicts and False not in verdicts else all(verdicts)
        if not tensors:
            agrees = None
        return LayerOutcome(
            row.name, row.cls, row.output_shape, whole, parameters, agrees, row.origin
        )

    def _verdict(self, tensor: Tensor) -> bool | None:
        found = self._shapes.get(tensor)
        return None if found is None else agreement(tensor.shape, found, self.plan.numbers)

    def _is_wrong(self, call: Call) -> bool:
        """Does Keras refuse what happens in a call, or take what kerascop says it refuses?"""
        for inside in self._graph.inside(call):
            step = self._of_call.get(inside)
            if step is not None and (self._counts(*step) or self._is_accepted(*step)):
                return True
        return False

    def _count(self, item: Step) -> int | None:
        """The weights of a layer, those of all layers in it included, if Keras made them all."""
        total = 0
        seen: set[LayerConfig] = set()
        for call in item.calls:
            for inside in self._graph.inside(call):
                layer = inside.layer
                if inside.composite:
                    own = (inside.parameters, inside.frozen_parameters)
                    if own != (0, 0):
                        return None
                    continue
                if inside.is_opaque:
                    return None
                if layer is None or layer in seen:
                    continue
                seen.add(layer)
                count = self._parameters.get(layer)
                if count is None:
                    return None
                total += count
        return total if item.calls else None

    # --- what is wrong ------------------------------------------------------------------------

    def _counts(self, step: PlannedStep, told: dict[str, Any]) -> bool:
        """Does Keras refuse a step, for sure?

        Where a size was made up, or a shape is not known, it is so only if kerascop says so, too.
        """
        if "error" not in told:
            return False
        if step.call is not None and step.call.refusal is not None:
            return True
        numbers = self.plan.numbers
        is_operation = step.call is not None and step.call.layer is None
        return not (told["doubtful"] or numbers.chosen or numbers.made_up or is_operation)

    def _is_accepted(self, step: PlannedStep, told: dict[str, Any]) -> bool:
        """Does Keras take a call that kerascop says it refuses?"""
        return step.call is not None and step.call.refusal is not None and "shapes" in told

    def _failures(self) -> Iterator[BuildFailure]:
        for step, told in self._told:
            if self._counts(step, told):
                origin, name = self._place(step)
                yield BuildFailure(origin, name, str(told["error"]), self.keras)
        whole = self.built["whole"]
        if whole is not None and "error" in whole and self._is_certain:
            yield BuildFailure(
                self.model.origin, f"`{self.summary.name}`", str(whole["error"]), self.keras
            )

    @property
    def _is_certain(self) -> bool:
        return not self.plan.numbers.chosen and not self.plan.numbers.made_up

    def _disagreements(self) -> Iterator[Disagreement]:
        """Where Keras differs, without what follows from an earlier difference."""
        spoiled: set[Tensor] = set()
        for step, told in self._told:
            call = step.call
            behind = call is not None and any(tensor in spoiled for tensor in call.inputs)
            wrong = [tensor for tensor in step.outputs if self._verdict(tensor) is False]
            accepted = self._is_accepted(step, told)
            if behind or wrong or accepted:
                spoiled.update(step.outputs)
            if behind or not (wrong or accepted):
                continue
            origin, name = self._place(step)
            said = f"refused ({call.refusal})" if accepted and call is not None else None
            message = self._differing(name, said, wrong[0] if wrong else step.outputs[0])
            yield Disagreement(origin, name, message, self.keras)
        yield from self._miscounted(spoiled)

    def _differing(self, name: str, said: str | None, tensor: Tensor) -> str:
        claim = said or f"`{told_shape(self.plan.numbers.shape(tensor.shape))}`"
        return (
            f"{name}: kerascop says {claim}, {self.keras} says `{told_shape(self._shapes[tensor])}`"
        )

    def _miscounted(self, spoiled: set[Tensor]) -> Iterator[Disagreement]:
        seen: set[LayerConfig] = set()
        for step, _ in self._told:
            call = step.call
            layer = None if call is None else call.layer
            if call is None or layer is None or layer in seen or layer not in self._parameters:
                continue
            seen.add(layer)
            counts = (
                self.plan.numbers.of(call.parameters),
                self.plan.numbers.of(call.frozen_parameters),
            )
            found = self._parameters[layer]
            if None in counts or found is None or any(each in spoiled for each in call.inputs):
                continue
            claimed = sum(count or 0 for count in counts)
            if claimed != found:
                origin, name = self._place(step)
                message = (
                    f"{name}: kerascop counts {claimed:,} weights, {self.keras} counts {found:,}"
                )
                yield Disagreement(origin, name, message, self.keras)

    def _place(self, step: PlannedStep) -> tuple[Origin, str]:
        """Where a step is written, and what it is called."""
        call = step.call
        if call is None:
            return step.outputs[0].origin, "the input"
        layer = call.layer
        if layer is None:
            return call.origin, f"`{call.short}`"
        shared = any(
            each.call is not None
            and each.call is not call
            and each.call.layer is layer
            and "shapes" in told
            for each, told in self._told
        )
        name = layer.keras_name or layer.name or layer.short
        return (call.origin if shared else layer.origin), f"`{name}`"

    # --- what is open -------------------------------------------------------------------------

    def _open_ends(self, layers: Sequence[LayerOutcome]) -> list[str]:
        """What was not compared, in words."""
        found = [*self._not_built(), *self._not_known(layers)]
        # What nobody knows leads to refusals behind it, which say nothing more.
        return list(dict.fromkeys(found or self._doubtful_refusals()))

    def _not_built(self) -> Iterator[str]:
        if not self.summary.layers or self.model.style is Style.LOADED and not self.plan.layers:
            yield "its layers are not known"
        yield from reasons(self.plan.steps)
        yield from self.plan.notes
        for _, told in self._told:
            if "absent" in told:
                yield f"{self.keras} has no `{told['absent'].rpartition('.')[2]}`"
            elif "unmapped" in told:
                yield f"`{told['unmapped']}` is not carried out again"

    def _not_known(self, layers: Sequence[LayerOutcome]) -> Iterator[str]:
        for layer in layers:
            if layer.agrees is None and layer.keras is not None:
                yield f"the shape of `{layer.name}` is not known"
        if not self.model.complete and self.model.style is not Style.LOADED:
            yield "something between its inputs and outputs is not understood"

    def _doubtful_refusals(self) -> Iterator[str]:
        numbers = self.plan.numbers.told
        with_them = f" with {numbers}" if numbers else ""
        for step, told in self._told:
            if "error" in told and not self._counts(step, told):
                yield f"{self._place(step)[1]}{with_them}: {one_line(told['error'])}"


def agreement(static: Shape | None, keras: Plain, numbers: Numbers) -> bool | None:
    """Is a shape what kerascop says? `None` where kerascop does not say all of it.

    Args:
        static: what kerascop says. What depends on the batch is open for Keras, too.
        keras: what Keras says.
        numbers: what stood for sizes that are known by name only.
    """
    if static is None:
        return None
    if len(static) != len(keras):
        return False
    known = True
    for claimed, found in zip(static, keras, strict=True):
        if claimed is None and found is not None:
            known = False
        elif numbers.of(claimed) != found:
            return False
    return True if known else None


def told_shape(shape: Sequence[int | None] | None) -> str:
    """A shape as Keras prints it."""
    return "?" if shape is None else str(tuple(shape))
