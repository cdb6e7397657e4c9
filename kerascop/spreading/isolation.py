"""Work on one file in a process of its own, which may die of it."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from kerascop.sources.reading import SourceError
from kerascop.spreading.plan import Errand

MAX_MEMORY = 4 * 1024**3
"""Bytes that the work on files may take; over TensorFlow's source 1.1 GB were seen."""


def context() -> BaseContext:
    """How processes are started: by fork where that is safe, since it costs next to nothing."""
    forks = sys.platform.startswith("linux")
    return multiprocessing.get_context("fork" if forks else "spawn")


def bound_memory() -> None:
    """From here on this process gets so much more memory, where Linux can be told, and no more.

    A file that needs it all is told of; the machine's memory is not exhausted.
    """
    if not sys.platform.startswith("linux"):
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + MAX_MEMORY
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def isolated(plan: bytes, errand: Errand) -> bytes:
    """The record of a file, as bytes.

    Raises:
        SourceError: the process died.
    """
    here, there = context().Pipe(duplex=False)
    process = context().Process(target=_alone, args=(there, plan, errand), daemon=True)  # type: ignore[attr-defined]
    process.start()
    there.close()
    try:
        found: bytes = here.recv_bytes()
    except EOFError:
        process.join()
        reason = f"could not be analysed: the process that did {_end(process.exitcode)}"
        raise SourceError(Path(errand.path), reason) from None
    finally:
        process.kill()
        process.join()
        here.close()
    return found


def _alone(answer: Connection, plan: bytes, errand: Errand) -> None:
    from kerascop.spreading.working import work

    bound_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    (record,) = work(plan, [errand])
    answer.send_bytes(record)


def _end(status: int | None) -> str:
    """How a process ended, as a phrase."""
    if status is not None and status < 0:
        try:
            return f"died of {signal.Signals(-status).name}"
        except ValueError:
            return f"died of signal {-status}"
    return f"ended with status {status}"
