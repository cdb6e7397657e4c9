"""Which rules are on, by the words of the command line."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kerascop.linting.finding import Finding
from kerascop.linting.group import Group
from kerascop.linting.rule import Rule
from kerascop.linting.selection import Selection, find_rule
from kerascop.misuse import UsageError


class _Imaginary(Rule):
    since = "0.1"

    def __init__(self, code: str, name: str, group: Group) -> None:
        self.code, self.name, self.group = code, name, group  # type: ignore[misc]

    def check(self, subject: object) -> Iterable[Finding]:
        return ()


RULES = (
    _Imaginary("KC101", "batch-axis-reshape", Group.CORRECTNESS),
    _Imaginary("KC102", "lambda-replaces-layer", Group.DESIGN),
    _Imaginary("KC201", "conv-without-activation", Group.SUSPICIOUS),
    _Imaginary("KC207", "dying-relu-risk", Group.DESIGN),
    _Imaginary("KC217", "bottleneck-before-output", Group.SUSPICIOUS),
)


def on(
    select: Iterable[str] = (), ignore: Iterable[str] = (), extend: Iterable[str] = ()
) -> list[str]:
    selection = Selection(tuple(select), tuple(ignore), tuple(extend))
    return [rule.code for rule in selection.apply(RULES)]


def test_nothing_said_means_all_groups_but_design() -> None:
    assert on() == ["KC101", "KC201", "KC217"]


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("KC101", ["KC101"]),
        ("kc101", ["KC101"]),
        ("KC2", ["KC201", "KC207", "KC217"]),
        ("KC20", ["KC201", "KC207"]),
        ("dying-relu-risk", ["KC207"]),
        ("design", ["KC102", "KC207"]),
        ("ALL", ["KC101", "KC102", "KC201", "KC207", "KC217"]),
    ],
)
def test_select_takes_the_place_of_the_default(word: str, codes: list[str]) -> None:
    assert on(select=[word]) == codes


def test_ignore_takes_away() -> None:
    assert on(ignore=["KC2"]) == ["KC101"]
    assert on(ignore=["ALL"]) == []


def test_extend_select_comes_on_top_of_the_default() -> None:
    assert on(extend=["KC207"]) == ["KC101", "KC201", "KC207", "KC217"]
    assert on(select=["KC101"], extend=["KC207"]) == ["KC101", "KC207"]


def test_the_more_specific_word_wins() -> None:
    assert on(select=["KC217"], ignore=["KC2"]) == ["KC217"]
    assert on(select=["KC2"], ignore=["KC217"]) == ["KC201", "KC207"]
    assert on(select=["KC20", "KC101"], ignore=["KC2"]) == ["KC101", "KC201", "KC207"]
    assert on(select=["ALL"], ignore=["design"]) == ["KC101", "KC201", "KC217"]
    assert on(ignore=["design"], extend=["KC102"]) == ["KC101", "KC102", "KC201", "KC217"]


def test_between_equally_specific_words_ignoring_wins() -> None:
    assert on(select=["KC201"], ignore=["conv-without-activation"]) == []
    assert on(select=["KC2"], ignore=["design"]) == ["KC201", "KC217"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("KC1O1", "did you mean `KC101`"),
        ("dying-relu-riks", "did you mean `dying-relu-risk`"),
        ("desing", "did you mean `design`"),
    ],
)
def test_an_unknown_word_is_misuse_and_the_nearest_is_named(word: str, hint: str) -> None:
    for words in ({"select": [word]}, {"ignore": [word]}, {"extend": [word]}):
        with pytest.raises(UsageError, match=f"unknown rule or group `{word}`; {hint}"):
            on(**words)


def test_a_group_without_rules_is_known_all_the_same() -> None:
    assert on(select=["security"]) == []


def test_a_rule_is_found_by_code_or_name() -> None:
    assert find_rule("kc207", RULES).code == "KC207"
    assert find_rule("dying-relu-risk", RULES).code == "KC207"
    with pytest.raises(UsageError, match="unknown rule `KC208`; did you mean `KC207`"):
        find_rule("KC208", RULES)
