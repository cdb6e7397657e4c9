"""The command that starts a run, walled in by its mechanism."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kerascop.confirming.sandboxing.mechanisms import INSIDE, Mechanism
from kerascop.confirming.sandboxing.reach import Reach


def command_of(
    mechanism: Mechanism, interpreter: Path, reach: Reach, scratch: Path, work: Path
) -> list[str]:
    """The words of the command that runs `inside` with the interpreter.

    Args:
        mechanism: what the run is confined with.
        interpreter: the program that is Python.
        reach: what may be read.
        scratch: the folder that may be written.
        work: the working folder, in it.
    """
    python = [os.fspath(interpreter), "-I", "-B", os.fspath(INSIDE)]
    if mechanism is not Mechanism.BUBBLEWRAP:
        return python
    return [*_bubblewrap(reach, scratch, work), "--", *python]


def _bubblewrap(reach: Reach, scratch: Path, work: Path) -> list[str]:
    program = shutil.which("bwrap")
    assert program is not None
    words = [program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc"]
    for folder in sorted(reach.listed, key=lambda path: len(path.parts)):
        words += ["--dir", os.fspath(folder)]
    for device in reach.devices:
        words += ["--dev-bind-try", os.fspath(device), os.fspath(device)]
    bound = set[Path]()
    for path in sorted((*reach.whole, INSIDE), key=lambda path: len(path.parts)):
        if bound.isdisjoint((path, *path.parents)):
            words += _there(path)
            bound.add(path)
    words += ["--bind", os.fspath(scratch), os.fspath(scratch)]
    return [*words, "--remount-ro", "/", "--chdir", os.fspath(work)]


def _there(path: Path) -> list[str]:
    """A link stays a link: where Python is linked to tells it where its library is."""
    if path.is_symlink():
        return ["--symlink", os.fspath(path.readlink()), os.fspath(path)]
    return ["--ro-bind-try", os.fspath(path), os.fspath(path)]
