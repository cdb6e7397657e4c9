"""What takes the steps of a training loop: compiled functions, strategies, `minimize`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.keras.tracing import call_model
from kerascop.interpreter.registry import function, method, object_method
from kerascop.interpreter.values import (
    Arguments,
    BatchesValue,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    LibraryObject,
    ListValue,
    ModelValue,
    TupleValue,
    Unknown,
    Value,
)
from kerascop.keras_api import Kind, resolve
from kerascop.keras_api.losses import loss_facts

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

COMPILED = "tensorflow.function"

_STRATEGY = "tensorflow.distribute.Strategy"


@function(COMPILED)
def _compiled(machine: Machine, arguments: Arguments) -> Value | None:
    """`step = tf.function(step)`."""
    given = arguments.get("func", 0)
    function = given.function if isinstance(given, BoundMethod) else given
    if isinstance(function, Function):
        machine.journal.set(function, "compiled", True)
    return given


@function(
    *(
        f"tensorflow.distribute.{name}"
        for name in (
            "MirroredStrategy MultiWorkerMirroredStrategy TPUStrategy OneDeviceStrategy "
            "get_strategy experimental.TPUStrategy experimental.MultiWorkerMirroredStrategy "
            "experimental.CentralStorageStrategy"
        ).split()
    )
)
def _strategy(machine: Machine, arguments: Arguments) -> Value:
    return LibraryObject(_STRATEGY, None, {}, arguments.origin)


@object_method(_STRATEGY, "run", "experimental_run_v2")
def _run(machine: Machine, strategy: LibraryObject, arguments: Arguments) -> Value | None:
    """A step on every replica: the same function on a part of the batch each."""
    step, given = arguments.get("fn", 0), arguments.given("args", 1)
    named = arguments.get("kwargs", 2)
    values = given.value if given is not None else TupleValue(())
    if not isinstance(step, Function | BoundMethod) or isinstance(named, DictValue):
        return None
    if not isinstance(values, TupleValue | ListValue):
        return None
    return machine.call_with(step, values.items, arguments.origin)


@object_method(_STRATEGY, "experimental_distribute_dataset")
def _distribute(machine: Machine, strategy: LibraryObject, arguments: Arguments) -> Value | None:
    given = arguments.get("dataset", 0)
    return given if isinstance(given, BatchesValue) else None


@object_method(_STRATEGY, "reduce")
def _reduce(machine: Machine, strategy: LibraryObject, arguments: Arguments) -> Value | None:
    return arguments.get("value", 1)


def minimize(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> None:
    """`optimizer.minimize(lambda: loss, weights)`: the optimizer computes the loss itself."""
    loss = arguments.get("loss", 0)
    optimizes = receiver.symbol is not None and receiver.symbol.kind is Kind.OPTIMIZER
    if optimizes and isinstance(loss, Function | BoundMethod):
        machine.call_with(loss, (), arguments.origin)


@method(ModelValue, "stateless_call")
def _stateless_call(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
    """`model.stateless_call(weights, others, x)`: its outputs, and the other variables."""
    if len(arguments.positional) < 3:
        return None
    called = Arguments(arguments.positional[2:], arguments.keywords, arguments.origin)
    others = Unknown(("call", "stateless_call", id(arguments.origin.node)))
    return TupleValue((call_model(machine, model, called), others))


@function("keras.losses.get")
def _get_loss(machine: Machine, arguments: Arguments) -> Value | None:
    """The loss that a string identifies: a function, or an object of a class."""
    given = arguments.get("identifier", 0)
    if not (isinstance(given, Constant) and isinstance(given.value, str)):
        return given if isinstance(given, Function | LibraryObject) else None
    symbol = resolve(f"keras.losses.{given.value}")
    if symbol is None or loss_facts(symbol) is None:
        return None
    if symbol.is_class:
        return LibraryObject(symbol.name, symbol, {}, arguments.origin)
    return External(symbol.name)
