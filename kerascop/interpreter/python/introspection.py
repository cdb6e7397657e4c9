"""Attributes by name: `getattr`, `setattr`, `hasattr`, `vars`; and what a value is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.interpreter.attributes import forget_attributes
from kerascop.interpreter.classes import find_member, has_unknown_base, library_base
from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import METHODS, function
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    Constant,
    DictValue,
    Instance,
    LibraryObject,
    ListValue,
    ProjectModule,
    SetValue,
    TensorValue,
    TupleValue,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine


def has_attribute(value: Value, name: str) -> bool | None:
    """Does the value have the attribute, where that is certain?"""
    match value:
        case Instance(cls=cls, attributes=attributes):
            if name in attributes or find_member(cls, name) is not None:
                return True
            inherits = has_unknown_base(cls) or library_base(cls) is not None
            dynamic = find_member(cls, "__getattr__") is not None
            return None if inherits or dynamic else False
        case ProjectModule(scope=scope):
            return True if name in scope.names else None
        case Constant(value=constant):
            return hasattr(constant, name)
        case TupleValue():
            return hasattr((), name)
        case ListValue(exact=True):
            return hasattr([], name)
        case DictValue():
            return hasattr({}, name) or None
        case SetValue():
            return (type(value), name) in METHODS or None
        case LibraryObject(attributes=attributes):
            return name in attributes or None
        case TensorValue():
            # Those of a graph, which this is about, lack what would give their numbers.
            return False if name == "numpy" else None
        case _:
            return None


@function("builtins.hasattr")
def _hasattr(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    if given is None:
        return None
    value, name = given
    if isinstance(name, Constant) and isinstance(name.value, str):
        known = has_attribute(value, name.value)
        if known is not None:
            return Constant(known)
    return call("hasattr", value, name) if isinstance(value, Unknown) else None


@function("builtins.getattr")
def _getattr(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 3)
    if given is None:
        return None
    value, name = given[:2]
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        return None
    if has_attribute(value, name.value) is False:
        if len(given) == 3:
            return given[2]
        if not machine.uncertain:
            machine.raise_("AttributeError")
        return None
    found = machine.attribute(value, name.value, arguments.origin)
    if len(given) == 3 and isinstance(found, Unknown):
        return call("getattr", *given) if isinstance(value, Unknown) else None
    return found


@function("builtins.setattr")
def _setattr(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 3, 3)
    if given is not None:
        name = given[1]
        if isinstance(name, Constant) and isinstance(name.value, str):
            machine.set_attribute(given[0], name.value, given[2])
        else:
            forget_attributes(machine, given[0])
    return NONE


@function("builtins.delattr")
def _delattr(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 2, 2)
    match given:
        case [Instance(attributes=attributes), Constant(value=str(name))]:
            machine.journal.drop(attributes, name)
    return NONE


@function("builtins.vars")
def _vars(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 1)
    match given:
        case [Instance(attributes=attributes)]:
            return DictValue(dict(attributes))
        case [Unknown() as value]:
            return call("vars", value)
        case _:
            return None
