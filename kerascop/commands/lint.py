"""`kerascop lint`, from what the command line says to the exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.commands.telling import Telling
from kerascop.commands.ways import Ways
from kerascop.config import Configuration
from kerascop.linting.baseline import NAME, Baseline, find_baseline
from kerascop.linting.finding import Finding
from kerascop.linting.means import Means
from kerascop.linting.run import Filter, Report, files_to_lint, lint
from kerascop.misuse import UsageError
from kerascop.reporting.showing import counted
from kerascop.sources.reading import Contents, SourceError, decode, read_bytes
from kerascop.status import Status
from kerascop.terminal import read, tell, write

if TYPE_CHECKING:
    from kerascop.linting.fixing import Repaired

STDIN = "-"


@dataclass(frozen=True)
class Wishes:
    """What `lint` is asked to do besides finding.

    Attributes:
        paths: files, folders and globs; `-` for standard input.
        stdin_filename: under which name standard input is linted.
        fix, unsafe_fixes, diff, fix_only, show_fixes, add_noqa: the flags.
        baseline: the baseline file; `no_baseline`, `write_baseline`, `prune_baseline`: what to do.
        diff_base: the revision since which lines count as changed.
        confirm: are findings held against the models that Keras builds?
        python: the interpreter that has Keras.
        ways: by which means the run works.
        telling: how what was found is told.
    """

    paths: Sequence[str]
    stdin_filename: str | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    fix_only: bool = False
    show_fixes: bool = False
    add_noqa: bool = False
    baseline: Path | None = None
    no_baseline: bool = False
    write_baseline: bool = False
    prune_baseline: bool = False
    diff_base: str | None = None
    confirm: bool = False
    python: str = sys.executable
    ways: Ways = field(default_factory=Ways)
    telling: Telling = field(default_factory=Telling)

    def check(self) -> None:
        """Can all this be done at once?

        Raises:
            UsageError: flags contradict each other.
        """
        fixing = "--fix" if self.fix else "--fix-only" if self.fix_only else "--diff"
        outcomes = {
            fixing: self.fixes,
            "--add-noqa": self.add_noqa,
            "--write-baseline": self.write_baseline,
            "--prune-baseline": self.prune_baseline,
        }
        others = [flag for flag, wanted in outcomes.items() if wanted]
        if len(others) > 1:
            raise UsageError(f"`{others[0]}` cannot be given with `{others[1]}`")
        needing = [each for each in ("--write-baseline", "--prune-baseline") if outcomes[each]]
        if self.no_baseline and (needing or self.baseline is not None):
            raise UsageError(
                f"`--no-baseline` cannot be given with `{[*needing, '--baseline'][0]}`"
            )
        if STDIN in self.paths and others and not self.fixes:
            raise UsageError(f"`{others[0]}` cannot be done to standard input")

    @property
    def fixes(self) -> bool:
        """Is anything to be fixed, if only for show?"""
        return self.fix or self.fix_only or self.diff


def run(wishes: Wishes, configuration: Configuration) -> Status:
    """Lint, fix, report.

    Raises:
        UsageError: something cannot be done.
    """
    wishes.check()
    in_settings = configuration.of_folder(Path.cwd()).output_format
    wishes.telling.check(in_settings)
    if wishes.confirm:
        _check_confirming(wishes)
    paths, given = _input(wishes)
    with wishes.ways.means(configuration) as means:
        return _carried_out(_Job(wishes, configuration, means, paths, given, in_settings))


@dataclass(frozen=True)
class _Job:
    """What is to be done, on what, and with what.

    Attributes:
        given: the bytes of standard input under its name.
        in_settings: the format of the output that the settings choose.
    """

    wishes: Wishes
    configuration: Configuration
    means: Means
    paths: list[str]
    given: dict[Path, bytes]
    in_settings: str | None

    @property
    def contents(self) -> Contents:
        """Where the bytes of files come from."""
        return Contents(self.given)

    @property
    def wanted(self) -> Filter:
        """What is told: the surplus over the baseline, on lines that changed."""
        return _wanted(self.wishes, self.configuration, self.contents)

    def linted(self, *, partial: bool = False) -> Report:
        """What linting finds; if `partial`, what it has found so far once somebody ends it."""
        return lint(
            self.paths,
            self.configuration,
            self.contents,
            self.wanted,
            self.wishes.telling.tracker,
            means=replace(self.means, partial=partial),
        )


def _carried_out(job: _Job) -> Status:
    wishes = job.wishes
    if wishes.write_baseline or wishes.prune_baseline:
        return _baseline(job)
    if wishes.fixes:
        return _fixed(job)
    if wishes.add_noqa:
        return _silenced(job.linted())
    report = _confirmed(job) if wishes.confirm else job.linted(partial=True)
    wishes.telling.report(report, job.in_settings)
    return wishes.telling.status(report)


def _check_confirming(wishes: Wishes) -> None:
    others = {
        "--fix": wishes.fix,
        "--fix-only": wishes.fix_only,
        "--diff": wishes.diff,
        "--add-noqa": wishes.add_noqa,
        "--write-baseline": wishes.write_baseline,
        "--prune-baseline": wishes.prune_baseline,
    }
    for flag, given in others.items():
        if given:
            raise UsageError(f"`--confirm` reports, and cannot be given with `{flag}`")


def _confirmed(job: _Job) -> Report:
    """Lint, and hold what is found against the models that Keras builds."""
    from kerascop.confirming.judging import Confirmer
    from kerascop.confirming.progress import shown_progress

    with (
        shown_progress(None, quiet=job.wishes.telling.quiet) as progress,
        closing(Confirmer(job.wishes.python, progress)) as confirmer,
    ):
        return lint(job.paths, job.configuration, job.contents, job.wanted, onlooker=confirmer)


def _wanted(wishes: Wishes, configuration: Configuration, contents: Contents) -> Filter:
    known = None if wishes.no_baseline else _found_baseline(wishes, configuration)
    revision = None
    if wishes.diff_base is not None:
        from kerascop.sources.revisions import Revision

        revision = Revision(wishes.diff_base, Path())
        revision.check()

    def wanted(findings: Sequence[Finding]) -> Sequence[Finding]:
        left = findings if known is None else known.surplus(findings)
        if revision is None:
            return left
        changed = {
            path: revision.changed_lines(path, contents)
            for path in dict.fromkeys(finding.path for finding in left)
        }
        return [finding for finding in left if _touches(finding, changed[finding.path])]

    return wanted


def _touches(finding: Finding, lines: frozenset[int] | None) -> bool:
    span = finding.span
    return lines is None or any(line in lines for line in range(span.start_line, span.end_line + 1))


def _found_baseline(wishes: Wishes, configuration: Configuration) -> Baseline | None:
    return find_baseline(wishes.baseline, configuration.of_folder(Path.cwd()).source)


def _baseline(job: _Job) -> Status:
    """Write or prune the baseline."""
    wishes, configuration = job.wishes, job.configuration
    given = wishes.baseline
    if wishes.prune_baseline or given is None or given.is_file():
        known = _found_baseline(wishes, configuration)
    else:
        known = None
    if known is None and wishes.prune_baseline:
        raise UsageError("there is no baseline to prune; `--write-baseline` makes it")
    known = known or Baseline(given or Path(NAME), {})
    report = lint(job.paths, configuration, tracker=wishes.telling.tracker, means=job.means)
    silent = {path: _not_applied(path, configuration) for path in report.linted}
    after = known.rewritten(report.findings, silent, prune=wishes.prune_baseline)
    after.write()
    total = sum(sum(codes.values()) for codes in after.counts.values())
    tell(f"`{after.path}` now holds {counted(total, 'finding')}.")
    return Status.CLEAN


def _not_applied(path: Path, configuration: Configuration) -> frozenset[str]:
    """The codes of the rules that the settings of a file leave out."""
    rules = configuration.rules
    applied = configuration.of_folder(path.parent).rules_for(path, rules)
    return frozenset(rule.code for rule in rules if rule not in applied)


def _silenced(report: Report) -> Status:
    """Add a comment for everything that was found."""
    from kerascop.linting.silencing import silenced

    added, status = 0, Status.CLEAN
    for path in dict.fromkeys(finding.path for finding in report.findings):
        own = [finding for finding in report.findings if finding.path == path]
        before = read_bytes(path)
        try:
            after = silenced(path, before, own)
        except (SourceError, ValueError) as error:
            tell(f"note: {path}: no comment added: {error}")
            continue
        if _is_written(path, before, after):
            added += len(own)
        else:
            status = Status.MISUSE
    tell(f"Silenced {counted(added, 'finding')} with `noqa` comments.")
    return status


def _is_written(path: Path, before: bytes, after: bytes) -> bool:
    """Writes a file. One that cannot be written is told of, and keeps no other from being so."""
    from kerascop.sources.rewriting import replace_file

    try:
        replace_file(path, before, after)
    except UsageError as error:
        tell(f"kerascop: {error}")
        return False
    return True


def _input(wishes: Wishes) -> tuple[list[str], dict[Path, bytes]]:
    """The paths to lint, and the bytes of standard input under its name."""
    if STDIN not in wishes.paths:
        if wishes.stdin_filename is not None:
            raise UsageError("`--stdin-filename` names standard input, and takes no paths but `-`")
        return list(wishes.paths), {}
    if len(wishes.paths) > 1:
        raise UsageError("`-` stands for standard input, and takes no paths beside it")
    name = wishes.stdin_filename or "stdin.py"
    return [name], {Path(name): read()}


def _fixed(job: _Job) -> Status:
    from kerascop.linting.fixing import repaired

    wishes, telling = job.wishes, job.wishes.telling
    result = repaired(
        job.paths,
        job.configuration,
        unsafe=wishes.unsafe_fixes,
        contents=job.given,
        wanted=job.wanted,
        tracker=telling.tracker,
        means=job.means,
    )
    if wishes.diff:
        telling.diff(result.files)
        return telling.changed(result.files)
    written = [
        file
        for file in result.files
        if file.path in job.given or _is_written(file.path, file.before, file.after)
    ]
    is_whole = len(written) == len(result.files)
    report = result.report if is_whole else job.linted()
    telling.fixes(written, result.notes, each=wishes.show_fixes)
    if job.given:
        _write_standard_input(result, job.given)
        telling.report(report, job.in_settings, to_error=True)
    elif not wishes.fix_only:
        telling.report(report, job.in_settings)
    if not is_whole:
        return Status.MISUSE
    return Status.CLEAN if wishes.fix_only else telling.status(report)


def _write_standard_input(result: Repaired, given: dict[Path, bytes]) -> None:
    """Fixed, standard input goes to standard output, changed or not."""
    ((path, data),) = given.items()
    after = next((file.after for file in result.files if file.path == path), data)
    write(decode(path, after) if path.suffix == ".py" else after.decode("utf-8"))


def show(paths: Sequence[str], configuration: Configuration, *, settings: bool) -> None:
    """The files that would be linted, or the settings of the first of them."""
    from kerascop.config.showing import shown
    from kerascop.sources.targets import Targets

    files = [source.path for source in files_to_lint(paths, configuration.of_folder)]
    if not settings:
        write("".join(f"{file}\n" for file in files))
        return
    first = files[0] if files else Path(paths[0]) / "__init__.py"
    own = configuration.of_folder(first.parent)
    targets = Targets(map(Path, paths), setting=lambda path: own.target)
    write(shown(first, own, targets(first), configuration.rules, configuration.rules_dir))
