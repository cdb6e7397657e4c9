"""`--add-noqa`: comments that silence what is found today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kerascop.linting.finding import Finding
from kerascop.sources.edits import Edit
from kerascop.sources.reading import decode
from kerascop.sources.rewriting import edited_bytes
from kerascop.sources.span import Span
from kerascop.syntax.suppressions import Scope, Suppression, last_lines, suppressions_in


def silenced(path: Path, data: bytes, findings: Iterable[Finding]) -> bytes:
    """The bytes of a file with a `noqa` comment behind every statement with findings.

    Codes join a `noqa` comment that names codes already.

    Raises:
        SourceError: the file cannot be decoded.
        ValueError: a finding lies where no comment can stand.
    """
    text = decode(path, data)
    ends = last_lines(text)
    codes: dict[int, list[str]] = {}
    for finding in findings:
        line = ends.get(finding.span.start_line, finding.span.start_line)
        here = codes.setdefault(line, [])
        if finding.code not in here:
            here.append(finding.code)
    present = {
        suppression.span.start_line: suppression
        for suppression in suppressions_in(path, text)
        if suppression.codes and suppression.scope is Scope.STATEMENT and not suppression.is_own
    }
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return edited_bytes(path, data, list(_comments(lines, codes, present)))


def _comments(
    lines: list[str], codes: Mapping[int, list[str]], present: Mapping[int, Suppression]
) -> Iterable[Edit]:
    for line, wanted in codes.items():
        listed = ", ".join(sorted(wanted))
        comment = present.get(line)
        if comment is not None:
            end = comment.codes[-1].span
            place = Span(end.end_line, end.end_column, end.end_line, end.end_column)
            yield Edit(place, f", {listed}")
            continue
        kept = lines[line - 1].rstrip()
        start, end_column = len(kept) + 1, len(lines[line - 1]) + 1
        yield Edit(Span(line, start, line, end_column), f"  # noqa: {listed}")
