"""Where what the interpreter knows of Python's and of libraries' functions is registered.

A handler gives the abstract result of a call, or `None` where it is unknown. It never raises for
odd arguments and never changes a value in place except through the interpreter's journal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from kerascop.interpreter.values import Arguments, LibraryObject, Value

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

FunctionHandler: TypeAlias = "Callable[[Machine, Arguments], Value | None]"
MethodHandler: TypeAlias = "Callable[[Machine, Value, Arguments], Value | None]"
ContextHandler: TypeAlias = "Callable[[Machine, LibraryObject, bool], None]"
AttributeHandler: TypeAlias = "Callable[[Machine, Value], Value | None]"

FunctionT = TypeVar("FunctionT", bound=FunctionHandler)
ContextT = TypeVar("ContextT", bound=ContextHandler)
MethodT = TypeVar("MethodT", bound="Callable[..., Value | None]")
AttributeT = TypeVar("AttributeT", bound="Callable[..., Value | None]")

FUNCTIONS: dict[str, FunctionHandler] = {}
METHODS: dict[tuple[type[Value], str], MethodHandler] = {}
ATTRIBUTES: dict[tuple[type[Value], str], AttributeHandler] = {}
OBJECT_METHODS: dict[tuple[str, str], MethodHandler] = {}
CONTEXTS: dict[str, ContextHandler] = {}
CONSTANTS: dict[str, Value] = {}


def function(*paths: str) -> Callable[[FunctionT], FunctionT]:
    """Register a handler for calls of library functions or classes, by dotted path.

    Keras' own go by their canonical name (`keras.utils.to_categorical`), whatever way the source
    spells them; others by their path with imports expanded (`numpy.zeros`); Python's built-ins as
    `builtins.len`.
    """

    def register(handler: FunctionT) -> FunctionT:
        for path in paths:
            FUNCTIONS[path] = handler
        return handler

    return register


def method(kind: type[Value], *names: str) -> Callable[[MethodT], MethodT]:
    """Register a handler for a method of a kind of value: `(machine, receiver, arguments)`."""

    def register(handler: MethodT) -> MethodT:
        for name in names:
            METHODS[kind, name] = handler
        return handler

    return register


def attribute(kind: type[Value], *names: str) -> Callable[[AttributeT], AttributeT]:
    """Register a handler for an attribute of a kind of value: `(machine, receiver)`."""

    def register(handler: AttributeT) -> AttributeT:
        for name in names:
            ATTRIBUTES[kind, name] = handler
        return handler

    return register


def object_method(path: str, *names: str) -> Callable[[MethodT], MethodT]:
    """Register a handler for a method of objects of the library class at `path`."""

    def register(handler: MethodT) -> MethodT:
        for name in names:
            OBJECT_METHODS[path, name] = handler
        return handler

    return register


def context(path: str) -> Callable[[ContextT], ContextT]:
    """Register what entering and leaving `with` an object of the library class at `path` does."""

    def register(handler: ContextT) -> ContextT:
        CONTEXTS[path] = handler
        return handler

    return register
