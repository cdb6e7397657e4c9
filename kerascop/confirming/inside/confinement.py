"""The process confines itself, before it has seen a line of the user's file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .landlock import restrict_files
from .native import Unconfined, die_with_parent, drop_capabilities, keep_privileges_as_they_are
from .seccomp import restrict_calls

_OPEN_FILES = 1024


def confine(task: Mapping[str, Any]) -> None:
    """Sets the limits of the task, and the walls that its mechanism stands for.

    With bubblewrap the walls around files and network stand already, with Landlock they are put up
    here; the filter of system calls is the same for both. Where the user asked for none at all,
    there are limits only, as far as the system knows them.

    Raises:
        Unconfined: a wall cannot be put up. Nothing of the user's may run then.
    """
    if task["mechanism"] == "none":
        with suppress(OSError, ValueError, ImportError):
            _limit(task["memory"], task["file_size"])
        return
    if len(list(Path("/proc/self/task").iterdir())) != 1:
        raise Unconfined("the interpreter starts threads before anything can confine them")
    try:
        die_with_parent()
        keep_privileges_as_they_are()
        _limit(task["memory"], task["file_size"])
        drop_capabilities()
        if task["mechanism"] == "landlock":
            restrict_files(task["names"], task["read"], task["write"] + task["devices"])
    except (OSError, ValueError, KeyError) as error:
        raise Unconfined(f"this kernel does not confine processes ({error})") from error
    restrict_calls()


def _limit(memory: int, file_size: int) -> None:
    import resource

    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_AS, memory),
    ):
        _, most = resource.getrlimit(kind)
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(kind, (value, value))
