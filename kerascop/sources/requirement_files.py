"""The names of the files that tell what a project requires: a folder mostly has none of them."""

from __future__ import annotations

import re
from fnmatch import translate
from pathlib import Path

PATTERNS = (
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "requirements*.txt",
    "requirements/*.txt",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "Pipfile",
    "environment*.yml",
    "environment*.yaml",
)
"""Where to look in a folder, what is installed exactly before what may be."""

_FIRST = re.compile("|".join(translate(pattern.partition("/")[0]) for pattern in PATTERNS))


def has_requirements(folder: Path) -> bool:
    """Is there anything in a folder that may tell?"""
    try:
        return any(_FIRST.match(entry.name) for entry in folder.iterdir())
    except OSError:
        return False
