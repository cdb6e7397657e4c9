"""The fixes of KC301 and KC302, applied to every fixture: what they repair is not found again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kerascop.linting.finding import Edit, Finding
from kerascop.linting.run import lint

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
FOLDERS = ("kc301_probabilities_as_logits", "kc302_logits_as_probabilities")
FAULTY = sorted(path for folder in FOLDERS for path in (FIXTURES / folder).glob("buggy*.py"))


def found(path: Path) -> list[Finding]:
    return [each for each in lint([path]).findings if each.code in ("KC301", "KC302")]


def edited(text: str, edits: list[Edit]) -> str:
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        span = edit.span
        assert span.start_line == span.end_line
        line = lines[span.start_line - 1]
        before, after = line[: span.start_column - 1], line[span.end_column - 1 :]
        lines[span.start_line - 1] = before + edit.text + after
    return "".join(lines)


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_has_a_fix_is_gone_once_it_is_applied(path: Path, tmp_path: Path) -> None:
    before = found(path)
    fixes = [finding.fix for finding in before if finding.fix is not None]
    repaired = tmp_path / path.name
    repaired.write_text(
        edited(path.read_text("utf-8"), [edit for fix in fixes for edit in fix.edits]), "utf-8"
    )
    unfixed = Counter(finding.message for finding in before if finding.fix is None)
    assert Counter(finding.message for finding in found(repaired)) == unfixed


def test_most_findings_have_a_fix() -> None:
    findings = [finding for path in FAULTY for finding in found(path)]
    assert sum(finding.fix is not None for finding in findings) >= len(findings) * 2 / 3
