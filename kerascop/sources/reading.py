"""Reading a Python source file: bytes from disk, text by the declared encoding (PEP 263)."""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
import tokenize
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kerascop.sources.notebooks import SUFFIX, ForeignNotebook, NotebookError, python_text
from kerascop.sources.span import Span

MAX_BYTES = 100_000_000
"""Of a file that is read at all. Only notebooks, with their pictures, come near it."""

_MORE = 1_000_000
"""Bytes that are read at once of a file that is longer than the operating system says."""

_NEWLINE = re.compile(r"\r\n?|\n")


class SourceError(Exception):
    """A source file that cannot be read, decoded or parsed.

    Attributes:
        path: the file.
        reason: what is wrong, as a phrase without a full stop.
        line, column: where, from 1; columns in characters.
        text: the decoded text if decoding got that far, so that a report can show the line.
    """

    def __init__(
        self, path: Path, reason: str, line: int = 1, column: int = 1, text: str | None = None
    ) -> None:
        super().__init__(f"{path}:{line}:{column}: {reason}")
        self.path = path
        self.reason = reason
        self.line = max(line, 1)
        self.column = max(column, 1)
        self.text = text

    @property
    def span(self) -> Span:
        """The place of the error, one character wide."""
        return Span(self.line, self.column, self.line, self.column + 1)


class OtherLanguage(SourceError):
    """A notebook that is sound, but not in Python."""


def read_bytes(path: Path) -> bytes:
    """The bytes of the file.

    Raises:
        SourceError: the operating system refuses, it is a device, pipe or the like, whose reading
            may never end, or it is longer than `MAX_BYTES`.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(path, "cannot be read: no regular file")
        # Bytes for so many as there should be: for as many as there may be would take longer.
        with path.open("rb", buffering=0) as stream:
            data = stream.read(min(status.st_size, MAX_BYTES) + 1)
            while len(data) <= MAX_BYTES and (more := stream.read(_MORE)):
                data += more
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(path, f"cannot be read: {reason}") from error
    if len(data) > MAX_BYTES:
        raise SourceError(path, f"cannot be read: longer than {MAX_BYTES:,} bytes")
    return data


class Contents:
    """The bytes of files: those on disk, but for files of which an editor or a fix has newer ones.

    Args:
        newer: the bytes of such files.
    """

    def __init__(self, newer: Mapping[Path, bytes] | None = None) -> None:
        self._newer = {_absolute(path): data for path, data in (newer or {}).items()}

    @property
    def newer(self) -> Mapping[Path, bytes]:
        """The bytes of files of which somebody has newer ones, by their absolute paths."""
        return self._newer

    @contextmanager
    def having(self, path: Path, data: bytes | None) -> Iterator[None]:
        """For a while, a file has these bytes; `None` for those that it has anyway."""
        if data is None:
            yield
            return
        key = _absolute(path)
        before = self._newer.get(key)
        self._newer[key] = data
        try:
            yield
        finally:
            if before is None:
                del self._newer[key]
            else:
                self._newer[key] = before

    def read(self, path: Path) -> bytes:
        """The bytes of a file.

        Raises:
            SourceError: the operating system refuses.
        """
        newer = self._newer.get(_absolute(path)) if self._newer else None
        return read_bytes(path) if newer is None else newer

    def __contains__(self, path: Path) -> bool:
        """Has somebody newer bytes of a file than the disk?"""
        return _absolute(path) in self._newer


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links


def decode(path: Path, data: bytes) -> str:
    """The text of a Python file, by its byte order mark or coding cookie, else as UTF-8; of a
    notebook its code cells (see `notebooks.python_text`).

    Line endings stay as they are. A byte order mark goes: columns count what an editor shows.

    Raises:
        SourceError: an unknown encoding, bytes that the encoding does not allow, or a null byte.
    """
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    encoding = encoding_of(path, data)
    if marked and encoding != "utf-8":
        raise SourceError(path, f"declares {encoding} behind the byte order mark of utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = data[error.start]
        reason = f"cannot be decoded as {encoding} (byte 0x{byte:02x})"
        raise SourceError(path, reason, *_place(data[: error.start], encoding)) from error
    except (UnicodeError, LookupError) as error:
        # Codecs that are no text encodings ("hex") and some that are ("punycode") end up here.
        raise SourceError(path, f"cannot be decoded as {encoding}: {error}") from error
    if "\0" in text:
        raise SourceError(path, "contains a null byte", *end_of(text[: text.index("\0")]))
    return _notebook(path, text) if path.suffix == SUFFIX else text


def _notebook(path: Path, text: str) -> str:
    try:
        return python_text(text)
    except ForeignNotebook as error:
        raise OtherLanguage(path, error.reason) from error
    except NotebookError as error:
        raise SourceError(path, error.reason, error.line, error.column) from error


def end_of(text: str) -> tuple[int, int]:
    """The line and column, from 1, where the text ends."""
    lines = _NEWLINE.split(text)
    return len(lines), len(lines[-1]) + 1


def encoding_of(path: Path, data: bytes) -> str:
    """The encoding of a Python file without its byte order mark.

    Raises:
        SourceError: the file declares an unknown one, or its first lines are not in it.
    """
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError as error:
        head = b"".join(data.splitlines(keepends=True)[:2])
        try:
            head.decode("utf-8")
        except UnicodeDecodeError as undecodable:
            byte = head[undecodable.start]
            reason = f"cannot be decoded as utf-8 (byte 0x{byte:02x})"
            place = _place(head[: undecodable.start], "utf-8")
            raise SourceError(path, reason, *place) from error
        cookie = tokenize.cookie_re.match(head.decode("utf-8").split("\n", 1)[0])
        raise SourceError(path, error.msg, 1 if cookie else 2) from error


def encoded(path: Path, text: str) -> bytes:
    """The bytes of a text in the encoding that it declares, a character which that lacks being `?`.

    What has the text but not the file asks: an editor, or a program that has read it already.
    """
    data = text.encode("utf-8", "replace")
    try:
        encoding = encoding_of(path, data)
    except SourceError:
        return data
    return data if encoding == "utf-8" else text.encode(encoding, "replace")


def _place(before: bytes, encoding: str) -> tuple[int, int]:
    try:
        return end_of(before.decode(encoding, errors="replace"))
    except UnicodeError:
        # Some codecs know of no replacement.
        return end_of(before.decode("latin-1"))
