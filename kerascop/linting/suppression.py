"""What suppressions silence, and which of them silence nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kerascop.linting.finding import Finding
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span
from kerascop.syntax.suppressions import SuppressedCode, Suppression, suppressions_in


@dataclass(frozen=True)
class UsedSuppression:
    """A suppression after a run.

    Attributes:
        suppression: the comment.
        unused: codes of rules that ran and found nothing there; the directive itself, without a
            code, if it is kerascop's own and silenced nothing at all.
        unknown: words that mean no rule.
        known: the codes and names of all rules.
    """

    suppression: Suppression
    unused: tuple[SuppressedCode, ...]
    unknown: tuple[SuppressedCode, ...]
    known: tuple[str, ...]

    def without(self, code: SuppressedCode) -> Edit:
        """What takes a code out of the comment, or the comment away if nothing is left of it."""
        codes = self.suppression.codes
        if set(codes) <= set(self.unused):
            return _removal(self.suppression)
        at = codes.index(code)
        if at + 1 < len(codes):
            start, end = code.span, codes[at + 1].span
            return _between(start.start_line, start.start_column, end.start_column)
        before = codes[at - 1].span
        return _between(before.end_line, before.end_column, code.span.end_column)


@dataclass
class Suppressions:
    """The suppressions of a run's files, and what they have silenced.

    Args:
        text_of: the text of a file, empty if it has none.
        names: every rule's name by its code, those included that are off.
    """

    text_of: Callable[[Path], str]
    names: Mapping[str, str]
    _known: dict[Path, tuple[Suppression, ...]] = field(default_factory=dict)
    _used: set[tuple[int, SuppressedCode | None]] = field(default_factory=set)

    def of(self, path: Path) -> tuple[Suppression, ...]:
        """The suppressions in a file."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = suppressions_in(path, self.text_of(path))
        return known

    def left(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that nothing silences; remembers what silenced the others."""
        return [finding for finding in findings if not self._silenced(finding)]

    def judged(
        self, path: Path, ran: Collection[str], usual: frozenset[str]
    ) -> list[UsedSuppression]:
        """The suppressions of a file, judged by the codes of the rules that ran over it.

        Those without a code may be about any rule: they are judged if all usual ones ran.
        """
        known = (*self.names, *self.names.values())
        all_ran = usual.issubset(ran)
        return [
            UsedSuppression(
                suppression,
                self._unused(suppression, ran) if suppression.codes or all_ran else (),
                self._unknown(suppression),
                known,
            )
            for suppression in self.of(path)
        ]

    def _silenced(self, finding: Finding) -> bool:
        silenced = False
        for suppression in self.of(finding.path):
            if not suppression.covers(finding.span.start_line):
                continue
            codes = [code for code in suppression.codes if _means(code, finding)]
            if codes or not suppression.codes:
                self._used.add((id(suppression), codes[0] if codes else None))
                silenced = True
        return silenced

    def _unused(self, suppression: Suppression, ran: Collection[str]) -> tuple[SuppressedCode, ...]:
        if suppression.codes:
            return tuple(
                code
                for code in suppression.codes
                if (id(suppression), code) not in self._used and self._code(code) in ran
            )
        if suppression.is_own and (id(suppression), None) not in self._used:
            return (SuppressedCode(suppression.path, "", suppression.span),)
        return ()

    def _unknown(self, suppression: Suppression) -> tuple[SuppressedCode, ...]:
        return tuple(
            code
            for code in suppression.codes
            if (suppression.is_own or code.text.upper().startswith("KC")) and not self._code(code)
        )

    def _code(self, code: SuppressedCode) -> str | None:
        """The code of the rule that is meant."""
        for known, name in self.names.items():
            if code.text.upper() == known or code.text.lower() == name:
                return known
        return None


def _removal(suppression: Suppression) -> Edit:
    """What takes a directive away, its reason included, and leaves what else the comment says."""
    line, column = suppression.span.start_line, suppression.comment_column
    comment = suppression.comment
    start = suppression.span.start_column - column
    end = comment.find("#", start + 1)
    if end > 0:
        return _between(line, column + start, column + end)
    if comment[:start].strip():
        return _between(line, column + len(comment[:start].rstrip()), column + len(comment))
    if suppression.before.strip():
        return _between(line, len(suppression.before.rstrip()) + 1, column + len(comment))
    return Edit(Span(line, 1, line + 1, 1), "")


def _between(line: int, start: int, end: int) -> Edit:
    return Edit(Span(line, start, line, end), "")


def _means(code: SuppressedCode, finding: Finding) -> bool:
    return code.text.upper() == finding.code or code.text.lower() == finding.name
