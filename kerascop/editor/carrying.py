"""Where places of a text stand after edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from kerascop.editor.positions import lines_of, without_end
from kerascop.sources.lines import same_ends
from kerascop.sources.span import Span

_MOST_PAIRS = 250_000
"""Of older and newer lines that are compared with each other; of more, all count as edited."""


@dataclass(frozen=True)
class _Block:
    """Lines of an older text, counted from 0, and what stands in their place now.

    Attributes:
        first, last: the lines from the first to before the last.
        begins: the line in which their place begins now.
        others: the lines there now.
        same: are they the same?
        before, behind: characters that did not change at their beginning and at their end.
    """

    first: int
    last: int
    begins: int
    others: Sequence[str] = ()
    same: bool = False
    before: int = 0
    behind: int = 0


@dataclass(frozen=True)
class Carried:
    """Places of an older text in a newer one, as far as what stood there stands there still.

    Attributes:
        older, newer: the lines of both, without their ends.
    """

    older: Sequence[str]
    newer: Sequence[str]

    @cached_property
    def kept(self) -> tuple[int, int]:
        """How many lines are the same at the beginning, and how many others at the end."""
        return same_ends(self.older, self.newer)

    @cached_property
    def _blocks(self) -> list[_Block]:
        first, last = self.kept
        older = self.older[first : len(self.older) - last]
        newer = self.newer[first : len(self.newer) - last]
        blocks = [_Block(0, first, 0, same=True)]
        for same, a, b, c, d in _matched(older, newer):
            if same:
                blocks.append(_Block(first + a, first + b, first + c, same=True))
            elif b - a == d - c:
                pairs = zip(range(first + a, first + b), range(first + c, first + d), strict=True)
                blocks += (self._edited(line, 1, now, 1) for line, now in pairs)
            elif a < b and c < d:
                blocks.append(self._edited(first + a, b - a, first + c, d - c))
        behind = len(self.older) - last
        blocks.append(_Block(behind, len(self.older), len(self.newer) - last, same=True))
        return blocks

    def _edited(self, first: int, lines: int, begins: int, others: int) -> _Block:
        now = self.newer[begins : begins + others]
        one, other = "\n".join(self.older[first : first + lines]), "\n".join(now)
        before, behind = same_ends(one, other)
        return _Block(first, first + lines, begins, now, False, before, behind)

    def _block_of(self, line: int) -> _Block | None:
        return next((each for each in self._blocks if each.first < line <= each.last), None)

    def line(self, line: int) -> int | None:
        """The number that a line, from 1, has now; `None` if it was edited."""
        block = self._block_of(line)
        return block.begins + line - block.first if block is not None and block.same else None

    def span(self, span: Span) -> Span | None:
        """Where a span stands now; `None` if what it begins with was edited, or is gone."""
        start = self._place(span.start_line, span.start_column)
        end = self._place(span.end_line, span.end_column, ends=True)
        if start is None or end is None or end < start:
            return None
        return Span(*start, *end)

    def _place(self, line: int, column: int, *, ends: bool = False) -> tuple[int, int] | None:
        """Where a place is now; of an end within what was edited, the end of that."""
        block = self._block_of(line)
        if block is None:
            return None
        if block.same:
            return block.begins + line - block.first, column
        one = self.older[block.first : block.last]
        others = block.others
        size, new_size = (sum(map(len, each)) + len(each) - 1 for each in (one, others))
        at = sum(len(each) + 1 for each in one[: line - 1 - block.first]) + column - 1
        if at >= size - block.behind:
            at += new_size - size
        elif at > block.before or (at == block.before and not ends):
            if not ends:
                return None
            at = new_size - block.behind
        for number, text in enumerate(others):
            if at <= len(text):
                return block.begins + number + 1, at + 1
            at -= len(text) + 1
        return None


def _matched(
    older: Sequence[str], newer: Sequence[str]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """Which lines are the same, and which stand in the place of which others."""
    if len(older) * len(newer) > _MOST_PAIRS:
        yield False, 0, len(older), 0, len(newer)
        return
    for tag, *places in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        a, b, c, d = places
        yield tag == "equal", a, b, c, d


def carried(older: str, newer: str) -> Carried:
    """Carries places of one text over to another."""
    return Carried(
        [without_end(line) for line in lines_of(older)],
        [without_end(line) for line in lines_of(newer)],
    )
