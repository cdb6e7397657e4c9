"""A parsed module: its text, its syntax tree, and positions computed only when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kerascop.sources.dialects import set_aside
from kerascop.sources.literals import readable
from kerascop.sources.pasting import mended, without_margin
from kerascop.sources.reading import SourceError
from kerascop.sources.span import Span
from kerascop.syntax.heaviness import Light
from kerascop.syntax.nodes import children_of, nodes_in
from kerascop.syntax.soundness import sound

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping
    from pathlib import Path

    from kerascop.syntax.positions import Positions

__all__ = ["ParsedModule", "Span", "parse"]

MAX_CHARACTERS = 1_000_000
"""Of a text that is parsed. What is longer is data written as source."""

MAX_LINES_SET_ASIDE = 200
"""Of a file in another dialect of Python. Each takes another parse."""

_MAX_CHARACTERS_AGAIN = 5_000_000
"""Characters that may be parsed again for lines set aside: of a long file fewer lines are."""


@dataclass(frozen=True, eq=False)
class ParsedModule:
    """A source file with its syntax tree. Two parses of one file are different modules.

    Attributes:
        path: of the file.
        text: of the file.
        tree: Python's own.
        understood: the text that Python has parsed, line by line that of the file.
        complaint: what Python says of a text that is none, and of which a tree could be had all the
            same, because only lines that do nothing to a model are of another dialect (see
            `dialects`), only literals cannot be read (see `literals`), or pasting did no more to it
            than can be put right (see `pasting`).
        moved: for each line how far to the left it has moved in the tree.
    """

    path: Path
    text: str
    tree: ast.Module
    understood: str
    complaint: SourceError | None = None
    moved: tuple[int, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text without their ends."""
        return _lines_of(self.text)

    @cached_property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """For each node of the tree but the whole the one that it is a part of."""
        return {child: node for node in nodes_in(self.tree) for child in children_of(node)}

    @cached_property
    def _positions(self) -> Positions:
        from kerascop.syntax.positions import Positions

        return Positions(self.tree, _lines_of(self.understood), self.moved)

    def span(self, node: ast.AST) -> Span:
        """Where the node stands, without parentheses around it.

        A node without a position of its own takes that of the first child that has one, else the
        start of the module.
        """
        return self._positions.of(node) or Span(1, 1, 1, 1)

    def code(self, node: ast.AST) -> str:
        """The source code of the node, without parentheses around it."""
        return self.within(self.span(node))

    def within(self, span: Span) -> str:
        """The text of a span."""
        rows = self.lines[span.start_line - 1 : span.end_line]
        rows[-1] = rows[-1][: span.end_column - 1]
        rows[0] = rows[0][span.start_column - 1 :]
        return "\n".join(rows)


def _lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse(path: Path, text: str) -> ParsedModule:
    """Parses the text of a Python file.

    Raises:
        SourceError: the text is no Python, or too long or too deeply nested to be analysed.
    """
    if len(text) > MAX_CHARACTERS:
        raise SourceError(path, f"is longer than {MAX_CHARACTERS:,} characters", text=text)
    complaint: SourceError | None = None
    understood, moved, light = text, tuple[int, ...](), Light()
    for _ in range(min(MAX_LINES_SET_ASIDE, _MAX_CHARACTERS_AGAIN // (len(text) + 1) + 2)):
        try:
            found = sound(path, understood, light)
            return ParsedModule(path, text, found.tree, found.text, complaint, moved)
        except SourceError as error:
            complaint = complaint or error
            cut = None if moved else without_margin(understood)
            if cut is not None:
                understood, moved = cut
                continue
            rewritten = (
                readable(understood, error.reason)
                or set_aside(understood, error.line)
                or mended(understood, error.line, error.column, error.reason)
            )
            if rewritten is None:
                break
            understood = rewritten
    assert complaint is not None
    raise complaint
