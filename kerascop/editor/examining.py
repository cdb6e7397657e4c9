"""One look at one text: its findings, and in the same pass its layers and models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.config import Configuration
from kerascop.editor.layers import LayerPlace, ModelPlace, places_of
from kerascop.linting.loader import subject_of
from kerascop.linting.onlooking import Onlooker, Surroundings
from kerascop.linting.run import lint, surviving
from kerascop.misuse import UsageError
from kerascop.sources.dialects import without_command
from kerascop.sources.neighbours import imported_files
from kerascop.sources.notebooks import SUFFIX, cells_of
from kerascop.sources.reading import Contents, SourceError, decode
from kerascop.syntax.memory import Memory
from kerascop.syntax.soundness import sound

if TYPE_CHECKING:
    from kerascop.interpreter import Analysis
    from kerascop.linting.finding import Finding
    from kerascop.linting.rule import Rule
    from kerascop.syntax.module import ParsedModule


@dataclass(frozen=True)
class Part:
    """A document as it was when it was looked at: a text, or a code cell of a notebook.

    Attributes:
        uri, version, text: of the document.
        cell: its number among all cells of its notebook, from 1; `None` for a text.
    """

    uri: str
    version: int | None
    text: str
    cell: int | None = None


@dataclass(frozen=True)
class Source:
    """The state of a text or of a notebook that is to be looked at.

    Attributes:
        uri: of the text or notebook.
        path: under which it is analysed.
        data: its bytes, of a notebook those of its file.
        root: the folder of the workspace that it lies in; its own if it lies in none.
        parts: the documents that it consists of.
        revision: our own number of the state; grows.
        others: the bytes of everything else that is open.
        edited: is its own text new, and not only something around it?
    """

    uri: str
    path: Path
    data: bytes
    root: Path
    parts: tuple[Part, ...]
    revision: int
    others: Mapping[Path, bytes] = field(default_factory=dict)
    edited: bool = True


@dataclass(frozen=True)
class Examination:
    """What came of a look.

    Attributes:
        source: what was looked at, and `text`, as analysed.
        findings: in this file.
        layers, models: their places; empty where the text was not analysed.
        broken: the addresses of the parts that could not be parsed.
        rules: that findings are of.
        texts: of the files that findings point into.
        imports: the files that it may import.
        complaint: what is wrong with the settings, if anything.
        notes: what was given up and why.
    """

    source: Source
    text: str
    findings: tuple[Finding, ...] = ()
    layers: tuple[LayerPlace, ...] = ()
    models: tuple[ModelPlace, ...] = ()
    broken: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    texts: Mapping[Path, str] = field(default_factory=dict)
    imports: frozenset[Path] = frozenset()
    complaint: str | None = None
    notes: tuple[str, ...] = ()


class _Reader(Onlooker):
    def __init__(
        self, surroundings: Surroundings, memory: Memory, proceed: Callable[[], None]
    ) -> None:
        self.surroundings = surroundings
        self._memory = memory
        self._proceed = proceed
        self._seen: tuple[ParsedModule, Analysis] | None = None

    def proceed(self) -> None:
        self._proceed()

    def parse(self, path: Path, text: str) -> ParsedModule:
        return self._memory.parse(path, text)

    def analysed(self, module: ParsedModule, analysis: Analysis) -> None:
        self._seen = module, analysis

    def mended(self, source: Source) -> list[str]:
        """The text, if it could be parsed only without what is wrong in it."""
        mended = self._seen is not None and self._seen[0].complaint is not None
        return [source.parts[0].uri] if mended and not _is_notebook(source) else []

    def places(self) -> tuple[tuple[LayerPlace, ...], tuple[ModelPlace, ...]]:
        """The layers and models of what was analysed."""
        return ((), ()) if self._seen is None else places_of(*self._seen, self._proceed)


def examine(
    source: Source,
    memory: Memory | None = None,
    proceed: Callable[[], None] = lambda: None,
    early: Callable[[Examination], None] = lambda found: None,
) -> Examination:
    """Look at a text. Whatever is in it, and in the settings around it, this succeeds.

    Args:
        source: the text.
        memory: what is known of earlier states of it and of what it imports.
        proceed: asked now and then; raises `Interrupted` to end it.
        early: called with the findings as soon as they are known, before the places of layers are
            looked up, which takes a third of the time.

    Raises:
        Interrupted: nobody waits for the result any more.
    """
    memory = memory or Memory()
    notes: list[str] = []
    complaint: str | None = None
    for isolated in (False, True):
        try:
            with surviving(str(source.path), notes):
                found, reader = _examined(source, Configuration(isolated=isolated), memory, proceed)
                found = replace(found, complaint=complaint)
                early(found)
                layers, models = reader.places()
                return replace(found, layers=layers, models=models)
        except UsageError as error:
            complaint = str(error)
    found = Examination(source, _text(source), complaint=complaint, notes=tuple(notes))
    early(found)
    return found


def _examined(
    source: Source, configuration: Configuration, memory: Memory, proceed: Callable[[], None]
) -> tuple[Examination, _Reader]:
    text = _text(source)
    if _is_left_out(source, configuration):
        return Examination(source, text), _Reader(Surroundings(), memory, proceed)
    contents = Contents({**source.others, source.path: source.data})
    around = imported_files(source.path, source.data, source.root, contents)
    around.pop(source.path, None)
    reader = _Reader(Surroundings((source.root,), around), memory, proceed)
    report = lint([source.path], configuration, contents, onlooker=reader)
    errors = [] if report.analysed and not _is_notebook(source) else _errors(source, text)
    found = Examination(
        source,
        text,
        tuple(_with_errors(source, configuration, report.findings, errors)),
        broken=frozenset([*reader.mended(source), *(uri for uri, _ in errors)]),
        rules=tuple(configuration.rules),
        texts=report.texts,
        imports=frozenset(around),
        notes=report.notes,
    )
    return found, reader


def _with_errors(
    source: Source,
    configuration: Configuration,
    findings: Iterable[Finding],
    errors: Iterable[tuple[str, SourceError]],
) -> Iterator[Finding]:
    """The findings in the file; a run that skips cells that are no Python says nothing of them."""
    yield from (finding for finding in findings if finding.path == source.path)
    if not _is_notebook(source):
        return
    settings = configuration.of_folder(source.path.parent)
    for rule in settings.rules_for(source.path, configuration.rules):
        if subject_of(rule) is SourceError:
            for _, error in errors:
                yield from (settings.graded(each, rule) for each in rule.check(error))


def _errors(source: Source, text: str) -> list[tuple[str, SourceError]]:
    """What cannot be parsed: the address of each such part, and why not."""
    before = {cell.number: cell.before for cell in cells_of(text)}
    found: list[tuple[str, SourceError]] = []
    for part in source.parts:
        try:
            if part.cell is None:
                sound(source.path, text)
            elif not part.text.startswith("%%"):
                lines = part.text.replace("\r\n", "\n").split("\n")
                sound(source.path, "\n".join(map(without_command, lines)))
        except SourceError as error:
            line = error.line + before.get(part.cell or 0, 0)
            moved = SourceError(source.path, error.reason, line, error.column, text)
            found.append((part.uri, moved))
    return found


def _is_notebook(source: Source) -> bool:
    return source.path.suffix == SUFFIX


def _text(source: Source) -> str:
    try:
        return decode(source.path, source.data)
    except SourceError as error:
        return error.text or source.data.decode("utf-8", "replace")


def _is_left_out(source: Source, configuration: Configuration) -> bool:
    """Do the settings leave the file out, or a folder around it within the workspace?"""
    exclusion = configuration.of_folder(source.path.parent).exclusion
    folders = [folder for folder in source.path.parents if folder.is_relative_to(source.root)]
    return exclusion.excludes(source.path, is_folder=False) or any(
        exclusion.excludes(folder, is_folder=True) for folder in folders if folder != source.root
    )
