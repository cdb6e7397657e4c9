"""The journal of mutations: what lets the interpreter try a branch and take it back.

Every change to an abstract object that outlives an expression goes through the journal. Rolling back
to a mark restores the abstract heap exactly, so alternatives can be executed one after the other on
the same objects, and an entry point leaves no trace for the next one.
"""

from __future__ import annotations

from typing import Any, TypeVar

ItemT = TypeVar("ItemT")

_ABSENT = object()


class Journal:
    """An undo log over dictionaries (namespaces, attributes) and append-only lists."""

    def __init__(self) -> None:
        self._log: list[tuple[Any, Any, Any]] = []

    def mark(self) -> int:
        """The present moment, to roll back to."""
        return len(self._log)

    def put(self, namespace: dict[Any, Any], key: object, value: object) -> None:
        """`namespace[key] = value`, undoably."""
        self._log.append((namespace, key, namespace.get(key, _ABSENT)))
        namespace[key] = value

    def drop(self, namespace: dict[Any, Any], key: object) -> None:
        """`del namespace[key]` if it is there, undoably."""
        if key in namespace:
            self._log.append((namespace, key, namespace.pop(key)))

    def set(self, target: object, attribute: str, value: object) -> None:
        """`target.attribute = value`, undoably."""
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
            elif old is _ABSENT:
                container.pop(key, None)
            else:
                container[key] = old

    def changes(self, mark: int) -> Changes:
        """What has changed since `mark`: the present value of every place written."""
        places: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}
        appended = 0
        for container, key, old in self._log[mark:]:
            if isinstance(container, list):
                appended += 1
            else:
                place = (id(container), key)
                if place not in places:
                    places[place] = (container, key, old)
        final = {
            place: (container, key, container.get(key, _ABSENT))
            for place, (container, key, old) in places.items()
            if container.get(key, _ABSENT) is not old
        }
        return Changes(final, appended)


class Changes:
    """The places that a branch wrote, with the values it left there."""

    def __init__(
        self, places: dict[tuple[int, Any], tuple[dict[Any, Any], Any, Any]], appended: int
    ) -> None:
        self.places = places
        self.appended = appended

    @property
    def none(self) -> bool:
        """Did the branch leave everything as it was?"""
        return not self.places and not self.appended
