"""What a run tells, where, and the exit status that follows from it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.linting.group import Severity
from kerascop.reporting import FOR_READERS, FORMATS, READ_HERE
from kerascop.reporting.progress import shown_progress
from kerascop.reporting.showing import counted
from kerascop.status import Status
from kerascop.terminal import shows_colour, shows_links, tell, write, write_file

if TYPE_CHECKING:
    from kerascop.linting.fixing import FixedFile
    from kerascop.linting.run import Report, Tracker


@dataclass(frozen=True)
class Telling:
    """How a run is told.

    Attributes:
        output_format: the name of the format; the settings' if not given.
        output_file: where the report is written in place of standard output.
        statistics: counts of rules in place of findings?
        quiet: the findings and nothing else?
        exit_zero: are findings no failure?
        max_warnings: how many warnings are no failure; without it every finding is one.
        verbose: tell on standard error what could not be known?
        caches: may pages of rules be written into the cache folder?
    """

    output_format: str | None = None
    output_file: Path | None = None
    statistics: bool = False
    quiet: bool = False
    exit_zero: bool = False
    max_warnings: int | None = None
    verbose: bool = False
    caches: bool = True

    @property
    def tracker(self) -> Tracker:
        """What shows how far a run got."""
        return nullcontext if self.quiet else shown_progress

    def check(self, in_settings: str | None) -> None:
        """Can a report be told so?

        Raises:
            UsageError: it cannot.
        """
        if self.statistics:
            from kerascop.reporting.statistics import check

            check(self._format(in_settings))

    def report(self, report: Report, in_settings: str | None, *, to_error: bool = False) -> None:
        """Writes a report, and with `--verbose` what could not be known.

        Args:
            report: what was found.
            in_settings: the output format that the settings name.
            to_error: is standard output taken by something else?

        Raises:
            UsageError: the output file cannot be written.
        """
        name = self._format(in_settings)
        coloured = shows_colour() and not to_error and self.output_file is None
        if self.statistics:
            from kerascop.reporting.statistics import statistics

            text = statistics(report, name)
        else:
            report = self._linked(report, name, followed=coloured and shows_links())
            text = FORMATS[name](report, coloured, self.quiet)
        if to_error and self.output_file is None:
            sys.stderr.write(text)
        else:
            self._write(text)
        for warning in report.warnings:
            tell(f"warning: {warning}")
        if report.interrupted:
            tell("kerascop: interrupted; not all files were looked at")
        if report.profile is not None:
            sys.stderr.write(report.profile.table())
        if self.verbose:
            for note in report.notes:
                tell(f"note: {note}")
            tell(f"{report.files} files, {report.analysed} of them with Keras")

    def diff(self, files: Iterable[FixedFile]) -> None:
        """Writes what fixes would change.

        Raises:
            UsageError: the output file cannot be written.
        """
        from kerascop.reporting.diff import unified

        self._write(unified(files))

    def fixes(self, files: Iterable[FixedFile], notes: Iterable[str], *, each: bool) -> None:
        """Tells on standard error how much was fixed, what exactly if asked for, and what not."""
        from kerascop.reporting.diff import fixed_line, told

        files = list(files)
        text = told(files) if each else ""
        sys.stderr.write(text + ("" if self.quiet else fixed_line(files)))
        for note in notes:
            tell(f"note: {note}")

    def status(self, report: Report) -> Status:
        """The exit status that a report means; says so if there are too many warnings."""
        if report.interrupted:
            return Status.INTERRUPTED
        counts = Counter(finding.severity for finding in report.findings)
        if self.exit_zero or not report.findings:
            return Status.CLEAN
        if self.max_warnings is None or counts[Severity.ERROR]:
            return Status.FINDINGS
        if counts[Severity.WARNING] <= self.max_warnings:
            return Status.CLEAN
        if not self.quiet:
            found = counted(counts[Severity.WARNING], "warning")
            tell(f"kerascop: {found}, more than {self.max_warnings}")
        return Status.FINDINGS

    def changed(self, files: Iterable[FixedFile]) -> Status:
        """The exit status of `--diff`."""
        return Status.FINDINGS if list(files) and not self.exit_zero else Status.CLEAN

    def _linked(self, report: Report, name: str, *, followed: bool) -> Report:
        """The report with the links that its readers can follow."""
        if not report.findings:
            return report
        from kerascop.documenting.linking import linked, unlinked

        if name in FOR_READERS and not followed:
            return unlinked(report)
        return linked(report) if name in READ_HERE and self.caches else report

    def _format(self, in_settings: str | None) -> str:
        return self.output_format or in_settings or "full"

    def _write(self, text: str | bytes) -> None:
        if self.output_file is None:
            write(text)
        else:
            write_file(self.output_file, text)
