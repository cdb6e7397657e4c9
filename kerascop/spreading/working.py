"""What a worker does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import FrameType

from kerascop.linting.inspecting import Inspector
from kerascop.linting.profiling import Profile
from kerascop.linting.records import Record
from kerascop.linting.room import room_to_work
from kerascop.linting.rulebook import Rulebook
from kerascop.sources.project import Project, WatchedProject
from kerascop.sources.reading import Contents
from kerascop.spreading.plan import Errand, Plan, decoded


@room_to_work
def work(plan: bytes, errands: Sequence[Errand]) -> list[bytes]:
    """Looks at files. Returns their records as bytes, in the same order: of the first ones
    alone if there is a hurry.

    Args:
        plan: what all workers of the run know, as bytes.
        errands: the files.
    """
    found: list[bytes] = []
    try:
        with _HURRY.felt():
            place = _workplace(plan)
            for errand in errands:
                found.append(place.look_at(errand).encoded())  # noqa: PERF401 - what is found before a hurry stays
    except _Hurried:
        pass
    return found


def hurry(signal: int, frame: FrameType | None) -> None:
    """From here on this process looks at no more files: `work` returns what it has."""
    _HURRY.begin()


class _Hurried(BaseException):
    """Nobody waits for the rest of the files."""


class _Hurry:
    """Whether work is to end, and whether somebody is at it who has to be told."""

    def __init__(self) -> None:
        self._begun = False
        self._at_work = False

    def begin(self) -> None:
        self._begun = True
        if self._at_work:
            self._at_work = False
            raise _Hurried

    @contextmanager
    def felt(self) -> Iterator[None]:
        """In here hurry is an exception.

        Raises:
            _Hurried: there is no time left.
        """
        self._at_work = True
        try:
            if self._begun:
                raise _Hurried
            yield
        finally:
            self._at_work = False


_HURRY = _Hurry()


@lru_cache(maxsize=1)
def _workplace(plan: bytes) -> _Workplace:
    """What a worker keeps from one errand of a run to the next."""
    return _Workplace(decoded(plan))


class _Workplace:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        paths = [Path(file) for file in plan.files]
        targets = {
            path: plan.targets[number] for path, number in zip(paths, plan.target_of, strict=True)
        }
        self._contents = Contents({Path(path): data for path, data in plan.newer.items()})
        self._project = Project(paths, targets.__getitem__, self._contents)
        self._book = Rulebook(lambda: map(Path, plan.rules))
        self._inspector = Inspector()

    def look_at(self, errand: Errand) -> Record:
        path = Path(errand.path)
        profile = self._inspector.profile = Profile() if self._plan.profiled else None
        watched = WatchedProject(self._project)
        rules = self._book.those(self._plan.selections[errand.selection])
        with self._contents.having(path, errand.data):
            outcome = self._inspector.inspect(path, watched, rules)
        return Record.of(outcome, watched.uses, profile)
