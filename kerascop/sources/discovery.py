"""Finding the Python files that a command line means: files, folders, globs; .gitignore-aware."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kerascop.misuse import UsageError
from kerascop.sources.excluding import DEFAULT, Exclusion
from kerascop.sources.ignoring import Ignored
from kerascop.sources.notebooks import SUFFIX as NOTEBOOK

SUFFIXES = frozenset({".py", NOTEBOOK})


@dataclass(frozen=True)
class SourceFile:
    """A file to lint. `named` if the user wrote its very name: then it is linted whatever it is."""

    path: Path
    named: bool


def discover(
    paths: Iterable[str | Path],
    notes: list[str] | None = None,
    exclusion_in: Callable[[Path], Exclusion] = lambda folder: DEFAULT,
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
        for path, written in _expand(str(given)):
            if not written and _is_left_out(path, exclusion_in):
                continue
            files = [path] if not path.is_dir() else sorted(_walk(path, notes, exclusion_in))
            for file in files:
                named = written and file is path
                real = file.resolve()
                if real not in found or named:
                    found[real] = SourceFile(file, named)
    return sorted(found.values(), key=lambda source: source.path.as_posix())


def _expand(given: str) -> Iterator[tuple[Path, bool]]:
    """The existing paths that an argument means, each with whether it was written out in full."""
    path = Path(given)
    if os.path.lexists(path):
        if not path.exists():
            raise UsageError(f"`{given}` is a symbolic link to nothing")
        yield path, True
        return
    # `Path.glob` takes no absolute patterns.
    matches = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207
    wanted = [Path(match) for match in matches]
    wanted = [match for match in wanted if match.is_dir() or match.suffix in SUFFIXES]
    if not wanted:
        raise UsageError(
            f"`{given}` does not exist" if not matches else f"`{given}` has no .py or .ipynb file"
        )
    for match in wanted:
        yield match, False


def _is_left_out(path: Path, exclusion_in: Callable[[Path], Exclusion]) -> bool:
    """Is what a glob has matched, or a folder on the way to it, left out?"""
    folder = path.is_dir()
    if exclusion_in(path.parent).excludes(path, is_folder=folder):
        return True
    above = [each for each in path.parents if each.name]
    return any(exclusion_in(each.parent).excludes(each, is_folder=True) for each in above)


def _walk(
    root: Path, notes: list[str], exclusion_in: Callable[[Path], Exclusion]
) -> Iterator[Path]:
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
        )
        for name in names:
            path = here / name
            if path.suffix not in SUFFIXES or not path.is_file():
                continue
            if exclusion.excludes(path, is_folder=False) or (respected and ignored.file(path)):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(real_root):
                continue
            yield path
