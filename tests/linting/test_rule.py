"""How a rule makes its findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kerascop.linting.finding import Finding
from kerascop.linting.group import Group, Severity
from kerascop.linting.rule import Rule
from kerascop.sources.span import Span


@dataclass(frozen=True)
class Place:
    path: Path
    span: Span


class Imaginary(Rule):
    """It is imagined."""

    code, name, group, since = "KC999", "imaginary-rule", Group.CORRECTNESS, "0.1"

    def check(self, subject: object) -> Iterable[Finding]:
        return ()


LOSS = Place(Path("train.py"), Span(3, 1, 3, 9))
HEAD = Place(Path("model.py"), Span(7, 5, 7, 20))


def test_a_finding_takes_what_it_does_not_say_from_its_rule() -> None:
    found = Imaginary().finding(LOSS, "the loss wants logits")
    assert (found.code, found.name, found.group) == ("KC999", "imaginary-rule", Group.CORRECTNESS)
    assert (found.path, found.span) == (LOSS.path, LOSS.span)
    assert found.severity is Severity.ERROR


def test_a_rule_may_lower_the_severity_of_a_weaker_form() -> None:
    found = Imaginary().finding(LOSS, "almost", severity=Severity.WARNING)
    assert found.severity is Severity.WARNING


def test_related_locations_keep_their_order() -> None:
    other = Place(Path("a.py"), Span(1, 1, 1, 2))
    found = Imaginary().finding(LOSS, "no", related=[(HEAD, "the head"), (other, "the call")])
    assert [(related.path, related.message) for related in found.related] == [
        (HEAD.path, "the head"),
        (other.path, "the call"),
    ]


def test_related_locations_without_a_place_or_at_the_primary_one_are_left_out() -> None:
    related = [(None, "unknown"), (LOSS, "itself"), (HEAD, "the head"), (HEAD, "once more")]
    found = Imaginary().finding(LOSS, "no", related=related)
    assert [one.message for one in found.related] == ["the head"]
