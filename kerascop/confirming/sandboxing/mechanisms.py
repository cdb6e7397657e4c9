"""What this machine can confine a process with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from kerascop.misuse import UsageError

INSIDE = Path(__file__).resolve().parent.parent / "inside"
"""What runs with the target's interpreter, and confines itself."""

_SECONDS_TO_TRY = 60
_TRIAL: Mapping[str, object] = {
    "memory": 16 * 1024**3,
    "file_size": 0,
    "names": [],
    "read": [],
    "write": [],
    "devices": [],
    "source": None,
}


class Mechanism(str, Enum):
    """A way to confine a process. All but `NONE` also filter its system calls, with seccomp."""

    BUBBLEWRAP = "bubblewrap"
    """Namespaces of its own: of the file system, the network and the processes."""
    LANDLOCK = "landlock"
    """The kernel's own lists of what may be read and written. Needs Linux 5.13."""
    NONE = "none"
    """Limits of time and memory, and no walls."""


def choose_mechanism(unsafe: bool = False) -> Mechanism:
    """The best that there is.

    Args:
        unsafe: may it be none?

    Raises:
        UsageError: there is none, and that is not what the user asked for.
    """
    for mechanism in (Mechanism.BUBBLEWRAP, Mechanism.LANDLOCK):
        if is_available(mechanism):
            return mechanism
    if unsafe:
        return Mechanism.NONE
    raise UsageError(
        "`--execute` has nothing to confine the file with: install bubblewrap, or use Linux 5.13 "
        "or newer with Landlock; `--unsafe-execute` runs it all the same"
    )


@cache
def is_available(mechanism: Mechanism) -> bool:
    """Does it work here, for this user? It is tried, once, with all that belongs to it."""
    if mechanism is Mechanism.NONE:
        return True
    if not sys.platform.startswith("linux"):
        return False
    around: list[str] = []
    if mechanism is Mechanism.BUBBLEWRAP:
        program = shutil.which("bwrap")
        if program is None:
            return False
        around = [program, "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--"]
    trial = [*around, sys.executable, "-I", "-B", os.fspath(INSIDE)]
    task = json.dumps({**_TRIAL, "mechanism": mechanism.value}).encode()
    try:
        done = subprocess.run(
            trial, input=task, capture_output=True, timeout=_SECONDS_TO_TRY, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
