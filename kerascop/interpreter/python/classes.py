"""What built-ins know of a value's class: `isinstance`, `issubclass`, `type`, `callable`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kerascop.graph.models import Style
from kerascop.interpreter.classes import find_member, has_unknown_base
from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import function
from kerascop.interpreter.values import (
    FALSE,
    TRUE,
    Arguments,
    ArrayValue,
    BatchesValue,
    BoundMethod,
    Constant,
    DictValue,
    External,
    Function,
    GeneratorValue,
    Instance,
    LayerValue,
    LibraryObject,
    ListValue,
    ModelValue,
    NativeMethod,
    Partial,
    ProjectModule,
    SetValue,
    TensorValue,
    TupleValue,
    Unknown,
    UserClass,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_SIZED = frozenset({"Sized", "Iterable", "Collection", "Container"})
_SEQUENCE = _SIZED | {"Sequence", "Reversible"}
_CLASSES_OF: dict[type, frozenset[str]] = {
    bool: frozenset({"bool", "int", "Number", "Complex", "Real", "Rational", "Integral"}),
    int: frozenset({"int", "Number", "Complex", "Real", "Rational", "Integral"}),
    float: frozenset({"float", "Number", "Complex", "Real"}),
    complex: frozenset({"complex", "Number", "Complex"}),
    str: frozenset({"str", "basestring"}) | _SEQUENCE,
    bytes: frozenset({"bytes", "ByteString"}) | _SEQUENCE,
    type(None): frozenset({"NoneType"}),
    type(...): frozenset({"EllipsisType"}),
    tuple: frozenset({"tuple", "Tuple"}) | _SEQUENCE,
    list: frozenset({"list", "List", "MutableSequence"}) | _SEQUENCE,
    dict: frozenset({"dict", "Dict", "Mapping", "MutableMapping", "Reversible"}) | _SIZED,
    set: frozenset({"set", "Set", "MutableSet"}) | _SIZED,
}
"""Short names of the classes, abstract ones included, that values of a Python type belong to."""
_MODULES = frozenset({"builtins", "collections", "collections.abc", "numbers", "types", "typing"})
_CONCRETE = frozenset(
    {"bool", "int", "float", "complex", "str", "bytes", "tuple", "list", "dict", "set"}
)
_OPEN_LAYERS = frozenset(
    {
        "Layer",
        "RNN",
        "Wrapper",
        "Conv1D",
        "Conv2D",
        "Conv3D",
        "Dropout",
        "LSTM",
        "GRU",
        "InputLayer",
    }
)
"""Layers that some version of Keras derives other layers of its own from."""
_NOT_PLAIN = (
    Function,
    BoundMethod,
    NativeMethod,
    Partial,
    LayerValue,
    ModelValue,
    TensorValue,
    ArrayValue,
    BatchesValue,
    UserClass,
    ProjectModule,
)
"""Values that belong to none of Python's concrete built-in types."""


@function("builtins.isinstance")
def _isinstance(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    if given is None:
        return None
    value, classes = given
    known = is_instance(machine, value, classes)
    return call("isinstance", value, classes) if known is None else Constant(known)


def is_instance(machine: Machine, value: Value, classes: Value) -> bool | None:
    """Is the value an instance of the class, or of one of the classes?"""
    if isinstance(classes, TupleValue):
        return _either(is_instance(machine, value, one) for one in classes.items)
    if isinstance(value, Unknown):
        return None
    if isinstance(classes, UserClass):
        return _of_user_class(value, classes)
    if not isinstance(classes, External):
        return None
    if classes.path == "builtins.object":
        return True
    module, _, short = classes.path.rpartition(".")
    if module in _MODULES:
        return _of_python_class(value, short)
    return _of_library_class(value, classes)


def _either(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    if True in known:
        return True
    return None if None in known else False


def _of_python_class(value: Value, short: str) -> bool | None:
    match value:
        case Constant(value=constant):
            return short in _CLASSES_OF[type(constant)]
        case TupleValue():
            return short in _CLASSES_OF[tuple]
        case ListValue(exact=exact):
            return _of_list(short, exact=exact)
        case DictValue():
            return short in _CLASSES_OF[dict] or (None if short not in _CONCRETE else False)
        case SetValue():
            return short in _CLASSES_OF[set] or (None if short not in _CONCRETE else False)
        case Instance(cls=cls):
            return None if _derives_outside(cls) or short not in _CONCRETE else False
        case Function() | BoundMethod() | UserClass() if short in ("Callable", "FunctionType"):
            return True if short == "Callable" else isinstance(value, Function)
        case UserClass() if short == "type":
            return True
        case _ if isinstance(value, _NOT_PLAIN):
            return False if short in _CONCRETE else None
        case LibraryObject(attributes={"__items__": _}):
            return short in _CLASSES_OF[tuple]
        case _:
            return None


def _of_list(short: str, *, exact: bool) -> bool | None:
    """Lists that are not exactly known also stand for tuples and other sequences."""
    if short in _SEQUENCE:
        return True
    if short in ("tuple", "list", "List", "Tuple", "MutableSequence"):
        return short in _CLASSES_OF[list] if exact else None
    return False


def _of_user_class(value: Value, cls: UserClass) -> bool | None:
    match value:
        case Instance(cls=own):
            if any(base is cls for base in own.order):
                return True
            return None if has_unknown_base(own) else False
        case LibraryObject() | External() | GeneratorValue():
            return None
        case _:
            return False


def _derives_outside(cls: UserClass) -> bool:
    if has_unknown_base(cls):
        return True
    bases = [base for base in cls.order if isinstance(base, External)]
    return any(base.symbol is None and base.path != "builtins.object" for base in bases)


def _of_library_class(value: Value, cls: External) -> bool | None:
    key = cls.key
    match value:
        case Constant():
            return False if cls.symbol is not None or not key.startswith("numpy") else None
        case LayerValue(config=config):
            if config.symbol == key or key in _LAYER_CLASSES:
                return True
            short = key.rpartition(".")[2]
            closed = cls.symbol is not None and short not in _OPEN_LAYERS
            return False if closed else None
        case ModelValue(style=style):
            if key in _MODEL_CLASSES or key in _LAYER_CLASSES:
                return True
            if key in ("keras.Sequential", "keras.models.Sequential"):
                return {Style.SEQUENTIAL: True, Style.FUNCTIONAL: False}.get(style)
            return False if cls.symbol is not None and key.startswith("keras.layers.") else None
        case Instance(cls=own):
            if any(isinstance(base, External) and base.key == key for base in own.order):
                return True
            return None
        case TupleValue() | DictValue() | Function() | BoundMethod() | UserClass():
            return False if cls.symbol is not None else None
        case ListValue(exact=True):
            return False if cls.symbol is not None else None
        case LibraryObject():
            return True if value.key == key else None
        case TensorValue():
            return {"numpy.ndarray": False, "tensorflow.Tensor": True}.get(key)
        case _:
            return None


_LAYER_CLASSES = frozenset({"keras.Layer", "keras.layers.Layer"})
_MODEL_CLASSES = frozenset({"keras.Model", "keras.models.Model"})


@function("builtins.issubclass")
def _issubclass(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    if given is None:
        return None
    classes = given[1].items if isinstance(given[1], TupleValue) else (given[1],)
    known = _either(_is_subclass(given[0], cls) for cls in classes)
    return None if known is None else Constant(known)


def _is_subclass(one: Value, other: Value) -> bool | None:
    if one == other or other == External("builtins.object"):
        return True
    if not isinstance(one, UserClass):
        return None
    for base in one.order:
        if base is other:
            return True
        if isinstance(base, External) and isinstance(other, External) and base.key == other.key:
            return True
    return False if isinstance(other, UserClass) and not has_unknown_base(one) else None


@function("builtins.type")
def _type(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    match given[0]:
        case Instance(cls=cls):
            return cls
        case Constant(value=constant):
            module = "types" if constant is None or constant is ... else "builtins"
            return External(f"{module}.{type(constant).__name__}")
        case TupleValue():
            return External("builtins.tuple")
        case ListValue(exact=True):
            return External("builtins.list")
        case DictValue():
            return External("builtins.dict")
        case LayerValue(config=config) if not config.user_defined:
            return External(config.path)
        case Unknown():
            return call("type", given[0])
        case _:
            return None


@function("builtins.callable")
def _callable(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    if given is None:
        return None
    match given[0]:
        case Constant() | TupleValue() | ListValue() | DictValue() | SetValue():
            return FALSE
        case TensorValue() | ArrayValue() | ProjectModule():
            return FALSE
        case Instance(cls=cls, config=config, model=model):
            defined = find_member(cls, "__call__") is not None
            if defined or config is not None or model is not None:
                return TRUE
            return None if _derives_outside(cls) else FALSE
        case External() as external:
            known = external.symbol is not None or external.path.startswith("builtins.")
            return TRUE if known else None
        case Function() | UserClass() | BoundMethod() | NativeMethod() | Partial():
            return TRUE
        case LayerValue() | ModelValue():
            return TRUE
        case Unknown():
            return call("callable", given[0])
        case _:
            return None
