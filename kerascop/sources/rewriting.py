"""Files with edits in them: the new bytes, and writing them so that nothing can be lost."""

from __future__ import annotations

import codecs
import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kerascop.misuse import UsageError
from kerascop.sources.edits import Edit, edited
from kerascop.sources.notebook_edits import source_of, with_sources
from kerascop.sources.notebooks import SUFFIX, cell_lines, cells_of
from kerascop.sources.reading import decode, encoding_of
from kerascop.sources.span import Span


def edited_bytes(path: Path, data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file after edits of its text, of a notebook's as `python_text` has it.

    Encoding, byte order mark and line ends stay as they are.

    Raises:
        SourceError: the file cannot be decoded.
        ValueError: an edit lies outside the text, or in what is no code.
        UnicodeEncodeError: the encoding lacks a character of an edit.
    """
    text = decode(path, data)
    if path.suffix == SUFFIX:
        return _edited_notebook(path, data, text, edits)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data[len(mark) :]
    return mark + _encoded(edited(text, edits), text, body, encoding_of(path, body))


def _edited_notebook(path: Path, data: bytes, text: str, edits: Sequence[Edit]) -> bytes:
    encoding = encoding_of(path, data)
    raw = data.decode(encoding)
    lines = text.split("\n")
    changed: dict[int, str] = {}
    for cell in cells_of(text):
        last = cell.before + cell.length
        own = [
            Edit(_moved(edit.span, -cell.before), edit.text)
            for edit in edits
            if cell.before < edit.span.start_line <= last
        ]
        if not own:
            continue
        source = source_of(raw, cell.number)
        written = cell_lines(source)
        analysed = lines[cell.before : last]
        for edit in own:
            span = edit.span
            # An edit that ends where a line begins leaves that line alone.
            last_line = max(span.start_line, span.end_line - (span.end_column == 1))
            touched = slice(span.start_line - 1, last_line)
            if analysed[touched] != written[touched]:
                raise ValueError("an edit lies in a line that is no Python")
        changed[cell.number] = edited(source, own)
    return _encoded(with_sources(raw, changed), raw, data, encoding)


def _encoded(text: str, before: str, data: bytes, encoding: str) -> bytes:
    """A text in the encoding in which `data` is `before`.

    Raises:
        ValueError: there would be other changes: `unicode_escape` writes ends of lines as `\\n`.
    """
    written = text.encode(encoding)
    if before.encode(encoding) != data or written.decode(encoding) != text:
        raise ValueError(f"in {encoding} the rest would not stay as it is")
    return written


def _moved(span: Span, lines: int) -> Span:
    return Span(span.start_line + lines, span.start_column, span.end_line + lines, span.end_column)


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write other bytes to a file, all of them or none, and only if nobody else changed it.

    A name may be as long as the system allows: that of the file in between is short.

    Raises:
        UsageError: the file has other bytes than `before`, or cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.read_bytes() != before:
            raise UsageError(f"`{path}` was changed while it was looked at: not written")
        handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o7777)
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror or error}") from error
