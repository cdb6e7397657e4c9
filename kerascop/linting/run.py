"""A run: from paths and settings to a report. No file, and no rule, can end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.config import Configuration, Settings
from kerascop.linting.choosing import FirstLook
from kerascop.linting.collection import installed
from kerascop.linting.finding import Finding
from kerascop.linting.gathering import Gathering, once, paths_of
from kerascop.linting.inspecting import Inspector, Outcome, findings_of, unreadable
from kerascop.linting.means import PLAIN, Means
from kerascop.linting.onlooking import Onlooker
from kerascop.linting.profiling import Profile
from kerascop.linting.report import Report
from kerascop.linting.room import room_to_work
from kerascop.linting.rulebook import Loaded, Rulebook
from kerascop.linting.selection import check_words
from kerascop.linting.surviving import surviving
from kerascop.sources.discovery import SourceFile, discover
from kerascop.sources.length import MAX_BYTES, is_too_long
from kerascop.sources.project import Project, WatchedProject
from kerascop.sources.reading import Contents, SourceError, decode
from kerascop.sources.targets import Targets
from kerascop.syntax.soundness import sound

if TYPE_CHECKING:
    from kerascop.spreading.spread import Spread

__all__ = [
    "Filter",
    "Report",
    "Tracker",
    "files_to_lint",
    "findings_of",
    "lint",
    "once",
    "surviving",
]

_TOO_LONG = f"not analysed: longer than {MAX_BYTES:,} bytes"

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
    means: Means = PLAIN,
) -> Report:
    """Lints the files that the paths mean.

    Args:
        paths: files, folders and globs.
        settings: the same for all files, or a configuration that looks for each file's own.
        contents: newer bytes than the disk has, of files that need not be there.
        wanted: which of the findings are told.
        tracker: sees how far the run got.
        onlooker: is shown what is found out, and may end the run.
        means: how many processes work, and which cache is used.

    Raises:
        UsageError: a path does not exist, or settings are wrong.
        Interrupted: the onlooker ended the run.
    """
    paths = list(paths)
    book = settings.rulebook if isinstance(settings, Configuration) else installed()
    settings_in = _settings_in(settings, book)
    notes: list[str] = []
    contents = contents or Contents()
    sources = files_to_lint(paths, settings_in, notes, contents)
    run = _Run(sources, book, notes, paths, settings_in, contents, onlooker or Onlooker(), means)
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


def _settings_in(settings: Settings | Configuration | None, book: Rulebook) -> SettingsIn:
    if isinstance(settings, Configuration):
        return settings.of_folder
    fixed = settings or Settings()
    words = fixed.selection.words
    if words:
        check_words(words, book.labels)
    return lambda folder: fixed


def _can_be_sent(sources: Iterable[SourceFile]) -> bool:
    """Are the names of files text? Linux takes any bytes, but records and plans are Unicode."""
    try:
        for source in sources:
            str(source.path).encode()
    except UnicodeEncodeError:
        return False
    return True


class _Run:
    """The files of one run, and what came of them so far."""

    def __init__(
        self,
        sources: Sequence[SourceFile],
        book: Rulebook,
        notes: list[str],
        given: Iterable[str | Path],
        settings_in: SettingsIn,
        contents: Contents,
        onlooker: Onlooker,
        means: Means,
    ) -> None:
        self._sources = sources
        self._book = book
        self._notes = notes
        self._given = [Path(path) for path in given]
        self._settings_in = settings_in
        self._contents = contents
        self._onlooker = onlooker
        self._gathering = Gathering(book, settings_in, contents)
        self._means = means if _can_be_sent(sources) else means.alone
        self._paths = [source.path for source in sources]
        self._profile = Profile() if means.profiled else None

    @room_to_work
    def report(self, wanted: Filter, tracker: Tracker) -> Report:
        with self._stage("read"):
            look = FirstLook.at(self._sources, self._contents)
        around = self._onlooker.surroundings.files
        for path, data in around.items():
            if path not in look.sizes:
                look.take(path, data)
        project = self._project(look)
        with self._stage("choose"):
            relevant = look.relevant(around.items(), self._contents, project)
        outcomes: dict[Path, Outcome] = {}
        interrupted = False
        try:
            with tracker(self._sources) as sources:
                outcomes.update(self._outcomes(look, relevant, project, iter(sources)))
        except KeyboardInterrupt:
            if not self._means.partial:
                raise
            interrupted = True
        with self._stage("gather"):
            return self._report(look, outcomes, wanted, interrupted=interrupted)

    def _report(
        self,
        look: FirstLook,
        outcomes: Mapping[Path, Outcome],
        wanted: Filter,
        *,
        interrupted: bool,
    ) -> Report:
        """What is told of what was found."""
        ordered = {path: outcomes[path] for path in self._paths if path in outcomes}
        naming = [path for path in look.naming if path in ordered]
        kept = tuple(wanted(self._gathering.findings(ordered, naming)))
        cache = self._means.cache
        found = (note for outcome in ordered.values() for note in outcome.notes)
        return Report(
            findings=kept,
            files=len(self._sources),
            analysed=sum(outcome.analysed for outcome in ordered.values()),
            notes=tuple(dict.fromkeys((*self._notes, *found))),
            texts={path: self._gathering.text(path) for path in paths_of(kept)},
            contents=self._gathering.bytes_for(kept, naming, ordered),
            linted=tuple(self._paths),
            rules=Loaded(self._book),
            docs_url=self._settings_in(Path.cwd()).docs_url,
            warnings=() if cache is None else tuple(cache.complaints),
            interrupted=interrupted,
            profile=self._profile,
        )

    def _project(self, look: FirstLook) -> Project:
        around = self._onlooker.surroundings
        named = [*self._given, *around.folders]
        return Project(
            (*around.files, *self._paths),
            Targets(named, look.legacy, lambda path: self._settings_in(path.parent).target),
            self._contents,
            self._onlooker.proceed,
            self._onlooker.parse,
        )

    def _outcomes(
        self,
        look: FirstLook,
        relevant: frozenset[Path],
        project: Project,
        ticks: Iterator[SourceFile],
    ) -> Iterator[tuple[Path, Outcome]]:
        """What comes of each file, in any order; `ticks` is asked for one more after each."""
        for error in look.errors:
            yield error.path, self._unreadable(error)
        named = {source.path for source in self._sources if source.named}
        worth: dict[Path, int] = {}
        for path in self._paths:
            if path not in look.sizes:
                continue
            concerned = path in relevant or path in named
            too_long = concerned and is_too_long(path, look.sizes[path], self._contents.read)
            if path in relevant and not too_long:
                worth[path] = look.sizes[path]
                continue
            next(ticks, None)
            if too_long:
                yield path, Outcome(notes=(f"{path}: {_TOO_LONG}",))
            elif path in named:
                yield path, self._without_keras(path)
            else:
                yield path, Outcome()
        for path, outcome in self._inspected(worth, project):
            next(ticks, None)
            yield path, outcome if path in named else outcome.unasked(path)

    def _without_keras(self, path: Path) -> Outcome:
        """What comes of a file that was named, and has nothing to do with Keras."""
        try:
            sound(path, decode(path, self._contents.read(path)))
        except SourceError as error:
            return self._unreadable(error)
        return Outcome()

    def _unreadable(self, error: SourceError) -> Outcome:
        return unreadable(error, self._book.those(self._codes(error.path)))

    def _codes(self, path: Path) -> tuple[str, ...]:
        """The codes of the rules that the settings of a file choose."""
        return tuple(card.code for card in self._gathering.chosen(path))

    def _inspected(
        self, sizes: Mapping[Path, int], project: Project
    ) -> Iterator[tuple[Path, Outcome]]:
        """What comes of files that are worth the work, by earlier runs or by this one."""
        if not sizes:
            return
        cache = self._means.cache
        wanted: dict[Path, tuple[str, ...]] = {}
        if cache is not None:
            cache.begin(self._contents)
        for path in sizes:
            codes = self._codes(path)
            known = None if cache is None else cache.outcome(path, codes, project)
            if known is None:
                wanted[path] = codes
            else:
                yield path, known
        if not wanted:
            return
        if cache is not None:
            cache.keep_cards()
        spread = self._spread_over({path: sizes[path] for path in wanted})
        if spread is None:
            yield from self._here(wanted, project)
        else:
            yield from self._elsewhere(spread, wanted, sizes, project)

    def _spread_over(self, sizes: Mapping[Path, int]) -> Spread | None:
        """Who works on these files in place of this process; nobody if they are not worth it.

        Where processes cost next to nothing even a single file is given to one: should that die of
        it, there is still somebody to tell.
        """
        made = self._means.spread
        if made is None or not self._book.has_files:
            return None
        spread = made()
        return spread if sum(sizes.values()) >= spread.least else None

    def _here(
        self, wanted: Mapping[Path, tuple[str, ...]], project: Project
    ) -> Iterator[tuple[Path, Outcome]]:
        """The work is done in this process."""
        inspector = Inspector(self._onlooker, self._profile)
        cache = self._means.cache
        for path, codes in wanted.items():
            watched = WatchedProject(project)
            outcome = inspector.inspect(path, watched, self._book.those(codes))
            if cache is not None and outcome.sound:
                from kerascop.linting.records import Record

                cache.keep(path, codes, Record.of(outcome, watched.uses))
            yield path, outcome

    def _elsewhere(
        self,
        spread: Spread,
        wanted: Mapping[Path, tuple[str, ...]],
        sizes: Mapping[Path, int],
        project: Project,
    ) -> Iterator[tuple[Path, Outcome]]:
        """The work is done by other processes."""
        from kerascop.spreading.plan import drawn_up

        for codes in dict.fromkeys(wanted.values()):
            self._book.those(codes)
        plan, errands = drawn_up(
            project,
            self._book.folders,
            wanted,
            self._contents,
            ships=spread.ships,
            profiled=self._profile is not None,
        )
        cache = self._means.cache
        for path, record in spread.records(plan, errands, [sizes[path] for path in wanted]):
            if isinstance(record, SourceError):
                yield path, self._unreadable(record)
                continue
            if cache is not None and record.sound:
                cache.keep(path, wanted[path], record)
            if self._profile is not None:
                record.add_costs(self._profile)
            yield path, record.outcome

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        with nullcontext() if self._profile is None else self._profile.stage(name):
            yield
