"""The nodes of a concrete syntax tree, without its white space and punctuation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

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


def nodes_in(root: cst.CSTNode, without: cst.CSTNode | None = None) -> Iterator[cst.CSTNode]:
    """The nodes of a part of a tree, itself first, but for white space and punctuation."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node is not without:
            yield node
            stack.extend(children_of(node))


def children_of(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What a node is made of.

    libcst's own `children` visits and copies the node to find out, which takes too long for all
    nodes of a module.
    """
    for name in _fields(type(node)):
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            yield value
        elif isinstance(value, list | tuple):
            yield from (item for item in value if isinstance(item, cst.CSTNode))


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = (field.name for field in fields(kind))
    return tuple(name for name in names if not name.startswith(_OF_THE_LAYOUT))
