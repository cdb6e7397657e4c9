"""The cache of a run: outcomes by file, believed only if all that they depend on is as it was."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.caching.fingerprint import fingerprint
from kerascop.caching.folder import prepare
from kerascop.linting.rulebook import Card, Rulebook
from kerascop.sources.project import digest_of
from kerascop.sources.reading import Contents, SourceError, read_bytes
from kerascop.sources.writing import write_whole

if TYPE_CHECKING:
    from kerascop.linting.inspecting import Outcome
    from kerascop.linting.records import Record
    from kerascop.sources.project import Project

_CHECK = 16
"""Bytes of the checksum that an entry begins with."""


class Cache:
    """Outcomes of earlier runs in a folder.

    An entry lies under the name of its file, so a folder grows with the project and not with its
    history. Entries are replaced as a whole, and one that is damaged counts as none: any number of
    runs may share a folder. A folder that cannot be written is no failure, but a complaint.

    Args:
        folder: where they lie; it is made when there is something to keep.
        book: the rules that make the outcomes.
    """

    def __init__(self, folder: Path, book: Rulebook) -> None:
        self._folder = folder
        self._book = book
        self._ready = False
        self._now: dict[Path, bytes] = {}
        self.complaints: list[str] = []

    @cached_property
    def _fingerprint(self) -> bytes:
        return fingerprint(self._book.fingerprint)

    def begin(self, contents: Contents) -> None:
        """A run begins: files are what they are now, until it ends."""
        self._contents = contents
        self._now = {}
        self._recall_cards()

    def outcome(self, path: Path, codes: Sequence[str], project: Project) -> Outcome | None:
        """What is known of a file, to which the rules with these codes are applied."""
        data = self._read(self._place(path, codes))
        if data is None:
            return None
        from kerascop.linting.records import decoded

        try:
            record = decoded(data)
        except ValueError:
            return None
        return record.outcome if record.uses.hold(project, self._digest) else None

    def keep(self, path: Path, codes: Sequence[str], record: Record) -> None:
        """Keeps what was found out about a file."""
        self._write(self._place(path, codes), record.encoded())

    def keep_cards(self) -> None:
        """Keeps what has to be known of the rules to choose among them."""
        from msgspec import msgpack

        place = self._folder / "rules"
        if self._read(place) is None:
            self._write(place, msgpack.encode(self._book.cards))

    def _recall_cards(self) -> None:
        data = self._read(self._folder / "rules")
        if data is None:
            return
        from msgspec import MsgspecError, msgpack

        try:
            self._book.remember(msgpack.decode(data, type=tuple[Card, ...]))
        except MsgspecError:
            return

    def _digest(self, path: Path) -> bytes:
        """The digest of a file as it is now; empty if it cannot be read."""
        known = self._now.get(path)
        if known is None:
            try:
                known = digest_of(self._contents.read(path))
            except SourceError:
                known = b""
            self._now[path] = known
        return known

    def _place(self, path: Path, codes: Iterable[str]) -> Path:
        whole = "\0".join((str(path), os.path.abspath(path), *codes))  # noqa: PTH100
        name = digest_of(whole.encode("utf-8", "surrogateescape")).hex()
        return self._folder / name[:2] / name[2:]

    def _read(self, place: Path) -> bytes | None:
        """What lies at a place, if that is whole and of this very kerascop."""
        try:
            data = read_bytes(place)
        except SourceError:
            return None
        return data[_CHECK:] if data[:_CHECK] == self._check(data[_CHECK:]) else None

    def _write(self, place: Path, data: bytes) -> None:
        if self.complaints:
            return
        try:
            if not self._ready:
                prepare(self._folder)
                self._ready = True
            place.parent.mkdir(exist_ok=True)
            write_whole(place, self._check(data) + data)
        except OSError as error:
            reason = error.strerror or error
            self.complaints.append(f"the cache `{self._folder}` cannot be written: {reason}")

    def _check(self, data: bytes) -> bytes:
        return hashlib.blake2b(data, digest_size=_CHECK, key=self._fingerprint).digest()
