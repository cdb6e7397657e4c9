"""Which rules are on: codes, prefixes, names, groups and ALL; the most specific word wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from kerascop.linting.group import Group
from kerascop.misuse import UsageError, nearest

if TYPE_CHECKING:
    from kerascop.linting.rule import Rule

_GROUP = len("KC2")
"""A group is as specific as a family of codes."""
_EXACT = len("KC204") + 1


class Named(Protocol):
    """What words can mean: a rule, or as much of one as is known without loading it."""

    @property
    def code(self) -> str:
        """As of the rule."""
        ...

    @property
    def name(self) -> str:
        """As of the rule."""
        ...


class Grouped(Named, Protocol):
    """The same with its group: a rule, its card, or a finding of it."""

    @property
    def group(self) -> Group:
        """As of the rule."""
        ...


class Choosable(Grouped, Protocol):
    """What can be selected: a rule, or its card."""

    @property
    def on_by_default(self) -> bool:
        """Is the rule on if nothing is selected?"""
        ...


class Documented(Grouped, Protocol):
    """What has a page: a rule, or its card."""

    def page(self, home: str | None = None) -> str | None:
        """The address of the documentation, if it is published: see `Rule.page`."""
        ...


C = TypeVar("C", bound=Choosable)


@dataclass(frozen=True)
class Selection:
    """What the user selects and ignores, as in ruff.

    Attributes:
        select: in place of the rules that are on by default, if any is given.
        ignore: taken away. Between equally specific words, ignoring wins.
        extend_select: on top of the rest.
        base: a weaker selection that this one changes; none if this one selects by itself.
        selects_nothing: is an empty `select` meant, which leaves nothing but `extend_select`?
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    base: Selection | None = None
    selects_nothing: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that must mean a rule or several."""
        return (*self.select, *self.ignore, *self.extend_select)

    def apply(self, rules: Sequence[C]) -> tuple[C, ...]:
        """The rules that are on.

        Raises:
            UsageError: a word means no rule.
        """
        check_words(self.words, rules)
        return tuple(rule for rule in rules if self._is_on(rule))

    def _is_on(self, rule: Choosable) -> bool:
        chosen = _most_specific((*self.select, *self.extend_select), rule)
        if chosen is None and not self._is_on_before(rule):
            return False
        dropped = _most_specific(self.ignore, rule)
        return dropped is None or (chosen is not None and chosen > dropped)

    def _is_on_before(self, rule: Choosable) -> bool:
        """Is the rule on as far as this selection does not speak of it?"""
        if self.select or self.selects_nothing:
            return False
        return rule.on_by_default if self.base is None else self.base._is_on(rule)


def check_words(words: Iterable[str], rules: Sequence[Named], where: str = "") -> None:
    """Does every word mean a rule, or several?

    Raises:
        UsageError: one does not. The message begins with `where`.
    """
    for word in words:
        if not _means_any(word, rules):
            hint = nearest(word, _words(rules))
            raise UsageError(f"{where}unknown rule or group `{word}`{hint}")


def find_rule(word: str, rules: Sequence[Rule]) -> Rule:
    """The rule with this code or name.

    Raises:
        UsageError: there is none.
    """
    for rule in rules:
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    known = [word for rule in rules for word in (rule.code, rule.name)]
    raise UsageError(f"unknown rule `{word}`{nearest(word, known)}")


def _most_specific(words: Iterable[str], rule: Grouped) -> int | None:
    found = [rank for word in words if (rank := specificity(word, rule)) is not None]
    return max(found, default=None)


def specificity(word: str, rule: Grouped) -> int | None:
    """How precisely the word means the rule; `None` if it does not."""
    if word.upper() == "ALL":
        return 0
    if word.lower() == rule.group.value:
        return _GROUP
    return _precision(word, rule)


def _precision(word: str, rule: Named) -> int | None:
    """How precisely a code, a prefix or a name means the rule; `None` if it does not."""
    upper = word.upper()
    if upper == rule.code or word.lower() == rule.name:
        return _EXACT
    letters = rule.code.rstrip("0123456789")
    if upper.startswith(letters) and rule.code.startswith(upper):
        # A family of codes is as specific whatever letters it begins with.
        return len(upper) - len(letters) + len("KC")
    return None


def _means_any(word: str, rules: Sequence[Named]) -> bool:
    known = word.upper() == "ALL" or word.lower() in {group.value for group in Group}
    return known or any(_precision(word, rule) is not None for rule in rules)


def _words(rules: Sequence[Named]) -> Iterable[str]:
    yield from (rule.code for rule in rules)
    yield from (rule.name for rule in rules)
    yield from (group.value for group in Group)
    yield "ALL"
