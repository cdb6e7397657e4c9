"""Which findings of the paths through a file are claims, and which artefacts of combining paths.

Every path takes undecidable conditions for granted. A finding that needs one such choice is a fair
claim: called that way, the program is wrong. A finding that needs two independent choices to fall
together, while the same model would be fine with either of them turned, may well combine what the
program never combines (`"softmax" if multi else "sigmoid"` here, `loss = … if n == 1 else …`
there): it is not made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.graph.program import Program
from kerascop.linting.finding import Finding

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


@dataclass(frozen=True, eq=False)
class Seen:
    """A finding made on one path. `subject` is where the thing that the rule asks about is made."""

    finding: Finding
    program: Program
    subject: Origin | None


def agreed(seen: Iterable[Seen], programs: Sequence[Program]) -> list[Finding]:
    """The findings that stand, each as often as it was made."""
    alike: dict[tuple[object, ...], list[Seen]] = {}
    for each in seen:
        finding = each.finding
        key = (finding.path, finding.span, finding.code, each.program.entry)
        alike.setdefault(key, []).append(each)
    kept: list[Finding] = []
    for group in alike.values():
        entry = group[0].program.entry
        paths = [program for program in programs if program.entry is entry]
        if len(paths) <= 2 or _choices(group, paths) < 2:
            kept.extend(each.finding for each in group)
    return kept


def _choices(group: Sequence[Seen], paths: Sequence[Program]) -> int:
    """On how many conditions the finding depends, its subject being there either way."""
    having = {each.program for each in group}
    required = set.intersection(*(set(program.answers.items()) for program in having))
    without = [program for program in paths if program not in having]
    subject = group[0].subject
    return sum(
        any(_turned(term, answer, program, having, subject) for program in without)
        for term, answer in required
    )


def _turned(
    term: object, answer: bool, program: Program, having: set[Program], subject: Origin | None
) -> bool:
    """Is `program` a path on which only this answer is turned, and the subject still there?"""
    if program.answers.get(term, answer) is answer:
        return False
    if subject is not None and subject not in program.reached:
        return False
    return any(
        all(
            program.answers.get(other, given) is given
            for other, given in path.answers.items()
            if other != term
        )
        for path in having
    )
