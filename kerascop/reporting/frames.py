"""Code frames: lines of source with their numbers, and places in them underlined and labelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from kerascop.sources.span import Span
from kerascop.terminal import printable

_TAB = "    "
_WIDEST = 160
"""Characters of a line that are shown; of longer ones a stretch around the first mark."""
_LEAD = 40
_MOST_LINES = 6
"""Lines of a span that are shown; of longer ones the first and the last."""
_BORDER = "bright_blue"


@dataclass(frozen=True)
class Mark:
    """A place to underline.

    Attributes:
        span: the place.
        caret: the character that underlines.
        style: its colour, as rich names it.
        context: lines shown before and after the span.
        label: what stands after the underline.
    """

    span: Span
    caret: str
    style: str
    context: int = 0
    label: str = ""

    def last_line(self) -> int:
        """The last line that the span has characters of."""
        ends_before = self.span.end_column == 1 and self.span.end_line > self.span.start_line
        return self.span.end_line - ends_before

    def lines(self) -> list[int]:
        """The lines that are underlined: all of a short span, the two ends of a long one."""
        lines = range(self.span.start_line, self.last_line() + 1)
        if len(lines) <= _MOST_LINES:
            return list(lines)
        return [*lines[: _MOST_LINES - 2], lines[-1]]

    def surroundings(self) -> Iterator[int]:
        """The lines of context."""
        yield from range(self.span.start_line - self.context, self.span.start_line)
        yield from range(self.last_line() + 1, self.last_line() + 1 + self.context)


def frame(source: Sequence[str], marks: Sequence[Mark], gutter: int) -> Iterator[Text]:
    """The rows of one frame. Lines that the source does not have are left out.

    Args:
        source: the lines of the file.
        marks: the places in it, the most important first.
        gutter: the width of the line numbers.
    """
    wanted = {number for mark in marks for number in (*mark.lines(), *mark.surroundings())}
    shown = sorted(number for number in wanted if 1 <= number <= len(source))
    previous = shown[0] if shown else 0
    if shown:
        yield _row(gutter, "", Text())
    for number in shown:
        if number == previous + 2:
            yield from _line(source[number - 2], number - 1, [], gutter)
        elif number > previous + 2:
            yield Text("...", _BORDER)
        here = [mark for mark in marks if number in mark.lines()]
        yield from _line(source[number - 1], number, here, gutter)
        previous = number


def _line(line: str, number: int, marks: Sequence[Mark], gutter: int) -> Iterator[Text]:
    """A line of source and an underline below it for each mark."""
    parts = [_underlined(line, mark.span, number) for mark in marks]
    before = [_shown(line[:start]) for start, _ in parts]
    shown, cut = _crop(_shown(line), min(map(len, before), default=0))
    yield _row(gutter, str(number), Text(shown))
    for mark, (start, end), lead in zip(marks, parts, before, strict=True):
        indent = cell_len(shown[: max(0, len(lead) - cut)])
        width = min(cell_len(_shown(line[start:end])), cell_len(shown) - indent)
        underline = Text(" " * indent)
        underline.append(mark.caret * max(1, width), mark.style)
        if number == mark.last_line() and mark.label:
            underline.append(f" {printable(mark.label)}", mark.style)
        yield _row(gutter, "", underline)


def _underlined(line: str, span: Span, number: int) -> tuple[int, int]:
    """The part of a line that the span covers, without indentation; from 0, end exclusive."""
    start = span.start_column - 1 if number == span.start_line else len(line) - len(line.lstrip())
    end = span.end_column - 1 if number == span.end_line else len(line.rstrip())
    start = min(start, len(line))
    return start, max(start, min(end, len(line)))


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _crop(line: str, column: int) -> tuple[str, int]:
    """The line, or of a long one the stretch around a column, and how far that moves columns."""
    line = line.rstrip()
    if len(line) <= _WIDEST:
        return line, 0
    start = 0 if column < _WIDEST - _LEAD else column - _LEAD
    stretch = line[start : start + _WIDEST]
    left, right = "…" if start else "", "…" if start + _WIDEST < len(line) else ""
    return f"{left}{stretch}{right}", start - len(left)


def _row(gutter: int, number: str, content: Text) -> Text:
    row = Text()
    row.append(f"{number:>{gutter}} |", _BORDER)
    if content.plain:
        row.append(" ")
        row.append_text(content)
    return row
