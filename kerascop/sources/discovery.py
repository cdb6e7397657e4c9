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
    found: dict[Path, SourceFile] = {}
    for given in paths:
        for source in _meant(str(given), notes, exclusion_in):
            real = source.path.resolve()
            if real not in found or source.named:
                found[real] = source
    return sorted(found.values(), key=lambda source: source.path.as_posix())


def _meant(given: str, notes: list[str], exclusion_in: ExclusionIn) -> Iterator[SourceFile]:
    """The files that an argument means."""
    if not given:
        raise UsageError("an empty path means nothing; the working folder is `.`")
    path = Path(given)
    if os.path.lexists(path):
        if not path.exists():
            raise UsageError(f"`{given}` is a symbolic link to nothing")
        files = _walk(path, notes, exclusion_in) if path.is_dir() else None
        yield from [SourceFile(path, named=True)] if files is None else map(_found, files)
        return
    if not is_glob(given):
        raise UsageError(f"`{given}` does not exist")
    glob = Glob.of(path)
    matches = list(_walk(glob.root, notes, exclusion_in, glob))
    if not matches:
        raise UsageError(f"`{given}` matches no .py or .ipynb file that is not left out")
    yield from map(_found, matches)


def _found(path: Path) -> SourceFile:
    return SourceFile(path, named=False)


def _walk(
    root: Path, notes: list[str], exclusion_in: ExclusionIn, glob: Glob | None = None
) -> Iterator[Path]:
    """The files below a folder, of a glob only those that it means."""
    ignored = Ignored.above(root)
    real_root = root.resolve()

    def note(error: OSError) -> None:
        notes.append(f"{error.filename}: not looked into: {error.strerror}")

    for folder, subfolders, names in os.walk(root, onerror=note):
        here = Path(folder)
        ignored.enter(here)
        exclusion = exclusion_in(here)
        respected = exclusion.respect_gitignore
        subfolders[:] = sorted(
            name
            for name in subfolders
            if not exclusion.excludes(here / name, is_folder=True)
            and not (here / name).is_symlink()
            and not (respected and ignored.folder(here / name))
            and (glob is None or glob.leads_into(here / name))
        )
        for name in names:
            path = here / name
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            if glob is not None and not glob.means(path):
                continue
            if exclusion.excludes(path, is_folder=False) or (respected and ignored.file(path)):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(real_root):
                continue
            yield path
