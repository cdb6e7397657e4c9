"""Classes of the linted code: method resolution, instances, and what they inherit from Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph.models import Style
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    External,
    Function,
    Instance,
    ModelValue,
    UserClass,
    Value,
)
from kerascop.keras_api import Kind
from kerascop.keras_api.paths import package_of

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_MODEL_BASES = frozenset(
    {"keras.Model", "keras.models.Model", "keras.Sequential", "keras.models.Sequential"}
)
_LAYER_BASES = frozenset({"keras.layers.Layer", "keras.Layer"})


def find_member(cls: UserClass, name: str, after: UserClass | None = None) -> Value | None:
    """The member called `name` in the class or its bases; behind `after` for `super()`."""
    waiting = after is not None
    for base in cls.order:
        if waiting:
            waiting = base is not after
            continue
        if isinstance(base, UserClass) and name in base.namespace:
            return base.namespace[name]
    return None


def library_base(cls: UserClass) -> External | None:
    """The nearest base that is Keras' own, or else that is not the linted code's own."""
    found = [base for base in cls.order if isinstance(base, External)]
    return next((base for base in found if base.symbol is not None), found[0] if found else None)


def has_unknown_base(cls: UserClass) -> bool:
    """Is there a base of which nothing is known?"""
    return any(
        not isinstance(base, UserClass | External)
        for owner in cls.order
        if isinstance(owner, UserClass)
        for base in owner.bases
    )


def is_model_class(cls: UserClass) -> bool:
    """Does the class derive from `keras.Model`?"""
    base = library_base(cls)
    return base is not None and base.key in _MODEL_BASES


def is_layer_class(cls: UserClass) -> bool:
    """Does the class derive from `keras.layers.Layer` or a layer of Keras' own?"""
    base = library_base(cls)
    if base is None:
        return False
    symbol = base.symbol
    return base.key in _LAYER_BASES or (symbol is not None and symbol.kind is Kind.LAYER)


def built_in_layer(cls: UserClass) -> External | None:
    """The layer of Keras' own with weights and a `call` that the class derives from, if any."""
    base = library_base(cls)
    if base is None or base.key in _LAYER_BASES or not is_layer_class(cls):
        return None
    return base


def instantiate(machine: Machine, cls: UserClass, arguments: Arguments) -> Value:
    """Call a class of the linted code."""
    from kerascop.interpreter.keras.layers import inherit_layer, take_name, user_layer_config
    from kerascop.interpreter.keras.models import construct_model
    from kerascop.interpreter.python.records import construct

    machine.trace.called[cls.node] = True
    instance = Instance(cls, {}, arguments.origin, given=arguments)
    if is_model_class(cls):
        base = library_base(cls)
        style = (
            Style.SEQUENTIAL
            if base is not None and base.key.endswith("Sequential")
            else Style.SUBCLASSED
        )
        package = None if base is None or base.guessed else package_of(base.path)
        instance.model = ModelValue(
            cls.name, style, arguments.origin, instance=instance, package=package
        )
        machine.journal.append(machine.trace.models, instance.model)
    elif is_layer_class(cls):
        instance.config = user_layer_config(machine, cls, arguments)
    constructor = find_member(cls, "__init__")
    if isinstance(constructor, Function):
        machine.call(BoundMethod(instance, constructor), arguments)
    elif built_in_layer(cls) is not None:
        inherit_layer(machine, instance, arguments)
    elif instance.model is not None:
        construct_model(machine, instance, instance.model, arguments)
    else:
        construct(machine, instance, arguments)
    take_name(machine, instance, None)
    return instance
