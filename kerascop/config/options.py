"""What a settings file may say, key by key. On the command line the same keys are flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Options:
    """The keys of `[tool.kerascop]` and `kerascop.toml`; `None` for what is not said.

    In files the keys are written with hyphens: `per-file-ignores`.
    """

    extend: str | None = None
    select: list[str] | None = None
    ignore: list[str] | None = None
    extend_select: list[str] | None = None
    per_file_ignores: dict[str, list[str]] | None = None
    severity: dict[str, Level] | None = None
    exclude: list[str] | None = None
    extend_exclude: list[str] | None = None
    respect_gitignore: bool | None = None
    target_keras: str | int | None = None
    output_format: str | None = None
    docs_url: str | None = None
    rules_dir: str | None = None
    cache_dir: str | None = None

    def words(self) -> Iterator[str]:
        """Every word that must mean a rule or several."""
        for words in (self.select, self.ignore, self.extend_select):
            yield from words or ()
        for words in (self.per_file_ignores or {}).values():
            yield from words
        yield from self.severity or ()


DESCRIPTIONS: Mapping[str, str] = {
    "extend": "A settings file to start from, relative to this one.",
    "select": "The rules to apply in place of the default ones: codes, prefixes such as KC3, "
    "names, groups or ALL.",
    "ignore": "Rules not to apply.",
    "extend-select": "Rules to apply on top of the others.",
    "per-file-ignores": "Rules not to apply in files that match a pattern; with `!` before the "
    "pattern, in all that do not.",
    "severity": "How grave the findings of a rule are, or of all rules that a prefix or group "
    "means.",
    "exclude": "Files and folders to leave out, in place of the default; patterns as in "
    ".gitignore, relative to the settings file.",
    "extend-exclude": "Files and folders to leave out as well.",
    "respect-gitignore": "Leave out what .gitignore files name; true by default.",
    "target-keras": 'The release of Keras that the code is written for: "3", "2", or one such as '
    '"2.11". Without it the project\'s requirements tell, else it is the newest.',
    "output-format": "How findings are printed.",
    "docs-url": "Where your team hosts the documentation of kerascop, https://… or http://…: "
    "findings link to the pages there.",
    "rules-dir": "A folder of rules of your own, relative to the settings file. It counts in the "
    "settings of the working folder only: its files are run.",
    "cache-dir": "Where outcomes are kept from run to run, relative to the settings file; "
    "`.kerascop_cache` beside it by default. It counts in the settings of the working folder.",
}
"""What each key means, in the words of the schema."""


def keys() -> dict[str, str]:
    """The keys as files spell them, with the names of their attributes."""
    return {each.name.replace("_", "-"): each.name for each in fields(Options)}
