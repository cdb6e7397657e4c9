"""The journal of mutations: what lets the interpreter try a branch and take it back.

Every change to an abstract object that outlives an expression goes through the journal. Rolling
back to a mark restores the abstract heap exactly, so alternatives can be executed one after the
other on the same objects, and an entry point leaves no trace for the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import Struct

ItemT = TypeVar("ItemT")

ABSENT = object()
"""What stands for the value of a place that there is not."""


class Journal:
    """An undo log over dictionaries (namespaces, attributes) and append-only lists."""

    def __init__(self) -> None:
        self._log: list[tuple[Any, Any, Any]] = []

    def mark(self) -> int:
        """The present moment, to roll back to."""
        return len(self._log)

    def put(self, namespace: dict[Any, Any], key: object, value: object) -> None:
        """`namespace[key] = value`, undoably."""
        self._log.append((namespace, key, namespace.get(key, ABSENT)))
        namespace[key] = value

    def drop(self, namespace: dict[Any, Any], key: object) -> None:
        """`del namespace[key]` if it is there, undoably."""
        if key in namespace:
            self._log.append((namespace, key, namespace.pop(key)))

    def set(self, target: object, attribute: str, value: object) -> None:
        """`target.attribute = value`, undoably, of an object with a `__dict__`: of no struct."""
        self.put(vars(target), attribute, value)

    def append(self, items: list[ItemT], item: ItemT) -> None:
        """Append to a list that only ever grows, undoably."""
        self._log.append((items, None, None))
        items.append(item)

    def rollback(self, mark: int) -> None:
        """Undo everything since `mark`."""
        log = self._log
        while len(log) > mark:
            container, key, old = log.pop()
            if isinstance(container, list):
                container.pop()
            elif old is ABSENT:
                container.pop(key, None)
            else:
                container[key] = old

    def written(self) -> frozenset[int]:
        """The identities of all containers that anything was written to."""
        return frozenset(id(container) for container, _, _ in self._log)

    def changes(self, mark: int) -> Changes:
        """What has changed since `mark`: the present value of every place written."""
        first: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}
        grown: list[list[Any]] = []
        since = self._log[mark:]
        for entry in since:
            container, key, _ = entry
            if isinstance(container, list):
                grown.append(container)
            else:
                first.setdefault((id(container), key), entry)
        places = {
            place: Change(container, key, value, old)
            for place, (container, key, old) in first.items()
            if (value := container.get(key, ABSENT)) is not old
        }
        return Changes(places, _appended(grown), len(since))


def _appended(grown: Sequence[list[Any]]) -> list[tuple[list[Any], Any]]:
    """What was appended to lists, each named as often as it has grown, in that order."""
    left = Counter(map(id, grown))
    found: list[tuple[list[Any], Any]] = []
    for items in grown:
        found.append((items, items[-left[id(items)]]))
        left[id(items)] -= 1
    return found


class Change(Struct, frozen=True, eq=False):
    """One place that was written: what is there now, and what was there before."""

    container: dict[Any, Any]
    key: Any
    value: Any
    old: Any

    def redo(self) -> None:
        """Write it again."""
        self.container[self.key] = self.value

    def undo(self) -> None:
        """Write what was there before."""
        if self.old is ABSENT:
            self.container.pop(self.key, None)
        else:
            self.container[self.key] = self.old


class Changes(Struct, frozen=True, eq=False):
    """The places that a branch wrote, and what it appended to lists that only grow.

    Attributes:
        places: by container and key.
        appended: lists and items.
        written: how often something was written, the same place several times perhaps.
    """

    places: dict[tuple[int, Any], Change]
    appended: list[tuple[list[Any], Any]]
    written: int = 0

    @property
    def none(self) -> bool:
        """Did the branch leave everything as it was?"""
        return not self.places and not self.appended
