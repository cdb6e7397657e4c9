"""The rules that a run may apply. No rule file is run before somebody needs what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

from kerascop.linting.group import Group
from kerascop.linting.pages import address_of

if TYPE_CHECKING:
    from kerascop.linting.rule import Rule


@dataclass(frozen=True)
class Label:
    """What the name of its file tells of a rule."""

    code: str
    name: str
    file: Path


@dataclass(frozen=True)
class Card:
    """What has to be known of a rule to choose it.

    Attributes:
        code, name, group, on_by_default: as of the rule.
        asks: the full name of the class of facts that it asks about.
        url: of its page, if the rule says so itself.
    """

    code: str
    name: str
    group: Group
    on_by_default: bool
    asks: str
    url: str | None = None

    def page(self, home: str | None = None) -> str | None:
        """The address of the rule's documentation, if it is published: see `Rule.page`."""
        return address_of(self.code, self.url, home)


class Rulebook:
    """Rules of which codes and names are known from the names of their files.

    Args:
        folders: says where rule files lie.
        rules: they themselves, where there are no files.
    """

    def __init__(
        self, folders: Callable[[], Iterable[Path]] = tuple, rules: Sequence[Rule] | None = None
    ) -> None:
        self._folders = folders
        self._given = None if rules is None else tuple(rules)
        self._cards: tuple[Card, ...] | None = None
        self._loaded: dict[frozenset[str], list[Rule]] = {}

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where the rule files lie; nowhere if the rules were given as such."""
        return tuple(self._folders())

    @property
    def has_files(self) -> bool:
        """Can another process load the same rules?"""
        return self._given is None

    @cached_property
    def labels(self) -> tuple[Label | Rule, ...]:
        """Codes and names, ordered by code.

        Raises:
            RuleError: a rule file is misnamed, or a code or name is taken.
        """
        from kerascop.linting.loader import label_of, rule_files, single

        if self._given is not None:
            return self._given
        return single(label_of(file) for folder in self.folders for file in rule_files(folder))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, ordered by code.

        Raises:
            RuleError: a file cannot be imported or breaks the contract, or a code or name is taken.
        """
        from kerascop.linting.loader import joined, load_rules

        if self._given is not None:
            return self._given
        return joined(rule for folder in self.folders for rule in load_rules(folder))

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """What has to be known of the rules to choose among them, ordered by code.

        Raises:
            RuleError: as for `rules`.
        """
        return tuple(card_of(rule) for rule in self.rules) if self._cards is None else self._cards

    def remember(self, cards: Iterable[Card]) -> None:
        """Somebody knows the cards already, so that no rule has to be loaded for them."""
        self._cards = tuple(cards)

    def those(self, codes: Iterable[str]) -> list[Rule]:
        """The rules with these codes, in the order of codes.

        Raises:
            RuleError: as for `rules`.
        """
        from kerascop.linting.loader import load_rule

        wanted = frozenset(codes)
        if wanted not in self._loaded:
            self._loaded[wanted] = [
                load_rule(label.file) if isinstance(label, Label) else label
                for label in self.labels
                if label.code in wanted
            ]
        return self._loaded[wanted]

    @cached_property
    def fingerprint(self) -> bytes:
        """Differs as soon as anything does in the folders of rules."""
        digest = hashlib.blake2b(digest_size=16)
        for folder in self.folders:
            for file in sorted(folder.glob("*.py")):
                data = file.read_bytes()
                digest.update(f"{file}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
                digest.update(data)
        return digest.digest()


class Loaded(Sequence["Rule"]):
    """The rules of a book, each loaded when somebody looks at it."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(index, slice):
            return self._book.rules[index]
        (rule,) = self._book.those([self._book.labels[index].code])
        return rule

    def __len__(self) -> int:
        return len(self._book.labels)


def card_of(rule: Rule) -> Card:
    """The card of a loaded rule."""
    from kerascop.linting.loader import subject_of

    asks = subject_of(rule)
    return Card(
        rule.code,
        rule.name,
        rule.group,
        rule.on_by_default,
        f"{asks.__module__}.{asks.__qualname__}",
        rule.url,
    )
