"""Where execution may start besides the module's own level: functions and methods nobody calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kerascop.interpreter.calls import parameter_values
from kerascop.interpreter.classes import find_member, is_layer_class, is_model_class
from kerascop.interpreter.course import begin
from kerascop.interpreter.limits import Raised
from kerascop.interpreter.scopes import Scope
from kerascop.interpreter.values import (
    NONE,
    Arguments,
    BoundMethod,
    Function,
    Given,
    Instance,
    UserClass,
    Value,
)
from kerascop.syntax.nodes import children_of
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.nodes import Definition

Entry = tuple[Value, Function]
"""A function, and the class or object that it is asked of; itself if it is no method."""

_MAX_BEFORE = 4
"""How many methods are called before one that needs what they leave behind."""


def entries_of(module: ParsedModule, scope: Scope) -> list[Entry]:
    """The functions and methods of the module, those first that are likely to call others."""
    values = list(scope.names.values())
    classes = [value for value in values if isinstance(value, UserClass)]
    found: list[Entry] = []
    inherited: list[Entry] = []
    for value in values:
        if isinstance(value, Function) and value.module is module:
            found.append((value, value))
        elif isinstance(value, UserClass) and value.module is module:
            heirs = [cls for cls in classes if cls is not value and value in cls.bases]
            if heirs:
                inherited.extend((_owner(value, heirs, at), at) for at in _methods(value))
            else:
                found.extend((value, at) for at in _methods(value))
    return found + inherited


def call_entry(machine: Machine, entry: Entry) -> None:
    """Call a function with its defaults or, failing those, with symbols."""
    owner, function = entry
    origin = Origin(function.module, function.node)
    begin(machine)
    values = dict(parameter_values(function))
    if isinstance(owner, Instance) and values:
        _call_method(machine, owner, function)
        return
    if isinstance(owner, UserClass):
        if function.name == "__init__":
            values.pop(next(iter(values), ""), None)
            machine.call(owner, _keywords(values, origin))
            return
        if function.kind == "function" and values:
            receiver = _constructed(machine, owner, origin)
            if isinstance(receiver, Instance):
                _prepare(machine, receiver, function, set())
            begin(machine)
            _call_method(machine, receiver, function)
            return
        if function.kind == "class" and values:
            _call_method(machine, owner, function)
            return
    machine.call(function, _keywords(values, origin))


def _methods(cls: UserClass) -> Sequence[Function]:
    """The methods of a class that are entries; Keras itself calls those of its own kinds.

    Those come first that need what others leave behind in the object: these are executed on the
    way, so that a model is seen together with what another method trains it on.
    """
    if is_layer_class(cls):
        return ()
    functions = [value for value in cls.namespace.values() if isinstance(value, Function)]
    if is_model_class(cls):
        constructor = [function for function in functions if function.name == "__init__"]
        return constructor or functions[:1]
    methods = [function for function in functions if function.name != "__init__"]
    kept = {name for each in methods for name in attributes(each.node)[1]}

    def needs_others(function: Function) -> bool:
        read, assigned = attributes(function.node)
        return not kept.intersection(read).issubset(assigned)

    return sorted(functions, key=lambda each: (each.name == "__init__", not needs_others(each)))


def _owner(cls: UserClass, heirs: Sequence[UserClass], function: Function) -> Value:
    """Whom to ask for a method of a class that others derive from, and that may be abstract.

    A class that inherits the method, if there is one: what its constructor makes is meant to be.
    Otherwise an object of which nothing is known: the defaults of an abstract class are nobody's.
    """
    inheriting = (heir for heir in heirs if find_member(heir, function.name) is function)
    heir = next(inheriting, None)
    if heir is not None or function.name == "__init__" or function.kind != "function":
        return heir or cls
    return Instance(cls, {}, Origin(function.module, function.node))


def _constructed(machine: Machine, cls: UserClass, origin: Origin) -> Value:
    """An instance to call a method on, constructed with symbols: so its attributes are known."""
    constructor = find_member(cls, "__init__")
    values: dict[str, Value] = {}
    if isinstance(constructor, Function):
        values = dict(parameter_values(constructor))
        values.pop(next(iter(values), ""), None)
    try:
        made = machine.call(cls, _keywords(values, origin))
    except Raised:
        made = Instance(cls, {}, origin)
    return made


def _prepare(
    machine: Machine, receiver: Instance, function: Function, called: set[Function]
) -> None:
    """Call the methods that set what a method reads and the constructor leaves undefined.

    Only where one method alone sets an attribute is it clear who must have been called before.
    """
    called.add(function)
    for name in attributes(function.node)[0]:
        if receiver.attributes.get(name, NONE) != NONE:
            continue
        setting = _setting(receiver.cls, name)
        if len(setting) != 1 or setting[0] in called or len(called) > _MAX_BEFORE:
            continue
        _prepare(machine, receiver, setting[0], called)
        try:
            _call_method(machine, receiver, setting[0])
        except Raised:
            continue


def _setting(cls: UserClass, name: str) -> list[Function]:
    """The methods of a class that assign to an attribute of the object, its constructor aside."""
    return [
        value
        for value in cls.namespace.values()
        if isinstance(value, Function)
        and value.kind == "function"
        and value.name != "__init__"
        and name in attributes(value.node)[1]
    ]


def _call_method(machine: Machine, owner: Value, function: Function) -> None:
    values = dict(parameter_values(function))
    values.pop(next(iter(values)))
    origin = Origin(function.module, function.node)
    machine.call(BoundMethod(owner, function), _keywords(values, origin))


def _keywords(values: dict[str, Value], origin: Origin) -> Arguments:
    given = {name: Given(value, origin) for name, value in values.items()}
    return Arguments((), given, origin)


@lru_cache(maxsize=4096)
def attributes(method: Definition | ast.Lambda) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The attributes of its object that a method reads, and those that it assigns to, in order."""
    parameters = (*method.args.posonlyargs, *method.args.args)
    body = [method.body] if isinstance(method, ast.Lambda) else method.body
    read: dict[str, None] = {}
    assigned: dict[str, None] = {}
    if parameters:
        for name, stored in _attributes_in(body, parameters[0].arg):
            (assigned if stored else read).setdefault(name)
    return tuple(read), tuple(assigned)


def _attributes_in(body: Sequence[ast.AST], receiver: str) -> Iterator[tuple[str, bool]]:
    """Each attribute of the receiver, and whether it is assigned to, in order."""
    waiting: list[tuple[ast.AST, bool]] = [(node, False) for node in reversed(body)]
    while waiting:
        node, stored = waiting.pop()
        parts = [(child, stored and _is_unpacked(node)) for child in children_of(node)]
        kind = type(node)
        if kind is ast.Attribute or kind is ast.Assign or kind is ast.AnnAssign:
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == receiver:
                    yield attribute, stored
                    continue
                case ast.Assign(targets=targets, value=value):
                    parts = [(value, False), *((target, True) for target in targets)]
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    parts = [(value, False), (target, True)]
        waiting.extend(reversed(parts))


def _is_unpacked(node: ast.AST) -> bool:
    return isinstance(node, ast.Tuple | ast.List | ast.Starred)
