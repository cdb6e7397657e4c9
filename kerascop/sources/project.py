"""The project: the linted files as modules that import each other. Nothing else is ever read."""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kerascop.keras_api.version import NEWEST, Target
from kerascop.sources.keeping import Keeper
from kerascop.sources.reading import Contents, SourceError, decode
from kerascop.syntax.module import ParsedModule, parse

_KEPT_CHARACTERS = 2_000_000
"""Of parsed text. A tree takes a hundred times the memory of its text: old ones are dropped."""
_KEPT_EXECUTED_CHARACTERS = 2_000_000
"""Of modules that were executed, with all that they import: their trees are kept with them."""


class Project:
    """The files of one run. A file is known under the path that it was given with.

    Args:
        files: the files. Imports are resolved among them alone.
        targets: which releases of Keras a file is written for; the newest if nothing says so.
        contents: where the bytes of files come from.
        proceed: asked now and then by whoever works on the files; raises `Interrupted` to end that.
        parse: makes modules of texts.
    """

    def __init__(
        self,
        files: Iterable[Path],
        targets: Callable[[Path], Target] = lambda path: NEWEST,
        contents: Contents | None = None,
        proceed: Callable[[], None] = lambda: None,
        parse: Callable[[Path, str], ParsedModule] = parse,
    ) -> None:
        self.proceed = proceed
        self._parse = parse
        self._contents = contents or Contents()
        self._given = tuple(files)
        self._parsed: OrderedDict[Path, ParsedModule | SourceError] = OrderedDict()
        self._kept = 0
        self._targets = targets
        self._known_targets: dict[Path, Target] = {}
        self._starts: dict[Path, tuple[list[Path], list[Path]]] = {}
        self._found: dict[tuple[str, int, Path], Path | None] = {}
        self._digests: dict[Path, bytes] = {}
        self.executed: Keeper[object] = Keeper(_KEPT_EXECUTED_CHARACTERS)
        """What came of executing whole modules."""

    def begin_uses(self) -> None:
        """From here on what is asked is remembered by itself: see `WatchedProject`."""

    def end_uses(self) -> Uses:
        """What was asked since the last `begin_uses`, where that is remembered."""
        return Uses()

    def use_again(self, uses: Uses) -> None:
        """What was asked for something earlier counts as asked again."""

    @cached_property
    def _files(self) -> Mapping[Path, Path]:
        """The files by their absolute paths."""
        return {_absolute(path): path for path in self._given}

    @cached_property
    def _folders(self) -> AbstractSet[Path]:
        """The folders that files are in, at any remove."""
        nearest = {path.parent for path in self._files}
        return nearest.union(*(folder.parents for folder in nearest))

    @cached_property
    def _tops(self) -> AbstractSet[str]:
        """What the first name of an import from the project may be."""
        return {path.stem for path in self._files} | {each.name for each in self._folders}

    @property
    def files(self) -> Iterable[Path]:
        """The files."""
        return self._files.values()

    def target(self, path: Path) -> Target:
        """The releases of Keras that a file is written for."""
        known = self._known_targets.get(path)
        if known is None:
            known = self._known_targets[path] = self._targets(path)
        return known

    def find(self, name: str, importer: Path, level: int = 0) -> Path | None:
        """The file of the project that `import name`, written in `importer`, would load.

        Args:
            name: the dotted name, without leading dots; empty for `from . import x`.
            importer: the file that imports.
            level: the number of leading dots.
        """
        return self.find_from(name, importer.parent, level)

    def find_from(self, name: str, folder: Path, level: int) -> Path | None:
        """The same for an import that is written in a file of this folder."""
        key = (name, level, folder)
        if key not in self._found:
            self._found[key] = self._search(name, level, _absolute(folder))
        return self._found[key]

    def _search(self, name: str, level: int, start: Path) -> Path | None:
        parts = tuple(part for part in name.split(".") if part)
        if level:
            folders = [start, *start.parents]
            return self._module_at(folders[level - 1], parts) if level <= len(folders) else None
        if not parts or parts[0] not in self._tops:
            return None
        folders, packages = self._roots(start)
        # A module of the standard library is never one of a package's.
        for folder in folders if parts[0] in sys.stdlib_module_names else folders + packages:
            for root in (folder, folder / "src"):
                found = self._module_at(root, parts) if root in self._folders else None
                if found is not None:
                    return found
        return None

    def _roots(self, start: Path) -> tuple[list[Path], list[Path]]:
        """Folders from which an absolute import may start, and those of packages among them apart.

        Inside a package, `import x` does not mean the sibling x.py, unless the file is run as
        a script: so packages come last.
        """
        if start not in self._starts:
            around = [folder for folder in (start, *start.parents) if folder in self._folders]
            packages = [folder for folder in around if folder / "__init__.py" in self._files]
            folders = [folder for folder in around if folder not in packages]
            self._starts[start] = folders, packages
        return self._starts[start]

    def _module_at(self, folder: Path, parts: tuple[str, ...]) -> Path | None:
        base = folder.joinpath(*parts)
        candidates = [base / "__init__.py"]
        if parts:
            candidates.append(base.with_name(f"{base.name}.py"))
        return next((self._files[path] for path in candidates if path in self._files), None)

    def module(self, path: Path) -> ParsedModule | None:
        """The parsed file; `None` if it is not of the project or cannot be parsed."""
        if _absolute(path) not in self._files:
            return None
        try:
            return self.parse(path)
        except SourceError:
            return None

    def parse(self, path: Path) -> ParsedModule:
        """The parsed file, from a bounded memory of recent ones.

        Raises:
            SourceError: the file cannot be read, decoded or parsed.
        """
        known = self._parsed.get(path)
        if known is None:
            try:
                data = self._contents.read(path)
                self._digests[path] = digest_of(data)
                known = self._parse(path, decode(path, data))
            except SourceError as error:
                known = error
            self._parsed[path] = known
            self._kept += _size(known)
            self._forget()
        self._parsed.move_to_end(path)
        if isinstance(known, SourceError):
            raise known
        return known

    def digest(self, path: Path) -> bytes:
        """The digest of the bytes that were parsed; empty for a file that could not be read."""
        return self._digests.get(path, b"")

    def _forget(self) -> None:
        while self._kept > _KEPT_CHARACTERS and len(self._parsed) > 1:
            _, oldest = self._parsed.popitem(last=False)
            self._kept -= _size(oldest)


def digest_of(data: bytes) -> bytes:
    """What tells the bytes of a file from all others."""
    return hashlib.blake2b(data, digest_size=16).digest()


@dataclass
class Uses:
    """What the analysis of a file has asked its project: on nothing else it depends.

    Attributes:
        found: the file that each import led to, `None` for none, by name, level and folder.
        read: the digests of the files that were parsed.
        targets: the releases of Keras that files are written for.
    """

    found: dict[tuple[str, int, Path], Path | None] = field(default_factory=dict)
    read: dict[Path, bytes] = field(default_factory=dict)
    targets: dict[Path, Target] = field(default_factory=dict)

    def update(self, other: Uses) -> None:
        """Takes in what else was asked."""
        self.found.update(other.found)
        self.read.update(other.read)
        self.targets.update(other.targets)

    def hold(self, project: Project, digest: Callable[[Path], bytes]) -> bool:
        """Would a project give the same answers? `digest` says what its files are now."""
        return (
            all(digest(path) == known for path, known in self.read.items())
            and all(project.target(path) == known for path, known in self.targets.items())
            and all(
                project.find_from(name, folder, level) == known
                for (name, level, folder), known in self.found.items()
            )
        )


class WatchedProject(Project):
    """A project as the analysis of one file sees it: the same answers, and what was asked.

    Modules that were executed for other files are shared only as a whole, with all that was asked
    on the way: so what is found in a file does not depend on which others were analysed before.
    """

    def __init__(self, project: Project) -> None:
        self.proceed = project.proceed
        self.executed = project.executed
        self.uses = Uses()
        self._inner = project
        self._outer: list[Uses] = []

    def begin_uses(self) -> None:
        """From here on what is asked is remembered by itself."""
        self._outer.append(self.uses)
        self.uses = Uses()

    def end_uses(self) -> Uses:
        """What was asked since the last `begin_uses`; it counts as asked before that, too."""
        ended, self.uses = self.uses, self._outer.pop()
        self.uses.update(ended)
        return ended

    def use_again(self, uses: Uses) -> None:
        """What was asked for something earlier counts as asked again."""
        self.uses.update(uses)

    def digest(self, path: Path) -> bytes:
        """The digest of the bytes that were parsed: see `Project.digest`."""
        return self._inner.digest(path)

    def target(self, path: Path) -> Target:
        """The releases of Keras that a file is written for."""
        found = self.uses.targets[path] = self._inner.target(path)
        return found

    def find(self, name: str, importer: Path, level: int = 0) -> Path | None:
        """The file that `import name`, written in `importer`, would load: see `Project.find`."""
        found = self._inner.find(name, importer, level)
        self.uses.found[name, level, importer.parent] = found
        return found

    def module(self, path: Path) -> ParsedModule | None:
        """The parsed file: see `Project.module`."""
        found = self._inner.module(path)
        self.uses.read[path] = self._inner.digest(path)
        return found

    def parse(self, path: Path) -> ParsedModule:
        """The parsed file: see `Project.parse`."""
        try:
            return self._inner.parse(path)
        finally:
            self.uses.read[path] = self._inner.digest(path)


def _size(known: ParsedModule | SourceError) -> int:
    return len(known.text or "")


def _absolute(path: Path) -> Path:
    """The path from the root of the file system, links in it unresolved: imports follow names."""
    return Path.cwd() / path if ".." not in path.parts else path.resolve()
