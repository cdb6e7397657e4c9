"""A run: from paths and settings to a report. No file, and no rule, can end it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.config import Configuration, Settings
from kerascop.linting.collection import installed_rules
from kerascop.linting.finding import Finding
from kerascop.linting.group import Group
from kerascop.linting.loader import subject_of
from kerascop.linting.onlooking import Interrupted, Onlooker
from kerascop.linting.pages import site
from kerascop.linting.rule import Evidence
from kerascop.linting.suppression import Suppressions, UsedSuppression
from kerascop.misuse import UsageError
from kerascop.sources.discovery import SourceFile, discover
from kerascop.sources.notebooks import SUFFIX
from kerascop.sources.project import Project
from kerascop.sources.reading import Contents, OtherLanguage, SourceError, decode
from kerascop.sources.relevance import relevant_files
from kerascop.sources.targets import Targets, asks_for_legacy_keras
from kerascop.sources.unit_tests import is_unit_test
from kerascop.syntax.soundness import check_syntax
from kerascop.syntax.suppressions import names_rules

if TYPE_CHECKING:
    from kerascop.interpreter import Analysis
    from kerascop.linting.rule import Rule
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.origin import Origin

MAX_BYTES = 1_000_000
"""Of source that is parsed. What is longer is data written as source."""

_RECURSION_LIMIT = 10_000
"""Python's frames: libcst needs some seven for each level of a tree, the interpreter a few more."""

_FILES_BETWEEN_COLLECTIONS = 50
_YOUNGER = 1

_HOLDING_IN_TESTS = frozenset({Group.MIGRATION, Group.SECURITY, Group.KERASCOP})
"""Models of unit tests are tiny, odd or wrong on purpose; their API has to exist all the same."""


@dataclass(frozen=True)
class Report:
    """What a run found.

    Attributes:
        findings: ordered by path, line, column and code.
        files: how many files were looked at.
        analysed: how many of them had to do with Keras.
        notes: what could not be known, and why, for those who ask with `--verbose`.
        texts: of the files that findings point into.
        contents: the bytes of the files that fixes would change, and of notebooks with findings.
        linted: the files that were looked at.
        rules: all that there are, whether they were applied or not.
        site: where the documentation is published, if it is.
    """

    findings: tuple[Finding, ...]
    files: int
    analysed: int
    notes: tuple[str, ...]
    texts: dict[Path, str]
    contents: Mapping[Path, bytes] = field(default_factory=dict)
    linted: tuple[Path, ...] = ()
    rules: tuple[Rule, ...] = ()
    site: str | None = None


Filter = Callable[[Sequence[Finding]], Sequence[Finding]]
"""Which findings of a run are told, all others being known or nobody's business."""

Tracker = Callable[[Sequence[SourceFile]], AbstractContextManager[Iterable[SourceFile]]]
"""What passes the files of a run on, one by one, and sees how far it got."""

SettingsIn = Callable[[Path], Settings]
"""The settings of what lies in a folder."""


def lint(
    paths: Iterable[str | Path],
    settings: Settings | Configuration | None = None,
    contents: Contents | None = None,
    wanted: Filter = tuple,
    tracker: Tracker = nullcontext,
    onlooker: Onlooker | None = None,
) -> Report:
    """Lints the files that the paths mean.

    Args:
        paths: files, folders and globs.
        settings: the same for all files, or a configuration that looks for each file's own.
        contents: newer bytes than the disk has, of files that need not be there.
        wanted: which of the findings are told.
        tracker: sees how far the run got.
        onlooker: is shown what is found out, and may end the run.

    Raises:
        UsageError: a path does not exist, or settings are wrong.
        Interrupted: the onlooker ended the run.
    """
    paths = list(paths)
    rules = settings.rules if isinstance(settings, Configuration) else installed_rules()
    settings_in = _settings_in(settings, rules)
    notes: list[str] = []
    contents = contents or Contents()
    sources = files_to_lint(paths, settings_in, notes, contents)
    run = _Run(sources, rules, notes, paths, settings_in, contents, onlooker or Onlooker())
    with room_to_work():
        return run.report(wanted, tracker)


def files_to_lint(
    paths: Iterable[str | Path],
    settings_in: SettingsIn,
    notes: list[str] | None = None,
    contents: Contents | None = None,
) -> list[SourceFile]:
    """The files that the paths mean, without those that the settings leave out.

    A path of which `contents` has newer bytes need not be there.

    Raises:
        UsageError: a path does not exist.
    """
    newer = [Path(path) for path in paths if contents is not None and Path(path) in contents]
    others = [path for path in paths if Path(path) not in newer]
    found = discover(others, notes, lambda folder: settings_in(folder).exclusion)
    return [*(SourceFile(path, named=True) for path in newer), *found]


def is_too_long(path: Path, data: bytes) -> bool:
    """Is there more source in a file than is parsed? Outputs of a notebook do not count.

    Raises:
        SourceError: it is a long notebook that cannot be decoded.
    """
    if len(data) <= MAX_BYTES:
        return False
    return path.suffix != SUFFIX or len(decode(path, data)) > MAX_BYTES


def _settings_in(settings: Settings | Configuration | None, rules: Sequence[Rule]) -> SettingsIn:
    if isinstance(settings, Configuration):
        return settings.of_folder
    fixed = settings or Settings()
    fixed.selection.apply(rules)
    return lambda folder: fixed


def findings_of(
    analysis: Analysis,
    rules: Sequence[Rule],
    path: Path,
    notes: list[str],
    proceed: Callable[[], None] = lambda: None,
) -> list[Finding]:
    """What the rules say of the programs that a file may be; `proceed` is asked in between."""
    from kerascop.linting.agreement import Seen, agreed

    seen: list[Seen] = []
    for rule in rules:
        subject = subject_of(rule)
        proceed()
        for program in analysis.programs:
            with surviving(f"{path}: {rule.code}", notes):
                fact: object
                for fact in program.every(subject):
                    seen.extend(
                        Seen(finding, program, finding.subject or _place_of(fact))
                        for finding in rule.check(fact)
                    )
    return agreed(seen, analysis.programs)


def _place_of(fact: object) -> Origin | None:
    """Where the thing that a rule asks about is made: a layer's model, an objective's compile."""
    owner = getattr(fact, "compile", None) or getattr(fact, "model", None) or fact
    found: Origin | None = getattr(owner, "origin", None)
    return found


class _Run:
    """The files of one run, and what came of them so far."""

    def __init__(
        self,
        sources: Sequence[SourceFile],
        rules: Sequence[Rule],
        notes: list[str],
        given: Iterable[str | Path],
        settings_in: SettingsIn,
        contents: Contents,
        onlooker: Onlooker,
    ) -> None:
        self._sources = sources
        self._rules = rules
        self._notes = notes
        self._given = [Path(path) for path in given]
        self._settings_in = settings_in
        self._contents = contents
        self._onlooker = onlooker
        self._project = Project(())
        self._analysed = 0
        self._ran: dict[Path, frozenset[str]] = {}
        self._naming: list[Path] = []

    def report(self, wanted: Filter, tracker: Tracker) -> Report:
        contents, errors = self._read()
        self._naming = [path for path, data in contents.items() if names_rules(data)]
        around = self._onlooker.surroundings
        everything = {**around.files, **contents}
        legacy = [path for path, data in everything.items() if asks_for_legacy_keras(data)]
        named = [*self._given, *around.folders]
        self._project = Project(
            (*around.files, *(source.path for source in self._sources)),
            Targets(named, legacy, lambda path: self._settings_in(path.parent).target),
            self._contents,
            self._onlooker.proceed,
            self._onlooker.parse,
        )
        relevant = relevant_files(everything, self._project)
        findings: list[Finding] = [
            finding for error in errors for finding in self._unreadable(error)
        ]
        fixable: dict[Path, bytes] = {}
        with tracker(self._sources) as sources:
            for source in sources:
                data = contents.pop(source.path, None)
                if data is None:
                    continue
                try:
                    found = self._file(source, data, relevant=source.path in relevant)
                except OtherLanguage as error:
                    if source.named:
                        found = list(self._unreadable(error))
                    else:
                        self._notes.append(f"{error.path}: not analysed: {error.reason}")
                        found = []
                except SourceError as error:
                    found = list(self._unreadable(error))
                naming = source.path in self._naming
                if naming or any(finding.fix is not None for finding in found):
                    fixable[source.path] = data
                findings.extend(found)
        kept = tuple(wanted(once(self._after_suppression(once(findings)))))
        return Report(
            findings=kept,
            files=len(self._sources),
            analysed=self._analysed,
            notes=tuple(dict.fromkeys(self._notes)),
            texts={path: self._text(path) for path in _paths(kept)},
            contents=fixable | self._notebooks(_paths(kept)),
            linted=tuple(source.path for source in self._sources),
            rules=tuple(self._rules),
            site=self._settings_in(Path.cwd()).docs_url or site(),
        )

    def _after_suppression(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no comment silences, and what is wrong with such comments."""
        names = {rule.code: rule.name for rule in self._rules}
        usual = frozenset(rule.code for rule in self._rules if rule.on_by_default)
        suppressions = Suppressions(self._text, names)
        left = suppressions.left(findings)
        for path in self._naming:
            chosen = self._chosen(path)
            judging = [rule for rule in chosen if subject_of(rule) is UsedSuppression]
            ran = self._ran.get(path, frozenset(rule.code for rule in chosen))
            for used in suppressions.judged(path, ran, usual) if judging else ():
                found = (finding for rule in judging for finding in rule.check(used))
                left.extend(self._settled(found, path))
        return left

    def _notebooks(self, paths: Iterable[Path]) -> dict[Path, bytes]:
        """The bytes of the notebooks among files; of vanished ones nothing."""
        found: dict[Path, bytes] = {}
        for path in paths:
            if path.suffix == SUFFIX and path not in found:
                with suppress(SourceError):
                    found[path] = self._contents.read(path)
        return found

    def _text(self, path: Path) -> str:
        """The text as far as it can be shown: of a vanished file nothing."""
        try:
            data = self._contents.read(path)
        except SourceError:
            return ""
        try:
            return decode(path, data)
        except SourceError:
            return data.decode("utf-8", "replace")

    def _read(self) -> tuple[dict[Path, bytes], list[SourceError]]:
        contents: dict[Path, bytes] = {}
        errors: list[SourceError] = []
        for source in self._sources:
            try:
                contents[source.path] = self._contents.read(source.path)
            except SourceError as error:
                errors.append(error)
        return contents, errors

    def _file(self, source: SourceFile, data: bytes, *, relevant: bool) -> list[Finding]:
        """The findings of one file.

        Raises:
            SourceError: it cannot be decoded or parsed.
        """
        path = source.path
        if not relevant and not source.named:
            return []
        if is_too_long(path, data):
            self._notes.append(f"{path}: not analysed: longer than {MAX_BYTES:,} bytes")
            return []
        if not relevant:
            check_syntax(path, decode(path, data))
            return []
        return self._analyse(path)

    def _analyse(self, path: Path) -> list[Finding]:
        module = self._project.parse(path)
        self._analysed += 1
        self._ran[path] = frozenset()
        if self._analysed % _FILES_BETWEEN_COLLECTIONS == 0:
            # The youngest objects alone: going over all that is kept takes longer with every file.
            gc.collect(_YOUNGER)
        findings: list[Finding] = []
        if module.complaint is not None:
            findings.extend(self._unreadable(module.complaint))
        with surviving(f"{path}: not analysed", self._notes):
            from kerascop.interpreter import LINTING, TESTING, analyse

            budget = TESTING if is_unit_test(module.path, module.text) else LINTING
            analysis = analyse(module, self._project, budget)
            self._onlooker.analysed(module, analysis)
            self._notes.extend(analysis.notes)
            rules = self._rules_for(module)
            found: Sequence[Finding] = findings_of(
                analysis, rules, path, self._notes, self._onlooker.proceed
            )
            found = self._onlooker.judged(analysis, found, rules)
            findings.extend(self._settled(found, path))
            self._ran[path] = frozenset(rule.code for rule in rules)
        return findings

    def _settled(self, findings: Iterable[Finding], path: Path) -> Iterator[Finding]:
        """Findings as the settings of their own files want them, which may be other files."""
        by_code = {rule.code: rule for rule in self._rules}
        for finding in findings:
            rule = by_code[finding.code]
            settings = self._settings_in(finding.path.parent)
            if finding.path == path or settings.rules_for(finding.path, [rule]):
                yield settings.graded(finding, rule)

    def _rules_for(self, module: ParsedModule) -> Sequence[Rule]:
        """The rules that make sense in a file."""
        rules = self._chosen(module.path)
        if not is_unit_test(module.path, module.text):
            return rules
        return [
            rule
            for rule in rules
            if rule.group in _HOLDING_IN_TESTS and rule.evidence is not Evidence.REFUSAL
        ]

    def _chosen(self, path: Path) -> Sequence[Rule]:
        """The rules that the settings of a file choose."""
        return self._settings_in(path.parent).rules_for(path, self._rules)

    def _unreadable(self, error: SourceError) -> Iterator[Finding]:
        asked = False
        for rule in self._chosen(error.path):
            if subject_of(rule) is SourceError:
                asked = True
                yield from self._settled(rule.check(error), error.path)
        if not asked:
            self._notes.append(f"{error.path}: not analysed: {error.reason}")


@contextmanager
def surviving(what: str, notes: list[str]) -> Iterator[None]:
    """Turns a defect of kerascop into a note.

    This is the one place that catches every exception. kerascop runs in editors and in bots on code
    that nobody vetted: a defect in the interpreter or in a rule, met in one file, must not keep the
    findings of all the others from the user. `KERASCOP_DEBUG=1` shows the defect instead.
    """
    try:
        yield
    except (SourceError, UsageError, Interrupted):
        raise
    except Exception as error:
        if os.environ.get("KERASCOP_DEBUG") == "1":
            raise
        notes.append(
            f"{what}: an internal error, please report it: {type(error).__name__}: {error}"
        )


@contextmanager
def room_to_work() -> Iterator[None]:
    """Many small objects that live long, and deep recursion: neither is what Python expects."""
    limit, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()


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


def _paths(findings: Iterable[Finding]) -> Iterator[Path]:
    for finding in findings:
        yield finding.path
        yield from (related.path for related in finding.related)
