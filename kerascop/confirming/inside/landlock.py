"""Which files the process can reach, by Landlock: Linux refuses everything that is not listed.

The numbers are those of `include/uapi/linux/landlock.h`.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from .native import Unconfined, call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = (1 << bit for bit in range(4))
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG, _MAKE_SYM = 1 << 7, 1 << 8, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
_SINCE = {2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEV}
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

_READING = _READ_FILE | _READ_DIR
_WRITING = (
    _READING
    | _WRITE_FILE
    | _REMOVE_DIR
    | _REMOVE_FILE
    | _MAKE_DIR
    | _MAKE_REG
    | _MAKE_SYM
    | _REFER
    | _TRUNCATE
)
_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def landlock_version() -> int:
    """The version of Landlock's interface in this kernel; 0 where there is none."""
    try:
        return call(_CREATE_RULESET, None, 0, _VERSION)
    except (OSError, AttributeError):
        return 0


def restrict_files(names: Iterable[str], read: Iterable[str], write: Iterable[str]) -> None:
    """From here on the process reads below `read` alone, and writes below `write` alone.

    Below `names` it may list folders, and no more. What does not exist is passed over.

    Raises:
        Unconfined: the kernel has no Landlock.
    """
    version = landlock_version()
    if version < 1:
        raise Unconfined("this kernel has no Landlock")
    handled = _FIRST
    for since, right in _SINCE.items():
        handled |= right if version >= since else 0
    words = [handled]
    words += [_BIND_AND_CONNECT] if version >= 4 else []
    words += [_ABSTRACT_SOCKETS_AND_SIGNALS] if version >= 6 else []
    rules = struct.pack(f"={len(words)}Q", *words)
    ruleset = call(_CREATE_RULESET, ctypes.c_char_p(rules), len(rules), 0)
    try:
        for path in names:
            _allow(ruleset, path, _READ_DIR)
        for path in read:
            _allow(ruleset, path, _READING)
        for path in write:
            _allow(ruleset, path, _WRITING & handled)
        call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        rule = struct.pack("=Qi", rights, place)
        call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(place)
