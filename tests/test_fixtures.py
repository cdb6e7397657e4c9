"""Every fixture: what is marked is found, and what is found is marked.

Under `fixtures/rules/<code>_<name>/` each `buggy*` and `clean*` is linted with the rules that are
on by default and the rule of the folder. Under `fixtures/programs/<name>/` each `buggy*`, `clean*`
and `repaired*` is linted with all rules, as `benchmarks/quality.py` does: those programs are the
record of how good kerascop is, and some of their marks may be missed, if the record says so. A
fixture is a file, or a folder where several files are a program.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality import Quality, labels, load_record, outcome, place_of, programs
from kerascop.config import Settings
from kerascop.linting.run import lint
from tests.building import extended
from tests.markers import Mark

FIXTURES = Path(__file__).parents[1] / "fixtures"
SILENT = ("clean", "repaired")
WITH_KERAS = ("kc911", "kc912")
"""They are found with `--confirm` alone: `tests/confirming/test_judging.py` looks for them."""


def cases() -> list[Path]:
    return sorted(
        path
        for prefix in ("buggy", "clean")
        for path in (FIXTURES / "rules").glob(f"*/{prefix}*")
        if (path.is_dir() or path.suffix == ".py") and not path.parent.name.startswith(WITH_KERAS)
    )


def name(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def disagreements(case: Path, settings: Settings) -> list[str]:
    """What is marked and not found, or found and not marked."""
    marks = labels(case)
    problems = []
    for finding in lint([case], settings).findings:
        place = (finding.path, finding.span.start_line, finding.code)
        exact = Mark(*place, finding.span.start_column)
        if exact in marks:
            marks.remove(exact)
        elif Mark(*place) in marks:
            marks.remove(Mark(*place))
        else:
            problems.append(
                f"not marked: {name(finding.path)}:{finding.span.start_line}:"
                f"{finding.span.start_column}: {finding.code} {finding.message}"
            )
    problems += [
        f"not found: {name(mark.path)}:{mark.line}:{mark.column or ''} {mark.code}"
        for mark in marks
    ]
    return problems


@pytest.fixture(autouse=True)
def defects_are_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    # A defect of kerascop in a fixture must not pass for silence.
    monkeypatch.setenv("KERASCOP_DEBUG", "1")


@pytest.mark.parametrize("case", cases(), ids=name)
def test_a_fixture_of_a_rule_is_found_as_it_is_marked(case: Path) -> None:
    code = case.parent.name.split("_")[0].upper()
    problems = disagreements(case, extended(code))
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="module")
def record() -> Quality:
    return load_record()


@pytest.mark.parametrize("program", programs(), ids=name)
def test_a_whole_program_is_found_as_it_is_marked(program: Path, record: Quality) -> None:
    result = outcome(program)
    problems = [
        f"not marked: {alarm.path}:{alarm.span.start_line}: {alarm.code} {alarm.message}"
        for alarm in result.alarms
    ]
    problems += [
        f"not found: {place}"
        for place in map(place_of, result.missed)
        if place not in record.missed
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("case", [*cases(), *programs()], ids=name)
def test_marks_stand_where_the_name_of_a_fixture_promises_them(case: Path) -> None:
    if case.name.startswith(SILENT):
        # A program that is clean, or repaired, may keep, marked, what it is not about.
        assert case.parent.parent.name == "programs" or not labels(case)
    else:
        assert labels(case)


def test_there_are_fixtures() -> None:
    assert len(cases()) > 30
    assert len(programs()) >= 240
