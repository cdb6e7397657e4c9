"""Globs that the shell has left alone, as a walk through folders asks them."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


def is_glob(text: str) -> bool:
    """Is there a `*`, `?` or `[` in it?"""
    return glob.has_magic(text)


@dataclass(frozen=True)
class Glob:
    """A pattern of paths, in which `**` stands for any number of folders.

    What matches a folder means all that is in it.

    Attributes:
        root: the folder below which everything lies that the pattern can mean.
        patterns: one for each name below it.
    """

    root: Path
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, path: Path) -> Glob:
        """The glob that a path with a `*`, `?` or `[` in it is."""
        first = next(index for index, part in enumerate(path.parts) if is_glob(part))
        return cls(Path(*path.parts[:first]), path.parts[first:])

    def means(self, path: Path) -> bool:
        """Is this file below the root meant?"""
        return _covers(self.patterns, path.relative_to(self.root).parts)

    def leads_into(self, folder: Path) -> bool:
        """Can a file in this folder below the root be meant?"""
        for pattern, name in zip(self.patterns, folder.relative_to(self.root).parts, strict=False):
            if pattern == "**":
                return True
            if not fnmatchcase(name, pattern):
                return False
        return True


def _covers(patterns: Sequence[str], names: Sequence[str]) -> bool:
    """Do the patterns match all names, or the first ones of them?"""
    if not patterns:
        return True
    first, *others = patterns
    if first == "**" and _covers(others, names):
        return True
    if not names or not (first == "**" or fnmatchcase(names[0], first)):
        return False
    return _covers(patterns if first == "**" else others, names[1:])
