"""What each output format makes of a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kerascop.linting.finding import Related
from kerascop.linting.group import Severity
from kerascop.reporting import FORMATS
from kerascop.sources.span import Span
from tests.building import finding, report

TEXT = """\
from keras import layers

head = layers.Dense(1, activation="softmax")
model = build(head)


model.compile(
    loss="binary_crossentropy",
)
"""
MODEL, TRAIN = Path("model.py"), Path("train.py")


def shown(format_name: str, *findings: object, text: str = TEXT) -> str:
    texts = {MODEL: text, TRAIN: "train(\n    net)\n"}
    return FORMATS[format_name](report(*findings, texts=texts), False)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["full", "concise"])
def test_a_clean_report_says_so(name: str) -> None:
    assert shown(name) == "All clear.\n"


def test_a_clean_report_in_json_is_an_empty_list() -> None:
    assert json.loads(shown("json")) == []


def test_the_closing_line_counts_by_severity() -> None:
    findings = [
        finding(severity=Severity.ERROR),
        finding(severity=Severity.WARNING),
        finding(severity=Severity.WARNING),
    ]
    assert shown("concise", *findings).endswith("Found 3 findings (1 error, 2 warnings).\n")
    assert shown("full", findings[0]).endswith("Found 1 finding (1 error).\n")


def test_concise_is_one_line_a_finding() -> None:
    first = shown("concise", finding(span=(3, 8, 3, 20))).splitlines()[0]
    assert first == "model.py:3:8: KC999 the head does not fit the loss"


def test_full_shows_the_argument_in_a_frame() -> None:
    found = finding(
        span=(8, 10, 8, 31),
        related=(
            Related(MODEL, Span(3, 36, 3, 45), "the softmax"),
            Related(TRAIN, Span(1, 1, 2, 9), "where it is trained"),
        ),
    )
    assert shown("full", found) == (
        "model.py:8:10: KC999 [imaginary-rule] error: the head does not fit the loss\n"
        "   |\n"
        ' 3 | head = layers.Dense(1, activation="softmax")\n'
        "   |                                    --------- the softmax\n"
        "...\n"
        " 6 |\n"
        " 7 | model.compile(\n"
        ' 8 |     loss="binary_crossentropy",\n'
        "   |          ^^^^^^^^^^^^^^^^^^^^^\n"
        " 9 | )\n"
        "  --> train.py:1:1\n"
        "   |\n"
        " 1 | train(\n"
        "   | ------\n"
        " 2 |     net)\n"
        "   |     ---- where it is trained\n"
        "\n"
        "Found 1 finding (1 error).\n"
    )


def test_full_shows_the_ends_of_a_long_span() -> None:
    text = "".join(f"line{number}\n" for number in range(1, 31))
    page = shown("full", finding(span=(2, 1, 29, 7)), text=text)
    assert "line2\n" in page
    assert "line29\n" in page
    assert "...\n" in page
    assert "line15" not in page


def test_full_keeps_carets_below_wide_characters_and_tabs() -> None:
    lines = shown("full", finding(span=(1, 6, 1, 7)), text="\t'日本' x\n").splitlines()
    # Four columns for the tab, six for the string and its quotes of which the span starts behind.
    assert lines[2].index("x") + 2 == lines[3].index("^") + 1
    code, carets = lines[2].split("| ")[1], lines[3].split("| ")[1]
    assert code == "    '日本' x"
    assert carets == " " * 10 + "^"


def test_full_crops_a_long_line_around_the_span() -> None:
    text = "a" * 1000 + "!" + "b" * 1000
    lines = shown("full", finding(span=(1, 1001, 1, 1002)), text=text).splitlines()
    assert len(lines[2]) < 200
    assert lines[2][lines[3].index("^")] == "!"


def test_a_span_that_the_source_does_not_have_is_shown_without_a_frame() -> None:
    page = shown("full", finding(span=(400, 1, 400, 2)), finding(path="absent.py"))
    assert "model.py:400:1" in page
    assert "absent.py:1:1" in page


@pytest.mark.parametrize("name", ["full", "concise"])
def test_text_cannot_steer_the_terminal(name: str) -> None:
    bad = "\x1b[2J\x07\u202e"
    page = shown(name, finding(message=bad, path=f"{bad}.py"), finding(), text=f"x = '{bad}'\n")
    assert not set(bad[:1] + bad[-2:]) & set(page)


def test_colours_are_only_for_those_who_see_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    one = report(finding(), texts={MODEL: TEXT})
    assert "\x1b[" in FORMATS["full"](one, True)
    assert "\x1b[" not in FORMATS["full"](one, False)


def test_json_has_every_key_always() -> None:
    (plain,) = json.loads(shown("json", finding(span=(3, 8, 4, 20))))
    assert plain == {
        "filename": "model.py",
        "location": {"row": 3, "column": 8},
        "end_location": {"row": 4, "column": 20},
        "cell": None,
        "code": "KC999",
        "name": "imaginary-rule",
        "group": "correctness",
        "severity": "error",
        "message": "the head does not fit the loss",
        "related": [],
        "fix": None,
        "url": None,
        "confirmation": None,
    }


def test_json_tells_related_locations() -> None:
    related = (Related(TRAIN, Span(1, 2, 3, 4), "here"),)
    (found,) = json.loads(shown("json", finding(related=related)))
    assert found["related"] == [
        {
            "filename": "train.py",
            "location": {"row": 1, "column": 2},
            "end_location": {"row": 3, "column": 4},
            "cell": None,
            "message": "here",
        }
    ]


def test_paths_below_the_working_folder_are_relative_and_others_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    inside = finding(path=tmp_path / "work" / "deep" / "a.py")
    dotted = finding(path="./deep/../b.py")
    outside = finding(path=tmp_path / "c.py")
    names = [item["filename"] for item in json.loads(shown("json", inside, dotted, outside))]
    assert names == ["deep/a.py", "b.py", (tmp_path / "c.py").as_posix()]
