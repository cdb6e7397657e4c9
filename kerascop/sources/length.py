"""How much source a file may hold to be parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.sources.notebooks import SUFFIX
from kerascop.sources.reading import SourceError, decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_BYTES = 1_000_000
"""Of source that is parsed. What is longer is data written as source."""


def is_too_long(path: Path, size: int, read: Callable[[Path], bytes]) -> bool:
    """Is there more source in a file than is parsed? Outputs of a notebook do not count.

    Of one that cannot be read or decoded that is not said: whoever parses it tells why not.

    Args:
        path: of the file.
        size: of the file, in bytes.
        read: gives its bytes, which only a long notebook is asked for; may raise `SourceError`.
    """
    if size <= MAX_BYTES or path.suffix != SUFFIX:
        return size > MAX_BYTES
    try:
        return len(decode(path, read(path))) > MAX_BYTES
    except SourceError:
        return False
