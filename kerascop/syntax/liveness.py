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


_LOOKING_EVERYWHERE = frozenset({"locals", "globals", "vars", "eval", "exec", "dir"})
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
    looked_up = any(_looks_at_attributes(node) for node in nodes_in(cls))
    read = any(
        isinstance(node, cst.Attribute)
        and node.attr.value == name
        and not isinstance(parents[node], cst.AssignTarget)
        for node in nodes_in(tree)
    )
    return Life(Fate.READ if looked_up or read else Fate.FORGOTTEN, name, cls)


def _looks_at_attributes(node: cst.CSTNode) -> bool:
    match node:
        case cst.Name(value=name):
            return name in _LOOKING_AT_ATTRIBUTES
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
            return name in _HOLDING_LAYERS
        case _:
            return False


def _fate(
    parents: dict[cst.CSTNode, cst.CSTNode], statement: cst.Assign, name: str, scope: cst.CSTNode
) -> tuple[Fate, cst.CSTNode | None]:
    if name.startswith("_") or isinstance(scope, cst.ClassDef | cst.Lambda):
        return Fate.READ, None
    for node in nodes_in(scope):
        if isinstance(node, cst.Name) and node.value in _LOOKING_EVERYWHERE:
            return Fate.READ, None
        if isinstance(node, cst.NameItem) and node.name.value == name:
            # Declared `global` or `nonlocal`: others may read it.
            return Fate.READ, None
        if node is not scope and isinstance(node, _LATER) and _reads(parents, node, name):
            return Fate.READ, None
    here: cst.CSTNode = statement
    while here is not scope:
        around = parents[here]
        if isinstance(around, _REPEATING) and _reads(parents, around, name):
            return Fate.READ, None
        if isinstance(around, cst.Try | cst.TryStar | cst.With) and _reads(
            parents, around, name, without=statement
        ):
            return Fate.READ, None
        if isinstance(around, cst.SimpleStatementLine | cst.IndentedBlock | cst.Module):
            for later in _behind(around, here):
                if _reads(parents, later, name):
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


def _reads(
    parents: dict[cst.CSTNode, cst.CSTNode],
    root: cst.CSTNode,
    name: str,
    without: cst.CSTNode | None = None,
) -> bool:
    """May the name be read, or unbound, in a part of the text?"""
    return any(
        isinstance(node, cst.Name) and node.value == name and not _is_no_read(parents, node)
        for node in nodes_in(root, without)
    )


def _is_no_read(parents: dict[cst.CSTNode, cst.CSTNode], node: cst.Name) -> bool:
    around = parents[node]
    match around:
        case cst.AssignTarget():
            return True
        case cst.Attribute(attr=attr):
            return attr is node
        case cst.Arg(keyword=keyword):
            return keyword is node
        case _:
            return False
