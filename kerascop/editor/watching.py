"""Looks after files on disk for editors that do not tell when they change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from kerascop.config.files import NAMES
from kerascop.editor.examining import Examination, Source
from kerascop.editor.session import Session

EVERY = 1.0
"""Seconds between two looks."""

_Stamp = tuple[int, int]
_Stamps = dict[Path, "_Stamp | None"]


class Watch:
    """Looks now and then at the settings around what is open, and at what that imports.

    Args:
        session: looks again at what rests on a file that has changed.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stamps: dict[str, _Stamps] = {}
        self._task = asyncio.get_running_loop().create_task(self._look_again_and_again())

    def begin(self, source: Source) -> None:
        """A text is about to be looked at: what changed on disk until now counts for that look."""
        known = self._session.newest.get(source.uri)
        settings = (folder / name for folder in source.path.parents for name in NAMES)
        self._stamps[source.uri] = _stamped(settings)
        if known is not None:
            self.heed(known)

    def heed(self, examination: Examination) -> None:
        """A text was looked at, and now it is known what it imports."""
        stamps = self._stamps.setdefault(examination.source.uri, {})
        stamps.update(_stamped(path for path in examination.imports if path not in stamps))

    async def _look_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            for uri, stamps in list(self._stamps.items()):
                if uri not in self._session.newest:
                    continue
                if _stamped(stamps) != stamps:
                    self._session.look(uri, edited=False)


def _stamped(paths: Iterable[Path]) -> _Stamps:
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> _Stamp | None:
    """What differs after a change; `None` while there is no such file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
