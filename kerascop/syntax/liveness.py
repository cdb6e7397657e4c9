"""What becomes of the value of an expression, by the text alone: read, overwritten, or dropped."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kerascop.syntax.cells import begins_cell, lines_before
from kerascop.syntax.nodes import SCOPES, TRIES, children_of, names_in, nodes_in

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule


class Fate(Enum):
    """What becomes of a value, on every path through the text."""

    READ = "read"
    """Or may be: whatever is not one of the following."""
    DROPPED = "dropped"
    """The expression is a statement by itself."""
    OVERWRITTEN = "overwritten"
    """It is bound to a name that gets another value before anything reads it."""
    FORGOTTEN = "forgotten"
    """It is bound to a name that nothing reads from there on."""


@dataclass(frozen=True, eq=False)
class Life:
    """The life of a value.

    Attributes:
        fate: what becomes of it.
        name: the name or attribute that it is bound to, `None` if it is dropped.
        scope: the function, class or module in which that name lives.
        end: the expression that is bound to the name in its stead, if it is overwritten.
    """

    fate: Fate
    name: str | None
    scope: ast.AST
    end: ast.AST | None = None


LOOKING_EVERYWHERE = frozenset({"locals", "globals", "vars", "eval", "exec", "dir"})
_LOOKING_AT_ATTRIBUTES = frozenset({"getattr", "vars", "__dict__"})
_HOLDING_LAYERS = frozenset({"layers", "_layers", "submodules", "_flatten_layers"})
_REPEATING = (ast.For, ast.AsyncFor, ast.While)
_INTERRUPTED = (*TRIES, ast.With, ast.AsyncWith)
"""What these do when they end may come after any part of their blocks."""

_BLOCKS = ("body", "orelse", "finalbody")


def life_of(module: ParsedModule, expression: ast.AST) -> Life | None:
    """The life of an expression's value; `None` where it is neither a statement nor assigned.

    Names that begin with an underscore are dropped on purpose: they count as read. An attribute of
    `self` is overwritten never, and forgotten if nothing in the module reads one of that name.
    """
    parents = module.parents
    statement = parents.get(expression)
    scope = _scope(parents, expression)
    match statement:
        case ast.Expr():
            return Life(Fate.DROPPED, None, scope)
        case ast.Assign(targets=[ast.Name(id=name)]):
            fate, end = _fate(parents, statement, name, scope)
            return Life(fate, name, scope, end)
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)]):
            return _life_of_attribute(module.tree, parents, scope, name)
        case _:
            return None


def scope_of(module: ParsedModule, node: ast.AST) -> ast.AST:
    """The function around a node, else the module."""
    return _scope(module.parents, node)


def stands_beside(module: ParsedModule, expression: ast.AST, method: str) -> bool:
    """Is the statement before the expression's, or the one behind, a call of such a method?

    What stands in another cell of a notebook is not beside it.
    """
    parents = module.parents
    statement = parents[expression]
    block = _block(parents.get(statement), statement)
    place = next((at for at, each in enumerate(block) if each is statement), 0)
    return any(
        _calls(one if other is statement else other, method)
        and not any(map(begins_cell, lines_before(module, other, one)))
        for one, other in pairwise(block[max(place - 1, 0) : place + 2])
    )


def _calls(statement: ast.stmt, method: str) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name == method
        case _:
            return False


def _scope(parents: Mapping[ast.AST, ast.AST], node: ast.AST) -> ast.AST:
    here = parents.get(node, node)
    while here in parents and not isinstance(here, SCOPES):
        here = parents[here]
    return here


def _life_of_attribute(
    tree: ast.Module,
    parents: Mapping[ast.AST, ast.AST],
    method: ast.AST,
    name: str,
) -> Life | None:
    cls = _scope(parents, method)
    if not isinstance(cls, ast.ClassDef):
        return None
    read = name in _attributes_read(tree) or _looks_at_attributes(cls)
    return Life(Fate.READ if read else Fate.FORGOTTEN, name, cls)


@lru_cache(maxsize=8)
def _attributes_read(tree: ast.Module) -> frozenset[str]:
    """The attributes that something in the module reads, of whatever object."""
    return frozenset(
        node.attr
        for node, around in _with_parents(tree)
        if isinstance(node, ast.Attribute) and not _is_bound_by(node, around)
    )


@lru_cache(maxsize=256)
def _looks_at_attributes(cls: ast.ClassDef) -> bool:
    """Does a class look at its objects' attributes in ways that do not name them?"""
    return any(_looks_at_any(node) for node in nodes_in(cls))


def _looks_at_any(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if name in _HOLDING_LAYERS:
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in _LOOKING_AT_ATTRIBUTES
        case _:
            return False


@dataclass(frozen=True)
class _Habits:
    """What a scope does with names, wherever in it.

    Attributes:
        looks_everywhere: may it read any name, as `locals()` does?
        shared: names that functions in it may read, or that it declares `global` or `nonlocal`.
    """

    looks_everywhere: bool
    shared: frozenset[str]


@lru_cache(maxsize=256)
def _habits(scope: ast.AST) -> _Habits:
    shared: set[str] = set()
    for node in nodes_in(scope):
        if isinstance(node, ast.Global | ast.Nonlocal):
            shared.update(node.names)
        elif isinstance(node, SCOPES) and node is not scope:
            shared |= _read_in(node)
    return _Habits(not names_in(scope).isdisjoint(LOOKING_EVERYWHERE), frozenset(shared))


def _fate(
    parents: Mapping[ast.AST, ast.AST], statement: ast.Assign, name: str, scope: ast.AST
) -> tuple[Fate, ast.expr | None]:
    if name.startswith("_") or isinstance(scope, ast.ClassDef | ast.Lambda):
        return Fate.READ, None
    habits = _habits(scope)
    if habits.looks_everywhere or name in habits.shared:
        return Fate.READ, None
    here: ast.AST = statement
    while here is not scope:
        around = parents[here]
        for later in _behind(_block(around, here), here):
            if name in _read_in(later):
                return Fate.READ, None
            bound = _bound_value(later, name)
            if bound is not None:
                return Fate.OVERWRITTEN, bound
        if isinstance(around, _REPEATING) and name in _read_in(around):
            return Fate.READ, None
        if isinstance(around, _INTERRUPTED) and name in _read_in(around, without=statement):
            return Fate.READ, None
        here = around
    return Fate.FORGOTTEN, None


def _block(around: ast.AST | None, statement: ast.AST) -> Sequence[ast.stmt]:
    """The statements among which one stands; none for what is no statement."""
    if isinstance(statement, ast.stmt):
        for block in (getattr(around, name, ()) for name in _BLOCKS):
            if any(each is statement for each in block):
                return block
    return ()


def _behind(block: Sequence[ast.stmt], statement: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a block that come after one of them."""
    rest = iter(block)
    if any(each is statement for each in rest):
        yield from rest


def _bound_value(statement: ast.stmt, name: str) -> ast.expr | None:
    """What a statement certainly binds to the name."""
    if not isinstance(statement, ast.Assign):
        return None
    binds = any(isinstance(each, ast.Name) and each.id == name for each in statement.targets)
    return statement.value if binds else None


@lru_cache(maxsize=4096)
def _read_in(root: ast.AST, without: ast.AST | None = None) -> frozenset[str]:
    """The names that may be read, or unbound, in a part of the text.

    Those that something else than an assignment binds, a loop say, count among them: whether it
    does, and when, is not looked into.
    """
    return frozenset(
        name
        for node, around in _with_parents(root, without)
        if not _is_bound_by(node, around)
        for name in _names(node)
        if name is not None
    )


def _is_bound_by(node: ast.AST, around: ast.AST) -> bool:
    """Is the node the whole left side of an assignment?"""
    return isinstance(around, ast.Assign) and isinstance(getattr(node, "ctx", None), ast.Store)


def _names(node: ast.AST) -> Sequence[str | None]:
    """The names of variables that a node itself has to do with."""
    match node:
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
        case ast.alias(name=path, asname=name):
            return (path.partition(".")[0], name)
        case (
            ast.Name(id=name)
            | ast.arg(arg=name)
            | ast.MatchMapping(rest=name)
            | ast.FunctionDef(name=name)
            | ast.AsyncFunctionDef(name=name)
            | ast.ClassDef(name=name)
            | ast.ExceptHandler(name=name)
            | ast.MatchAs(name=name)
            | ast.MatchStar(name=name)
        ):
            return (name,)
        case _:
            return ()


def _with_parents(
    root: ast.AST, without: ast.AST | None = None
) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The nodes of a part of the text, each with the node that it is a part of; the first with
    itself."""
    stack = [(root, root)]
    while stack:
        node, around = stack.pop()
        if node is not without:
            yield node, around
            stack.extend((child, node) for child in children_of(node))
