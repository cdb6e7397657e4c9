"""Finding the Python files that a command line means: files, folders, globs; .gitignore-aware."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kerascop.misuse import UsageError
from kerascop.sources.excluding import DEFAULT, Exclusion
from kerascop.sources.globs import Glob, is_glob
from kerascop.sources.ignoring import Ignored
from kerascop.sources.notebooks import SUFFIX as NOTEBOOK

SUFFIXES = frozenset({".py", NOTEBOOK})
_ENDINGS = tuple(SUFFIXES)

ExclusionIn = Callable[[Path], Exclusion]
"""What is left out of a folder."""


@dataclass(frozen=True)
class SourceFile:
    """A file to lint. `named` if the user wrote its very name: then it is linted whatever it is."""

    path: Path
    named: bool


def discover(
    paths: Iterable[str | Path],
    notes: list[str] | None = None,
    exclusion_in: ExclusionIn = lambda folder: DEFAULT,
) -> list[SourceFile]:
    """The files that the paths mean, each once, in a stable order.

    Folders are walked without following symbolic links to folders, so a walk stays below its root.
    What could not be looked into is told in `notes`; `exclusion_in` says what is left out of a
    folder, unless somebody wrote its very name.

    Raises:
        UsageError: a path does not exist, or a glob matches nothing.
    """
    notes = [] if notes is None else notes
    found: dict[str, SourceFile] = {}
    for given in paths:
        for source, real in _meant(str(given), notes, exclusion_in):
            if real not in found or source.named:
                found[real] = source
    return sorted(found.values(), key=lambda source: source.path.as_posix())


def _meant(
    given: str, notes: list[str], exclusion_in: ExclusionIn
) -> Iterable[tuple[SourceFile, str]]:
    """The files that an argument means, with their real paths."""
    if not given:
        raise UsageError("an empty path means nothing; the working folder is `.`")
    path = Path(given)
    if os.path.lexists(path):
        if not path.exists():
            raise UsageError(f"`{given}` is a symbolic link to nothing")
        if not path.is_dir():
            return [(SourceFile(path, named=True), str(path.resolve()))]
        return _in_order(_walk(path, notes, exclusion_in))
    if not is_glob(given):
        raise UsageError(f"`{given}` does not exist")
    glob = Glob.of(path)
    matches = _in_order(_walk(glob.root, notes, exclusion_in, glob))
    if not matches:
        raise UsageError(f"`{given}` matches no .py or .ipynb file that is not left out")
    return matches


def _in_order(found: Iterable[tuple[SourceFile, str]]) -> list[tuple[SourceFile, str]]:
    return sorted(found, key=lambda each: str(each[0].path))


def _walk(
    root: Path, notes: list[str], exclusion_in: ExclusionIn, glob: Glob | None = None
) -> Iterator[tuple[SourceFile, str]]:
    """The files below a folder with their real paths, of a glob only those that it means."""
    real_root = root.resolve()
    ignored = Ignored.above(real_root)
    waiting = [(root, real_root)]
    while waiting:
        here, real = waiting.pop()
        try:
            with os.scandir(here) as found:
                entries = list(found)
        except OSError as error:
            notes.append(f"{error.filename}: not looked into: {error.strerror}")
            continue
        if any(entry.name == ".gitignore" for entry in entries):
            ignored.enter(real)
        exclusion = exclusion_in(here)
        respected = exclusion.respect_gitignore
        for entry in entries:
            is_folder = _is_folder(entry)
            if not is_folder and not entry.name.endswith(_ENDINGS):
                continue
            path = here / entry.name
            if exclusion.excludes(path, is_folder=is_folder):
                continue
            if is_folder:
                if glob is not None and not glob.leads_into(path):
                    continue
                if entry.is_symlink() or (respected and ignored.folder(real, entry.name)):
                    continue
                waiting.append((path, real / entry.name))
            elif (
                path.suffix in SUFFIXES
                and _is_file(entry)
                and not (respected and ignored.file(real, entry.name))
            ):
                true = f"{real}{os.sep}{entry.name}"
                if entry.is_symlink():
                    target = path.resolve()
                    if not target.is_relative_to(real_root):
                        continue
                    true = str(target)
                if glob is None or glob.means(path):
                    yield SourceFile(path, named=False), true


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
