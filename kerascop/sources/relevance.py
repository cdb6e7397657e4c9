"""Which files can have to do with Keras at all, by their bytes: the others are never parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.sources.imports import scan_imports
from kerascop.sources.notebooks import SUFFIX, NotebookError, python_text

if TYPE_CHECKING:
    from kerascop.sources.project import Project

_SEQUENTIAL = re.compile(rb"(?:(?<![\w.])|\bmodels\.)Sequential\s*\(")
_MODEL = re.compile(rb"(?:(?<![\w.])|\bmodels\.)Model\s*[(,)]")
_ADDED = re.compile(rb"\.add\s*\(\s*(?:\w+\.)*[A-Z]\w*\s*\(")
_COMPILE = re.compile(rb"(?<!\bre)(?<!compiler)\.compile\s*\(")


def names_keras(data: bytes) -> bool:
    """Does the text name Keras or TensorFlow?

    Of what others import this is asked: a model pasted without imports is no module of a project,
    while much that is has a `Model` and compiles something.
    """
    return b"keras" in data or b"tensorflow" in data


def looks_pasted(data: bytes) -> bool:
    """Does the text look like a model pasted without imports?"""
    # Plain words are looked for first: over most files a pattern would go a hundred times slower.
    if b"Sequential" in data and _SEQUENTIAL.search(data) is not None:
        return True
    return (
        b".compile" in data
        and _COMPILE.search(data) is not None
        and (
            (b"Model" in data and _MODEL.search(data) is not None)
            or _ADDED.search(data) is not None
        )
    )


def mentions_keras(data: bytes) -> bool:
    """Does the text name Keras or TensorFlow, or look like a model pasted without imports?"""
    return names_keras(data) or looks_pasted(data)


def _searchable(path: Path, data: bytes) -> bytes:
    """The text that imports are looked for in: of a notebook that of its cells."""
    if path.suffix != SUFFIX:
        return data
    try:
        return python_text(data.decode("utf-8", "replace")).encode()
    except NotebookError:
        return b""


def relevant_files(contents: Mapping[Path, bytes], project: Project) -> frozenset[Path]:
    """The files that mention Keras, or import, at any remove, a file that names it."""
    mentioning = frozenset(path for path, data in contents.items() if mentions_keras(data))
    naming = frozenset(path for path in mentioning if names_keras(contents[path]))
    others = ((path, data) for path, data in contents.items() if path not in mentioning)
    return mentioning | importers_of(naming, others, project)


def importers_of(
    naming: frozenset[Path], others: Iterable[tuple[Path, bytes]], project: Project
) -> frozenset[Path]:
    """The other files that import, at any remove, one of the files that name Keras."""
    if not naming:
        return frozenset()
    importers: dict[Path, set[Path]] = {}
    for path, data in others:
        for imported in scan_imports(_searchable(path, data)):
            target = project.find(imported.name, path, imported.level)
            if target is not None and target != path:
                importers.setdefault(target, set()).add(path)
    found: set[Path] = set()
    waiting = list(naming)
    while waiting:
        for importer in importers.get(waiting.pop(), ()):
            if importer not in found:
                found.add(importer)
                waiting.append(importer)
    return frozenset(found)
