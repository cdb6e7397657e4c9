"""From the trace of a run to the program that rules are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kerascop.dimensions import BATCH
from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.gradients import Gradient
from kerascop.graph.models import Model, Style
from kerascop.graph.optimizers import Optimizer
from kerascop.graph.program import Program
from kerascop.graph.training import Compile, Fit, Loss, Objective
from kerascop.interpreter.bystanders import bystanders
from kerascop.interpreter.events import CompileEvent, FitEvent, NumpyEvent
from kerascop.interpreter.keras.coursing import (
    changes_of,
    course_of,
    optimizer_of,
    overrides,
    rebuilt_in,
)
from kerascop.interpreter.keras.custom_layers import custom_layers
from kerascop.interpreter.keras.data import FitData, in_order, read_fit
from kerascop.interpreter.keras.facts import argument_of
from kerascop.interpreter.keras.inspecting import input_names, output_names
from kerascop.interpreter.keras.learning import (
    compiled_gradients,
    numpy_uses,
    run_metrics,
    tape_gradients,
)
from kerascop.interpreter.keras.lengths import float_arguments, float_lengths
from kerascop.interpreter.keras.losses import CustomLoss, chosen_loss, run_custom_loss
from kerascop.interpreter.keras.members import members_of, trainability
from kerascop.interpreter.keras.metrics import metrics_of
from kerascop.interpreter.keras.tracing import config_of, symbols_like, trace
from kerascop.interpreter.keras.train_step import run_train_step
from kerascop.interpreter.keras.unfitted import unfitted
from kerascop.interpreter.keras.unused import unused_in
from kerascop.interpreter.keras.weights import own_weights
from kerascop.interpreter.libraries.comparing import compared_with
from kerascop.interpreter.limits import BudgetExceeded, Raised
from kerascop.interpreter.method_arguments import bind_method, bound_to, per_output
from kerascop.interpreter.values import (
    Given,
    ModelValue,
    TensorValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


_STEPS_AFTERWARDS = 1_000
"""Steps for each of the models, losses and training calls behind one that took too many."""
_CALLS_OF_A_STEP = 8
"""Calls in the graph of a model that cost a step."""
_MOST_EXCEEDED = 100
"""How many of them may take too many."""


def draw_up(machine: Machine) -> Program:
    """The program that the machine's run builds, compiles and trains."""
    return _Draft(machine, bystanders(machine)).program()


class _Draft(Struct, eq=False):
    machine: Machine
    left_alone: frozenset[ModelValue]
    fit_data: dict[FitEvent, FitData] = {}
    optimizers: dict[Value, Optimizer] = {}
    gradients: list[Gradient] = []
    numpy_calls: list[NumpyEvent] = []
    whole: bool = True
    exceeded: int = 0

    def program(self) -> Program:
        events = self.machine.trace
        for fit in list(events.fits):
            if fit.model in self.left_alone:
                continue
            try:
                self.fit_data[fit] = read_fit(self.machine, fit)
            except BudgetExceeded:
                self._go_on()
                self.fit_data[fit] = FitData()
        models = self._models()
        fits = {
            event: self._fit(event, models[event.model])
            for event in self.fit_data
            if event.model in models
        }
        compiles, objectives = self._compiles(models, fits)
        self._run_train_steps()
        objectives.extend(self._loop_objectives(models))
        gradients = (*compiled_gradients(compiles), *tape_gradients(self.machine))
        asked = (*events.numpy_calls, *self.numpy_calls)
        return Program(
            models=tuple(models.values()),
            compiles=tuple(compiles),
            objectives=tuple(objectives),
            fits=tuple(fits.values()),
            arrays=_arrays_of(fits.values()),
            api_uses=self.machine.modules.without_own(events.api_uses.values()),
            api_calls=tuple(events.api_calls),
            changes=changes_of(self.machine),
            gradients=(*self.gradients, *gradients),
            custom_layers=custom_layers(self.machine, models, fits),
            numpy_uses=numpy_uses(self.machine, asked, models, compiles),
            data_steps=(*events.data_steps, *unfitted(self.machine, models)),
            unused=unused_in(events.made, events.applied, models.values()) if self.whole else (),
        )

    def _run_train_steps(self) -> None:
        """Execute the `train_step` that `fit` would call, to see which losses it applies."""
        first = {event.model: event for event in reversed(self.fit_data) if event.method == "fit"}
        for event in first.values():
            try:
                run_train_step(self.machine, event, self.fit_data[event])
            except Raised:
                continue
            except BudgetExceeded:
                self._go_on()

    def _go_on(self) -> None:
        """Behind something that took too many steps: what else there is is told all the same, as
        far as a little more allows.

        Raises:
            BudgetExceeded: that has been so too often.
        """
        self.whole = False
        self.exceeded += 1
        if self.exceeded > _MOST_EXCEEDED:
            raise BudgetExceeded
        self.machine.max_steps = self.machine.steps + _STEPS_AFTERWARDS

    def _models(self) -> dict[ModelValue, Model]:
        events = self.machine.trace
        compiled = {event.model for event in events.compiles}
        trained = {
            event.model
            for event in events.fits
            if event.method in ("fit", "fit_generator", "train_on_batch")
        }
        traced: dict[ModelValue, Model] = {}
        mentioned = [
            *(event.model for event in events.compiles),
            *(event.model for event in events.fits),
        ]
        for value in dict.fromkeys((*events.models, *mentioned)):
            if value in self.left_alone:
                continue
            self._learn_input_shape(value)
            try:
                traced[value] = self._traced(
                    value, compiled=value in compiled, trained=value in trained
                )
            except Raised:
                continue
            except BudgetExceeded:
                self._go_on()
        inside = {call.operation for model in traced.values() for call in model.all_calls}
        configs: dict[object, ModelValue] = {
            config_of(self.machine, value): value for value in compiled
        }
        return {
            value: replace(
                model,
                trainable=trainability(model),
                is_component=config_of(self.machine, value) in inside,
                ends_in_compiled=any(
                    configs.get(around.operation, value) is not value
                    for tensor in model.outputs
                    if tensor.call is not None
                    for around in tensor.call.enclosing()
                ),
            )
            for value, model in traced.items()
        }

    def _traced(self, value: ModelValue, *, compiled: bool, trained: bool) -> Model:
        """A model with its graph, which is paid for: many models may share most of theirs.

        Raises:
            Raised: tracing it fails for certain.
            BudgetExceeded: it takes too many steps.
        """
        inputs, outputs, complete = trace(self.machine, value)
        model = Model(
            value.name,
            value.style,
            tuple(inputs),
            tuple(outputs),
            value.origin,
            complete,
            compiled=compiled,
            trained=trained,
            output_names=output_names(value, outputs),
            keras_name=value.keras_name,
            parameters=own_weights(value)[0],
            frozen_parameters=own_weights(value)[1],
            members=members_of(self.machine, value),
            own_training=overrides(value, "train_step", "compute_loss"),
            package=value.package,
            target=self.machine.modules.project.target(value.origin.path),
        )
        self.machine.spend(len(model.all_calls) // _CALLS_OF_A_STEP)
        return model

    def _learn_input_shape(self, value: ModelValue) -> None:
        """A model that does not say its input shape takes it from the data it is trained on."""
        if value.input_shape is not None or value.style is Style.FUNCTIONAL:
            return
        for event, data in self.fit_data.items():
            if event.model is not value or data.inputs is None:
                continue
            if len(data.inputs.arrays) == 1:
                shape = data.inputs.arrays[0].shape
                if shape:
                    value.input_shape = (BATCH, *shape[1:])
                    return
            elif value.sample is None and not data.batched:
                given = event.arguments.get("x", 0)
                value.sample = None if given is None else symbols_like(given, value.origin)

    def _fit(self, event: FitEvent, model: Model) -> Fit:
        data = self.fit_data[event]
        inputs, targets = data.inputs, data.targets
        if not data.batched:
            names = input_names(event.model, model.inputs)
            inputs = in_order(inputs, event.arguments.get("x", 0), names)
            targets = in_order(targets, event.arguments.get("y", 1), model.output_names)
        return Fit(
            model,
            event.method,
            inputs,
            targets,
            bind_method(event.method, event.arguments),
            event.origin,
            data.validation,
            data.batched,
            batches=data.batches,
            validation_batches=data.validation_batches,
            complete=not event.arguments.incomplete,
            floats=float_arguments(event),
            float_lengths=float_lengths(self.machine, event),
            validates_on_training=data.validates_on_training,
            targets_are_inputs=data.targets_are_inputs,
            compared=compared_with(self.machine, event.origin),
            continues=event.continues,
            **course_of(self.machine, event, model),
        )

    def _compiles(
        self, models: Mapping[ModelValue, Model], fits: Mapping[FitEvent, Fit]
    ) -> tuple[list[Compile], list[Objective]]:
        compiles: list[Compile] = []
        objectives: list[Objective] = []
        trained = self._trained(fits)
        latest: dict[ModelValue, int] = {}
        for each in trained:
            latest[each.model] = max(each.order, latest.get(each.model, each.order))
        for event in list(self.machine.trace.compiles):
            model = models.get(event.model)
            if model is None:
                continue
            bound = bound_to("compile", event.arguments)
            own = tuple(trained.get(event, ()))
            losses, custom = self._losses(bound.get("loss"), model)
            metrics, known = metrics_of(bound, model.output_names)
            self.numpy_calls.extend(run_metrics(self.machine, bound.get("metrics"), model))
            made = Compile(
                model,
                losses,
                metrics,
                known and not event.arguments.incomplete,
                {name: argument_of(given) for name, given in bound.items()},
                event.origin,
                own,
                optimizer_of(bound.get("optimizer"), self.optimizers),
                event.order,
                rebuilt_in(event),
            )
            compiles.append(made)
            # A later `compile` of the model, which trains it, stands in for this one.
            if own or latest.get(event.model, event.order) <= event.order:
                objectives.extend(_objectives(made, own))
                objectives.extend(self._custom_objectives(event, made, custom, own))
        return compiles, objectives

    def _trained(self, fits: Mapping[FitEvent, Fit]) -> dict[CompileEvent, list[Fit]]:
        """The training calls that follow each call of `compile`: the last one before them."""
        of_model: dict[ModelValue, list[CompileEvent]] = {}
        for event in self.machine.trace.compiles:
            of_model.setdefault(event.model, []).append(event)
        trained: dict[CompileEvent, list[Fit]] = {}
        for each, fit in fits.items():
            own = of_model.get(each.model, ())
            before = (event for event in reversed(own) if event.order < each.order)
            in_force = next(before, None) or next(iter(own), None)
            if in_force is not None:
                trained.setdefault(in_force, []).append(fit)
        return trained

    def _losses(
        self, given: Given | None, model: Model
    ) -> tuple[tuple[Loss | None, ...], dict[int, CustomLoss]]:
        outputs = max(len(model.outputs), 1)
        chosen: list[Loss | CustomLoss | None] = [None] * outputs
        if given is not None:
            for index, part in enumerate(per_output(given, model)):
                if part is not None and index < outputs:
                    chosen[index] = chosen_loss(part.value, part.origin)
        losses = tuple(each if isinstance(each, Loss) else None for each in chosen)
        custom = {place: each for place, each in enumerate(chosen) if isinstance(each, CustomLoss)}
        return losses, custom

    def _custom_objectives(
        self,
        event: CompileEvent,
        compile_: Compile,
        custom: Mapping[int, CustomLoss],
        fits: Sequence[Fit],
    ) -> list[Objective]:
        found: list[Objective] = []
        for output, loss in custom.items():
            if output >= len(compile_.model.outputs):
                continue
            prediction = compile_.model.outputs[output]
            events, mark = self.machine.trace, self.machine.journal.mark()
            before, asked = len(events.losses), len(events.numpy_calls)
            try:
                result = run_custom_loss(self.machine, loss, prediction, event, output)
            except Raised:
                continue
            except BudgetExceeded:
                self._go_on()
                continue
            finally:
                applied = events.losses[before:]
                self.numpy_calls.extend(events.numpy_calls[asked:])
                self.machine.journal.rollback(mark)
            if isinstance(result, TensorValue):
                self.gradients.append(Gradient(result.tensor, loss.origin))
            for read in applied:
                placed = replace(read.loss, origin=loss.origin, inner=read.origin)
                found.append(
                    Objective(
                        placed,
                        read.prediction,
                        compile_.model,
                        compile_,
                        _targets(fits, output),
                        _targets_complete(fits),
                        direct=read.prediction is prediction,
                        fits=tuple(fits),
                    )
                )
        return found

    def _loop_objectives(self, models: Mapping[ModelValue, Model]) -> list[Objective]:
        owners = {config_of(self.machine, value): model for value, model in models.items()}
        found: list[Objective] = []
        for event in self.machine.trace.losses:
            owner = None
            call = event.prediction.call
            if call is not None:
                for around in call.enclosing():
                    owner = owners.get(around.operation, owner)  # type: ignore[arg-type]
            targets = _array_facts(event.targets)
            found.append(
                Objective(
                    event.loss,
                    event.prediction,
                    owner,
                    None,
                    targets,
                    bool(targets),
                )
            )
        return found


def _arrays_of(fits: Iterable[Fit]) -> tuple[ArrayFacts, ...]:
    """Every array that is handed to a training call, each once."""
    carried = (data for fit in fits for data in (fit.inputs, fit.targets) if data is not None)
    return tuple(dict.fromkeys(array for data in carried for array in data.arrays))


def _array_facts(value: Value | None) -> tuple[ArrayFacts, ...]:
    from kerascop.interpreter.values import ArrayValue

    return (value.facts,) if isinstance(value, ArrayValue) else ()


def _objectives(compile_: Compile, fits: Sequence[Fit]) -> list[Objective]:
    return [
        Objective(
            loss,
            compile_.model.outputs[output],
            compile_.model,
            compile_,
            _targets(fits, output),
            _targets_complete(fits),
            fits=tuple(fits),
        )
        for output, loss in enumerate(compile_.losses)
        if loss is not None and output < len(compile_.model.outputs)
    ]


def _targets(fits: Sequence[Fit], output: int) -> tuple[ArrayFacts, ...]:
    return tuple(
        fit.targets.arrays[output]
        for fit in fits
        if fit.trains and fit.targets is not None and output < len(fit.targets.arrays)
    )


def _targets_complete(fits: Sequence[Fit]) -> bool:
    training = [fit for fit in fits if fit.trains]
    return bool(training) and all(fit.targets is not None for fit in training)
