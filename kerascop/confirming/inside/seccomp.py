"""Which system calls the process can make: a filter for the kernel, assembled by hand.

The process starts threads, and neither programs nor processes; it has no socket of any kind; it
sends signals to itself alone; it changes no owner, mode, time or attribute of a file; it keeps no
memory that its limit does not count. The instructions are those of the kernel's
`include/uapi/linux/bpf_common.h`, what they read is its `struct seccomp_data`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import NamedTuple

from .native import MACHINE, Unconfined, call

_REFUSED = """
    fork:57 vfork:58 execve:59/221 execveat:322/281
    socket:41/198 socketpair:53/199 connect:42/203 bind:49/200 listen:50/201
    accept:43/202 accept4:288/242
    ptrace:101/117 process_vm_readv:310/270 process_vm_writev:311/271 kcmp:312/272
    tkill:200/130 rt_sigqueueinfo:129/138 rt_tgsigqueueinfo:297/240
    chmod:90 fchmod:91/52 fchmodat:268/53 chown:92 fchown:93/55 lchown:94 fchownat:260/54
    utime:132 utimes:235 utimensat:280/88 futimesat:261
    setxattr:188/5 lsetxattr:189/6 fsetxattr:190/7
    removexattr:197/14 lremovexattr:198/15 fremovexattr:199/16
    mknod:133 mknodat:259/33 truncate:76/45
    open_by_handle_at:304/265 name_to_handle_at:303/264 fanotify_init:300/262
    mount:165/40 umount2:166/39 pivot_root:155/41 chroot:161/51 setns:308/268 unshare:272/97
    bpf:321/280 perf_event_open:298/241 userfaultfd:323/282
    keyctl:250/219 add_key:248/217 request_key:249/218
    init_module:175/105 finit_module:313/273 delete_module:176/106
    kexec_load:246/104 kexec_file_load:320/294 reboot:169/142 swapon:167/224 swapoff:168/225
    sethostname:170/161 setdomainname:171/162
    settimeofday:164/170 clock_settime:227/112 adjtimex:159/171 clock_adjtime:305/266
    syslog:103/116 acct:163/89 quotactl:179/60 iopl:172 ioperm:173 uselib:134
    memfd_create:319/279 shmget:29/194 shmat:30/196 shmctl:31/195
    semget:64/190 semctl:66/191 msgget:68/186 msgctl:71/187 mq_open:240/180 mq_unlink:241/181
    setpgid:109/154 setsid:112/157 vhangup:153/58 personality:135/92
    setpriority:141/140 ioprio_set:251/30
    sched_setscheduler:144/119 sched_setparam:142/118 sched_setattr:314/274
    migrate_pages:256/238 move_pages:279/239
    setuid:105/146 setgid:106/144 setreuid:113/145 setregid:114/143 setresuid:117/147
    setresgid:119/149 setgroups:116/159 setfsuid:122/151 setfsgid:123/152 capset:126/91
    pidfd_send_signal:424/424 io_uring_setup:425/425 io_uring_enter:426/426
    io_uring_register:427/427 open_tree:428/428 move_mount:429/429 fsopen:430/430
    fsconfig:431/431 fsmount:432/432 fspick:433/433 pidfd_open:434/434 pidfd_getfd:438/438
    process_madvise:440/440 mount_setattr:442/442 quotactl_fd:443/443 memfd_secret:447/447
    process_mrelease:448/448 fchmodat2:452/452
"""
"""Numbers on x86-64 and on 64-bit ARM; those with one number are of x86-64 alone."""

_EXAMINED = """
    seccomp:317/277 clone:56/220 kill:62/129 tgkill:234/131 prlimit64:302/261 fcntl:72/25
    ioctl:16/29
"""

_CLONE3 = 435
_LAST_KNOWN = 462
"""What later kernels have is refused as if this one were older: programs then do without."""

_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
_F_SETSIG, _F_SETOWN, _F_SETOWN_EX = 10, 8, 15
_TIOCSTI, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x8901, 0x8902

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_SET_MODE_FILTER, _ON_ALL_THREADS = 1, 1


class Machine(NamedTuple):
    """A kind of processor: what the kernel calls it, and which of the numbers above are its own."""

    audit: int
    column: int


MACHINES = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}


def restrict_calls() -> None:
    """From here on the kernel refuses, to all threads, what the top of this file names.

    Raises:
        Unconfined: there is no filter for this machine, or the kernel takes none.
    """
    if MACHINE not in MACHINES:
        raise Unconfined(f"there is no filter of system calls for {MACHINE}")
    instructions = _program(MACHINE, os.getpid())
    code = ctypes.create_string_buffer(b"".join(instructions))
    program = struct.pack("@HP", len(instructions), ctypes.addressof(code))
    number = examined_calls(MACHINE)["seccomp"]
    try:
        call(number, _SET_MODE_FILTER, _ON_ALL_THREADS, ctypes.c_char_p(program))
    except OSError as error:
        raise Unconfined(f"this kernel takes no such filter ({error.strerror})") from error


def refused_calls(machine: str) -> dict[str, int]:
    """The numbers of the calls that are refused whatever their arguments."""
    return _numbers(_REFUSED, machine)


def examined_calls(machine: str) -> dict[str, int]:
    """The numbers of the calls that are refused for some arguments, and of `seccomp` itself."""
    return _numbers(_EXAMINED, machine)


def _numbers(table: str, machine: str) -> dict[str, int]:
    column = MACHINES[machine].column
    found = {}
    for entry in table.split():
        name, _, numbers = entry.partition(":")
        columns = numbers.split("/")
        if column < len(columns):
            found[name] = int(columns[column])
    return found


def _program(machine: str, me: int) -> list[bytes]:
    calls = examined_calls(machine)
    refused, missing = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, MACHINES[machine].audit, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL),
        *_if(_AT_LEAST, _LAST_KNOWN + 1, missing),
        *_if(_EQUAL, _CLONE3, missing),
    ]
    for number in refused_calls(machine).values():
        program += _if(_EQUAL, number, refused)
    program += [
        *_only(calls["kill"], _FIRST_ARGUMENT, (me,), refused),
        *_only(calls["tgkill"], _FIRST_ARGUMENT, (me,), refused),
        *_only(calls["prlimit64"], _FIRST_ARGUMENT, (0, me), refused),
        *_none(calls["fcntl"], _SECOND_ARGUMENT, (_F_SETSIG, _F_SETOWN, _F_SETOWN_EX), refused),
        *_none(calls["ioctl"], _SECOND_ARGUMENT, (_TIOCSTI, _FIOSETOWN, _SIOCSPGRP), refused),
    ]
    program += [
        _step(_EQUAL, calls["clone"], 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_ANY_BIT, _CLONE_THREAD, 1, 0),
        _step(_RETURN, refused),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _ALLOW),
    ]
    return program


def _only(number: int, argument: int, values: tuple[int, ...], answer: int) -> list[bytes]:
    """The call goes through with one of the values, and is answered otherwise."""
    return _choice(number, argument, values, _ALLOW, answer)


def _none(number: int, argument: int, values: tuple[int, ...], answer: int) -> list[bytes]:
    """The call is answered with one of the values, and goes through otherwise."""
    return _choice(number, argument, values, answer, _ALLOW)


def _choice(
    number: int, argument: int, values: tuple[int, ...], then: int, otherwise: int
) -> list[bytes]:
    # A step is passed over for each value that is still to come, and one for what is returned.
    tests = [_step(_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    body = [_step(_LOAD, argument), *tests, _step(_RETURN, otherwise), _step(_RETURN, then)]
    return [_step(_EQUAL, number, 0, len(body)), *body]


def _if(comparison: int, number: int, answer: int) -> list[bytes]:
    return [_step(comparison, number, 0, 1), _step(_RETURN, answer)]


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
