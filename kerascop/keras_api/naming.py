"""How Keras names what the source leaves without a name."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD_STARTS = re.compile(r"(?<=.)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_NOT_IN_NAMES = re.compile(r"\W+")


@lru_cache(maxsize=1024)
def snake_case(name: str) -> str:
    """What the names of the layers of a class begin with: `conv2d` for `Conv2D`.

    As Keras 3 does it, in keras/src/utils/naming.py.
    """
    return _WORD_STARTS.sub("_", _NOT_IN_NAMES.sub("", name)).lower()
