"""A parsed module: its text, its concrete syntax tree, and positions computed only when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kerascop.sources.dialects import set_aside
from kerascop.sources.pasting import mended, without_margin
from kerascop.sources.reading import SourceError
from kerascop.sources.span import Span
from kerascop.syntax.heaviness import Light, too_deep
from kerascop.syntax.outline import Outline
from kerascop.syntax.soundness import refuse_unsound

if TYPE_CHECKING:
    from pathlib import Path

    import libcst

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
    """A source file with its concrete syntax tree. Two parses of one file are different modules.

    `complaint` is what Python says of a text that is none, and of which a tree could be had all the
    same, because only lines that do nothing to a model are of another dialect (see `dialects`), or
    pasting did no more to it than can be put right (see `pasting`). `moved` tells for each line how
    far to the left it has moved in the tree. `outline` tells where the statements of the text
    begin, if Python itself could parse it. `earlier` are the positions of an earlier state of the
    file, if its tree shares statements with this one.
    """

    path: Path
    text: str
    tree: libcst.Module
    complaint: SourceError | None = None
    moved: tuple[int, ...] = ()
    outline: Outline | None = None
    earlier: Positions | None = None

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text without their ends."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def _positions(self) -> Positions:
        from kerascop.syntax.positions import Positions

        return Positions(self.tree, self.outline, self.lines, self.earlier)

    def span(self, node: libcst.CSTNode) -> Span:
        """Where the node stands.

        A node without a position of its own, such as one that was not written in this module, takes
        that of the first child that has one, else the start of the module.
        """
        waiting = [node]
        while waiting:
            candidate = waiting.pop()
            found = self._positions.of(candidate)
            if found is not None:
                return Span(
                    found.start_line,
                    found.start_column + 1 + self._moved(found.start_line),
                    found.end_line,
                    found.end_column + 1 + self._moved(found.end_line),
                )
            waiting.extend(reversed(candidate.children))
        return Span(1, 1, 1, 1)

    def _moved(self, line: int) -> int:
        return self.moved[line - 1] if line <= len(self.moved) else 0

    def code(self, node: libcst.CSTNode) -> str:
        """The source code of the node, without the whitespace and comments around it."""
        return self.tree.code_for_node(node).strip()


def parse(path: Path, text: str, before: ParsedModule | None = None) -> ParsedModule:
    """Parses the text of a Python file.

    Args:
        path: of the file.
        text: of the file.
        before: an earlier state of it, whose trees of what has not changed are used again.

    Raises:
        SourceError: the text is no Python, or too long or too deeply nested to be analysed.
    """
    if len(text) > MAX_CHARACTERS:
        raise SourceError(path, f"is longer than {MAX_CHARACTERS:,} characters", text=text)
    complaint: SourceError | None = None
    understood, moved, light = text, tuple[int, ...](), Light()
    for _ in range(min(MAX_LINES_SET_ASIDE, _MAX_CHARACTERS_AGAIN // (len(text) + 1) + 2)):
        try:
            tree, outline = _tree(path, understood, before, light)
            known = outline if complaint is None else None
            earlier = None if before is None else before._positions
            return ParsedModule(path, text, tree, complaint, moved, known, earlier)
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


def _tree(
    path: Path, text: str, before: ParsedModule | None, light: Light
) -> tuple[libcst.Module, Outline | None]:
    """The tree of a text, and its outline, if Python itself could parse it.

    Raises:
        SourceError: there is none.
    """
    sound = refuse_unsound(path, text, light)
    outline = sound if isinstance(sound, Outline) else None
    if before is not None and outline is not None:
        from kerascop.syntax.reparsing import reparsed

        known = reparsed(before, text, outline)
        if known is not None:
            return known, outline
    import libcst

    try:
        tree = libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        if isinstance(sound, SourceError):
            raise sound from error
        raise SourceError(
            path, "cannot be parsed", error.editor_line, error.editor_column, text
        ) from error
    except RecursionError as error:
        raise SourceError(path, too_deep().reason, text=text) from error
    except (UnicodeError, ValueError) as error:
        raise SourceError(path, f"cannot be parsed: {error}", text=text) from error
    return tree, outline
