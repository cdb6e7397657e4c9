"""What the exit status says."""

from enum import IntEnum


class Status(IntEnum):
    """The exit statuses of every command."""

    CLEAN = 0
    FINDINGS = 1
    MISUSE = 2
    INTERRUPTED = 130
