"""The scratch folder of a run: a home, a place for temporary files, and a working folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from kerascop.confirming.sandboxing.reach import MOST_ENTRIES

_KEPT = ("KERAS_BACKEND", "TF_USE_LEGACY_KERAS")
"""Of the environment: what says which Keras it is. The rest may hold secrets."""

_FIXED: Mapping[str, str] = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    # Drivers of graphics cards are reached through devices, which there are none of.
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    # Every thread, and every arena of the allocator, takes address space, which is limited.
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


_BLOCK = 4096


@dataclass(frozen=True)
class Scratch:
    """A folder that is gone after the run.

    Attributes:
        root: the folder. All of the run's writing is in it.
        work: the working folder of the run. What is in the folder of the user's file is linked
            from here: it is read under the paths that the file knows, and new files stay here.
    """

    root: Path
    work: Path

    def environment(self) -> dict[str, str]:
        """The variables of the run's environment."""
        home, temporary = str(self.root / "home"), str(self.root / "tmp")
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {
            **_FIXED,
            **kept,
            "HOME": home,
            "XDG_CACHE_HOME": home,
            "XDG_CONFIG_HOME": home,
            "TMPDIR": temporary,
        }

    def size(self) -> int:
        """The bytes that its files and folders take, each of them a block at least."""
        return sum(_sizes(self.root))


@contextmanager
def scratch_for(file: Path) -> Iterator[Scratch]:
    """A scratch folder for the run of a file."""
    root = Path(tempfile.mkdtemp(prefix="kerascop-")).resolve()
    try:
        scratch = Scratch(root, root / "work")
        for name in ("home", "tmp", "work"):
            (root / name).mkdir()
        _take_over_settings(root / "home")
        for entry in sorted(file.parent.iterdir())[:MOST_ENTRIES]:
            if not entry.name.startswith("."):
                (scratch.work / entry.name).symlink_to(entry)
        yield scratch
    finally:
        _remove(root)


def _take_over_settings(home: Path) -> None:
    """Which backend Keras 3 has may be written in the user's home."""
    with suppress(OSError, RuntimeError):
        settings = (Path.home() / ".keras" / "keras.json").read_bytes()
        (home / ".keras").mkdir()
        (home / ".keras" / "keras.json").write_bytes(settings)


def _sizes(folder: Path) -> Iterator[int]:
    waiting = [os.fspath(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    yield max(_BLOCK, entry.stat(follow_symlinks=False).st_size)


def _remove(root: Path) -> None:
    """Removes a folder, however deep: each folder in it is first lifted up to the top."""
    lifted = count()
    waiting, found = [root], [root]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError):
            folder.chmod(0o700)
        for entry in _entries(folder):
            with suppress(OSError):
                place = Path(entry)
                if not entry.is_dir(follow_symlinks=False):
                    place.unlink()
                    continue
                place.chmod(0o700)
                if folder != root:
                    place = place.rename(root / f".kerascop-{next(lifted)}")
                waiting.append(place)
                found.append(place)
    for folder in reversed(found):
        with suppress(OSError):
            folder.rmdir()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:
        return list(entries)
    return []
