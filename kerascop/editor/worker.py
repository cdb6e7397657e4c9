"""The thread that looks at texts, one at a time: the newest state wins, older ones are given up."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from kerascop.editor.examining import Examination, Source, examine
from kerascop.linting.onlooking import Interrupted
from kerascop.syntax.memory import Memory

_STACK = 256 * 1024 * 1024
"""Bytes of the thread's stack, taken from the machine only as they are used."""


_QUIET = 0.5
"""Seconds without work after which garbage is looked for: to do so takes as long as a look."""

_LOOKS_BETWEEN_COLLECTIONS = 60


@dataclass(frozen=True)
class _Job:
    source: Source
    due: float

    @property
    def order(self) -> tuple[bool, float]:
        """What somebody is typing in comes first."""
        return (not self.source.edited, self.due)


def _overtakes(source: Source, current: Source) -> bool:
    """Is it more urgent than what is being looked at?"""
    return source.edited and (current.uri == source.uri or not current.edited)


class Worker:
    """Looks at what it is handed, in a thread of its own.

    Args:
        early: called in that thread with the findings of each look, as soon as they are known.
        done: called in that thread with all that came of it.
    """

    def __init__(
        self, early: Callable[[Examination], None], done: Callable[[Examination], None]
    ) -> None:
        self._early = early
        self._done = done
        self._jobs: dict[str, _Job] = {}
        self._condition = threading.Condition()
        self._current: Source | None = None
        self._given_up = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None
        self._memory = Memory()
        self._looks = 0

    def submit(self, source: Source, delay: float = 0.0) -> None:
        """Look at a text, unless a newer state of it comes in before.

        Args:
            source: the text.
            delay: seconds to wait for a newer state.
        """
        with self._condition:
            self._start()
            known = self._jobs.get(source.uri)
            if known is not None and known.source.edited:
                source = replace(source, edited=True)
            due = time.monotonic() + delay
            if known is not None and not delay:
                due = min(due, known.due)
            self._jobs[source.uri] = _Job(source, due)
            current = self._current
            if current is not None and _overtakes(source, current):
                self._given_up.set()
            self._condition.notify()

    def forget(self, uri: str) -> None:
        """Nobody wants to know about this text any more."""
        with self._condition:
            self._jobs.pop(uri, None)
            if self._current is not None and self._current.uri == uri:
                self._current = None
                self._given_up.set()

    def stop(self) -> None:
        """End the thread as soon as it can."""
        with self._condition:
            self._stopped = True
            self._given_up.set()
            self._condition.notify()

    def _start(self) -> None:
        if self._thread is None:
            size = threading.stack_size(_STACK)
            self._thread = threading.Thread(target=self._work, name="kerascop", daemon=True)
            self._thread.start()
            threading.stack_size(size)

    def _work(self) -> None:
        gc.disable()
        while True:
            source = self._next()
            if source is None:
                return
            self._looks += 1
            try:
                found = examine(source, self._memory, self._proceed, self._early)
            except Interrupted:
                self._put_back(source)
                continue
            with self._condition:
                wanted = self._current is source
                self._current = None
            if wanted:
                self._done(found)

    def _proceed(self) -> None:
        if self._given_up.is_set():
            raise Interrupted

    def _next(self) -> Source | None:
        """The next text whose time has come; `None` at the end."""
        with self._condition:
            while not self._stopped:
                now = time.monotonic()
                ready = [job for job in self._jobs.values() if job.due <= now]
                if ready:
                    job = min(ready, key=lambda each: each.order)
                    del self._jobs[job.source.uri]
                    self._current = job.source
                    self._given_up.clear()
                    return job.source
                due = min((job.due - now for job in self._jobs.values()), default=None)
                if self._looks > _LOOKS_BETWEEN_COLLECTIONS:
                    self._collect()
                elif due is None and self._looks:
                    if not self._condition.wait(_QUIET):
                        self._collect()
                else:
                    self._condition.wait(due)
            return None

    def _collect(self) -> None:
        self._looks = 0
        gc.collect()

    def _put_back(self, source: Source) -> None:
        """What was given up for something more urgent is still to be done."""
        with self._condition:
            wanted = self._current is source
            self._current = None
            if wanted and source.uri not in self._jobs:
                self._jobs[source.uri] = _Job(source, time.monotonic())
