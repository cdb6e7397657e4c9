"""What the words of a `kerascop summary` mean: files, folders, builders, and builder arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kerascop.misuse import UsageError, nearest
from kerascop.sources.discovery import discover
from kerascop.sources.reading import SourceError, decode, read_bytes

_BUILDER = re.compile(r"(?P<path>.+)::(?P<builder>[^:]*)")
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")
_WORD = re.compile(r"[\w./+:-]+")
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([^\W\d]\w*)", re.MULTILINE)
_LIBRARIES = frozenset({"keras", "keras_cv", "keras_hub", "keras_nlp", "tensorflow", "tf_keras"})
"""Packages whose names kerascop knows better than their source would tell it."""


@dataclass(frozen=True)
class Target:
    """A file to summarise.

    Attributes:
        path: the file.
        builder: the function or class in it that builds the models; `None` for all that it builds.
        named: was the file itself named, and not a folder of it?
    """

    path: Path
    builder: str | None
    named: bool


def targets_of(words: Iterable[str], notes: list[str]) -> list[Target]:
    """The targets that the words of the command line mean, each once, in their order.

    Raises:
        UsageError: a file does not exist, or the word names something that is no Python source.
    """
    found: dict[tuple[Path, str | None], Target] = {}
    for word in words:
        for target in _targets(word, notes):
            found.setdefault((target.path.resolve(), target.builder), target)
    return list(found.values())


def arguments_of(words: Iterable[str]) -> dict[str, object]:
    """The builder arguments that `name=literal` means; a bare word is a string.

    Raises:
        UsageError: there is no name, the name comes twice, or the value is no literal.
    """
    found: dict[str, object] = {}
    for word in words:
        name, equals, text = word.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise UsageError(f"`{word}` is not of the form `name=literal`")
        if name in found:
            raise UsageError(f"the argument `{name}` is given twice")
        found[name] = _literal(name, text.strip())
    return found


def files_around(target: Target) -> list[Path]:
    """The files that a target may import: its folder's, its package's, its own subfolders'.

    Only their names are needed: a file is read when it is imported. Packages that kerascop knows by
    heart are not taken in, so Keras' own applications mean Keras' own layers.
    """
    folder = target.path.parent
    files = {path: None for path in (target.path, *sorted(folder.glob("*.py"))) if path.is_file()}
    top = folder
    while (top / "__init__.py").is_file() and (top.parent / "__init__.py").is_file():
        top = top.parent
    roots = [top] if top != folder and top.resolve().name not in _LIBRARIES else []
    roots += [folder / name for name in _imported(target.path) if (folder / name).is_dir()]
    files.update((source.path, None) for root in roots for source in discover([root]))
    return list(files)


def _targets(word: str, notes: list[str]) -> Sequence[Target]:
    path, builder = Path(word), None
    match = _BUILDER.fullmatch(word)
    if match is not None and not path.exists():
        path, builder = Path(match["path"]), match["builder"]
        if not _NAME.fullmatch(builder):
            raise UsageError(f"`{word}` names no builder: `model.py::build`, `model.py::Net.build`")
    if builder is None and not path.is_file():
        _must_exist(path, word)
        return [Target(source.path, None, source.named) for source in discover([word], notes)]
    _must_exist(path, str(path))
    if not path.is_file():
        raise UsageError(f"`{path}` is a folder; a builder is in a file: `file.py::{builder}`")
    return [Target(path, builder, named=True)]


def _must_exist(path: Path, word: str) -> None:
    if path.exists() or any(letter in word for letter in "*?["):
        return
    folder = path.parent
    names = [each.name for each in folder.iterdir()] if folder.is_dir() else []
    raise UsageError(f"`{word}` does not exist{nearest(path.name, names)}")


def _literal(name: str, text: str) -> object:
    try:
        value: object = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        if _WORD.fullmatch(text):
            return text
        raise UsageError(f"the value of `{name}` is no Python literal: `{text}`") from None
    return value


def _imported(path: Path) -> list[str]:
    """The first names of what a file imports."""
    try:
        text = decode(path, read_bytes(path))
    except SourceError:
        return []
    names: list[str] = _IMPORT.findall(text)
    return [name for name in dict.fromkeys(names) if name not in _LIBRARIES]
