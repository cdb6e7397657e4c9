"""Telling files of unit tests from programs that train something."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"test_.+|.+_tests?")
_FRAMEWORK = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+(?:pytest|unittest|absl\.testing|numpy\.testing|hypothesis)\b"
    r"|\bTestCase\b",
    re.MULTILINE,
)
_CASE = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+test\w*\(", re.MULTILINE)


def is_unit_test(path: Path, text: str) -> bool:
    """Is this a file of unit tests: by its name, its framework and its functions?

    The models in such files are made to run or to be refused, not to learn.
    """
    return (
        _NAME.fullmatch(path.stem) is not None
        and _FRAMEWORK.search(text) is not None
        and _CASE.search(text) is not None
    )
