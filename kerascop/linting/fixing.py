"""Applying fixes, again and again until none is left; nothing is written here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from kerascop.config import Configuration, Settings
from kerascop.linting.finding import Applicability, Finding
from kerascop.linting.means import PLAIN, Means
from kerascop.linting.run import Filter, Report, Tracker, lint
from kerascop.sources.edits import Edit
from kerascop.sources.notebooks import SUFFIX
from kerascop.sources.reading import Contents, SourceError, decode
from kerascop.sources.rewriting import edited_bytes
from kerascop.syntax.module import parse

MAX_ROUNDS = 30
"""How often files are linted anew: one fix may make room for another, and some do not help."""


@dataclass(frozen=True)
class FixedFile:
    """A file with fixes applied.

    Attributes:
        path: the file.
        before, after: its bytes.
        findings: those that were fixed.
    """

    path: Path
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]


def is_fixable(finding: Finding, *, unsafe: bool) -> bool:
    """May the finding's fix be applied, given whether unsafe ones may?"""
    if finding.fix is None or not finding.fix.edits:
        return False
    applicability = finding.fix.applicability
    return applicability is Applicability.SAFE or (unsafe and applicability is Applicability.UNSAFE)


def fixed_files(
    findings: Iterable[Finding], contents: Mapping[Path, bytes], *, unsafe: bool
) -> tuple[list[FixedFile], list[str]]:
    """The files that fixes change, and notes on fixes that could not be applied.

    Of fixes that want to write the same place differently the first in the file is applied. A file
    whose text would no longer parse stays as it is.

    Args:
        findings: of any files.
        contents: the bytes that were analysed.
        unsafe: apply fixes that may change what the program means?
    """
    by_path: dict[Path, list[Finding]] = defaultdict(list)
    for finding in findings:
        if is_fixable(finding, unsafe=unsafe) and finding.path in contents:
            by_path[finding.path].append(finding)
    fixed: list[FixedFile] = []
    notes: list[str] = []
    for path, found in sorted(by_path.items()):
        chosen, edits = _together(found)
        try:
            after = edited_bytes(path, contents[path], edits)
            _check(path, after)
        except (SourceError, ValueError) as error:
            notes.append(f"{path}: not fixed: {error}")
            continue
        if after != contents[path]:
            fixed.append(FixedFile(path, contents[path], after, tuple(chosen)))
    return fixed, notes


def _together(findings: Iterable[Finding]) -> tuple[list[Finding], list[Edit]]:
    """Findings whose fixes do not get in each other's way, and the edits of all of them."""
    chosen: list[Finding] = []
    edits: dict[Edit, None] = {}
    for finding in sorted(findings, key=lambda each: each.order):
        wanted = () if finding.fix is None else finding.fix.edits
        if any(edit.conflicts_with(other) for edit in wanted for other in edits):
            continue
        chosen.append(finding)
        edits.update(dict.fromkeys(wanted))
    return chosen, list(edits)


def _check(path: Path, data: bytes) -> None:
    """Does the file still parse?

    Raises:
        SourceError: it does not.
    """
    text = decode(path, data)
    if path.suffix == SUFFIX:
        return
    parse(path, text)


@dataclass(frozen=True)
class Repaired:
    """What came of fixing files.

    Attributes:
        report: of the files as they are then.
        files: those that changed, with their first and last bytes and all that was fixed in them.
        notes: on fixes that could not be applied.
    """

    report: Report
    files: tuple[FixedFile, ...]
    notes: tuple[str, ...]


def repaired(
    paths: Sequence[str | Path],
    settings: Settings | Configuration | None = None,
    *,
    unsafe: bool = False,
    contents: Mapping[Path, bytes] | None = None,
    wanted: Filter = tuple,
    tracker: Tracker = nullcontext,
    means: Means = PLAIN,
) -> Repaired:
    """Lint files and apply the fixes of what is found, in memory.

    Fixes that leave what they should have fixed, or bring something new, are not applied: where
    those of a file do so together, half as many are tried, down to a single one.

    Args:
        paths, settings: as for `lint`.
        unsafe: apply fixes that may change what the program means?
        contents: newer bytes than the disk has, of files that need not be there.
        wanted: which of the findings are told, and fixed.
        tracker: sees how far each round got.
        means: how many processes work, and which cache is used.

    Raises:
        UsageError: as for `lint`.
    """
    newest = dict(contents or {})
    done: dict[Path, FixedFile] = {}
    refused: set[tuple[object, ...]] = set()
    at_once: dict[Path, int] = {}
    notes: dict[str, None] = {}
    report = lint(paths, settings, Contents(newest), wanted, tracker, means=means)
    for _ in range(MAX_ROUNDS):
        open_ = [finding for finding in report.findings if _said(finding) not in refused]
        few = _first_of(open_, at_once, unsafe=unsafe)
        files, problems = fixed_files(few, report.contents, unsafe=unsafe)
        notes.update(dict.fromkeys(problems))
        if not files:
            break
        tried = newest | {file.path: file.after for file in files}
        after = lint(paths, settings, Contents(tried), wanted, tracker, means=means)
        worse = {file.path for file in files if not _is_better(file, report, after)}
        for file in files:
            if file.path in worse:
                at_once[file.path] = max(1, len(file.findings) // 2)
                if len(file.findings) == 1:
                    refused.add(_said(file.findings[0]))
                    notes.setdefault(_unhelpful(file.findings[0]))
                continue
            at_once.pop(file.path, None)
            newest[file.path] = file.after
            first = done.get(file.path, file)
            found = (*first.findings, *file.findings) if file.path in done else file.findings
            done[file.path] = FixedFile(file.path, first.before, file.after, found)
        report = (
            lint(paths, settings, Contents(newest), wanted, tracker, means=means)
            if worse
            else after
        )
    return Repaired(report, tuple(done.values()), tuple(notes))


def _first_of(
    findings: Iterable[Finding], at_once: Mapping[Path, int], *, unsafe: bool
) -> list[Finding]:
    """What can be fixed, of some files only so many findings."""
    left = dict(at_once)
    chosen: list[Finding] = []
    for finding in findings:
        if not is_fixable(finding, unsafe=unsafe) or left.get(finding.path) == 0:
            continue
        if finding.path in left:
            left[finding.path] -= 1
        chosen.append(finding)
    return chosen


def _said(finding: Finding) -> tuple[object, ...]:
    """What tells a finding from others while its file changes around it."""
    return (finding.path, finding.code, finding.span.start_line, finding.message)


def _unhelpful(finding: Finding) -> str:
    place = f"{finding.path}:{finding.span.start_line}"
    return f"{place}: {finding.code} not fixed: that would not help"


def _is_better(file: FixedFile, before: Report, after: Report) -> bool:
    """Is what was fixed in a file gone, and nothing new there?"""
    expected = _codes(before, file.path)
    expected.subtract(finding.code for finding in file.findings)
    return not _codes(after, file.path) - +expected


def _codes(report: Report, path: Path) -> Counter[str]:
    return Counter(finding.code for finding in report.findings if finding.path == path)
