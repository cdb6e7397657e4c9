"""What .gitignore files say of a path, from the root of the repository down to its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.sources.excluding import fault_of, spec_of
from kerascop.sources.reading import SourceError, read_bytes

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Ignored:
    """The .gitignore files that a walk has met. The deepest that speaks of a path decides."""

    def __init__(self) -> None:
        self._specs: dict[Path, GitIgnoreSpec] = {}

    @classmethod
    def above(cls, root: Path) -> Ignored:
        """What the folders between a walk's root and its repository's root say.

        A root that they ignore was named on purpose: then they have no say in it. All paths here
        and below are real ones, without links in them.
        """
        ignored = cls()
        top = root
        parents = [top, *top.parents]
        repository = next((folder for folder in parents if (folder / ".git").exists()), None)
        if repository is None or repository == top:
            return ignored
        for folder in reversed(parents[1 : parents.index(repository) + 1]):
            ignored.enter(folder)
        inside = [folder for folder in parents if folder.name]
        hidden = any(ignored.folder(folder.parent, folder.name) for folder in inside)
        return cls() if hidden else ignored

    def enter(self, folder: Path) -> None:
        """Reads the folder's own .gitignore, if it has one."""
        try:
            data = read_bytes(folder / ".gitignore")
        except SourceError:
            return
        lines = data.decode("utf-8", "replace").splitlines()
        self._specs[folder] = _spec(lines)

    def file(self, folder: Path, name: str) -> bool:
        """Is the file ignored?"""
        return bool(self._specs) and self._says(folder, name)

    def folder(self, folder: Path, name: str) -> bool:
        """Is the folder ignored, with all that is in it?"""
        return bool(self._specs) and self._says(folder, f"{name}/")

    def _says(self, start: Path, name: str) -> bool:
        for folder in (start, *start.parents):
            spec = self._specs.get(folder)
            if spec is not None:
                inside = start.relative_to(folder).as_posix()
                place = name if inside == "." else f"{inside}/{name}"
                verdict = spec.check_file(place).include
                if verdict is not None:
                    return verdict
        return False


def _spec(lines: list[str]) -> GitIgnoreSpec:
    """The patterns that count; git passes over those that are none too."""
    return spec_of([line for line in lines if line.startswith("#") or fault_of(line) is None])
