"""A session with an editor: what is open, what is known of it, what is being looked at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from pygls.uris import to_fs_path, urlparse

from kerascop.editor.documents import Document, Documents, Notebook
from kerascop.editor.examining import Examination, Part, Source
from kerascop.editor.views import View
from kerascop.editor.worker import Worker
from kerascop.sources.notebooks import SUFFIX
from kerascop.sources.reading import encoded

DEBOUNCE = 0.01
"""Seconds that an edit waits for the next one."""

_CODE = frozenset({"python", "jupyter", ""})
"""What clients call the languages of texts that are looked at."""


@dataclass
class Session:
    """All that is known of what is open.

    Attributes:
        published: called with every examination that is over, in the thread of the event loop.
        documents: what is open.
        folders: of the workspace, by their addresses.
        newest: the last examination of each text or notebook.
        good: for each document the last examination in which it could be parsed.
        looking: called with every state that is about to be looked at.
    """

    published: Callable[[Examination], None]
    documents: Documents = field(default_factory=Documents)
    folders: dict[str, Path] = field(default_factory=dict)
    newest: dict[str, Examination] = field(default_factory=dict)
    good: dict[str, Examination] = field(default_factory=dict)
    looking: Callable[[Source], None] = lambda source: None

    def __post_init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._worker = Worker(self._early, self._done)
        self._count = count(1)
        self._revisions: dict[str, int] = {}
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}

    def look(self, uri: str, delay: float = 0.0, *, edited: bool = True) -> None:
        """Look at a text or notebook, which is new, or of which the surroundings are.

        Args:
            uri: of the text or notebook.
            delay: seconds to wait for a newer state.
            edited: is its own text new?
        """
        revision = next(self._count)
        source = self._source(uri, revision, edited=edited)
        if source is None:
            self._revisions.pop(uri, None)
            self._wake(uri)
            return
        self._revisions[uri] = revision
        self.looking(source)
        self._worker.submit(source, delay)

    def look_around(self, paths: Iterable[Path] | None = None, but: str | None = None) -> None:
        """Look again at what is open and imports one of these files; at everything without any.

        Args:
            paths: files that changed.
            but: the address of a text that is being looked at anyway.
        """
        changed = None if paths is None else frozenset(paths)
        for uri in list(self._revisions):
            known = self.newest.get(uri)
            concerned = changed is None or known is None or not known.imports.isdisjoint(changed)
            if concerned and uri != but:
                self.look(uri, edited=False)

    def forget(self, uri: str) -> None:
        """A text or notebook is closed."""
        self._worker.forget(uri)
        examination = self.newest.pop(uri, None)
        for part in examination.source.parts if examination is not None else ():
            self.good.pop(part.uri, None)
        self._revisions.pop(uri, None)
        self._wake(uri)

    def stop(self) -> None:
        """The editor goes."""
        self._worker.stop()

    async def examined(self, document_uri: str) -> Document | None:
        """Wait until the newest state of a document was looked at; `None` if it is not open."""
        while True:
            document = self.documents.texts.get(document_uri)
            owner = self.owner(document_uri)
            if document is None or owner not in self._revisions:
                return document
            known = self.newest.get(owner)
            if known is not None and known.source.revision >= self._revisions[owner]:
                return document
            waiting: asyncio.Future[None] = self._loop.create_future()
            self._waiting.setdefault(owner, []).append(waiting)
            await waiting

    def owner(self, document_uri: str) -> str:
        """The address of the notebook that a cell is of; a text's own."""
        notebook = self.documents.notebook_of(document_uri)
        return document_uri if notebook is None else notebook.uri

    def views(self, document_uri: str) -> list[View]:
        """The newest view of a document and the last one in which it could be parsed, if any."""
        newest = self.newest.get(self.owner(document_uri))
        if newest is None:
            return []
        found = [newest]
        good = self.good.get(document_uri)
        if document_uri in newest.broken and good is not None:
            found.append(good)
        return [View(each, self.documents.encoding) for each in found]

    def kept(self, examination: Examination) -> frozenset[str]:
        """The broken parts of which older shapes are still shown."""
        return frozenset(
            uri
            for uri in examination.broken
            if (good := self.good.get(uri)) is not None and good.layers
        )

    def path_of(self, uri: str) -> Path:
        """Under which path something is analysed; what has no file is put into the workspace."""
        if uri.startswith("file:"):
            path = to_fs_path(uri)
            if path and "\0" not in path:
                return Path(path)
        name = Path(urlparse(uri)[2]).name.replace("\0", "") or "untitled"
        folder = next(iter(self.folders.values()), Path.cwd())
        return folder / (name if name.endswith((".py", SUFFIX)) else f"{name}.py")

    def _source(self, uri: str, revision: int, *, edited: bool) -> Source | None:
        notebook = self.documents.notebooks.get(uri)
        path = self.path_of(uri)
        if notebook is not None:
            path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
            parts = tuple(self._cells(notebook))
            data = _notebook_bytes(notebook, parts)
        else:
            document = self.documents.texts.get(uri)
            if document is None or not _is_code(document, path):
                return None
            parts = (Part(uri, document.version, document.text),)
            data = encoded(path, document.text)
        if not parts:
            return None
        others = {
            other: encoded(other, text.text)
            for text in self.documents.texts.values()
            if text.uri.startswith("file:") and (other := self.path_of(text.uri)) != path
        }
        return Source(uri, path, data, self._root(path), parts, revision, others, edited)

    def _cells(self, notebook: Notebook) -> Iterator[Part]:
        for number, uri in notebook.code_cells():
            document = self.documents.texts.get(uri)
            if document is not None and document.language in _CODE:
                yield Part(uri, document.version, document.text, number)

    def _root(self, path: Path) -> Path:
        """The folder of the workspace that a file lies in, the innermost one; else its own."""
        around = [folder for folder in self.folders.values() if path.is_relative_to(folder)]
        return max(around, key=lambda folder: len(folder.parts), default=path.parent)

    def _early(self, examination: Examination) -> None:
        self._soon(self._publish, examination)

    def _done(self, examination: Examination) -> None:
        self._soon(self._take, examination)

    def _soon(self, action: Callable[[Examination], None], examination: Examination) -> None:
        try:
            self._loop.call_soon_threadsafe(action, examination)
        except RuntimeError:
            # The editor has gone in the meantime, and the loop with it.
            return

    def _publish(self, examination: Examination) -> None:
        if examination.source.uri in self._revisions:
            self.published(examination)

    def _take(self, examination: Examination) -> None:
        uri = examination.source.uri
        if uri not in self._revisions:
            return
        self.newest[uri] = examination
        for part in examination.source.parts:
            if part.uri not in examination.broken:
                self.good[part.uri] = examination
        self._wake(uri)
        if examination.source.edited:
            self.look_around([examination.source.path], but=uri)

    def _wake(self, uri: str) -> None:
        for waiting in self._waiting.pop(uri, ()):
            if not waiting.done():
                waiting.set_result(None)


def _is_code(document: Document, path: Path) -> bool:
    """Is it Python? A notebook that somebody edits as plain text is none."""
    return path.suffix != SUFFIX and document.language in _CODE


def _notebook_bytes(notebook: Notebook, parts: Iterable[Part]) -> bytes:
    """The bytes of a notebook's file with these code cells; of the others only their number."""
    sources = {part.cell: part.text for part in parts}
    cells = [
        {"cell_type": "code", "source": sources[number], "metadata": {}, "outputs": []}
        if number in sources
        else {"cell_type": "markdown", "source": "", "metadata": {}}
        for number, _ in enumerate(notebook.cells, 1)
    ]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document).encode()
