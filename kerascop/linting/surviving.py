"""Defects of kerascop cost no more than where they are met."""

from __future__ import annotations

import os
from types import TracebackType

from kerascop.linting.onlooking import Interrupted
from kerascop.misuse import UsageError
from kerascop.sources.reading import SourceError


class surviving:
    """Turns defects of kerascop into notes, within a `with`, again and again.

    This is the one place that catches every exception. kerascop runs in editors and in bots on code
    that nobody vetted: a defect in the interpreter or in a rule, met in one file, must not keep the
    findings of all the others from the user. `KERASCOP_DEBUG=1` shows the defect instead.

    Args:
        what: cannot be done if there is a defect.
        notes: are told so.
    """

    def __init__(self, what: str, notes: list[str]) -> None:
        self._what = what
        self._notes = notes

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: object, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if error is None or isinstance(error, (SourceError, UsageError, Interrupted)):
            return False
        if isinstance(error, MemoryError):
            self._notes.append(f"{self._what}: it needs too much memory")
            return True
        if not isinstance(error, Exception) or os.environ.get("KERASCOP_DEBUG") == "1":
            return False
        self._notes.append(
            f"{self._what}: an internal error, please report it: {type(error).__name__}: {error}"
        )
        return True
