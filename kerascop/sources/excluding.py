"""What is left out when folders are walked: patterns as in .gitignore, and whether those count."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

EXCLUDED_FOLDERS = (
    ".bzr .direnv .eggs .git .hg .ipynb_checkpoints .kerascop_cache .mypy_cache .nox .pants.d "
    ".pyenv .pytest_cache .ruff_cache .svn .tox .venv __pycache__ __pypackages__ build dist "
    "node_modules site-packages venv virtualenv"
).split()
"""Folders that are never entered by default, unless one is named on the command line."""

MOST_STARS = 4
"""In one name of a pattern, and `**` in all of it. With each more the time that it takes to see
that a long name does not match grows by its length."""

_PLAIN = re.compile(r"[^*?\[\]!/\\#\s]+")
"""A pattern that is the very name of a file or folder."""


@dataclass(frozen=True)
class Patterns:
    """Patterns as .gitignore has them, those with a slash inside being relative to `root`."""

    patterns: tuple[str, ...]
    root: Path

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(each for each in self.patterns if _PLAIN.fullmatch(each))

    @cached_property
    def _spec(self) -> GitIgnoreSpec | None:
        others = [each for each in self.patterns if each not in self._names]
        if not others:
            return None
        return spec_of(others)

    def match(self, path: Path, *, is_folder: bool) -> bool:
        """Does a pattern mean this very path? (A walk asks for the folders around it first.)"""
        if path.name in self._names:
            return True
        if self._spec is None:
            return False
        return self._spec.match_file(self._inside(path).as_posix() + ("/" if is_folder else ""))

    def cover(self, path: Path) -> bool:
        """Does a pattern mean this file, or a folder around it?"""
        parts = self._inside(path).parts
        return not self._names.isdisjoint(parts) or self.match(path, is_folder=False)

    def _inside(self, path: Path) -> Path:
        """The path relative to the root; of one outside, relative to the root of all files."""
        absolute = Path.cwd() / path if ".." not in path.parts else path.resolve()
        if absolute.is_relative_to(self.root):
            return absolute.relative_to(self.root)
        return absolute.relative_to(absolute.anchor)


def spec_of(patterns: Iterable[str]) -> GitIgnoreSpec:
    """What patterns mean together.

    Raises:
        ValueError, re.error: one is no pattern.
    """
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        # Python warns of `[[:alpha:]]`, and names files of a library.
        warnings.simplefilter("ignore", FutureWarning)
        return GitIgnoreSpec.from_lines(patterns)


def fault_of(pattern: str) -> str | None:
    """Why a pattern does not count, as a phrase; `None` if it does."""
    parts = pattern.split("/")
    if parts.count("**") > MOST_STARS or any(part.count("*") > MOST_STARS for part in parts):
        return f"has more than {MOST_STARS} stars in a name, or `**` more often"
    try:
        spec_of([pattern])
    except (ValueError, re.error):
        return "is no pattern"
    return None


@dataclass(frozen=True)
class Exclusion:
    """What is left out: what the patterns mean, and what .gitignore files name if they count."""

    patterns: tuple[Patterns, ...]
    respect_gitignore: bool = True

    def excludes(self, path: Path, *, is_folder: bool) -> bool:
        """Do the patterns leave this path out?"""
        return any(patterns.match(path, is_folder=is_folder) for patterns in self.patterns)


DEFAULT = Exclusion((Patterns(tuple(EXCLUDED_FOLDERS), Path("/")),))
