"""Room for deep and long work; defects of kerascop that cost no more than where they are met."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kerascop.linting.onlooking import Interrupted
from kerascop.misuse import UsageError
from kerascop.sources.reading import SourceError

_RECURSION_LIMIT = 10_000
"""Python's frames: the interpreter needs up to seven for each level of a tree."""


@contextmanager
def surviving(what: str, notes: list[str]) -> Iterator[None]:
    """Turns a defect of kerascop into a note.

    This is the one place that catches every exception. kerascop runs in editors and in bots on code
    that nobody vetted: a defect in the interpreter or in a rule, met in one file, must not keep the
    findings of all the others from the user. `KERASCOP_DEBUG=1` shows the defect instead.
    """
    try:
        yield
    except (SourceError, UsageError, Interrupted):
        raise
    except MemoryError:
        notes.append(f"{what}: it needs too much memory")
    except Exception as error:
        if os.environ.get("KERASCOP_DEBUG") == "1":
            raise
        notes.append(
            f"{what}: an internal error, please report it: {type(error).__name__}: {error}"
        )


@contextmanager
def room_to_work() -> Iterator[None]:
    """Many small objects that live long, and deep recursion: neither is what Python expects."""
    limit, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()
