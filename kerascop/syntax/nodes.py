"""The nodes of a concrete syntax tree, without its white space and punctuation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache, lru_cache

import libcst as cst

_OF_THE_LAYOUT = (
    "whitespace",
    "leading_",
    "trailing_",
    "lines_",
    "lpar",
    "rpar",
    "lbr",
    "rbr",
    "comma",
    "semicolon",
    "header",
    "footer",
    "indent",
    "equal",
    "dot",
)


def nodes_in(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes of a part of a tree, itself first, but for white space and punctuation."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        for name in _fields(type(node)):
            value = getattr(node, name)
            kind = type(value)
            if kind is tuple or kind is list:
                stack.extend([item for item in value if _IS_NODE[type(item)]])
            elif _IS_NODE[kind]:
                stack.append(value)


@lru_cache(maxsize=4096)
def names_in(root: cst.CSTNode) -> frozenset[str]:
    """Every name that occurs in a part of a tree, those behind dots and of arguments included."""
    return frozenset(each.value for each in nodes_in(root) if type(each) is cst.Name)


def children_of(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What a node is made of.

    libcst's own `children` visits and copies the node to find out, and to ask whether something is
    a node takes as long as all the rest: that is asked once a class.
    """
    for name in _fields(type(node)):
        value = getattr(node, name)
        kind = type(value)
        if kind is tuple or kind is list:
            yield from (item for item in value if _IS_NODE[type(item)])
        elif _IS_NODE[kind]:
            yield value


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in fields(kind))
    return tuple(name for name in names if not name.startswith(_OF_THE_LAYOUT))


class _Kinds(dict[type, bool]):
    """Which classes are those of nodes."""

    def __missing__(self, kind: type) -> bool:
        found = self[kind] = issubclass(kind, cst.CSTNode)
        return found


_IS_NODE = _Kinds()
