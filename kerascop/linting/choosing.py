"""The first look at the files of a run: which are worth the work. Bytes are read, and not kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.sources.discovery import SourceFile
from kerascop.sources.reading import Contents, SourceError
from kerascop.sources.relevance import importers_of, looks_pasted, names_keras, uses_keras
from kerascop.sources.targets import asks_for_legacy_keras
from kerascop.syntax.suppressions import names_rules

if TYPE_CHECKING:
    from kerascop.sources.project import Project


@dataclass
class FirstLook:
    """What the bytes of files tell before anything is parsed.

    Attributes:
        sizes: of the files that could be read, in bytes.
        mentioning: files that name Keras, or look like a pasted model; `using` those that use it.
        naming: files with comments that may silence rules by name.
        legacy: files that set `TF_USE_LEGACY_KERAS`.
        errors: why other files could not be read.
    """

    sizes: dict[Path, int] = field(default_factory=dict)
    mentioning: set[Path] = field(default_factory=set)
    using: set[Path] = field(default_factory=set)
    naming: list[Path] = field(default_factory=list)
    legacy: list[Path] = field(default_factory=list)
    errors: list[SourceError] = field(default_factory=list)

    @classmethod
    def at(cls, sources: Iterable[SourceFile], contents: Contents) -> FirstLook:
        """The first look at files."""
        look = cls()
        for source in sources:
            try:
                data = contents.read(source.path)
            except SourceError as error:
                look.errors.append(error)
                continue
            look.sizes[source.path] = len(data)
            if names_rules(data):
                look.naming.append(source.path)
            look.take(source.path, data)
        return look

    def take(self, path: Path, data: bytes) -> None:
        """A file, or one of the surroundings that is not linted itself."""
        if names_keras(data):
            self.mentioning.add(path)
            if uses_keras(data):
                self.using.add(path)
        elif looks_pasted(data):
            self.mentioning.add(path)
        if asks_for_legacy_keras(data):
            self.legacy.append(path)

    def relevant(
        self, around: Iterable[tuple[Path, bytes]], contents: Contents, project: Project
    ) -> frozenset[Path]:
        """The files that have to do with Keras, if only through what they import."""
        importers = importers_of(frozenset(self.using), self._others(around, contents), project)
        return importers.union(self.mentioning)

    def _others(
        self, around: Iterable[tuple[Path, bytes]], contents: Contents
    ) -> Iterator[tuple[Path, bytes]]:
        yield from (each for each in around if each[0] not in self.using)
        for path in self.sizes:
            if path in self.using:
                continue
            try:
                yield path, contents.read(path)
            except SourceError:
                # It vanished just now: what it imported is nobody's business any more.
                continue
