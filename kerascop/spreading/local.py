"""The processes of this machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Executor
from multiprocessing.process import BaseProcess

from kerascop.spreading.isolation import bound_memory, context
from kerascop.spreading.spread import Spread

_LEAST_SPAWNED = 200_000
"""Bytes of files: to start a process anew takes as long as to analyse some two thirds of them."""

HURRY = getattr(signal, "SIGUSR1", None)
"""Tells a worker to hand over what it has; Windows has nothing like it."""


def cores() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def local(jobs: int) -> Spread:
    """Files are spread over so many processes."""
    before: set[BaseProcess] = set(multiprocessing.active_children())

    def executor(workers: int) -> Executor:
        from concurrent.futures import ProcessPoolExecutor

        _preload()
        return ProcessPoolExecutor(workers, mp_context=context(), initializer=_begin)

    def hurry() -> None:
        for child in set(multiprocessing.active_children()) - before:
            if HURRY is not None and child.pid is not None:
                os.kill(child.pid, HURRY)

    def end(pool: Executor, left: bool) -> None:
        if not left:
            pool.shutdown()
            return
        for child in set(multiprocessing.active_children()) - before:
            child.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    forks = context().get_start_method() == "fork"
    return Spread(executor, jobs, end, hurry, least=0 if forks else _LEAST_SPAWNED)


def _preload() -> None:
    """What every worker needs is imported before the fork, once for all of them."""
    if context().get_start_method() != "fork":
        return
    import kerascop.interpreter
    import kerascop.linting.agreement
    import kerascop.spreading.working  # noqa: F401

    gc.collect()
    gc.freeze()


def _begin() -> None:
    """A worker starts. Ctrl+C is its parent's business, and it does not outlive that."""
    bound_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if HURRY is not None:
        from kerascop.spreading.working import hurry

        signal.signal(HURRY, hurry)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
