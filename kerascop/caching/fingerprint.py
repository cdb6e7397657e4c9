"""What an outcome depends on besides the files of the project: kerascop, Python, and libcst, which
reads syntax that is newer than this Python."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import kerascop


def fingerprint(rules: bytes) -> bytes:
    """Differs as soon as the rules, kerascop, libcst or Python do.

    A checkout that is worked on changes without its version: sizes and times of the source files
    tell.
    """
    digest = hashlib.blake2b(rules, digest_size=16)
    digest.update(f"{kerascop.__version__}\0{sys.version}\0".encode())
    for path, size, time in sorted(_source(Path(kerascop.__file__).parent)):
        digest.update(f"{path}\0{size}\0{time}\0".encode("utf-8", "surrogateescape"))
    parser = find_spec("libcst")
    if parser is not None and parser.origin is not None:
        found = Path(parser.origin).stat()
        digest.update(f"{parser.origin}\0{found.st_size}\0{found.st_mtime_ns}".encode())
    return digest.digest()


def _source(folder: Path) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir() and entry.name != "__pycache__":
                    waiting.append(entry.path)
                elif entry.name.endswith((".py", ".json")):
                    stat = entry.stat()
                    found.append((entry.path, stat.st_size, stat.st_mtime_ns))
    return found
