"""When Python's garbage is collected, where files are analysed one after the other.

Left to itself Python looks for garbage again and again while trees of syntax grow that are none. So
it is told not to, and asked between two files, when nobody has anything of the last one in hand.
"""

from __future__ import annotations

import gc

_MANY = 3_000_000
"""Objects more than before: some 400 MB. To go over them takes some three seconds."""
_YOUNGER = 1
_FACTOR = 1
"""How many times the objects that were left may be there before all of them are gone over."""


class Collector:
    """Collects garbage where nobody else does."""

    def __init__(self) -> None:
        self._left = _MANY
        self._since = 0

    def collect(self) -> None:
        """Collects garbage if there may be much of it.

        Usually among the objects made since the last time: to go over all takes ever longer. What
        is kept for a while, and garbage only then, is found where much has been added to it.
        """
        made = gc.get_count()[0]
        if made < _MANY or gc.isenabled():
            return
        self._since += made - gc.collect(_YOUNGER)
        if self._since > _FACTOR * self._left:
            self._left += self._since - gc.collect()
            self._since = 0
