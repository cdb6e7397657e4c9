"""The project: the linted files as modules that import each other. Nothing else is ever read."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kerascop.keras_api.version import NEWEST, Target
from kerascop.sources.reading import Contents, SourceError, decode
from kerascop.syntax.module import ParsedModule, parse

_KEPT_CHARACTERS = 4_000_000
"""Of parsed text. A tree takes a hundred times the memory of its text: old ones are dropped."""


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
        self._files = {_absolute(path): path for path in files}
        self._folders = {folder for path in self._files for folder in path.parents}
        self._parsed: OrderedDict[Path, ParsedModule | SourceError] = OrderedDict()
        self._targets = targets
        self._known_targets: dict[Path, Target] = {}
        self._found: dict[tuple[str, int, Path], Path | None] = {}

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
        key = (name, level, importer.parent)
        if key not in self._found:
            self._found[key] = self._search(name, level, _absolute(importer).parent)
        return self._found[key]

    def _search(self, name: str, level: int, start: Path) -> Path | None:
        parts = tuple(part for part in name.split(".") if part)
        if level:
            folders = [start, *start.parents]
            return self._module_at(folders[level - 1], parts) if level <= len(folders) else None
        if not parts:
            return None
        for folder in self._roots(start, parts[0]):
            for root in (folder, folder / "src"):
                found = self._module_at(root, parts) if root in self._folders else None
                if found is not None:
                    return found
        return None

    def _roots(self, start: Path, top: str) -> Iterator[Path]:
        """Folders from which an absolute import may start, the likeliest first.

        Inside a package, `import x` does not mean the sibling x.py, unless the file is run as
        a script: so packages come last, and never for a module of the standard library.
        """
        folders = [folder for folder in (start, *start.parents) if folder in self._folders]
        packages = [folder for folder in folders if folder / "__init__.py" in self._files]
        yield from (folder for folder in folders if folder not in packages)
        if top not in sys.stdlib_module_names:
            yield from packages

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
                known = self._parse(path, decode(path, self._contents.read(path)))
            except SourceError as error:
                known = error
            self._parsed[path] = known
            self._forget()
        self._parsed.move_to_end(path)
        if isinstance(known, SourceError):
            raise known
        return known

    def _forget(self) -> None:
        sizes = {path: _size(known) for path, known in self._parsed.items()}
        total = sum(sizes.values())
        for path in list(sizes)[:-1]:
            if total <= _KEPT_CHARACTERS:
                break
            total -= sizes[path]
            del self._parsed[path]


def _size(known: ParsedModule | SourceError) -> int:
    return len(known.text or "")


def _absolute(path: Path) -> Path:
    """The path from the root of the file system, links in it unresolved: imports follow names."""
    return Path.cwd() / path if ".." not in path.parts else path.resolve()
