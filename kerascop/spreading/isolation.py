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


def context() -> BaseContext:
    """How processes are started: by fork where that is safe, since it costs next to nothing."""
    forks = sys.platform.startswith("linux")
    return multiprocessing.get_context("fork" if forks else "spawn")


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
