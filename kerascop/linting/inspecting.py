"""The work on one file: parse, execute abstractly, ask the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING

from kerascop.linting.collecting import Collector
from kerascop.linting.finding import Finding
from kerascop.linting.group import Group
from kerascop.linting.loader import subject_of
from kerascop.linting.onlooking import Onlooker
from kerascop.linting.profiling import Profile
from kerascop.linting.rule import Evidence
from kerascop.linting.surviving import surviving
from kerascop.sources.project import Project
from kerascop.sources.reading import OtherLanguage, SourceError
from kerascop.sources.unit_tests import is_unit_test

if TYPE_CHECKING:
    from kerascop.graph.program import Program
    from kerascop.interpreter import Analysis
    from kerascop.linting.rule import Rule
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.origin import Origin


_HOLDING_IN_TESTS = frozenset({Group.MIGRATION, Group.SECURITY, Group.KERASCOP})
"""Models of unit tests are tiny, odd or wrong on purpose; their API has to exist all the same."""


@dataclass(frozen=True)
class Outcome:
    """What came of the work on one file.

    Attributes:
        findings: as the rules make them, before settings grade and comments silence them.
        notes: what could not be known, and why.
        ran: the codes of the rules that were asked, had there been anything to ask about; `None`
            for all that the settings choose.
        analysed: could the file be parsed?
        sound: is it what any other run would find? Not so where kerascop itself failed.
        digest: of the bytes that were looked at.
        foreign: why it is no mistake that the file cannot be read, though it is none of ours.
    """

    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    ran: tuple[str, ...] | None = None
    analysed: bool = False
    sound: bool = True
    digest: bytes = b""
    foreign: str | None = None

    def unasked(self, path: Path) -> Outcome:
        """The same for a file that nobody named: one that is none of ours is no finding then."""
        if self.foreign is None:
            return self
        return Outcome(notes=(f"{path}: not analysed: {self.foreign}",))


class Inspector:
    """Looks at the files of a project, one at a time.

    Args:
        onlooker: is shown what is found out, and may end the work.
        profile: is told what it costs; another one may be put in its place.
    """

    def __init__(self, onlooker: Onlooker | None = None, profile: Profile | None = None) -> None:
        self._onlooker = onlooker or Onlooker()
        self.profile = profile
        self._collector = Collector()

    def inspect(self, path: Path, project: Project, rules: Sequence[Rule]) -> Outcome:
        """Looks at one file.

        Args:
            path: the file.
            project: what it may import.
            rules: those that the settings choose for the file.
        """
        started = thread_time()
        self._collector.collect()
        try:
            with self._stage("parse"):
                module = project.parse(path)
        except SourceError as error:
            return replace(unreadable(error, rules), digest=project.digest(path))
        try:
            outcome = self._analysed(module, project, rules)
            return replace(outcome, digest=project.digest(path))
        finally:
            if self.profile is not None:
                self.profile.file(path, thread_time() - started)

    def _analysed(self, module: ParsedModule, project: Project, rules: Sequence[Rule]) -> Outcome:
        path = module.path
        before = Outcome() if module.complaint is None else unreadable(module.complaint, rules)
        notes = list(before.notes)
        findings = list(before.findings)
        ran: tuple[str, ...] = ()
        defects: list[str] = []
        with surviving(f"{path}: not analysed", defects):
            from kerascop.interpreter import LINTING, TESTING, analyse

            tested = is_unit_test(path, module.text)
            with self._stage("execute"):
                analysis = analyse(module, project, TESTING if tested else LINTING)
            self._onlooker.analysed(module, analysis)
            notes.extend(analysis.notes)
            asked = [rule for rule in rules if not tested or _holds_in_tests(rule)]
            with self._stage("ask rules"):
                found = findings_of(
                    analysis, asked, path, defects, self._onlooker.proceed, self.profile
                )
            findings.extend(self._onlooker.judged(analysis, found, asked))
            ran = tuple(rule.code for rule in asked)
        return Outcome(tuple(findings), (*notes, *defects), ran, analysed=True, sound=not defects)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        with nullcontext() if self.profile is None else self.profile.stage(name):
            yield


def _holds_in_tests(rule: Rule) -> bool:
    return rule.group in _HOLDING_IN_TESTS and rule.evidence is not Evidence.REFUSAL


def unreadable(error: SourceError, rules: Sequence[Rule]) -> Outcome:
    """A file that cannot be read or parsed: a finding where a rule asks for such, else a note."""
    asking = [rule for rule in rules if subject_of(rule) is SourceError]
    return Outcome(
        tuple(finding for rule in asking for finding in rule.check(error)),
        () if asking else (f"{error.path}: not analysed: {error.reason}",),
        foreign=error.reason if isinstance(error, OtherLanguage) else None,
    )


def findings_of(
    analysis: Analysis,
    rules: Iterable[Rule],
    path: Path,
    notes: list[str],
    proceed: Callable[[], None] = lambda: None,
    profile: Profile | None = None,
) -> list[Finding]:
    """What the rules say of the programs that a file may be; `proceed` is asked in between."""
    from kerascop.linting.agreement import Seen, agreed

    seen: list[Seen] = []
    known: dict[type, list[tuple[Program, Sequence[object]]]] = {}
    for rule in rules:
        subject = subject_of(rule)
        if subject not in known:
            known[subject] = _facts(analysis.programs, subject)
        proceed()
        defects = surviving(f"{path}: {rule.code}", notes)
        with nullcontext() if profile is None else profile.rule(rule.code):
            for program, facts in known[subject]:
                with defects:
                    for fact in facts:
                        seen.extend(
                            Seen(finding, program, finding.subject or _place_of(fact))
                            for finding in rule.check(fact)
                        )
    return agreed(seen, analysis.programs)


def _facts(programs: Iterable[Program], subject: type) -> list[tuple[Program, Sequence[object]]]:
    """The facts of one kind of those programs that have any."""
    found: list[tuple[Program, Sequence[object]]] = []
    for program in programs:
        facts: Sequence[object] = program.every(subject)
        if facts:
            found.append((program, facts))
    return found


def _place_of(fact: object) -> Origin | None:
    """Where the thing that a rule asks about is made: a layer's model, an objective's compile."""
    owner = getattr(fact, "compile", None) or getattr(fact, "model", None) or fact
    found: Origin | None = getattr(owner, "origin", None)
    return found
