"""What this machine can confine a process with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from enum import Enum
from functools import cache

from kerascop.misuse import UsageError


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
    """Does it work here, for this user? It is tried, once."""
    if mechanism is Mechanism.NONE:
        return True
    if not sys.platform.startswith("linux"):
        return False
    return _bubblewrap_works() if mechanism is Mechanism.BUBBLEWRAP else _landlock_works()


def _landlock_works() -> bool:
    from kerascop.confirming.inside.landlock import landlock_version

    return landlock_version() > 0


def _bubblewrap_works() -> bool:
    program = shutil.which("bwrap")
    if program is None:
        return False
    trial = [program, "--unshare-all", "--ro-bind", "/", "/", "--", sys.executable, "-I", "-c", ""]
    try:
        done = subprocess.run(trial, capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
