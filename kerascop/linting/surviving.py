"""Defects of kerascop cost no more than where they are met."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from kerascop.linting.onlooking import Interrupted
from kerascop.misuse import UsageError
from kerascop.sources.reading import SourceError


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
