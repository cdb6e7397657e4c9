"""From what rules said of single files to what a run tells: settings, suppressions, order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kerascop.config import Settings
from kerascop.linting.finding import Finding
from kerascop.linting.inspecting import Outcome
from kerascop.linting.rulebook import Card, Rulebook
from kerascop.linting.selection import Selection
from kerascop.linting.suppression import Suppressions, UsedSuppression
from kerascop.sources.notebooks import SUFFIX
from kerascop.sources.project import digest_of
from kerascop.sources.reading import Contents, SourceError, decode

_JUDGED = f"{UsedSuppression.__module__}.{UsedSuppression.__qualname__}"


class Gathering:
    """What the settings of files, and comments in them, make of findings.

    Args:
        book: the rules.
        settings_in: the settings of what lies in a folder.
        contents: where the bytes of files come from.
    """

    def __init__(
        self, book: Rulebook, settings_in: Callable[[Path], Settings], contents: Contents
    ) -> None:
        self._book = book
        self._settings_in = settings_in
        self._contents = contents
        self._kept: dict[Path, bytes] = {}
        self._chosen: dict[Selection, tuple[Card, ...]] = {}

    @cached_property
    def _by_code(self) -> Mapping[str, Card]:
        return {card.code: card for card in self._book.cards}

    def chosen(self, path: Path) -> tuple[Card, ...]:
        """The rules that the settings of a file choose."""
        settings = self._settings_in(path.parent)
        if settings.per_file_ignores:
            return settings.rules_for(path, self._book.cards)
        known = self._chosen.get(settings.selection)
        if known is None:
            known = self._chosen[settings.selection] = settings.rules_for(path, self._book.cards)
        return known

    def findings(
        self, outcomes: Mapping[Path, Outcome], naming: Sequence[Path]
    ) -> tuple[Finding, ...]:
        """The findings of a run, in their order.

        Args:
            outcomes: of the files that the run got to, in the order of files.
            naming: those with comments that may silence rules by name.
        """
        found = [
            finding
            for path, outcome in outcomes.items()
            for finding in self._settled(outcome.findings, path)
        ]
        if not found and not naming:
            return ()
        suppressions = Suppressions(
            self.text, {label.code: label.name for label in self._book.labels}
        )
        left = suppressions.left(once(found))
        for path in naming:
            left.extend(self._judged(path, outcomes[path], suppressions))
        return once(left)

    def _judged(
        self, path: Path, outcome: Outcome, suppressions: Suppressions
    ) -> Iterator[Finding]:
        """What is wrong with the suppressions of a file, given what its rules found."""
        chosen = self.chosen(path)
        judging = [card.code for card in chosen if card.asks == _JUDGED]
        if not judging:
            return
        ran = frozenset((card.code for card in chosen) if outcome.ran is None else outcome.ran)
        usual = frozenset(card.code for card in self._book.cards if card.on_by_default)
        for used in suppressions.judged(path, ran, usual):
            for rule in self._book.those(judging):
                yield from self._settled(rule.check(used), path)

    def _settled(self, findings: Iterable[Finding], path: Path) -> Iterator[Finding]:
        """Findings as the settings of their own files want them, which may be other files."""
        for finding in findings:
            settings = self._settings_in(finding.path.parent)
            card = self._by_code[finding.code]
            if finding.path == path or settings.rules_for(finding.path, [card]):
                yield settings.graded(finding, card)

    def text(self, path: Path) -> str:
        """The text as far as it can be shown: of a vanished file nothing."""
        try:
            data = self._bytes(path)
        except SourceError:
            return ""
        try:
            return decode(path, data)
        except SourceError:
            return data.decode("utf-8", "replace")

    def bytes_for(
        self, findings: Sequence[Finding], naming: Iterable[Path], outcomes: Mapping[Path, Outcome]
    ) -> dict[Path, bytes]:
        """The bytes of files that fixes may change, and of notebooks with findings.

        What has other bytes by now than those that were analysed is not among them.
        """
        fixable = (finding.path for finding in findings if finding.fix is not None)
        books = (path for path in paths_of(findings) if path.suffix == SUFFIX)
        found: dict[Path, bytes] = {}
        for path in dict.fromkeys((*naming, *fixable, *books)):
            outcome = outcomes.get(path)
            with suppress(SourceError):
                data = self._bytes(path)
                if outcome is None or outcome.digest in (b"", digest_of(data)):
                    found[path] = data
        return found

    def _bytes(self, path: Path) -> bytes:
        """The bytes of a file, the same whenever somebody asks."""
        if path not in self._kept:
            self._kept[path] = self._contents.read(path)
        return self._kept[path]


def once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order, the first of those that say the same of the same place.

    One place is reached on several paths through the program, and from the several files that use
    it; what they say differs in the details of the path at most.
    """
    first: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        said = first.setdefault((finding.path, finding.span, finding.code), finding)
        if said.fix != finding.fix:
            # What repairs one path would not repair the other.
            first[finding.path, finding.span, finding.code] = replace(said, fix=None)
    return tuple(sorted(first.values(), key=lambda finding: finding.order))


def paths_of(findings: Iterable[Finding]) -> Iterator[Path]:
    """The files that findings point into, some several times."""
    for finding in findings:
        yield finding.path
        yield from (related.path for related in finding.related)
