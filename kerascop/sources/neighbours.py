"""The files that a file may import, found by looking where its imports point, not by walking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kerascop.sources.imports import ImportedName, scan_imports
from kerascop.sources.reading import Contents, SourceError

MAX_FILES = 200
"""Files that are followed from one."""

MAX_BYTES = 1_000_000
"""Of a file that is followed."""


def imported_files(path: Path, data: bytes, root: Path, contents: Contents) -> dict[Path, bytes]:
    """What a file imports from within a folder, at any remove, with its bytes.

    Args:
        path: the file, and `data`, its bytes.
        root: nothing outside this folder is looked at, the file's own folder excepted.
        contents: where the bytes of files come from.
    """
    found: dict[Path, bytes] = {}
    waiting = [(path, data)]
    asked: set[Path] = {path}
    while waiting and len(found) < MAX_FILES:
        importer, text = waiting.pop(0)
        near = _imported(importer, text, root, contents, asked)
        found.update(near)
        waiting.extend(near.items())
    return found


def directly_imported(path: Path, data: bytes, root: Path, contents: Contents) -> dict[Path, bytes]:
    """What a file itself imports from within a folder, with its bytes; see `imported_files`."""
    return _imported(path, data, root, contents, {path})


def _imported(
    path: Path, data: bytes, root: Path, contents: Contents, asked: set[Path]
) -> dict[Path, bytes]:
    """What a file imports, without what was asked for before."""
    found: dict[Path, bytes] = {}
    for imported in dict.fromkeys(scan_imports(data)):
        for candidate in _candidates(imported, path, root):
            if candidate in asked:
                continue
            asked.add(candidate)
            read = _read(candidate, root, contents)
            if read is not None:
                found[candidate] = read
    return found


def _read(path: Path, root: Path, contents: Contents) -> bytes | None:
    """The bytes of a file of reasonable length, if there is one and it leads nowhere else."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            return None
        if path not in contents and (not path.is_file() or path.stat().st_size > MAX_BYTES):
            return None
        return contents.read(path)
    except (SourceError, OSError, ValueError):
        return None


def _candidates(imported: ImportedName, importer: Path, root: Path) -> Iterator[Path]:
    """The files that an import may mean, and the packages around them."""
    parts = [part for part in imported.name.split(".") if part]
    folders = [importer.parent, *importer.parent.parents]
    inside = [folder for folder in folders if folder.is_relative_to(root)]
    around = inside or folders[:1]
    if imported.level:
        starts = [each for each in folders[imported.level - 1 : imported.level] if each in around]
    else:
        starts = [start for folder in around for start in (folder, folder / "src")]
        yield from (folder / "__init__.py" for folder in around)
    for start in starts:
        base = start.joinpath(*parts)
        yield base / "__init__.py"
        if parts:
            yield base.with_name(f"{base.name}.py")
