"""`compile`, `fit` and their relatives, recorded as they happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kerascop.graph.arrays import ArrayFacts
from kerascop.graph.facts import ApiUse
from kerascop.graph.models import Style
from kerascop.interpreter.events import CompileEvent, FitEvent
from kerascop.interpreter.keras.api import record_call
from kerascop.interpreter.keras.history import history_of
from kerascop.interpreter.keras.restoring import has_read_weights
from kerascop.interpreter.keras.tracing import trace
from kerascop.interpreter.registry import function, method
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    ArrayValue,
    DictValue,
    LibraryObject,
    ListValue,
    ModelValue,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

TRAINING = ("fit", "fit_generator", "train_on_batch")
EVALUATING = ("evaluate", "evaluate_generator", "test_on_batch")
PREDICTING = (
    "predict",
    "predict_generator",
    "predict_on_batch",
    "predict_classes",
    "predict_proba",
)


@method(ModelValue, "compile")
def _compile(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    path = "keras.Model.compile"
    record_call(machine, path, path, arguments, model.package)
    course = machine.trace.course
    event = CompileEvent(model, arguments, arguments.origin, tuple(course.loops))
    machine.journal.append(machine.trace.compiles, event)
    if machine.speculation:
        machine.compiled.add(model.origin.node)
    chosen = arguments.get("optimizer", 0)
    known = chosen if isinstance(chosen, LibraryObject) else None
    machine.journal.put(course.optimizers, model, known)
    return NONE


def _record(machine: Machine, model: ModelValue, name: str, arguments: Arguments) -> FitEvent:
    path = f"keras.Model.{name}"
    record_call(machine, path, path, arguments, model.package)
    called = replace(
        arguments.origin, node=getattr(arguments.origin.node, "func", arguments.origin.node)
    )
    release = machine.release(model.package or path, called)
    guarded = machine.is_expected("AttributeError")
    machine.trace.api_uses[called.node] = ApiUse(
        path, None, called, False, release=release, guarded=guarded
    )
    loops = tuple(machine.trace.course.loops)
    continues = has_read_weights(machine)
    event = FitEvent(model, name, arguments, arguments.origin, loops, continues)
    machine.journal.append(machine.trace.fits, event)
    return event


def _training(name: str) -> Callable[[Machine, ModelValue, Arguments], Value | None]:
    def handler(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
        event = _record(machine, model, name, arguments)
        if name.startswith("fit"):
            machine.journal.put(machine.trace.course.last_fit, model, event)
            return history_of(event)
        if name in ("predict", "predict_on_batch"):
            return _predicted(machine, model, arguments)
        if name in PREDICTING:
            return ArrayValue(ArrayFacts(origin=arguments.origin))
        return None

    return handler


def _predicted(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    """An array for each output, as long as what goes in where that is one array."""
    subclassed = model.style is Style.SUBCLASSED
    outputs = () if subclassed else trace(machine, model)[1]
    given = arguments.get("x", 0)
    samples = given.facts.shape[0] if isinstance(given, ArrayValue) and given.facts.shape else None
    arrays = tuple(
        ArrayValue(
            ArrayFacts(
                None if tensor.shape is None else (samples, *tensor.shape[1:]),
                dtype="float32",
                origin=arguments.origin,
                prediction=tensor,
            )
        )
        for tensor in outputs
    )
    if isinstance(model.outputs, DictValue) and len(model.outputs.entries) == len(arrays):
        return DictValue(dict(zip(model.outputs.entries, arrays, strict=True)))
    if len(arrays) > 1:
        return ListValue(arrays)
    return arrays[0] if arrays else ArrayValue(ArrayFacts(origin=arguments.origin))


for _name in (*TRAINING, *EVALUATING, *PREDICTING):
    method(ModelValue, _name)(_training(_name))


@function("keras.models.load_model", "keras.saving.load_model")
def _load_model(machine: Machine, arguments: Arguments) -> Value:
    model = ModelValue("loaded model", Style.LOADED, arguments.origin)
    model.comes_compiled = arguments.constant("compile", 2, True) is not False
    machine.journal.append(machine.trace.models, model)
    return model


@function(
    "keras.models.model_from_json",
    "keras.models.model_from_yaml",
    "keras.models.model_from_config",
)
def _model_from_text(machine: Machine, arguments: Arguments) -> Value:
    """Keras 3 writes down how the model was compiled as well, Keras 2 its layers alone."""
    model = ModelValue("restored model", Style.LOADED, arguments.origin)
    model.comes_compiled = True
    machine.journal.append(machine.trace.models, model)
    return model
