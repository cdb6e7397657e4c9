"""The record of quality: how it is measured, and that its figures are not allowed to fall."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import quality as benchmark
from benchmarks.quality import Figures, Outcome, Quality, falls, load_record, outcome, percent
from tests.building import finding

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")

FAULTY = """
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])  # KC204
model.compile("adam", "binary_crossentropy")  # KC404
model.fit(x, y)
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one label that is right, and one that nothing answers."""
    monkeypatch.setattr(benchmark, "PROGRAMS", tmp_path)
    monkeypatch.setattr(benchmark, "RECORD", tmp_path / "record.json")
    program = tmp_path / "credit" / "buggy.py"
    program.parent.mkdir()
    program.write_text(FAULTY, "utf-8")
    return program


def test_a_label_is_found_or_missed(faulty: Path) -> None:
    result = outcome(faulty)
    assert [label.code for label in result.found] == ["KC204"]
    assert [benchmark.place_of(label) for label in result.missed] == ["credit/buggy.py:5 KC404"]
    assert not result.alarms


def test_a_finding_without_a_label_is_a_false_alarm(faulty: Path) -> None:
    faulty.write_text(FAULTY.replace("  # KC204", ""), "utf-8")
    assert [alarm.code for alarm in outcome(faulty).alarms] == ["KC204"]


def test_advice_without_a_label_is_no_false_alarm(faulty: Path) -> None:
    faulty.write_text(FAULTY.replace('Dense(1, activation="softmax")', "Dense(1)"), "utf-8")
    codes = {alarm.code for alarm in outcome(faulty).alarms}
    assert codes == {"KC302"}
    twins = FAULTY.replace("Dense(1,", "Dense(2,").replace("binary_", "categorical_")
    faulty.write_text(twins, "utf-8")
    assert not outcome(faulty).alarms


def test_the_command_fails_only_when_a_figure_falls(
    faulty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERASCOP_DEBUG", "1")
    assert benchmark.main(["--update"]) == 0
    assert benchmark.main([]) == 0
    faulty.write_text(FAULTY.replace("model.fit(x, y)", "model.fit(x, y)  # KC501"), "utf-8")
    assert benchmark.main([]) == 1
    assert "worse: credit/buggy.py:6 KC501 is not found" in capsys.readouterr().out


def test_what_was_found_once_has_to_be_found_again() -> None:
    before = Quality(1, {"KC204": Figures(labelled=2, found=2)})
    now = Quality(1, {"KC204": Figures(labelled=2, found=1)}, ("a/buggy.py:3 KC204",))
    assert [*falls(now, before)] == [
        "KC204: recall falls from 100 % to 50 %",
        "a/buggy.py:3 KC204 is not found",
    ]
    assert not [*falls(before, now)]


def test_one_miss_does_not_make_room_for_another() -> None:
    before = Quality(1, {"KC204": Figures(2, 1)}, ("a/buggy.py:3 KC204",))
    now = Quality(1, {"KC204": Figures(2, 1)}, ("b/buggy.py:7 KC204",))
    assert [*falls(now, before)] == ["b/buggy.py:7 KC204 is not found"]


def test_false_alarms_must_not_become_more() -> None:
    alarms = Outcome((), (), (finding(code="KC303"),))
    now = benchmark.quality([alarms])
    assert [*falls(now, Quality(1))] == ["KC303: 1 false alarms, 0 before"]
    assert not [*falls(now, now)]


def test_all_but_one_are_not_a_hundred_percent() -> None:
    assert percent(Figures(1000, 999)) == "99 %"
    assert percent(Figures(3, 3)) == "100 %"


def test_the_record_counts_every_label_of_the_programs() -> None:
    counted = Counter(
        label.code for program in benchmark.programs() for label in benchmark.labels(program)
    )
    record = load_record()
    assert {code: each.labelled for code, each in record.rules.items() if each.labelled} == counted
    assert len(record.missed) == record.total.labelled - record.total.found
    assert record.programs == len(benchmark.programs())


def test_the_record_holds_no_false_alarm() -> None:
    assert load_record().total.alarms == 0


def test_the_readme_says_what_the_record_says() -> None:
    record = load_record()
    for name, figures in benchmark.by_group(record).items():
        row = f"| `{name}` | {figures.labelled} | {figures.found} | {percent(figures)} |"
        assert row in README
    assert f"{record.programs} whole programs" in README
