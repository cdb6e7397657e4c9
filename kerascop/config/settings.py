"""The settings that hold for a file, made of layers: files, then the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kerascop.config.options import Options
from kerascop.keras_api.version import LAST_KERAS_2, NEWEST_KERAS, Release, Target
from kerascop.linting.finding import Finding
from kerascop.linting.group import Severity
from kerascop.linting.pages import home_of
from kerascop.linting.selection import C, Documented, Grouped, Selection, specificity
from kerascop.sources.excluding import DEFAULT, Exclusion, Patterns


@dataclass(frozen=True)
class FileIgnores:
    """Rules that are not applied in the files which some patterns mean."""

    patterns: Patterns
    words: tuple[str, ...]
    others: bool = False
    """Are all files meant that the patterns do *not* match?"""

    def mean(self, path: Path, rule: Grouped) -> bool:
        """Is this rule not to be applied in this file?"""
        named = any(specificity(word, rule) is not None for word in self.words)
        return named and self.patterns.cover(path) is not self.others


@dataclass(frozen=True)
class Settings:
    """What a run is asked to do with a file.

    Attributes:
        selection: which rules are on.
        per_file_ignores: rules that are off in some files.
        severities: words that mean rules, and how grave these are.
        exclusion: what is left out when folders are walked.
        target: the releases of Keras that the code is written for, if the settings say so.
        output_format: how findings are printed, if the settings say so.
        docs_url: where a team has the documentation, with a slash at its end, if it has.
        source: the settings file, if there is one.
        cache_dir: the folder of the cache, if the settings say so.
    """

    selection: Selection = field(default_factory=Selection)
    per_file_ignores: tuple[FileIgnores, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    exclusion: Exclusion = DEFAULT
    target: Target | None = None
    output_format: str | None = None
    docs_url: str | None = None
    source: Path | None = None
    cache_dir: Path | None = None

    def rules_for(self, path: Path, rules: Sequence[C]) -> tuple[C, ...]:
        """The rules that are applied in a file.

        Raises:
            UsageError: the selection names an unknown rule.
        """
        return tuple(
            rule
            for rule in self.selection.apply(rules)
            if not any(ignores.mean(path, rule) for ignores in self.per_file_ignores)
        )

    def graded(self, finding: Finding, rule: Documented) -> Finding:
        """The finding with the severity and the link that the settings give its rule.

        The most specific word counts, of equally specific ones the last.
        """
        best, chosen = -1, finding.severity
        for word, severity in self.severities:
            rank = specificity(word, rule)
            if rank is not None and rank >= best:
                best, chosen = rank, severity
        return replace(finding, severity=chosen, url=rule.page(self.docs_url))


@dataclass(frozen=True)
class Layer:
    """What one place says: a settings file, `--config`, or the flags.

    Patterns in it are relative to `root`.
    """

    options: Options
    root: Path
    source: Path | None = None


def settled(layers: Iterable[Layer]) -> Settings:
    """The settings that the layers make together, the later ones being stronger."""
    settings = Settings()
    for layer in layers:
        settings = _with(settings, layer)
    return settings


def _with(settings: Settings, layer: Layer) -> Settings:
    options = layer.options
    ignores = settings.per_file_ignores
    if options.per_file_ignores is not None:
        ignores = tuple(
            _file_ignores(pattern, words, layer.root)
            for pattern, words in options.per_file_ignores.items()
        )
    graded = tuple((word, Severity(level)) for word, level in (options.severity or {}).items())
    return Settings(
        selection=_selection(settings.selection, options),
        per_file_ignores=ignores,
        severities=settings.severities + graded,
        exclusion=_exclusion(settings.exclusion, layer),
        target=settings.target if options.target_keras is None else target_of(options.target_keras),
        output_format=options.output_format or settings.output_format,
        docs_url=settings.docs_url if options.docs_url is None else home_of(options.docs_url),
        source=layer.source or settings.source,
        cache_dir=settings.cache_dir
        if options.cache_dir is None
        else within(layer.root, options.cache_dir),
    )


def within(folder: Path, path: str) -> Path:
    """What a settings file in a folder calls by a path. `~` is a home where there is such a one."""
    return (folder / os.path.expanduser(path)).resolve()  # noqa: PTH111


def _selection(base: Selection, options: Options) -> Selection:
    if options.select is None and options.ignore is None and options.extend_select is None:
        return base
    return Selection(
        tuple(options.select or ()),
        tuple(options.ignore or ()),
        tuple(options.extend_select or ()),
        None if options.select is not None or base == Selection() else base,
        selects_nothing=options.select == [],
    )


def _exclusion(base: Exclusion, layer: Layer) -> Exclusion:
    options = layer.options
    patterns = base.patterns
    if options.exclude is not None:
        patterns = (Patterns(tuple(options.exclude), layer.root),)
    if options.extend_exclude:
        patterns += (Patterns(tuple(options.extend_exclude), layer.root),)
    respected = options.respect_gitignore
    return Exclusion(patterns, base.respect_gitignore if respected is None else respected)


def _file_ignores(pattern: str, words: Sequence[str], root: Path) -> FileIgnores:
    others = pattern.startswith("!")
    plain = pattern.removeprefix("!")
    return FileIgnores(Patterns((plain,), root), tuple(words), others)


def target_of(release: str | int) -> Target:
    """The target that `target-keras` means: of Keras 2 and 3 alone, their last release."""
    major, *rest = (int(number) for number in str(release).split("."))
    newest = {2: LAST_KERAS_2, 3: NEWEST_KERAS}.get(major, Release(major, 2))
    minor = rest[0] if rest else newest.minor
    return Target.of(Release(major, minor), stated="the settings")
