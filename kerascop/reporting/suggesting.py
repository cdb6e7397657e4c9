"""Fixes as one replacement, for those who show a fix but do not apply several edits together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kerascop.linting.finding import Applicability
from kerascop.sources.edits import Edit, edited
from kerascop.sources.span import Span

if TYPE_CHECKING:
    from kerascop.linting.finding import Fix


def replacement(fix: Fix, lines: Sequence[str]) -> Edit | None:
    """The one edit that does what all edits of a fix do.

    Args:
        fix: what is to be done.
        lines: of the file, without their ends.

    Returns: `None` for a fix that is only for show, or that the lines have no place for.
    """
    if fix.applicability is Applicability.DISPLAY or not fix.edits:
        return None
    if len(fix.edits) == 1:
        return fix.edits[0]
    spans = [edit.span for edit in fix.edits]
    first = min(spans)
    last = max(spans, key=lambda span: (span.end_line, span.end_column))
    if last.end_line > len(lines):
        return None
    whole = "\n".join(
        [*lines[: last.end_line - 1], lines[last.end_line - 1][: last.end_column - 1]]
    )
    before = len("\n".join([*lines[: first.start_line - 1], ""])) + first.start_column - 1
    span = Span(first.start_line, first.start_column, last.end_line, last.end_column)
    return Edit(span, edited(whole, fix.edits)[before:])
