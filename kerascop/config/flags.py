"""The values of flags that hold several: words, rules for files, severities of rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from kerascop.misuse import UsageError, nearest

if TYPE_CHECKING:
    from kerascop.config.options import Level


def words(given: Sequence[str] | None) -> list[str] | None:
    """`--select KC3,KC501 --select KC2`."""
    if given is None:
        return None
    found = (word.strip() for option in given for word in option.split(","))
    return [word for word in found if word]


def file_ignores(given: Sequence[str] | None) -> dict[str, list[str]] | None:
    """`--per-file-ignores "tests/**:KC3,old.py:KC701"`.

    Raises:
        UsageError: a word has another form.
    """
    if given is None:
        return None
    ignores: dict[str, list[str]] = {}
    for word in words(given) or ():
        pattern, colon, rule = word.rpartition(":")
        if not colon or not pattern or not rule:
            raise UsageError(f"--per-file-ignores takes `PATTERN:RULE`, not `{word}`")
        ignores.setdefault(pattern.strip(), []).append(rule.strip())
    return ignores


def severities(given: Sequence[str] | None) -> dict[str, Level] | None:
    """`--severity KC3=warning,KC701=error`.

    Raises:
        UsageError: a word has another form, or there is no such severity.
    """
    if given is None:
        return None
    from kerascop.linting.group import Severity

    levels = [severity.value for severity in Severity]
    found: dict[str, Level] = {}
    for word in words(given) or ():
        rule, equals, level = (part.strip() for part in word.partition("="))
        if not equals or not rule:
            raise UsageError(f"--severity takes `RULES=LEVEL`, not `{word}`")
        if level not in levels:
            raise UsageError(f"unknown severity `{level}`{nearest(level, levels)}")
        found[rule] = cast("Level", level)
    return found
