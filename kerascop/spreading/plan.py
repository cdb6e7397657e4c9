"""What a worker has to know before it looks at files: sent once, and the same for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from kerascop.keras_api.version import Target
from kerascop.sources.imports import scan_imports
from kerascop.sources.project import Project
from kerascop.sources.reading import Contents, SourceError


class Plan(msgspec.Struct, array_like=True, frozen=True):
    """What all workers of a run know.

    Attributes:
        files: of the project: what may be imported.
        targets: the releases of Keras that files are written for, and `target_of` which of them by
            the number of the file.
        rules: the folders of the rules.
        selections: the codes of rules that files want, which errands mean by number.
        newer: bytes that the disk of a worker has not.
        profiled: is it measured what the work costs?
    """

    files: tuple[str, ...]
    targets: tuple[Target, ...]
    target_of: tuple[int, ...]
    rules: tuple[str, ...]
    selections: tuple[tuple[str, ...], ...]
    newer: dict[str, bytes]
    profiled: bool = False

    def encoded(self) -> bytes:
        """The plan as bytes."""
        return msgspec.msgpack.encode(self)


def decoded(data: bytes) -> Plan:
    """The plan that bytes hold."""
    return msgspec.msgpack.decode(data, type=Plan)


class Errand(msgspec.Struct, array_like=True, frozen=True):
    """A file to look at.

    Attributes:
        path: the file.
        selection: the number of the rules that it wants.
        data: its bytes, where a worker cannot read them itself.
    """

    path: str
    selection: int
    data: bytes | None = None


def drawn_up(
    project: Project,
    rules: Iterable[Path],
    wanted: Mapping[Path, tuple[str, ...]],
    contents: Contents,
    *,
    ships: bool,
    profiled: bool,
) -> tuple[Plan, list[Errand]]:
    """The plan of a run and its errands.

    Args:
        project: the files that may be imported.
        rules: the folders of the rules.
        wanted: the files to look at, and the codes of the rules that each wants.
        contents: where the bytes of files come from.
        ships: do workers lack the files?
        profiled: is it measured what the work costs?
    """
    selections = list(dict.fromkeys(wanted.values()))
    numbers = {codes: number for number, codes in enumerate(selections)}
    newer = dict(contents.newer)
    if ships:
        newer.update(_imported(wanted, project, contents))
    targets = [project.target(path) for path in project.files]
    kinds = {target: number for number, target in enumerate(dict.fromkeys(targets))}
    plan = Plan(
        tuple(map(str, project.files)),
        tuple(kinds),
        tuple(kinds[target] for target in targets),
        tuple(map(str, rules)),
        tuple(selections),
        {str(path): data for path, data in newer.items()},
        profiled,
    )
    errands = [
        Errand(str(path), numbers[codes], _bytes(path, contents) if ships else None)
        for path, codes in wanted.items()
    ]
    return plan, errands


def _imported(
    paths: Iterable[Path], project: Project, contents: Contents
) -> Iterator[tuple[Path, bytes]]:
    """The files that these import, at any remove."""
    waiting = list(paths)
    scanned = set(waiting)
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        data = _bytes(path, contents)
        if data is None:
            continue
        for imported in dict.fromkeys(scan_imports(data)):
            target = project.find(imported.name, path, imported.level)
            if target is None:
                continue
            if target not in found:
                found.add(target)
                text = _bytes(target, contents)
                if text is not None:
                    yield target, text
            if target not in scanned:
                scanned.add(target)
                waiting.append(target)


def _bytes(path: Path, contents: Contents) -> bytes | None:
    try:
        return contents.read(path)
    except SourceError:
        return None
