"""All rules of a run: kerascop's own, those of installed packages, those of the user's folder."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from kerascop.linting.loader import RuleError, builtin_folder, joined, load_rules
from kerascop.linting.rule import Rule

ENTRY_POINTS = "kerascop.rules"
"""The group of entry points by which a package offers rules: each names a package of rule files."""


@cache
def installed_rules() -> tuple[Rule, ...]:
    """kerascop's own rules and those that installed packages offer, ordered by code.

    Raises:
        RuleError: a package offers what is no folder of rules, or a code or name is taken.
    """
    offered = sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value))
    rules = [*load_rules(builtin_folder())]
    for entry in offered:
        rules += _offered(entry)
    return joined(rules)


def rules_with(folder: Path | None) -> tuple[Rule, ...]:
    """The installed rules and those of the user's own folder.

    Raises:
        RuleError: the folder is none, holds no rule, or one whose code or name is taken.
    """
    if folder is None:
        return installed_rules()
    if not folder.is_dir():
        raise RuleError(f"rules-dir: there is no folder `{folder}`")
    own = load_rules(folder)
    if not own:
        raise RuleError(
            f"rules-dir: `{folder}` holds no rules; their files are called by code and name, such "
            "as `my001_my_rule.py`"
        )
    return joined([*installed_rules(), *own])


def _offered(entry: EntryPoint) -> tuple[Rule, ...]:
    """The rules of an entry point, whose package is found but not imported."""
    owner = entry.dist.name if entry.dist is not None else "somebody"
    where = f"the entry point `{entry.name} = {entry.value}` of {owner}"
    try:
        spec = find_spec(entry.module)
    except (ImportError, ValueError, AttributeError) as error:
        raise RuleError(f"{where} cannot be found: {error}") from error
    if spec is None or not spec.submodule_search_locations:
        raise RuleError(f"{where} names no package")
    rules = joined(
        rule
        for folder in spec.submodule_search_locations
        for rule in load_rules(Path(folder).resolve())
    )
    if not rules:
        raise RuleError(f"{where} holds no rules")
    return rules
