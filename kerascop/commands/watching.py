"""`kerascop lint --watch`: lint again whenever something changes that a report may depend on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kerascop.commands.lint import STDIN, Wishes, run
from kerascop.config import Configuration
from kerascop.config.files import NAMES
from kerascop.linting.baseline import NAME as BASELINE
from kerascop.linting.collection import forget
from kerascop.misuse import UsageError
from kerascop.status import Status
from kerascop.terminal import tell, write

SUFFIXES = (".py", ".ipynb")
_OTHERS = frozenset({*NAMES, BASELINE, ".gitignore"})
_MILLISECONDS = 100
"""How long the library waits for changes, before it says that there are none."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watched(wishes: Wishes, configured: Callable[[], Configuration]) -> Status:
    """Lints, and again after every change, until the user interrupts.

    Args:
        wishes: what to do. Only looking is allowed: what changes files would go round in circles.
        configured: reads the settings anew.

    Raises:
        UsageError: the wishes are for something else, the library `watchfiles` is not installed,
            or the system cannot watch.
    """
    _check(wishes)
    # What watches has threads, and processes are not safely forked beside those.
    wishes = replace(wishes, ways=replace(wishes.ways, jobs=1))
    changes = _changes([Path(path) for path in wishes.paths])
    configuration = configured()
    next(changes)
    _lint(wishes, configuration)
    for files in changes:
        try:
            if any(_lies_in(path, configuration.rules_dir) for path in files):
                forget()
            configuration = configured()
            _lint(wishes, configuration)
        except UsageError as error:
            # A settings file, half written: the next change may mend it.
            tell(f"kerascop: {error}")
    return Status.CLEAN


def _lint(wishes: Wishes, configuration: Configuration) -> None:
    if sys.stdout.isatty():
        write(_CLEAR)
    run(wishes, configuration)
    tell("Watching for changes; Ctrl+C ends it.")
    sys.stderr.flush()


def _check(wishes: Wishes) -> None:
    if STDIN in wishes.paths:
        raise UsageError("`--watch` cannot watch standard input")
    changing = {
        "--fix": wishes.fix,
        "--fix-only": wishes.fix_only,
        "--add-noqa": wishes.add_noqa,
        "--write-baseline": wishes.write_baseline,
        "--prune-baseline": wishes.prune_baseline,
        "--confirm": wishes.confirm,
    }
    for flag, given in changing.items():
        if given:
            raise UsageError(f"`--watch` only looks, and cannot be given with `{flag}`")


def _changes(paths: Iterable[Path]) -> Iterator[set[Path]]:
    """The files that have changed, again and again, in or beside what the paths mean.

    First comes an empty set: from there on nothing is missed.
    """
    try:
        from watchfiles import DefaultFilter, watch
    except ImportError as error:
        raise UsageError(
            "`--watch` needs the library watchfiles: `pip install 'kerascop[watch]'`"
        ) from error

    folders = {_folder_of(path) for path in paths}
    deep = any(not path.is_file() for path in paths)

    def told() -> Iterator[set[Path]]:
        try:
            begun = False
            for found in watch(
                *folders,
                watch_filter=DefaultFilter(),
                recursive=deep,
                rust_timeout=_MILLISECONDS,
                yield_on_timeout=True,
            ):
                files = {path for path in (Path(name) for _, name in found) if _matters(path)}
                if not begun:
                    begun = True
                    yield set()
                if files:
                    yield files
        except OSError as error:
            raise UsageError(f"`--watch` failed: {error}") from error

    return told()


def _matters(path: Path) -> bool:
    return path.suffix in SUFFIXES or path.name in _OTHERS


def _folder_of(path: Path) -> Path:
    """What is watched for a path: editors replace files, so a file is watched from its folder."""
    if path.is_dir():
        return path
    return next(parent for parent in path.parents if parent.is_dir())


def _lies_in(path: Path, folder: Path | None) -> bool:
    return folder is not None and folder in path.resolve().parents
