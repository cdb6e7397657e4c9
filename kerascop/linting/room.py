"""Room for deep and long work."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
ResultT = TypeVar("ResultT")

_RECURSION_LIMIT = 10_000
"""Python's frames: the interpreter needs up to seven for each level of a tree."""
_SLOTS = 140_000
"""Values of eight bytes that the frame which claims a chunk says to need."""


def room_to_work(work: Callable[Given, ResultT]) -> Callable[Given, ResultT]:
    """The same function, for deep recursion and many small objects that live long.

    Python expects neither, and looks for garbage all the time; that is left to those who know when
    there may be some.
    """

    @wraps(work)
    def roomy(*args: Given.args, **kwargs: Given.kwargs) -> ResultT:
        limit, collecting = sys.getrecursionlimit(), gc.isenabled()
        sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
        gc.disable()
        try:
            return _in_one_chunk(lambda: work(*args, **kwargs))
        finally:
            sys.setrecursionlimit(limit)
            if collecting:
                gc.enable()

    return roomy


def _in_one_chunk(work: Callable[[], ResultT]) -> ResultT:
    """Do the work with the frames of all that it calls in one piece of memory.

    Since 3.11 Python keeps frames in chunks of 16 KB, each taken from the operating system when
    the depth of calls passes the end of the last one, and given back when it returns
    (`push_chunk` in CPython's `Python/pystate.c`). Work that goes up and down at such an end does
    that all the time: over a large package it cost a tenth of the run. A chunk is as large as the
    frame that needs it, and the frames inside share what that one leaves. So this function claims a
    frame of a megabyte, of which it uses, and is given, next to nothing.
    """
    return work()


_in_one_chunk.__code__ = _in_one_chunk.__code__.replace(co_stacksize=_SLOTS)
