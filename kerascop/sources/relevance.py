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


_USE = re.compile(
    rb"""
    \bfrom[ \t]+[\w.]{0,200}(?:keras|tensorflow)[\w.]{0,200}[ \t]+import\b
    | \bimport[\s(\\]{1,200}
        (?:[\w.]{1,200}(?:[ \t]+as[ \t]+\w{1,200})?[ \t]{0,9},[\s\\]{0,200}){0,100}
        [\w.]{0,200}(?:keras|tensorflow)
    | ["'](?:keras|tf_keras|tensorflow)(?:\.[\w.]+)?["']
    | \bkeras\.(?!io\b)\w
    """,
    re.VERBOSE,
)
"""An import, by a statement or by a name in quotes, or an attribute."""


def names_keras(data: bytes) -> bool:
    """Does the text name Keras or TensorFlow?"""
    return b"keras" in data or b"tensorflow" in data


def uses_keras(data: bytes) -> bool:
    """Does the text seem to import or to use Keras or TensorFlow, not only to speak of them?

    Of what others import this is asked. One address of a web page in a module that all of a package
    imports does not make a package of models out of it; and a model pasted without imports is no
    module of a project, while much that is has a `Model` and compiles something.
    """
    return names_keras(data) and _USE.search(data) is not None


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
    """The files that mention Keras, or import, at any remove, a file that uses it."""
    mentioning = frozenset(path for path, data in contents.items() if mentions_keras(data))
    using = frozenset(path for path in mentioning if uses_keras(contents[path]))
    others = ((path, data) for path, data in contents.items() if path not in using)
    return mentioning | importers_of(using, others, project)


def importers_of(
    using: frozenset[Path], others: Iterable[tuple[Path, bytes]], project: Project
) -> frozenset[Path]:
    """The other files that import, at any remove, one of the files that use Keras."""
    if not using:
        return frozenset()
    importers: dict[Path, set[Path]] = {}
    for path, data in others:
        for imported in scan_imports(_searchable(path, data)):
            target = project.find(imported.name, path, imported.level)
            if target is not None and target != path:
                importers.setdefault(target, set()).add(path)
    found: set[Path] = set()
    waiting = list(using)
    while waiting:
        for importer in importers.get(waiting.pop(), ()):
            if importer not in found:
                found.add(importer)
                waiting.append(importer)
    return frozenset(found)
