"""Classes whose constructor is written for them: data classes, named tuples, settings models."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascop.interpreter.classes import find_member
from kerascop.interpreter.registry import function
from kerascop.interpreter.values import (
    Arguments,
    BoundMethod,
    External,
    Function,
    Instance,
    LibraryObject,
    Unknown,
    UserClass,
    Value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_DECORATORS = frozenset({"dataclass", "define", "frozen", "mutable", "attrs", "s"})
_BASES = frozenset({"typing.NamedTuple", "pydantic.BaseModel", "pydantic.BaseSettings"})
_FIELD = "dataclasses.field"


@function(_FIELD, "attr.ib", "attr.field", "attrs.field", "pydantic.Field")
def _field(machine: Machine, arguments: Arguments) -> Value | None:
    return LibraryObject(_FIELD, None, dict(arguments.keywords), arguments.origin)


def is_record(cls: UserClass) -> bool:
    """Does the class get a constructor that takes its annotated fields?"""
    order = cls.order
    return any(_is_decorated(base) for base in order if isinstance(base, UserClass)) or any(
        base.path in _BASES for base in order if isinstance(base, External)
    )


def _is_decorated(cls: UserClass) -> bool:
    for decorator in cls.node.decorator_list:
        adorning = decorator.func if isinstance(decorator, ast.Call) else decorator
        match adorning:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _DECORATORS:
                return True
    return False


def construct(machine: Machine, instance: Instance, arguments: Arguments) -> None:
    """Set the fields of an instance as the generated constructor would."""
    if not is_record(instance.cls):
        return
    for position, name in enumerate(_fields(instance.cls)):
        value = arguments.get(name, position)
        if value is None or arguments.incomplete:
            value = _default(machine, instance, name, arguments)
        machine.set_attribute(instance, name, value)
    afterwards = find_member(instance.cls, "__post_init__")
    if isinstance(afterwards, Function):
        machine.call_with(BoundMethod(instance, afterwards), (), arguments.origin)


def _default(machine: Machine, instance: Instance, name: str, arguments: Arguments) -> Value:
    default = find_member(instance.cls, name)
    if default is None or arguments.incomplete:
        return Unknown(("name", name))
    if not isinstance(default, LibraryObject) or default.path != _FIELD:
        return default
    made_by = default.arguments.get("default_factory") or default.arguments.get("factory")
    if made_by is not None:
        return machine.call_with(made_by.value, (), arguments.origin)
    given = default.arguments.get("default")
    return Unknown(("name", name)) if given is None else given.value


def _fields(cls: UserClass) -> list[str]:
    """The names of the fields in the order of the constructor: those of bases first."""
    names: dict[str, None] = {}
    for base in reversed(cls.order):
        if isinstance(base, UserClass):
            names.update(dict.fromkeys(_annotated(base.node)))
    return list(names)


def _annotated(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                if not _is_class_variable(annotation):
                    yield name


def _is_class_variable(annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.Subscript):
        annotation = annotation.value
    match annotation:
        case ast.Name(id="ClassVar") | ast.Attribute(attr="ClassVar"):
            return True
        case _:
            return False
