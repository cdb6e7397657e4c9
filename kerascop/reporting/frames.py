"""Code frames: lines of source with their numbers and a span underlined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from kerascop.reporting.showing import printable
from kerascop.sources.span import Span

_TAB = "    "
_WIDEST = 160
"""Characters of a line that are shown; of longer ones a stretch around the span."""
_LEAD = 40
_MOST_LINES = 6
"""Lines of a span that are shown; of longer ones the first and the last."""


@dataclass(frozen=True)
class Marking:
    """How a frame is drawn.

    Attributes:
        caret: the character that underlines.
        style: its colour, as rich names it.
        context: lines shown before and after the span.
        label: what stands after the underline.
    """

    caret: str
    style: str
    context: int = 0
    label: str = ""


def frame(lines: list[str], span: Span, marking: Marking, gutter: int) -> Iterator[Text]:
    """The lines of a code frame.

    Args:
        lines: the whole source.
        span: what to underline. Lines that the source does not have are left out.
        marking: how.
        gutter: the width of the line numbers.
    """
    if not 1 <= span.start_line <= len(lines):
        return
    last = min(span.end_line, len(lines))
    if span.end_column == 1 and last > span.start_line:
        last -= 1
    first_shown = max(1, span.start_line - marking.context)
    last_shown = min(len(lines), last + marking.context)
    hidden = _hidden(span.start_line, last)
    yield _row(gutter, "", "")
    for number in range(first_shown, last_shown + 1):
        if number in hidden:
            if number == hidden.start:
                yield _row(gutter, "...", "")
            continue
        line = lines[number - 1]
        if not span.start_line <= number <= last:
            yield _row(gutter, str(number), _crop(_shown(line), 0)[0])
            continue
        start, end = _underlined(line, span, number)
        before, marked = _shown(line[:start]), _shown(line[start:end])
        shown, offset = _crop(_shown(line), len(before))
        yield _row(gutter, str(number), shown)
        indent = cell_len(shown[: len(before) - offset])
        width = max(1, min(cell_len(marked), cell_len(shown) - indent))
        under = Text(" " * indent)
        under.append(marking.caret * width, marking.style)
        if number == last and marking.label:
            under.append(f" {printable(marking.label)}", marking.style)
        yield _row(gutter, "", under)


def _hidden(first: int, last: int) -> range:
    """The lines in the middle of a long span, which are not shown."""
    if last - first + 1 <= _MOST_LINES:
        return range(0)
    return range(first + _MOST_LINES - 2, last)


def _underlined(line: str, span: Span, number: int) -> tuple[int, int]:
    """The part of a line that the span covers, without indentation, from 0."""
    start = span.start_column - 1 if number == span.start_line else len(line) - len(line.lstrip())
    end = span.end_column - 1 if number == span.end_line else len(line.rstrip())
    start = min(start, len(line))
    return start, max(start, min(end, len(line)))


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _crop(line: str, column: int) -> tuple[str, int]:
    """The line, or of a long one the stretch around a column, and how much its start was moved."""
    line = line.rstrip()
    if len(line) <= _WIDEST:
        return line, 0
    start = 0 if column < _WIDEST - _LEAD else column - _LEAD
    end = start + _WIDEST
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else ""), max(
        0, start - 1
    )


def _row(gutter: int, number: str, content: str | Text) -> Text:
    row = Text(f"{number:>{gutter}} |", "bright_blue")
    if isinstance(content, str):
        content = Text(content)
    if content.plain:
        row.append(" ")
        row.append_text(content)
    return row
