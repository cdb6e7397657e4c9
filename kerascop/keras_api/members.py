"""What `from module import *` binds, for the modules of Keras."""

from __future__ import annotations

from functools import lru_cache

from kerascop.keras_api import tables
from kerascop.keras_api.paths import below_keras, public_part


@lru_cache(maxsize=256)
def public_names(module: str) -> frozenset[str]:
    """The public names of a module of Keras, however it is spelled; none for any other module.

    A module that has moved or gone (`keras.layers.core`) has the names of the one around it.
    """
    inside = below_keras(module)
    if inside is None:
        return frozenset()
    public = public_part(inside)
    while True:
        prefix = ".".join(("keras", *public, ""))
        names = frozenset(
            spelling[len(prefix) :].partition(".")[0]
            for spelling in tables.spellings()
            if spelling.startswith(prefix)
        )
        if names or not public:
            return names
        public = public[:-1]
