"""What a run may read: the interpreter, its packages, the system's libraries, and the project."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kerascop.misuse import UsageError

MOST_ENTRIES = 5000
"""Of a project's folder. What lies beyond cannot be read."""

_SYSTEM = (
    "/lib", "/lib32", "/lib64", "/libx32", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
    "/usr/local/lib", "/usr/local/lib64", "/usr/share/zoneinfo", "/usr/share/locale",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime",
    "/sys/devices/system/cpu", "/sys/devices/system/node",
)  # fmt: skip
_OF_A_PREFIX = ("bin", "lib", "lib64", "share", "pyvenv.cfg")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_PROCESS = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems")

_QUESTION = """
import json, os, sys
print(json.dumps({
    "executable": sys.executable,
    "prefixes": [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix],
    "path": sys.path,
    "version": sys.version_info[:2],
}))
"""
_MOST_LINKS = 40
_OLDEST_VERSION = (3, 7)
_OLDEST = "3.7"
_SECONDS_TO_ANSWER = 60


@dataclass(frozen=True)
class Reach:
    """Paths that may be read.

    Attributes:
        whole: files, and folders with all that is in them.
        listed: folders whose names may be listed, and of whose files only those in `whole` be read.
        devices: devices that may be read and written; `process`: what tells of the process itself.
    """

    whole: tuple[Path, ...]
    listed: tuple[Path, ...]
    devices: tuple[Path, ...] = tuple(map(Path, _DEVICES))
    process: tuple[Path, ...] = tuple(map(Path, _PROCESS))


def reach_of(interpreter: Path, folders: tuple[Path, ...]) -> Reach:
    """What may be read by an interpreter that runs a file of a project.

    Of the project's folders, what is hidden stays hidden, such as `.git` and `.env`. Of the home
    folder, and of those above it, only Python files and packages can be read.

    Args:
        interpreter: the program that is Python.
        folders: those of the project.

    Raises:
        UsageError: the interpreter does not work.
    """
    own, listed = _of_interpreter(str(interpreter))
    whole = [*own]
    for folder in folders:
        whole.extend(_entries(folder))
    return Reach(_once(whole), _once([*listed, *folders]))


@lru_cache(maxsize=8)
def _of_interpreter(interpreter: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    try:
        done = subprocess.run(
            [interpreter, "-I", "-c", _QUESTION],
            capture_output=True,
            timeout=_SECONDS_TO_ANSWER,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise UsageError(f"`{interpreter}` is no Python {_OLDEST} or newer that runs") from error
    if tuple(answer["version"]) < _OLDEST_VERSION:
        raise UsageError(f"`{interpreter}` is no Python {_OLDEST} or newer")
    prefixes = [Path(each) for each in answer["prefixes"]]
    prefixes += [each.resolve() for each in prefixes]
    whole = [Path(each) for each in _SYSTEM]
    whole += [prefix / name for prefix in prefixes for name in _OF_A_PREFIX]
    whole += _links(Path(answer["executable"]))
    listed = []
    for entry in map(Path, answer["path"]):
        if any(prefix in entry.parents for prefix in prefixes):
            whole.append(entry)
        elif entry.is_dir():
            # Where an editable install points to: somebody's project, to be treated as one.
            listed.append(entry)
            whole.extend(_entries(entry))
    return _once(whole), _once(listed)


def _links(program: Path) -> list[Path]:
    """A program, and what it is a link to, and so on."""
    found = [program]
    while found[-1].is_symlink() and len(found) < _MOST_LINKS:
        found.append(found[-1].parent / found[-1].readlink())
    return [*found, program.resolve()]


def _entries(folder: Path) -> list[Path]:
    """What may be read in a folder of a project."""
    try:
        entries = sorted(folder.iterdir())[:MOST_ENTRIES]
    except OSError:
        return []
    entries = [each for each in entries if _is_open(each, folder)]
    if _is_above_home(folder):
        return [
            each for each in entries if each.suffix == ".py" or (each / "__init__.py").is_file()
        ]
    return entries


def _is_open(entry: Path, folder: Path) -> bool:
    """Is it not hidden, and not a link to what is hidden or lies elsewhere?"""
    try:
        inside = entry.resolve().relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False
    return not any(part.startswith(".") for part in (entry.name, *inside.parts))


def _is_above_home(folder: Path) -> bool:
    try:
        home = Path.home().resolve()
    except RuntimeError:
        return False
    return folder.resolve() in (home, *home.parents)


def _once(paths: list[Path]) -> tuple[Path, ...]:
    return tuple(path for path in dict.fromkeys(paths) if path.exists())
