"""Losses: chosen in `compile`, or applied to an output in a training loop or a custom loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kerascop.graph.tensors import Tensor
from kerascop.graph.training import Loss
from kerascop.interpreter.events import CompileEvent, LossEvent
from kerascop.interpreter.keras.eager import symbolically
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    Constant,
    External,
    Function,
    Given,
    Instance,
    LibraryObject,
    Partial,
    Value,
)
from kerascop.keras_api.losses import LossFacts, Outputs, loss_facts

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


class CustomLoss(Struct, frozen=True, eq=False):
    """A loss function of the linted code's own, to be executed on the model's output."""

    function: Value
    origin: Origin


def chosen_loss(value: Value, origin: Origin) -> Loss | CustomLoss | None:
    """The loss that an argument of `compile` chooses; `None` if it is unknown."""
    match value:
        case Constant(value=str(text)):
            return _loss(loss_facts(text), text, None, origin)
        case External(path=path) if value.symbol is None or not value.symbol.is_class:
            return _loss(loss_facts(path), path, None, origin)
        case LibraryObject():
            return _loss_object(value, origin)
        case Partial(function=External(path=path), keywords=keywords):
            facts = loss_facts(path)
            flag = (
                None
                if facts is None or facts.from_logits is None
                else keywords.get(facts.from_logits)
            )
            return _loss(facts, path, flag, origin)
        case Function() | BoundMethod() | Instance() | Partial():
            return CustomLoss(value, origin)
        case _:
            return None


def _loss_object(value: LibraryObject, origin: Origin) -> Loss | None:
    facts = loss_facts(value.path)
    if facts is None:
        return None
    flag = None if facts.from_logits is None else value.arguments.get(facts.from_logits)
    return _loss(facts, value.path, flag, origin)


def _loss(facts: LossFacts | None, path: str, flag: Given | None, origin: Origin) -> Loss | None:
    if facts is None:
        return None
    from_logits: bool | None = facts.outputs is Outputs.LOGITS or facts.logits_by_default
    if flag is not None:
        constant = flag.value.value if isinstance(flag.value, Constant) else None
        from_logits = bool(constant) if isinstance(constant, bool | int) else None
    return Loss(facts, path, from_logits, origin, flag=None if flag is None else flag.origin)


def apply_loss_function(machine: Machine, callee: External, arguments: Arguments) -> Value | None:
    """`keras.losses.mse(y, prediction)`, `tf.nn.…_with_logits(labels=, logits=)`."""
    facts = loss_facts(callee.path)
    if facts is None or facts.is_class:
        return None
    flag = None
    if facts.from_logits is not None:
        flag = arguments.given(facts.from_logits, facts.from_logits_position)
    loss = _loss(facts, callee.path, flag, arguments.origin)
    prediction = arguments.get(facts.outputs_parameter, facts.outputs_position)
    targets = arguments.get(facts.labels_parameter, facts.labels_position)
    return apply_loss(machine, loss, prediction, targets, arguments)


def apply_loss_object(
    machine: Machine, loss_object: LibraryObject, arguments: Arguments
) -> Value | None:
    """`loss_object(y, prediction)`."""
    loss = _loss_object(loss_object, arguments.origin)
    if loss is None:
        return None
    placed = replace(loss, origin=loss_object.origin)
    prediction = arguments.get("y_pred", 1)
    return apply_loss(machine, placed, prediction, arguments.get("y_true", 0), arguments)


def apply_loss(
    machine: Machine,
    loss: Loss | None,
    prediction: Value | None,
    targets: Value | None,
    arguments: Arguments,
) -> Value | None:
    """Record that a loss reads a prediction."""
    from kerascop.interpreter.keras.tensors import flatten, opaque_result, tensors_in

    read = flatten(prediction)
    if loss is None or len(read) != 1:
        return None
    custom, output = machine.custom_loss or (None, None)
    event = LossEvent(loss, read[0], targets, arguments.origin, output, custom)
    machine.journal.append(machine.trace.losses, event)
    return opaque_result(machine, tensors_in(arguments), arguments.origin, loss.path)


def run_custom_loss(
    machine: Machine, custom: CustomLoss, prediction: Tensor, event: CompileEvent, output: int
) -> Value | None:
    """Execute a loss function of the linted code on an output, to see which losses read it."""
    machine.custom_loss = (event, output)
    try:
        return run_on_output(machine, custom.function, "call", prediction, custom.origin)
    finally:
        machine.custom_loss = None


def run_on_output(
    machine: Machine, function: Value, method: str, prediction: Tensor, origin: Origin
) -> Value | None:
    """Execute a loss or metric of the linted code, a function or an object's method, as `fit` does:
    on labels of which nothing is known and on an output. `None` if there is no such method."""
    from kerascop.interpreter.classes import find_member
    from kerascop.interpreter.values import TensorValue

    if isinstance(function, Instance):
        member = find_member(function.cls, method)
        if not isinstance(member, Function):
            return None
        function = BoundMethod(function, member)
    targets = TensorValue(Tensor(None, origin))
    with symbolically(machine):
        return machine.call_with(function, (targets, TensorValue(prediction)), origin)
