"""Texts that are parsed again and again while somebody edits them: their last trees are kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from kerascop.syntax.module import parse

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.syntax.module import ParsedModule

_KEPT_CHARACTERS = 2_000_000
"""Of texts. A tree takes some 24 times the memory of its text."""


class Memory:
    """The last tree of each file: a text that has not changed is the same module as before."""

    def __init__(self) -> None:
        self._known: OrderedDict[Path, ParsedModule] = OrderedDict()

    def parse(self, path: Path, text: str) -> ParsedModule:
        """Parses the text of a file.

        Raises:
            SourceError: as `parse` of a module does; what was known of the file is kept.
        """
        known = self._known.get(path)
        if known is None or known.text != text:
            known = self._known[path] = parse(path, text)
            self._forget()
        self._known.move_to_end(path)
        return known

    def _forget(self) -> None:
        total = sum(len(known.text) for known in self._known.values())
        while total > _KEPT_CHARACTERS and len(self._known) > 1:
            _, oldest = self._known.popitem(last=False)
            total -= len(oldest.text)
