"""Where a fact was written: the node of the source that said so."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.sources.span import Span
    from kerascop.syntax.module import ParsedModule

_WIDTH = 60


class Origin(Struct, frozen=True, eq=False):
    """A node of a parsed module. Equal to any origin of the very same node."""

    module: ParsedModule
    node: ast.AST

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and self.node is other.node

    def __hash__(self) -> int:
        return id(self.node)

    def __repr__(self) -> str:
        return f"Origin({self.path}, {self.text!r})"

    @property
    def path(self) -> Path:
        """The file of the node."""
        return self.module.path

    @property
    def span(self) -> Span:
        """Where the node stands in its file. The first call computes the positions of the file."""
        return self.module.span(self.node)

    @property
    def text(self) -> str:
        """The source code of the node on one line, shortened in the middle where it is long."""
        line = " ".join(self.module.code(self.node).split())
        if len(line) <= _WIDTH:
            return line
        half = (_WIDTH - 3) // 2
        return f"{line[:half]} … {line[-half:]}"

    @property
    def entries(self) -> tuple[Origin, ...]:
        """Where the entries of a list, tuple or dictionary stand (there, the values of its keys).

        None for what is not written out here: a name, a call, a display with `*` or `**` in it.
        """
        match self.node:
            case ast.List(elts=written) | ast.Tuple(elts=written):
                plain = not any(isinstance(each, ast.Starred) for each in written)
            case ast.Dict(keys=keys, values=written):
                plain = None not in keys
            case _:
                return ()
        return tuple(Origin(self.module, each) for each in written) if plain else ()
