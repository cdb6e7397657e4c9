"""`kerascop lint`, from what the command line says to the exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kerascop.config import Configuration
from kerascop.linting.fixing import Repaired, repaired
from kerascop.linting.run import Report, files_to_lint, lint
from kerascop.misuse import UsageError
from kerascop.reporting import FORMATS
from kerascop.reporting.diff import fixed_line, told, unified
from kerascop.sources.reading import Contents, decode
from kerascop.sources.rewriting import replace_file
from kerascop.status import Status
from kerascop.terminal import shows_colour, write

STDIN = "-"


@dataclass(frozen=True)
class Wishes:
    """What `lint` is asked to do besides finding.

    Attributes:
        paths: files, folders and globs; `-` for standard input.
        stdin_filename: under which name standard input is linted.
        output_format: the name of the format, the settings' if not given.
        fix, unsafe_fixes, diff, fix_only, show_fixes, verbose: the flags.
    """

    paths: Sequence[str]
    stdin_filename: str | None = None
    output_format: str | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    fix_only: bool = False
    show_fixes: bool = False
    verbose: bool = False

    @property
    def fixes(self) -> bool:
        """Is anything to be fixed, if only for show?"""
        return self.fix or self.fix_only or self.diff


def run(wishes: Wishes, configuration: Configuration) -> Status:
    """Lint, fix, report.

    Raises:
        UsageError: something cannot be done.
    """
    paths, given = _input(wishes)
    if wishes.fixes:
        return _fixed(wishes, configuration, paths, given)
    report = lint(paths, configuration, Contents(given))
    _tell(wishes, configuration, report)
    return Status.FINDINGS if report.findings else Status.CLEAN


def _input(wishes: Wishes) -> tuple[list[str], dict[Path, bytes]]:
    """The paths to lint, and the bytes of standard input under its name."""
    if STDIN not in wishes.paths:
        return list(wishes.paths) or ["."], {}
    if len(wishes.paths) > 1:
        raise UsageError("`-` stands for standard input, and takes no paths beside it")
    name = wishes.stdin_filename or "stdin.py"
    return [name], {Path(name): sys.stdin.buffer.read()}


def _fixed(
    wishes: Wishes, configuration: Configuration, paths: list[str], given: dict[Path, bytes]
) -> Status:
    result = repaired(paths, configuration, unsafe=wishes.unsafe_fixes, contents=given)
    if wishes.diff:
        write(unified(result.files))
        return Status.FINDINGS if result.files else Status.CLEAN
    for file in result.files:
        if file.path not in given:
            replace_file(file.path, file.before, file.after)
    _tell_fixes(wishes, result)
    if given:
        _write_standard_input(result, given)
        _tell(wishes, configuration, result.report, to_error=True)
    elif not wishes.fix_only:
        _tell(wishes, configuration, result.report)
    if wishes.fix_only:
        return Status.CLEAN
    return Status.FINDINGS if result.report.findings else Status.CLEAN


def _write_standard_input(result: Repaired, given: dict[Path, bytes]) -> None:
    """Fixed, standard input goes to standard output, changed or not."""
    ((path, data),) = given.items()
    after = next((file.after for file in result.files if file.path == path), data)
    write(decode(path, after) if path.suffix == ".py" else after.decode("utf-8"))


def _tell_fixes(wishes: Wishes, result: Repaired) -> None:
    text = told(result.files) if wishes.show_fixes else ""
    sys.stderr.write(text + fixed_line(result.files))
    for note in result.notes:
        sys.stderr.write(f"note: {note}\n")


def _tell(
    wishes: Wishes, configuration: Configuration, report: Report, *, to_error: bool = False
) -> None:
    name = wishes.output_format or configuration.of_folder(Path.cwd()).output_format or "full"
    text = FORMATS[name](report, shows_colour() and not to_error)
    if to_error:
        sys.stderr.write(text)
    else:
        write(text)
    if wishes.verbose:
        for note in report.notes:
            sys.stderr.write(f"note: {note}\n")
        sys.stderr.write(f"{report.files} files, {report.analysed} of them with Keras\n")


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
    write(shown(first, own, targets(first), configuration.rules))
