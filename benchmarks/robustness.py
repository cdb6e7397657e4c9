"""Real code, package by package: internal errors, time, and memory.

    pip download --no-deps --only-binary :all: -d wheels keras-hub tf-models-official …
    python -m benchmarks.robustness wheels/*.whl some/folder [--limit 60]

Lints every Python file and notebook of each wheel or folder, in one process a package, without the
settings that lie in it. Nothing of a package is installed, imported or run. Times are those of the
processor, so that other work on the machine does not count. The exit status is 1 if there was an
internal error, a crash, or a file that took longer than the limit; one that takes ten times as long
ends the process of its package, with the traceback of where it stood.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from kerascop.linting.run import lint
from kerascop.sources.discovery import SourceFile
from kerascop.sources.reading import Contents

_SUFFIXES = (".py", ".ipynb")
_MEBIBYTE = 1024.0 if sys.platform != "darwin" else 1024.0 * 1024.0
"""In the units that the system measures the memory of a process in."""


@dataclass(frozen=True)
class Measurement:
    """What linting a package took.

    Attributes:
        files: how many there were, and `analysed`, how many of them have to do with Keras.
        lines: of all files.
        findings: of the rules that are on by default.
        seconds: of computing, and `slowest`, those of the file that took longest, which is `file`.
        peak: memory of the process, in MiB.
        errors: notes of internal errors; for a process that died what it said last.
        budgets: notes of files of which something stays unknown since a budget was used up.
    """

    package: str
    files: int = 0
    analysed: int = 0
    lines: int = 0
    findings: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    file: str = ""
    peak: float = 0.0
    errors: tuple[str, ...] = ()
    budgets: tuple[str, ...] = ()


_PATIENCE = 10


class _Watch:
    """Passes the files of a run on, and measures how long each takes."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self.slowest = (0.0, "")

    @contextmanager
    def track(self, sources: Sequence[SourceFile]) -> Iterator[Iterable[SourceFile]]:
        yield self._files(sources)
        faulthandler.cancel_dump_traceback_later()

    def _files(self, sources: Sequence[SourceFile]) -> Iterator[SourceFile]:
        for source in sources:
            faulthandler.dump_traceback_later(_PATIENCE * self._limit, exit=True)
            started = time.process_time()
            yield source
            self.slowest = max(self.slowest, (time.process_time() - started, str(source.path)))


def measure(folder: Path, package: str, limit: float, *, everything: bool = False) -> Measurement:
    """Lints a folder in this process, which ends if a file takes much longer than the limit.

    Args:
        everything: analyse files that have nothing to do with Keras, too.
    """
    watch = _Watch(limit)
    contents = Contents(_with_keras(folder) if everything else None)
    started = time.process_time()
    report = lint([folder], tracker=watch.track, contents=contents)
    seconds = time.process_time() - started
    errors = [note for note in report.notes if "internal error" in note]
    if watch.slowest[0] > limit:
        errors.append(f"{watch.slowest[1]}: took {watch.slowest[0]:.0f} s")
    return Measurement(
        package=package,
        files=report.files,
        analysed=report.analysed,
        lines=sum(path.read_bytes().count(b"\n") for path in report.linted if path.is_file()),
        findings=len(report.findings),
        seconds=seconds,
        slowest=watch.slowest[0],
        file=str(Path(watch.slowest[1]).relative_to(folder)) if watch.slowest[1] else "",
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE,
        errors=tuple(errors),
        budgets=tuple(note for note in report.notes if "internal error" not in note),
    )


def _with_keras(folder: Path) -> dict[Path, bytes]:
    """The files of a folder, each with one more line, for the sake of which it is analysed."""
    return {path: path.read_bytes() + b"\nimport keras\n" for path in folder.rglob("*.py")}


def measure_apart(
    folder: Path, package: str, limit: float, *, everything: bool = False
) -> Measurement:
    """Lints a folder in a process of its own, whose end is part of what is measured."""
    command = [sys.executable, "-m", "benchmarks.robustness", "--apart", package, str(folder)]
    command += ["--limit", str(limit), *(["--everything"] if everything else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip() or f"ended with status {done.returncode}"
        return Measurement(package, errors=(last,))
    return Measurement(**json.loads(done.stdout))


@contextmanager
def _unpacked(target: Path) -> Iterator[tuple[Path, str]]:
    """The folder with the sources of a wheel, or the folder itself; and its name."""
    if target.is_dir():
        yield target, target.name
        return
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target) as wheel:
        names = [name for name in wheel.namelist() if name.endswith(_SUFFIXES)]
        wheel.extractall(folder, names)
        yield Path(folder), " ".join(target.name.split("-")[:2])


_COLUMNS = (
    "package", "files", "with Keras", "lines", "findings", "s", "slowest file, s", "MiB",
    "internal errors",
)  # fmt: skip


def _row(measured: Measurement) -> str:
    cells = (
        measured.package,
        f"{measured.files:,}",
        f"{measured.analysed:,}",
        f"{measured.lines:,}",
        f"{measured.findings:,}",
        f"{measured.seconds:.1f}",
        f"{measured.slowest:.1f}",
        f"{measured.peak:.0f}",
        f"{len(measured.errors)}",
    )
    return f"| {' | '.join(cells)} |"


def _say(line: str, stream: TextIO = sys.stdout) -> None:
    stream.write(f"{line}\n")
    stream.flush()


def main() -> int:
    """Prints the table of all packages, and on standard error what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="+", type=Path, help="wheels, or folders of sources")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds that a file may take")
    parser.add_argument(
        "--everything", action="store_true", help="analyse files without Keras as well"
    )
    parser.add_argument("--verbose", action="store_true", help="tell the slowest files and budgets")
    parser.add_argument("--apart", metavar="NAME", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.apart:
        measured = measure(given.targets[0], given.apart, given.limit, everything=given.everything)
        _say(json.dumps(asdict(measured)))
        return 0
    failed = False
    _say(f"| {' | '.join(_COLUMNS)} |")
    _say(f"| --- {'| ---: ' * (len(_COLUMNS) - 1)}|")
    for target in given.targets:
        with _unpacked(target) as (folder, package):
            measured = measure_apart(folder, package, given.limit, everything=given.everything)
        _say(_row(measured))
        failed = failed or bool(measured.errors)
        more = (f"slowest: {measured.file}", *measured.budgets) if given.verbose else ()
        for line in (*measured.errors, *more):
            _say(f"{measured.package}: {line}", sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
