"""What was made of the files of a project, kept from one to the next as long as there is room."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class _Kept(Generic[ItemT]):
    item: ItemT
    sizes: Mapping[Hashable, int]


class Keeper(Generic[ItemT]):
    """Keeps what was used last, and finds whatever else somebody still has.

    Args:
        room: characters of the files that all that is kept is made of.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._alive: WeakValueDictionary[Path, ItemT] = WeakValueDictionary()
        self._kept: OrderedDict[Path, _Kept[ItemT]] = OrderedDict()
        self._uses: Counter[Hashable] = Counter()
        self._filled = 0

    def get(self, path: Path) -> ItemT | None:
        """What was made of a file, if it is still there."""
        return self._alive.get(path)

    def keep(self, path: Path, item: ItemT, sizes: Mapping[Hashable, int]) -> None:
        """Keeps something as the latest; what was used longest ago may have to go.

        Args:
            path: the file that it was made of.
            item: what was made.
            sizes: what it keeps alive, with the characters of the file of each.
        """
        known = self._kept.pop(path, None)
        self._alive[path] = item
        self._kept[path] = _Kept(item, sizes)
        self._count(sizes, 1)
        if known is not None:
            self._count(known.sizes, -1)
        while self._filled > self._room and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._count(oldest.sizes, -1)

    def _count(self, sizes: Mapping[Hashable, int], uses: int) -> None:
        for each, size in sizes.items():
            if not self._uses[each]:
                self._filled += size
            self._uses[each] += uses
            if not self._uses[each]:
                self._filled -= size
                del self._uses[each]
