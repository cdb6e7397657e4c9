"""The error for what a user asks that cannot be done."""

from __future__ import annotations

from collections.abc import Iterable


class UsageError(Exception):
    """What the user asked for cannot be done. The message is one line, for the user."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word nearest to a mistyped one; empty if none is near."""
    import difflib

    by_lower = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.5)
    return f"; did you mean `{by_lower[found[0]]}`?" if found else ""
