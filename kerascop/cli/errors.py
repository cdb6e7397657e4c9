"""What goes wrong, told in one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kerascop.misuse import UsageError
from kerascop.status import Status
from kerascop.terminal import tell

_LONGEST = 200
"""Characters of a name that are shown."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """One line on standard error, and never a traceback, for what goes wrong."""
    try:
        yield
    except click.exceptions.Exit:
        raise
    except UsageError as error:
        tell(f"kerascop: {error}")
        raise click.exceptions.Exit(Status.MISUSE) from error
    except KeyboardInterrupt as error:
        raise click.exceptions.Exit(Status.INTERRUPTED) from error
    except Exception as error:
        # The outermost boundary: whatever went wrong, a user is not shown our call stack.
        if os.environ.get("KERASCOP_DEBUG") == "1":
            raise
        tell(f"kerascop: {_told(error)}")
        raise click.exceptions.Exit(Status.MISUSE) from error


def _told(error: Exception) -> str:
    """What went wrong: the system's word on a path that it was given, else a defect of ours."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror is not None:
        name = str(error.filename)
        shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        return f"`{shown}`: {error.strerror.lower()}"
    return f"internal error, please report it: {type(error).__name__}: {error}"
