"""System calls that Python has no functions for."""

from __future__ import annotations

import ctypes
import os
import platform
from typing import Any

MACHINE = platform.machine()

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_SIGKILL = 9
_CAPSET = {"x86_64": 126, "aarch64": 91}


class Unconfined(Exception):
    """The process cannot be confined. The message says what is missing."""


def call(number: int, *arguments: Any) -> int:
    """A system call, by its number.

    Raises:
        OSError: it failed.
    """
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    words = [each if not isinstance(each, int) else ctypes.c_long(each) for each in arguments]
    result: int = library.syscall(ctypes.c_long(number), *words)
    return _checked(result)


def keep_privileges_as_they_are() -> None:
    """No program that is started gains privileges: without this, Linux takes no filter."""
    _control(_PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """The process is killed when the one that started it ends."""
    _control(_PR_SET_PDEATHSIG, _SIGKILL)


def drop_capabilities() -> None:
    """Takes root's powers away: to raise limits, to read and write what belongs to others."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    call(_CAPSET[MACHINE], ctypes.byref(header), ctypes.byref(nothing))


def _control(option: int, value: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    nothing = ctypes.c_ulong(0)
    result = library.prctl(option, ctypes.c_ulong(value), nothing, nothing, nothing)
    _checked(result)


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
