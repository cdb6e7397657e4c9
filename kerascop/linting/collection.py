"""All rules of a run: kerascop's own, those of installed packages, those of the user's folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.linting.loader import RuleError, builtin_folder, forget_rules, load_rules, rule_files
from kerascop.linting.rule import Rule
from kerascop.linting.rulebook import Rulebook

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "kerascop.rules"
"""The group of entry points by which a package offers rules: each names a package of rule files."""


@cache
def installed() -> Rulebook:
    """kerascop's own rules and those that installed packages offer."""
    return Rulebook(_installed_folders)


def installed_rules() -> tuple[Rule, ...]:
    """The same, loaded and ordered by code.

    Raises:
        RuleError: a package offers what is no folder of rules, or a code or name is taken.
    """
    return installed().rules


def rulebook_with(folder: Path | None) -> Rulebook:
    """The installed rules and those of the user's own folder.

    Raises:
        RuleError: the folder is none, holds no rule, or one whose code or name is taken.
    """
    if folder is None:
        return installed()
    try:
        is_there = folder.is_dir()
    except OSError as error:
        raise RuleError(f"rules-dir: not looked into: {str(error.strerror).lower()}") from error
    if not is_there:
        raise RuleError(f"rules-dir: there is no folder `{folder}`")
    if not load_rules(folder):
        raise RuleError(
            f"rules-dir: `{folder}` holds no rules; their files are called by code and name, such "
            "as `my001_my_rule.py`"
        )
    book = Rulebook(lambda: (*_installed_folders(), folder))
    # A mistake in a rule of one's own is told at once, whatever is linted.
    _ = book.labels
    return book


def forget() -> None:
    """Look for rules anew when they are asked for again: their files have changed."""
    installed.cache_clear()
    forget_rules()


def _installed_folders() -> Iterator[Path]:
    yield builtin_folder()
    if not _may_be_offered():
        return
    from importlib.metadata import entry_points

    offered = sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value))
    for entry in offered:
        yield from _offered(entry)


def _may_be_offered() -> bool:
    """Does any installed package speak of rules?

    A look into the files takes a tenth of the time that the standard library needs to ask them.
    """
    for folder in map(Path, sys.path):
        if folder.is_file():
            return True
        for about in (*folder.glob("*.dist-info"), *folder.glob("*.egg-info")):
            try:
                if ENTRY_POINTS.encode() in (about / "entry_points.txt").read_bytes():
                    return True
            except OSError:
                continue
    return False


def _offered(entry: EntryPoint) -> list[Path]:
    """The folders of rules of an entry point, whose package is found but not imported."""
    from importlib.util import find_spec

    owner = entry.dist.name if entry.dist is not None else "somebody"
    where = f"the entry point `{entry.name} = {entry.value}` of {owner}"
    try:
        spec = find_spec(entry.module)
    except (ImportError, ValueError, AttributeError) as error:
        raise RuleError(f"{where} cannot be found: {error}") from error
    if spec is None or not spec.submodule_search_locations:
        raise RuleError(f"{where} names no package")
    folders = [Path(folder).resolve() for folder in spec.submodule_search_locations]
    if not any(rule_files(folder) for folder in folders):
        raise RuleError(f"{where} holds no rules")
    return folders
