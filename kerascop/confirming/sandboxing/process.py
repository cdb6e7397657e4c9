"""Runs a command in a process group of its own, watches it, and ends all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MOST_ANSWERED = 64 * 1024 * 1024
"""Bytes of the answer. What is longer is cut off, and is no report any more."""

MOST_PRINTED = 32 * 1024
"""Bytes that are kept of what is printed: the last ones."""

_BETWEEN_LOOKS = 0.1
_TO_CLOSE = 5.0


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes:
        status: its exit status, negative for a signal.
        answer: what it wrote to standard output; `printed`: the end of what it wrote to the other.
        cut: why it was killed; `None` if it ended by itself.
    """

    status: int
    answer: bytes
    printed: str
    cut: str | None


def run(
    command: Sequence[str],
    question: bytes,
    environment: Mapping[str, str],
    folder: Path,
    look: Callable[[int], str | None],
) -> Ended:
    """Runs a command until it ends, or until there is a reason to kill it.

    Args:
        command: its words.
        question: what it reads from standard input.
        environment: its variables, all of them.
        folder: its working folder.
        look: asked ten times a second, with the id of the process, for a reason to kill it.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=dict(environment),
        start_new_session=True,
        close_fds=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    answer, printed = bytearray(), bytearray()
    threads = [
        threading.Thread(target=_feed, args=(process.stdin, question), daemon=True),
        threading.Thread(target=_keep_first, args=(process.stdout, answer), daemon=True),
        threading.Thread(target=_keep_last, args=(process.stderr, printed), daemon=True),
    ]
    for thread in threads:
        thread.start()
    cut: str | None = None
    try:
        while process.poll() is None and cut is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_BETWEEN_LOOKS)
                break
            cut = look(process.pid)
    finally:
        _kill(process)
    deadline = time.monotonic() + _TO_CLOSE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return Ended(process.returncode, bytes(answer), printed.decode(errors="replace"), cut)


def threads_of(pid: int) -> int:
    """How many threads a process and its descendants have; 0 where the system does not tell."""
    total, waiting = 0, [pid]
    while waiting:
        tasks = Path(f"/proc/{waiting.pop()}/task")
        with suppress(OSError):
            found = list(tasks.iterdir())
            total += len(found)
            # A confined process has no children; what confines it has one thread.
            if len(found) == 1:
                waiting += map(int, (found[0] / "children").read_text().split())
    return total


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the whole group, also those whom its leader, who has ended, may have left behind."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _feed(stream: IO[bytes], question: bytes) -> None:
    with suppress(OSError):
        stream.write(question)
    with suppress(OSError):
        stream.close()


def _keep_first(stream: IO[bytes], kept: bytearray) -> None:
    for piece in iter(lambda: stream.read1(65536), b""):  # type: ignore[attr-defined]
        kept += piece[: MOST_ANSWERED - len(kept)]


def _keep_last(stream: IO[bytes], kept: bytearray) -> None:
    for piece in iter(lambda: stream.read1(65536), b""):  # type: ignore[attr-defined]
        kept += piece
        del kept[:-MOST_PRINTED]
