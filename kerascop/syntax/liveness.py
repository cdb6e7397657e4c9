"""What becomes of the value of an expression, by the text alone: read, overwritten, or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import libcst as cst

from kerascop.syntax.cells import begins_cell, lines_before
from kerascop.syntax.nodes import children_of, nodes_in


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
    scope: cst.CSTNode
    end: cst.CSTNode | None = None


LOOKING_EVERYWHERE = frozenset({"locals", "globals", "vars", "eval", "exec", "dir"})
_LOOKING_AT_ATTRIBUTES = frozenset({"getattr", "vars", "__dict__"})
_HOLDING_LAYERS = frozenset({"layers", "_layers", "submodules", "_flatten_layers"})
_REPEATING = (cst.For, cst.While)
_LATER = (cst.FunctionDef, cst.Lambda, cst.ClassDef)


def life_of(tree: cst.Module, expression: cst.CSTNode) -> Life | None:
    """The life of an expression's value; `None` where it is neither a statement nor assigned.

    Names that begin with an underscore are dropped on purpose: they count as read. An attribute of
    `self` is overwritten never, and forgotten if nothing in the module reads one of that name.
    """
    parents = _parents(tree)
    statement = parents.get(expression)
    scope = _scope(parents, expression)
    match statement:
        case cst.Expr():
            return Life(Fate.DROPPED, None, scope)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            fate, end = _fate(parents, statement, name, scope)
            return Life(fate, name, scope, end)
        case cst.Assign(
            targets=[
                cst.AssignTarget(
                    target=cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name))
                )
            ]
        ):
            return _life_of_attribute(tree, parents, scope, name)
        case _:
            return None


def scope_of(tree: cst.Module, node: cst.CSTNode) -> cst.CSTNode:
    """The function around a node, else the module."""
    return _scope(_parents(tree), node)


def stands_beside(tree: cst.Module, expression: cst.CSTNode, method: str) -> bool:
    """Is the statement before the expression's, or the one behind, a call of such a method?

    What stands in another cell of a notebook is not beside it.
    """
    parents = _parents(tree)
    line = parents.get(parents[expression])
    block = None if line is None else parents.get(line)
    if line is None or not isinstance(block, cst.IndentedBlock | cst.Module):
        return False
    lines = list(block.body)
    place = lines.index(line)  # type: ignore[arg-type]
    before, after = lines[max(place - 1, 0) : place], lines[place + 1 : place + 2]
    return any(
        _calls(each, method) and not any(map(begins_cell, lines_before(later)))
        for each, later in (*((each, line) for each in before), *((each, each) for each in after))
    )


def _calls(line: cst.CSTNode, method: str) -> bool:
    match line:
        case cst.SimpleStatementLine(
            body=[cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name(value=name))))]
        ):
            return name == method
        case _:
            return False


@lru_cache(maxsize=8)
def _parents(tree: cst.Module) -> dict[cst.CSTNode, cst.CSTNode]:
    return {child: node for node in nodes_in(tree) for child in children_of(node)}


def _scope(parents: dict[cst.CSTNode, cst.CSTNode], node: cst.CSTNode) -> cst.CSTNode:
    here = parents.get(node, node)
    while here in parents and not isinstance(here, _LATER):
        here = parents[here]
    return here


def _life_of_attribute(
    tree: cst.Module,
    parents: dict[cst.CSTNode, cst.CSTNode],
    method: cst.CSTNode,
    name: str,
) -> Life | None:
    cls = _scope(parents, method)
    if not isinstance(cls, cst.ClassDef):
        return None
    read = name in _attributes_read(tree) or _looks_at_attributes(cls)
    return Life(Fate.READ if read else Fate.FORGOTTEN, name, cls)


@lru_cache(maxsize=8)
def _attributes_read(tree: cst.Module) -> frozenset[str]:
    """The attributes that something in the module reads, of whatever object."""
    return frozenset(
        node.attr.value
        for node, around in _with_parents(tree)
        if isinstance(node, cst.Attribute) and not isinstance(around, cst.AssignTarget)
    )


@lru_cache(maxsize=256)
def _looks_at_attributes(cls: cst.ClassDef) -> bool:
    """Does a class look at its objects' attributes in ways that do not name them?"""
    return any(_looks_at_any(node) for node in nodes_in(cls))


def _looks_at_any(node: cst.CSTNode) -> bool:
    match node:
        case cst.Name(value=name):
            return name in _LOOKING_AT_ATTRIBUTES
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
            return name in _HOLDING_LAYERS
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
def _habits(scope: cst.CSTNode) -> _Habits:
    shared: set[str] = set()
    looks_everywhere = False
    for node in nodes_in(scope):
        if isinstance(node, cst.Name):
            looks_everywhere = looks_everywhere or node.value in LOOKING_EVERYWHERE
        elif isinstance(node, cst.NameItem):
            shared.add(node.name.value)
        elif isinstance(node, _LATER) and node is not scope:
            shared |= _read_in(node)
    return _Habits(looks_everywhere, frozenset(shared))


def _fate(
    parents: dict[cst.CSTNode, cst.CSTNode], statement: cst.Assign, name: str, scope: cst.CSTNode
) -> tuple[Fate, cst.CSTNode | None]:
    if name.startswith("_") or isinstance(scope, cst.ClassDef | cst.Lambda):
        return Fate.READ, None
    habits = _habits(scope)
    if habits.looks_everywhere or name in habits.shared:
        return Fate.READ, None
    here: cst.CSTNode = statement
    while here is not scope:
        around = parents[here]
        if isinstance(around, _REPEATING) and name in _read_in(around):
            return Fate.READ, None
        if isinstance(around, cst.Try | cst.TryStar | cst.With) and name in _read_in(
            around, without=statement
        ):
            return Fate.READ, None
        if isinstance(around, cst.SimpleStatementLine | cst.IndentedBlock | cst.Module):
            for later in _behind(around, here):
                if name in _read_in(later):
                    return Fate.READ, None
                bound = _bound_value(later, name)
                if bound is not None:
                    return Fate.OVERWRITTEN, bound
        here = around
    return Fate.FORGOTTEN, None


def _behind(block: cst.CSTNode, statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The statements of a block that come after one of them, those on one line apart."""
    body = list(block.body)  # type: ignore[attr-defined]
    for later in body[body.index(statement) + 1 :]:
        if isinstance(later, cst.SimpleStatementLine):
            yield from later.body
        else:
            yield later


def _bound_value(statement: cst.CSTNode, name: str) -> cst.CSTNode | None:
    """What a statement certainly binds to the name."""
    if not isinstance(statement, cst.Assign):
        return None
    targets = (each.target for each in statement.targets)
    binds = any(isinstance(target, cst.Name) and target.value == name for target in targets)
    return statement.value if binds else None


@lru_cache(maxsize=4096)
def _read_in(root: cst.CSTNode, without: cst.CSTNode | None = None) -> frozenset[str]:
    """The names that may be read, or unbound, in a part of the text."""
    return frozenset(
        node.value
        for node, around in _with_parents(root, without)
        if isinstance(node, cst.Name) and not _is_no_read(node, around)
    )


def _is_no_read(node: cst.Name, around: cst.CSTNode) -> bool:
    match around:
        case cst.AssignTarget():
            return True
        case cst.Attribute(attr=attr):
            return attr is node
        case cst.Arg(keyword=keyword):
            return keyword is node
        case _:
            return False


def _with_parents(
    root: cst.CSTNode, without: cst.CSTNode | None = None
) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """The nodes of a part of the text, each with the node that it is a part of; the first with
    itself."""
    stack = [(root, root)]
    while stack:
        node, around = stack.pop()
        if node is not without:
            yield node, around
            stack.extend((child, node) for child in children_of(node))
