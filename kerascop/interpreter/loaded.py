"""An executed module of the project, and for whom else it would come out the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import astuple

from kerascop.interpreter.journal import ABSENT, Change
from kerascop.interpreter.limits import CHARACTERS_OF_A_MODULE
from kerascop.interpreter.values import ProjectModule, Value
from kerascop.sources.project import Uses

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.interpreter.machine import Trace


class LoadedModule(Struct, eq=False, dict=True, weakref=True):
    """An executed module, and what its own level built and trained.

    A module is whole if all that it imports was executed to its end: then it is the same for
    whoever imports it. Where modules import each other in a circle, or too deep to be followed,
    the outermost one is the same for those who have imported the same before.

    Attributes:
        module: with its names.
        trace: of its own level.
        whole: was everything that it imports executed to its end, none of it half done?
        height: how many imports lie inside each other below it.
        uses: what was asked of the project on the way.
        inside: the modules that it imports, at any remove.
        brought: the modules that importing it brings, itself included.
        needed: those that it imports of what was there before; `None` if it is nobody else's.
        notes: what was given up on the way.
        changes: what it and those that it imports do to others, and which of them does it.
        filling: the source of what was there before, if not all that it imports found room.
    """

    module: ProjectModule
    trace: Trace
    whole: bool = True
    height: int = 0
    uses: Uses = field(default_factory=Uses)
    inside: dict[Path, LoadedModule] = {}
    brought: Mapping[Path, LoadedModule] = {}
    needed: Mapping[Path, LoadedModule] | None = None
    notes: tuple[str, ...] = ()
    changes: Sequence[tuple[LoadedModule, Change]] = ()
    filling: int | None = None

    @property
    def weight(self) -> int:
        """What executing the module counts, in characters."""
        return weight_of(self.module.scope.module.text)

    def fits(self, others: Mapping[Path, LoadedModule], depth: int, most: int) -> bool:
        """Would the module come out the same?

        Args:
            others: those that are there already.
            depth: how many imports lie around it.
            most: how many of them are followed.
        """
        if self.whole:
            is_deep = depth + self.height >= most
            if is_deep and not others.keys() >= self.inside.keys():
                return False
            # Otherwise its classes would not be those that others have imported.
            return all(others.get(path, its) is its for path, its in self.inside.items())
        if self.needed is None or depth:
            return False
        return others.keys().isdisjoint(self.brought) and all(
            others.get(path) is its for path, its in self.needed.items()
        )

    @cached_property
    def containers(self) -> frozenset[int]:
        """The identities of all that can be changed through the module's names."""
        waiting: list[object] = [self.module.scope.names]
        found: set[int] = set()
        while waiting:
            each = waiting.pop()
            if id(each) in found or isinstance(each, ProjectModule):
                continue
            if isinstance(each, dict):
                found.add(id(each))
                waiting.extend(each.values())
            elif isinstance(each, tuple | list):
                waiting.extend(each)
            elif isinstance(each, Value):
                waiting.append(astuple(each) if isinstance(each, Struct) else vars(each))
        return frozenset(found)


def weight_of(text: str) -> int:
    """What executing a module of this source counts, in characters."""
    return len(text) + CHARACTERS_OF_A_MODULE


def can_follow(changes: Iterable[Change]) -> bool:
    """Can the changes be made, one after the other, where nobody else has been before?"""
    present: dict[tuple[int, object], object] = {}
    for change in changes:
        place = id(change.container), change.key
        if present.get(place, change.container.get(change.key, ABSENT)) is not change.old:
            return False
        present[place] = change.value
    return True
