"""Each format for programs is what the schema of its readers, or one of its readers, takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from diff_cover.violationsreporters.java_violations_reporter import CheckstyleXmlDriver
from diff_cover.violationsreporters.violations_reporter import PylintDriver
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from kerascop.linting.run import Report
from kerascop.reporting import FORMATS
from tests.reporting.reports import BOOK, IN_CELL, MODEL, NASTY, NOTEBOOK, PLAIN, TEXT, messy, of

SCHEMAS = Path(__file__).with_name("schemas")
SARIF, RDFORMAT, GITLAB = "sarif-2.1.0-rtm.5.json", "rdformat.json", "gitlab-code-quality.json"
JUNIT = "junit-10.xsd"


@pytest.fixture(autouse=True)
def _no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "GITHUB_WORKSPACE CI_PROJECT_DIR GITHUB_SERVER_URL GITHUB_REPOSITORY GITHUB_SHA "
        "CI_PROJECT_URL CI_COMMIT_SHA"
    ).split():
        monkeypatch.delenv(name, raising=False)


def check(schema: str, value: object) -> None:
    jsonschema.validate(value, json.loads((SCHEMAS / schema).read_text("utf-8")))


def sarif(report: Report) -> Any:
    log = json.loads(FORMATS["sarif"](report))
    check(SARIF, log)
    return log["runs"][0]


def stretch(text: str, region: dict[str, int]) -> str:
    """What a region of SARIF covers, which may be of one line only."""
    assert region["startLine"] == region["endLine"]
    line = text.splitlines()[region["startLine"] - 1]
    return line[region["startColumn"] - 1 : region["endColumn"] - 1]


@pytest.mark.parametrize("report", [of(), messy()], ids=["clean", "messy"])
def test_sarif_keeps_to_the_schema(report: Report) -> None:
    assert len(sarif(report)["results"]) == len(report.findings)


@pytest.mark.parametrize("report", [of(), messy()], ids=["clean", "messy"])
def test_gitlab_keeps_to_what_gitlab_asks_for(report: Report) -> None:
    issues = json.loads(FORMATS["gitlab"](report))
    check(GITLAB, issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(report.findings)


@pytest.mark.parametrize("report", [of(), messy()], ids=["clean", "messy"])
def test_rdjson_keeps_to_the_schema(report: Report) -> None:
    found = json.loads(FORMATS["rdjson"](report))
    check(RDFORMAT, found)
    lines = [json.loads(line) for line in FORMATS["rdjsonl"](report).splitlines()]
    for line in lines:
        check(RDFORMAT, line)
    told = [{"source": found["source"], **each} for each in found["diagnostics"]]
    assert lines == told
    assert len(told) == len(report.findings)


def test_sarif_documents_the_rules() -> None:
    run = sarif(messy())
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    for rule in rules.values():
        # What GitHub asks for besides the schema.
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
    softmax = rules["KC204"]
    assert softmax["name"] == "SingleUnitSoftmax"
    assert softmax["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert "## Why is this bad" in softmax["help"]["markdown"]
    assert rules["KC999"]["name"] == "ImaginaryRule"
    assert [rules[each["ruleId"]] for each in run["results"]] == [
        run["tool"]["driver"]["rules"][each["ruleIndex"]] for each in run["results"]
    ]


def test_sarif_links_to_the_related_locations() -> None:
    result = sarif(messy())["results"][0]
    (related,) = result["relatedLocations"]
    assert result["message"]["text"].endswith(f"\n[the \\[loss\\] `is` chosen]({related['id']})")
    region = related["physicalLocation"]["region"]
    assert stretch(TEXT, region) == '"binary_crossentropy"'


def test_the_fixes_of_sarif_do_what_the_fix_does() -> None:
    (fix,) = sarif(messy())["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "deep%20learning/mod%C3%A8le.py"
    assert [stretch(TEXT, each["deletedRegion"]) for each in change["replacements"]] == [
        "softmax",
        "binary_crossentropy",
    ]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == [
        "sigmoid",
        "mse",
    ]


def test_places_in_a_notebook_are_those_of_its_file() -> None:
    result = sarif(of(IN_CELL))["results"][0]
    (location,) = result["locations"]
    assert stretch(NOTEBOOK, location["physicalLocation"]["region"]) == "softmax"
    assert location["logicalLocations"] == [{"name": "cell 2", "kind": "cell"}]
    assert result["message"]["text"].startswith("cell 2, row 2: ")


def test_a_notebook_of_which_nothing_is_known_is_told_all_the_same() -> None:
    report = of(IN_CELL)
    (result,) = sarif(Report((IN_CELL,), 1, 1, (), report.texts))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (1, 1)


def fingerprints(report: Report) -> list[str]:
    return [each["partialFingerprints"]["kerascopFinding/v1"] for each in sarif(report)["results"]]


def moved(finding: Any, lines: int) -> Any:
    span = finding.span
    return replace(
        finding,
        span=replace(span, start_line=span.start_line + lines, end_line=span.end_line + lines),
    )


def test_fingerprints_do_not_change_with_edits_above() -> None:
    before = fingerprints(of(PLAIN))
    assert fingerprints(of(moved(PLAIN, 2), text=f"import os\n\n{TEXT}")) == before
    assert fingerprints(of(PLAIN, text=TEXT.replace("Dense", "Conv"))) != before


def test_equal_lines_have_fingerprints_of_their_own() -> None:
    twice = fingerprints(of(PLAIN, moved(PLAIN, 6), text=TEXT + TEXT))
    assert len(set(twice)) == 2


def test_paths_are_those_from_the_root_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    location = sarif(of(IN_CELL))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "inner/book.ipynb"
    assert "file=inner/book.ipynb," in FORMATS["github"](of(IN_CELL))


def applied(text: str, suggestion: Any) -> str:
    """A text with a suggestion applied, whose columns count bytes."""
    lines = [line.encode() for line in text.split("\n")]
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    first, last = lines[start["line"] - 1], lines[end["line"] - 1]
    new = first[: start["column"] - 1] + suggestion["text"].encode() + last[end["column"] - 1 :]
    lines[start["line"] - 1 : end["line"]] = [new]
    return b"\n".join(lines).decode()


def test_a_fix_of_several_edits_is_one_suggestion_in_bytes() -> None:
    (suggestion,) = json.loads(FORMATS["rdjson"](messy()))["diagnostics"][0]["suggestions"]
    wanted = TEXT.replace("softmax", "sigmoid").replace("binary_crossentropy", "mse")
    assert applied(TEXT, suggestion) == wanted


def properties(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner of GitHub Actions reads it."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert found is not None
    pairs = (pair.partition("=") for pair in found[2].split(","))
    return found[1], {key: unescaped(value) for key, _, value in pairs}, unescaped(found[3])


def unescaped(text: str) -> str:
    for escape, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r")):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_github_reads_back_what_was_found() -> None:
    plain, ugly, in_cell = (properties(line) for line in FORMATS["github"](messy()).splitlines())
    assert plain[:2] == (
        "error",
        {
            "title": "KC204 single-unit-softmax",
            "file": MODEL.as_posix(),
            "line": "3",
            "endLine": "3",
            "col": "35",
            "endColumn": "44",
        },
    )
    shown = NASTY.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")
    assert (ugly[0], ugly[2]) == ("notice", shown)
    assert "col" not in ugly[1]
    assert in_cell[0] == "warning"
    assert NOTEBOOK.splitlines()[int(in_cell[1]["line"]) - 1].endswith('softmax"')


@pytest.mark.parametrize("report", [of(), messy()], ids=["clean", "messy"])
def test_junit_keeps_to_the_schema_of_jenkins(report: Report) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="the extra `test` is not installed")
    xmlschema.validate(FORMATS["junit"](report), SCHEMAS / JUNIT)


def test_junit_is_read_by_junitparser() -> None:
    suites = list(JUnitXml.fromstring(FORMATS["junit"](messy()).encode()))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        (MODEL.as_posix(), 2, 2),
        (BOOK.as_posix(), 1, 1),
    ]
    case = next(iter(suites[0]))
    assert case.name == "KC204 single-unit-softmax (3:35)"
    (failure,) = case.result
    assert (failure.type, failure.message) == ("error", PLAIN.message)


def test_junit_of_a_clean_run_is_a_test_that_passed() -> None:
    (suite,) = JUnitXml.fromstring(FORMATS["junit"](of()).encode())
    assert (suite.tests, suite.failures) == (1, 0)
    assert next(iter(suite)).is_passed


def lines_of(violations: Iterable[Any]) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in violations]


def test_checkstyle_is_read_by_diff_cover() -> None:
    found = CheckstyleXmlDriver().parse_reports([FORMATS["checkstyle"](messy())])
    first, second = lines_of(found[MODEL.as_posix()])
    assert first == (3, f"error: {PLAIN.message}")
    assert second[0] == 4
    assert 'a | <b> & "c", 50%: ��[2J� `d|e`' in second[1]
    assert CheckstyleXmlDriver().parse_reports([FORMATS["checkstyle"](of())]) == {}


def test_pylint_is_read_by_diff_cover() -> None:
    found = PylintDriver().parse_reports([FORMATS["pylint"](messy())])
    assert found[MODEL.as_posix()][0].line == 3
    assert "KC204" in found[MODEL.as_posix()][0].message
    assert PLAIN.message in found[MODEL.as_posix()][0].message
    assert len(found[BOOK.as_posix()]) == 1


def cells(markdown: str) -> list[list[str]]:
    """The rows of the tables of a Markdown document, heads left out, each cell as HTML."""
    page = MarkdownIt("commonmark").enable("table").render(markdown)
    rows = re.findall(r"<tr>\n(.*?)</tr>", page, re.DOTALL)
    return [found for row in rows if (found := re.findall(r"<td>(.*?)</td>", row))]


def test_markdown_says_what_was_found_whatever_the_message() -> None:
    page = FORMATS["markdown"](messy())
    assert page.startswith("### kerascop: 3 findings (1 error, 1 warning, 1 hint)\n")
    plain, ugly, in_cell = cells(page)
    assert plain[1:3] == [
        "3",
        '<a href="https://example.org/rules/KC204.html">KC204</a> single-unit-softmax',
    ]
    assert ugly[3].startswith("a | &lt;b&gt; &amp; &quot;c&quot;, 50%: ")
    assert "<code>d|e</code> [f](1) @\u2060everyone *g*" in ugly[3]
    assert in_cell[1] == "cell 2:2"
    assert FORMATS["markdown"](of()) == "### kerascop: all clear\n"


def test_markdown_links_to_the_lines_where_a_host_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "me/it")
    monkeypatch.setenv("GITHUB_SHA", "c0ffee")
    plain, _, in_cell = cells(FORMATS["markdown"](messy()))
    blob = "https://github.com/me/it/blob/c0ffee"
    assert plain[1] == f'<a href="{blob}/deep%20learning/mod%C3%A8le.py#L3">3</a>'
    assert f"{blob}/book.ipynb?plain=1#L" in in_cell[1]


def test_markdown_stays_short() -> None:
    page = FORMATS["markdown"](of(*[PLAIN] * 60))
    assert len(cells(page)) == 50
    assert page.endswith("And 10 more findings.\n")
