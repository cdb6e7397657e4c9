"""Files spread over the processes of an executor; what dies on the way costs its own file alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kerascop.linting.records import Record, decoded
from kerascop.sources.reading import SourceError
from kerascop.spreading.isolation import isolated
from kerascop.spreading.plan import Errand, Plan
from kerascop.spreading.working import work

_BYTES = 64_000
"""Of the files that a worker is given at once."""

_SHARES = 4
"""At least so many portions a worker, so that none waits long for the last one."""

_AHEAD = 2
"""Portions a worker that are under way. What they hold is what a dying process endangers."""

_GRACE = 1.0
"""Seconds that workers have to hand over what they found, once somebody ends the run."""


@dataclass(frozen=True)
class Spread:
    """An executor, and how it is dealt with.

    Attributes:
        executor: gives one with so many workers, again if the last one broke.
        workers: how many it has at most.
        end: is called when an executor is no longer needed, and told whether work is left.
        hurry: asks the workers to hand over what they have found and to begin nothing more.
        sent: what is passed to workers for the bytes that all of them need.
        ships: do workers lack the files of this machine?
        least: the bytes of files that are worth a second process.
    """

    executor: Callable[[int], Executor]
    workers: int
    end: Callable[[Executor, bool], None] = lambda executor, left: None
    hurry: Callable[[], None] = lambda: None
    sent: Callable[[bytes], object] = lambda data: data
    ships: bool = False
    least: int = 0

    def records(
        self, plan: Plan, errands: Sequence[Errand], sizes: Sequence[int]
    ) -> Iterator[tuple[Path, Record | SourceError]]:
        """The records of files, in any order; in place of one the reason why there is none.

        An interrupt ends this after the records that workers have by then.

        Args:
            plan: what all workers know.
            errands: the files.
            sizes: their bytes.
        """
        data = plan.encoded()
        if len(errands) == 1 and not self.ships:
            yield Path(errands[0].path), _alone(data, errands[0])
            return
        workers = min(self.workers, len(errands))
        portions = _portions(errands, sizes, workers)
        lost: list[Errand] = []
        waiting = iter(portions)
        more = True
        while more:
            try:
                executor = self.executor(workers)
            except (OSError, ImportError):
                # Systems without shared memory, and full ones, have no pools of processes.
                for errand in (errand for portion in waiting for errand in portion):
                    yield Path(errand.path), _alone(data, errand)
                return
            running: dict[Future[list[bytes]], list[Errand]] = {}
            whole = False
            try:
                plan_there = self.sent(data)
                while True:
                    room = workers * _AHEAD - len(running)
                    for portion in islice(waiting, room):
                        running[_submitted(executor, plan_there, portion)] = portion
                    if not running:
                        more = False
                        break
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    broken = False
                    for future in done:
                        if future.exception() is not None:
                            lost.extend(running.pop(future))
                            broken = True
                            continue
                        yield from _handed_over(future, running[future])
                        del running[future]
                    if broken:
                        for future, portion in running.items():
                            future.cancel()
                            lost.extend(portion)
                        break
                whole = True
            except KeyboardInterrupt:
                self.hurry()
                done, _ = wait(running, _GRACE)
                for future in done:
                    if not future.cancelled() and future.exception() is None:
                        yield from _handed_over(future, running[future])
                raise
            finally:
                self.end(executor, not whole)
            for errand in lost:
                yield Path(errand.path), _alone(data, errand)
            lost.clear()


def _submitted(executor: Executor, plan: object, portion: list[Errand]) -> Future[list[bytes]]:
    try:
        return executor.submit(work, plan, portion)  # type: ignore[arg-type]
    except (RuntimeError, OSError) as error:
        # It broke since the last portion: the same as if this portion had broken it.
        failed: Future[list[bytes]] = Future()
        failed.set_exception(error)
        return failed


def _handed_over(
    future: Future[list[bytes]], portion: list[Errand]
) -> Iterator[tuple[Path, Record]]:
    """The records of a portion; of the first files alone if the worker was in a hurry."""
    for errand, record in zip(portion, future.result(), strict=False):
        yield Path(errand.path), decoded(record)


def _alone(plan: bytes, errand: Errand) -> Record | SourceError:
    try:
        return decoded(isolated(plan, errand))
    except SourceError as error:
        return error
    except OSError:
        # Not even one process more is to be had.
        return decoded(work(plan, [errand])[0])


def _portions(
    errands: Sequence[Errand], sizes: Sequence[int], workers: int
) -> Iterator[list[Errand]]:
    """The errands in portions of neighbours, which import the same files."""
    limit = min(_BYTES, sum(sizes) // (workers * _SHARES) + 1)
    portion: list[Errand] = []
    filled = 0
    for errand, size in zip(errands, sizes, strict=True):
        portion.append(errand)
        filled += size
        if filled >= limit:
            yield portion
            portion, filled = [], 0
    if portion:
        yield portion
