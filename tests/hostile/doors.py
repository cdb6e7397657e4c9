"""The doors through which source comes in, each opened in a process of its own under limits."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

_MEMORY = 2 * 1024**3
"""Bytes of addresses that a process may use."""
_SECONDS = 60
"""Of computing, after which a process counts as hanging. No measure: most need less than one."""
_TOO_LONG = 900

Place = tuple[str, int, str]
"""The name of a file, a line, and the code of what is found there."""


@dataclass(frozen=True)
class Outcome:
    """What came of one look at a folder.

    Attributes:
        ended: the status of the process: 0, or minus the number of the signal that killed it.
        findings: their places.
        notes: what was given up, and why.
        error: an exception that nobody caught.
        seconds: of computing, and `peak`, of memory, in bytes.
    """

    ended: int
    findings: Sequence[Place] = ()
    notes: Sequence[str] = ()
    error: str | None = None
    seconds: float = 0.0
    peak: int = 0

    def of(self, name: str) -> list[tuple[int, str]]:
        """The findings in a file: line and code."""
        return [(line, code) for file, line, code in self.findings if file == name]

    @property
    def trouble(self) -> str | None:
        """What nothing that is linted may do to kerascop."""
        if self.error or self.ended:
            return self.error or f"ended with {self.ended}"
        return next((note for note in self.notes if "internal error" in note), None)


def lint_all(folder: Path) -> tuple[list[Place], list[str]]:
    """`kerascop lint` of a folder, what is hostile in it being named besides."""
    from kerascop.linting.run import lint

    report = lint([folder, *_hostile(folder)])
    places = [(each.path.name, each.span.start_line, each.code) for each in report.findings]
    return places, list(report.notes)


def summarise_all(folder: Path) -> tuple[list[Place], list[str]]:
    """`kerascop summary` of a folder, and of what is hostile in it by itself."""
    from kerascop.misuse import UsageError
    from kerascop.summary.run import overview

    found: list[Place] = []
    notes: list[str] = []
    for words in ([str(folder)], *([str(path)] for path in _hostile(folder))):
        try:
            seen = overview(words)
        except UsageError as error:
            notes.append(str(error))
            continue
        notes += seen.notes
        found += [
            (finding.path.name, finding.span.start_line, finding.code)
            for view in seen.models
            for finding in view.findings
        ]
    return found, notes


def edit_all(folder: Path) -> tuple[list[Place], list[str]]:
    """What the language server says of each file of a folder."""
    from kerascop.editor.examining import Part, Source, examine
    from kerascop.sources.reading import SourceError, read_bytes

    found: list[Place] = []
    notes: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        try:
            data = read_bytes(path)
        except SourceError:
            continue
        part = Part(path.as_uri(), 1, data.decode("utf-8", "replace"))
        seen = examine(Source(part.uri, path, data, folder, (part,), 1))
        notes += seen.notes
        found += [(each.path.name, each.span.start_line, each.code) for each in seen.findings]
    return found, notes


def _hostile(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.stem.startswith("hostile")]


DOORS: Mapping[str, Callable[[Path], tuple[list[Place], list[str]]]] = {
    "lint": lint_all,
    "summary": summarise_all,
    "editor": edit_all,
}


def _work(door: str, folder: Path, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    started = time.process_time()
    error: str | None = None
    findings: list[Place] = []
    notes: list[str] = []
    try:
        findings, notes = DOORS[door](folder)
    except BaseException as caught:  # noqa: BLE001 - whatever it is, the test is told
        error = f"{type(caught).__name__}: {caught}"[:2_000]
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer.send(Outcome(0, findings, [note[:2_000] for note in notes], error, seconds, peak))


_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.hostile.loaded"])


def opened(door: str, folder: Path) -> Outcome:
    """Look at all that is in a folder, through one of the `DOORS`."""
    here, there = _context.Pipe(duplex=False)
    process = _context.Process(target=_work, args=(door, folder, there))
    process.start()
    there.close()
    outcome: Outcome | None = None
    if here.poll(_TOO_LONG):
        try:
            outcome = here.recv()
        except EOFError:
            outcome = None
    else:
        process.kill()
    process.join()
    return outcome or Outcome(process.exitcode or -1)
