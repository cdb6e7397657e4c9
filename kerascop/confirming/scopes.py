"""Which names of a module a piece of its source reads, binds, and may change the values of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Names:
    """Names at the top of a module.

    Attributes:
        reads: those whose values are needed when the piece runs.
        later: those whose values are needed when what it defines is called.
        binds: those that get a value.
        changes: those whose values may become others inside: `x` in `x.trainable = False`.
    """

    reads: frozenset[str]
    later: frozenset[str]
    binds: frozenset[str]
    changes: frozenset[str]


def names_of(*pieces: ast.AST | None) -> Names:
    """The names of statements or expressions that stand at the top of a module."""
    reads, later, binds, changes = set[str](), set[str](), set[str](), set[str]()
    for node in (node for piece in pieces if piece for node in _nodes_here(piece)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                reads.add(name)
            case ast.Name(id=name):
                binds.add(name)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                binds.add(node.name)
                later |= _free(node)
            case ast.Lambda():
                reads |= _free(node)
            case ast.Import() | ast.ImportFrom():
                binds |= {_bound(alias) for alias in node.names}
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                binds.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                binds.add(name)
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                changes |= _root(node)
            case ast.Subscript(ctx=ast.Store() | ast.Del()):
                changes |= _root(node)
            case ast.AugAssign(target=ast.Name(id=name)):
                reads.add(name)
            case ast.Global():
                binds |= set(node.names)
    return Names(frozenset(reads), frozenset(later), frozenset(binds), frozenset(changes))


def root_of(expression: ast.AST) -> str | None:
    """The name that a chain of attributes, items and calls begins with."""
    here = expression
    while True:
        match here:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
                here = inner
            case ast.Call(func=inner):
                here = inner
            case ast.Name(id=name):
                return name
            case _:
                return None


def globals_bound(definition: ast.AST) -> frozenset[str]:
    """The names of the module that a function declares its own."""
    return frozenset(
        name for node in ast.walk(definition) if isinstance(node, ast.Global) for name in node.names
    )


def _root(expression: ast.AST) -> set[str]:
    name = root_of(expression)
    return set() if name is None else {name}


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _nodes_here(piece: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run with the piece itself, not those of the functions that it defines."""
    waiting = [piece]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.ClassDef):
            waiting += [*node.decorator_list, *node.bases, *node.keywords]
        elif isinstance(node, _FUNCTIONS):
            waiting += _at_definition(node)
        else:
            waiting += ast.iter_child_nodes(node)


def _at_definition(node: Function) -> list[ast.AST]:
    defaults = [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
    if isinstance(node, ast.Lambda):
        return [*defaults]
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    hints = [each.annotation for each in arguments if each.annotation]
    return [*defaults, *node.decorator_list, *hints, *([node.returns] if node.returns else [])]


def _free(definition: ast.AST) -> set[str]:
    """The names from around it that a function or class reads."""
    if isinstance(definition, ast.ClassDef):
        return {name for part in definition.body for name in _free_in_class(part)}
    assert isinstance(definition, _FUNCTIONS)
    body = [definition.body] if isinstance(definition, ast.Lambda) else definition.body
    names = names_of(*body)
    arguments = definition.args
    own = {
        each.arg
        for each in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            *filter(None, (arguments.vararg, arguments.kwarg)),
        )
    }
    shared = {
        name
        for node in ast.walk(definition)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
    return set(names.reads | names.later) - (own | set(names.binds) - shared) | shared


def _free_in_class(part: ast.AST) -> set[str]:
    names = names_of(part)
    return set(names.reads | names.later)
