"""Scopes: where names are bound, and where a lookup goes next."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.interpreter.statements import Completion
    from kerascop.interpreter.values import UserClass, Value
    from kerascop.syntax.module import ParsedModule


class ScopeKind(Enum):
    """What opens the scope."""

    MODULE = "module"
    FUNCTION = "function"
    CLASS = "class"


class Exit(Struct, frozen=True, eq=False):
    """A way out of a loop or function that may have been taken.

    Attributes:
        completion: how it leaves.
        mark: the moment in the journal from which on nothing is certain.
    """

    completion: Completion
    mark: int


class Scope(Struct, eq=False):
    """Names and their values.

    Attributes:
        kind: what opens it.
        module: the module whose text it belongs to.
        parent: the scope that encloses it, `None` for a module.
        names: the bindings; written through the journal.
        declared: names declared `global` or `nonlocal`, with the scope that they belong to.
        owner: the class whose method opens the scope, for `super()` without arguments.
        yields: what the function has yielded so far.
        sampled: may what it yields come more or less often than that?
        exits: ways out of the function, or of loops in it, that may have been taken.
        transparent: a comprehension's scope: an assignment expression in it binds outside.
        late: for a module that is read a second time: what its names are bound to in the end.
        unbound: names that were looked up in vain, for a module.
    """

    kind: ScopeKind
    module: ParsedModule
    parent: Scope | None = None
    names: dict[str, Value] = {}
    declared: dict[str, Scope] = {}
    owner: UserClass | None = None
    yields: list[Value] = []
    sampled: bool = False
    exits: list[Exit] = []
    transparent: bool = False
    late: dict[str, Value] = {}
    unbound: set[str] = set()

    @property
    def path(self) -> Path:
        return self.module.path

    def module_scope(self) -> Scope:
        """The scope of the module around."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def lookup(self, name: str) -> Value | None:
        """The value bound to `name` here or further out; only class bodies see their own names."""
        scope: Scope | None = self
        first = True
        while scope is not None:
            if first or scope.kind is not ScopeKind.CLASS:
                value = scope.names.get(name)
                if value is not None:
                    return value
            first = False
            scope = scope.parent
        return None

    def home(self, name: str) -> Scope:
        """The scope that an assignment to `name` here writes to."""
        return self.declared.get(name, self)

    def around(self) -> Scope:
        """This scope, or the one around the comprehensions that it belongs to."""
        scope = self
        while scope.transparent and scope.parent is not None:
            scope = scope.parent
        return scope
