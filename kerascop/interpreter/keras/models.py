"""Models: inputs, the three ways to build one, and the methods that change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.dimensions import BATCH, Dim, Shape
from kerascop.graph.models import Style
from kerascop.graph.tensors import Tensor
from kerascop.interpreter.classes import built_in_layer
from kerascop.interpreter.keras.facts import argument_of, bind
from kerascop.interpreter.keras.layers import (
    call_layer,
    inherit_layer,
    layer_origin,
    take_name,
)
from kerascop.interpreter.keras.naming import automatic_name
from kerascop.interpreter.keras.slips import meant_for_layer
from kerascop.interpreter.keras.tensors import flatten, in_keras_order
from kerascop.interpreter.registry import METHODS, function, method
from kerascop.interpreter.translating import dim_of, shape_of
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    Constant,
    Given,
    Instance,
    LayerValue,
    ModelValue,
    Super,
    TensorValue,
    Value,
    python_value,
)
from kerascop.keras_api import resolve
from kerascop.keras_api.applications import application_facts

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.origin import Origin


# --- inputs -----------------------------------------------------------------------------------


def input_shape(given: dict[str, Given]) -> Shape | None:
    """The shape, batch included, that the arguments of an `Input` or a first layer fix."""
    for name in ("batch_shape", "batch_input_shape"):
        whole = given.get(name)
        if whole is not None:
            shape = shape_of(whole.value)
            return None if shape is None or not shape else (_batch(shape[0], whole), *shape[1:])
    batch: Dim = BATCH
    size = given.get("batch_size")
    if size is not None and size.value != NONE:
        batch = dim_of(size.value)
    for name in ("shape", "input_shape"):
        inner = given.get(name)
        if inner is not None:
            shape = shape_of(inner.value)
            if (
                shape is None
                and isinstance(inner.value, Constant)
                and isinstance(inner.value.value, int)
            ):
                shape = (inner.value.value,)
            return None if shape is None else (batch, *shape)
    units = given.get("input_dim")
    if units is not None:
        length = given.get("input_length")
        if length is not None:
            return (batch, dim_of(length.value), dim_of(units.value))
        return (batch, dim_of(units.value))
    return None


def _batch(dim: Dim, whole: Given) -> Dim:
    return BATCH if dim is None else dim


@function(
    "keras.layers.Input",
    "keras.Input",
    "keras.layers.InputLayer",
    "keras.models.Input",
    "tensorflow.keras.models.Input",
)
def make_input(machine: Machine, arguments: Arguments) -> Value:
    """`Input(shape=…)`: a symbolic tensor."""
    given = bind(resolve("keras.layers.Input"), arguments)
    if "shape" not in given and arguments.positional:
        given["shape"] = arguments.positional[0]
    wrapped = given.get("tensor")
    if wrapped is not None and isinstance(wrapped.value, TensorValue):
        return wrapped.value
    dtype, name = given.get("dtype"), _text(given.get("name"))
    return TensorValue(
        Tensor(
            input_shape(given),
            arguments.origin,
            dtype=dtype.value.value
            if dtype is not None and isinstance(dtype.value, Constant)
            else None,
            name=name,
            keras_name=name or automatic_name(machine, "InputLayer"),
        )
    )


def _text(given: Given | None) -> str | None:
    value = None if given is None else given.value
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


# --- construction -----------------------------------------------------------------------------


@function("keras.Model", "keras.models.Model")
def make_functional(machine: Machine, arguments: Arguments) -> Value:
    """`Model(inputs=…, outputs=…)`."""
    given = _functional_arguments(arguments)
    model = ModelValue("model", Style.FUNCTIONAL, arguments.origin)
    _fill_functional(machine, model, given)
    machine.journal.append(machine.trace.models, model)
    return model


def _functional_arguments(arguments: Arguments) -> dict[str, Given]:
    given = bind(resolve("keras.Model"), arguments)
    for position, name in enumerate(("inputs", "outputs", "name")):
        if name not in given and position < len(arguments.positional):
            given[name] = arguments.positional[position]
    for name, old in (("inputs", "input"), ("outputs", "output")):
        if old in arguments.keywords:
            given.setdefault(name, arguments.keywords[old])
    return given


def _fill_functional(machine: Machine, model: ModelValue, given: dict[str, Given]) -> None:
    for name in ("inputs", "outputs"):
        value = given.get(name)
        if value is not None:
            machine.journal.set(model, name, in_keras_order(value.value))
    _take_name(machine, model, given.get("name"))


@function("keras.Sequential", "keras.models.Sequential")
def make_sequential(machine: Machine, arguments: Arguments) -> Value:
    """`Sequential([…])`."""
    model = ModelValue("sequential", Style.SEQUENTIAL, arguments.origin)
    _fill_sequential(machine, model, arguments)
    machine.journal.append(machine.trace.models, model)
    return model


def _fill_sequential(machine: Machine, model: ModelValue, arguments: Arguments) -> None:
    _take_name(machine, model, arguments.given("name", 1))
    given = arguments.given("layers", 0)
    if given is None or given.value == NONE:
        return
    items = machine.iterate(given.value)
    if items is None:
        machine.journal.set(model, "layers", None)
        return
    layers = tuple((_as_layer(item), layer_origin(item, given.origin)) for item in items)
    machine.journal.set(model, "layers", layers)
    _count_build(machine, layers, 0)


def _count_build(machine: Machine, layers: Sequence[tuple[Value, Origin]], before: int) -> None:
    """Count what Keras makes when layers are added to a model that then knows its input: once an
    `InputLayer` where the source gives none, and each time a functional model to run.

    Args:
        machine: the machine.
        layers: the layers of the model.
        before: how many it had.
    """
    first = layers[0][0] if layers else None
    needs = 1 if _tells_input(first) else 2
    if not isinstance(first, TensorValue) and before < needs <= len(layers):
        if not _tells_input(first) and not _is_built(first):
            return
        automatic_name(machine, "InputLayer")
    length = len(layers) + (not isinstance(first, TensorValue))
    if length > 1 and (_tells_input(first) or len(layers) > 1 and _is_built(first)):
        automatic_name(machine, "Functional")


def _tells_input(first: Value | None) -> bool:
    if isinstance(first, LayerValue):
        return not _INPUT_SHAPES.isdisjoint(first.arguments)
    return isinstance(first, TensorValue)


def _is_built(first: Value | None) -> bool:
    match first:
        case ModelValue(style=Style.FUNCTIONAL | Style.LOADED):
            return True
        case ModelValue(style=Style.SEQUENTIAL, layers=((TensorValue(), _), _, *_)):
            return True
        case _:
            return False


_MAX_NESTED = 32
"""Models at the beginning of each other that are looked into."""


def knows_input(model: ModelValue) -> bool:
    """Does a model say itself, and at once, what shape goes into it?"""
    for _ in range(_MAX_NESTED):
        if model.style is not Style.SEQUENTIAL or model.input_shape is not None:
            return model.style is not Style.SUBCLASSED or model.input_shape is not None
        first = model.layers[0][0] if model.layers else None
        if not isinstance(first, ModelValue):
            return _tells_input(first)
        model = first
    return False


def count_late_build(machine: Machine, model: ModelValue) -> None:
    """Count what Keras makes when a `Sequential` learns its input from what it is called on."""
    first = model.layers[0][0] if model.layers else None
    if model.style is not Style.SEQUENTIAL or model.called or first is None:
        return
    if not _tells_input(first) and not _is_built(first):
        automatic_name(machine, "InputLayer")
        automatic_name(machine, "Functional")


_INPUT_SHAPES = frozenset({"input_shape", "batch_input_shape", "input_dim", "batch_shape"})


def _as_layer(value: Value) -> Value:
    """An `InputLayer` that another model hands on is an input here as well."""
    if isinstance(value, LayerValue) and value.config.short == "InputLayer":
        shape = value.arguments.get("batch_shape")
        return TensorValue(Tensor(shape_of(shape), value.config.origin))
    return value


def _take_name(machine: Machine, model: ModelValue, given: Given | None) -> None:
    name = _text(given)
    if name is not None:
        machine.journal.set(model, "name", name)
    _name_model(machine, model, name)


def _name_model(machine: Machine, model: ModelValue, name: str | None) -> None:
    if name is not None or model.keras_name is None:
        machine.journal.set(model, "keras_name", name or automatic_name(machine, class_of(model)))


def class_of(model: ModelValue) -> str:
    """The name of a model's class as Keras would say it."""
    if model.instance is not None:
        return model.instance.cls.name
    return "Sequential" if model.style is Style.SEQUENTIAL else "Functional"


def construct_model(
    machine: Machine, instance: Instance, model: ModelValue, arguments: Arguments
) -> None:
    """What Keras' own constructor does with its arguments, for a class of the linted code."""
    if model.style is Style.SEQUENTIAL:
        _fill_sequential(machine, model, arguments)
        return
    given = _functional_arguments(arguments)
    if flatten(given["outputs"].value if "outputs" in given else None):
        machine.journal.set(model, "style", Style.FUNCTIONAL)
        _fill_functional(machine, model, given)
    else:
        _name_model(machine, model, _text(given.get("name")))


def call_super(machine: Machine, receiver: Super, name: str, arguments: Arguments) -> Value | None:
    """A method of Keras' own base class, reached through `super()`."""
    instance = receiver.instance
    if not isinstance(instance, Instance):
        return None
    model = instance.model
    if model is None:
        return _call_layer_super(machine, instance, name, arguments)
    if name == "__init__":
        construct_model(machine, instance, model, arguments)
        return NONE
    handler = METHODS.get((ModelValue, name))
    return None if handler is None else handler(machine, model, arguments)


def _call_layer_super(
    machine: Machine, layer: Instance, name: str, arguments: Arguments
) -> Value | None:
    if name == "__init__" and built_in_layer(layer.cls) is not None:
        inherit_layer(machine, layer, arguments)
    if name == "__init__":
        take_name(machine, layer, _text(arguments.given("name")))
    if name in ("__init__", "build"):
        return NONE
    if name in ("call", "__call__") and layer.base is not None:
        return call_layer(machine, layer.base, arguments)
    handler = METHODS.get((Instance, name))
    return None if handler is None else handler(machine, layer, arguments)


@method(ModelValue, "add")
def _add(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    from kerascop.interpreter.keras.api import record_call

    record_call(machine, "keras.Sequential.add", None, arguments, model.package)
    if model.layers is not None and (arguments.positional or "layer" in arguments.keywords):
        given = arguments.given("layer", 0)
        assert given is not None
        meant_for_layer(machine, given.value, arguments)
        added = (_as_layer(given.value), layer_origin(given.value, arguments.origin))
        machine.journal.set(model, "layers", (*model.layers, added))
        _count_build(machine, model.layers, len(model.layers) - 1)
    return NONE


@method(ModelValue, "pop")
def _pop(machine: Machine, model: ModelValue, arguments: Arguments) -> Value | None:
    if model.layers:
        machine.journal.set(model, "layers", model.layers[:-1])
    return None


@method(ModelValue, "build")
def _build(machine: Machine, model: ModelValue, arguments: Arguments) -> Value:
    shape = shape_of(arguments.get("input_shape", 0))
    if shape:
        machine.journal.set(model, "input_shape", (BATCH, *shape[1:]))
    return NONE


def backbone_model(
    machine: Machine, symbol: str, given: dict[str, Given], origin: Origin
) -> ModelValue:
    """A pretrained network, made by a call of `keras.applications`."""
    model = ModelValue(symbol.rpartition(".")[2], Style.LOADED, origin, backbone=symbol)
    model.facts = {name: argument_of(value) for name, value in given.items()}
    model.keras_name = _backbone_name(symbol, given)
    automatic_name(machine, "InputLayer")
    model.input_shape = input_shape(given) or _usual_input_shape(symbol, given)
    wrapped = given.get("input_tensor")
    if wrapped is not None and isinstance(wrapped.value, TensorValue):
        model.inputs = wrapped.value
    machine.journal.append(machine.trace.models, model)
    return model


def _usual_input_shape(symbol: str, given: dict[str, Given]) -> Shape | None:
    """What a pretrained network looks at if nothing says so: images of its own size where classes
    are told apart, else of any size. NASNet wants its own size always, MobileNetV3 never."""
    facts = application_facts(symbol)
    top = python_value(given["include_top"].value) if "include_top" in given else True
    asked = [given[name].value for name in ("input_shape", "input_tensor") if name in given]
    if facts is None or not isinstance(top, bool) or any(value != NONE for value in asked):
        return None
    side = facts.default_size if _ALWAYS_SIZED.get(facts.module, top) else None
    return (BATCH, side, side, 3)


_ALWAYS_SIZED = {"nasnet": True, "mobilenet_v3": False}


def _backbone_name(symbol: str, given: dict[str, Given]) -> str:
    """The name that the source gives a pretrained network, else the one of its own."""
    name = _text(given.get("name"))
    known = resolve(symbol)
    parameter = None if known is None else known.parameter("name")
    own = None if parameter is None else parameter.default
    short = symbol.rpartition(".")[2].lower()
    if short in ("mobilenet", "mobilenetv2"):
        own = _name_by_size(short, given)
    return name or (own if isinstance(own, str) else short)


def _name_by_size(short: str, given: dict[str, Given]) -> str | None:
    """MobileNets are named after their width and their images: `mobilenet_1.00_224`."""
    width = python_value(given["alpha"].value) if "alpha" in given else 1.0
    top = python_value(given["include_top"].value) if "include_top" in given else True
    rows: Dim = 224 if top else None
    if "input_shape" in given and given["input_shape"].value != NONE:
        shape = shape_of(given["input_shape"].value)
        if not shape or not isinstance(shape[0], int):
            return None
        rows = shape[0]
    if not isinstance(width, int | float) or "input_tensor" in given:
        return None
    return f"{short}_{width:0.2f}_{rows}"
