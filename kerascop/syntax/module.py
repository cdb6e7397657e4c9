"""A parsed module: its text, its concrete syntax tree, and positions computed only when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kerascop.sources.dialects import set_aside
from kerascop.sources.pasting import mended, without_margin
from kerascop.sources.reading import SourceError
from kerascop.sources.span import Span
from kerascop.syntax.soundness import refuse_unsound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import libcst
    from libcst.metadata import CodeRange

__all__ = ["ParsedModule", "Span", "parse"]

MAX_LINES_SET_ASIDE = 200
"""Of a file in another dialect of Python. Each takes another parse."""


@dataclass(frozen=True, eq=False)
class ParsedModule:
    """A source file with its concrete syntax tree. Two parses of one file are different modules.

    `complaint` is what Python says of a text that is none, and of which a tree could be had all the
    same, because only lines that do nothing to a model are of another dialect (see `dialects`), or
    pasting did no more to it than can be put right (see `pasting`). `moved` tells for each line how
    far to the left it has moved in the tree.
    """

    path: Path
    text: str
    tree: libcst.Module
    complaint: SourceError | None = None
    moved: tuple[int, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text without their ends."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def _positions(self) -> Mapping[libcst.CSTNode, CodeRange]:
        from kerascop.syntax.positions import positions_of

        return positions_of(self.tree)

    def span(self, node: libcst.CSTNode) -> Span:
        """Where the node stands. The first call computes the positions of the whole module.

        A node without a position of its own, such as one that was not written in this module, takes
        that of the first child that has one, else the start of the module.
        """
        waiting = [node]
        while waiting:
            candidate = waiting.pop()
            found = self._positions.get(candidate)
            if found is not None:
                start, end = found.start, found.end
                return Span(
                    start.line,
                    start.column + 1 + self._moved(start.line),
                    end.line,
                    end.column + 1 + self._moved(end.line),
                )
            waiting.extend(reversed(candidate.children))
        return Span(1, 1, 1, 1)

    def _moved(self, line: int) -> int:
        return self.moved[line - 1] if line <= len(self.moved) else 0

    def code(self, node: libcst.CSTNode) -> str:
        """The source code of the node, without the whitespace and comments around it."""
        return self.tree.code_for_node(node).strip()


def parse(path: Path, text: str) -> ParsedModule:
    """Parses the text of a Python file.

    Raises:
        SourceError: the text is no Python, or is nested too deeply to be analysed.
    """
    complaint: SourceError | None = None
    understood, moved = text, tuple[int, ...]()
    for _ in range(MAX_LINES_SET_ASIDE):
        try:
            return ParsedModule(path, text, _tree(path, understood), complaint, moved)
        except SourceError as error:
            complaint = complaint or error
            cut = None if moved else without_margin(understood)
            if cut is not None:
                understood, moved = cut
                continue
            rewritten = set_aside(understood, error.line) or mended(
                understood, error.line, error.column, error.reason
            )
            if rewritten is None:
                break
            understood = rewritten
    assert complaint is not None
    raise complaint


def _tree(path: Path, text: str) -> libcst.Module:
    """The tree of a text.

    Raises:
        SourceError: there is none.
    """
    accepted = refuse_unsound(path, text)
    import libcst

    try:
        return libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        if accepted is not None:
            raise accepted from error
        raise SourceError(
            path, "cannot be parsed", error.editor_line, error.editor_column, text
        ) from error
    except (RecursionError, UnicodeError, ValueError) as error:
        raise SourceError(path, f"cannot be parsed: {error}", text=text) from error
