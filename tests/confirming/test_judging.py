"""Findings held against what Keras builds: confirmed, refuted, or neither."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kerascop.confirming import rebuilding
from kerascop.confirming.judging import Confirmer
from kerascop.confirming.outcome import Disagreement, ModelOutcome, Status
from kerascop.confirming.progress import Progress
from kerascop.graph.models import Model
from kerascop.linting.collection import installed_rules
from kerascop.linting.finding import Finding, Verdict
from kerascop.linting.run import lint
from kerascop.linting.selection import find_rule
from kerascop.reporting import FORMATS
from kerascop.summary.summary import ModelSummary
from tests.building import extended
from tests.markers import marked

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"

HEAD = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])
model.compile("adam", "mse")
"""
WAYS = """\
import keras
from keras import layers


def build(flat, dense):
    inputs = keras.Input((8, 8, 3))
    x = layers.Flatten()(inputs) if flat else inputs
    x = layers.Dense(4, name="head")(x) if dense else layers.Conv2D(4, 3, name="head")(x)
    return keras.Model(inputs, layers.Activation("relu")(x))
"""


@pytest.fixture(scope="module")
def confirmer() -> Iterator[Confirmer]:
    made = Confirmer(sys.executable, Progress())
    yield made
    made.close()


def found(path: Path, confirmer: Confirmer) -> dict[str, Finding]:
    report = lint([path], extended("KC9"), onlooker=confirmer)
    return {finding.code: finding for finding in report.findings}


def status(finding: Finding) -> Verdict | None:
    return None if finding.confirmation is None else finding.confirmation.status


@pytest.mark.parametrize(
    "case", sorted(FIXTURES.glob("kc91*/*.py")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_a_fixture_is_found_as_it_is_marked(case: Path, confirmer: Confirmer) -> None:
    report = lint([case], extended("KC9"), onlooker=confirmer)
    expected = sorted((mark.line, mark.code) for mark in marked(case))
    assert [(finding.span.start_line, finding.code) for finding in report.findings] == expected


@pytest.mark.parametrize("code", ["KC911", "KC912"])
def test_the_examples_of_a_rule_are_found_as_they_are_marked(
    code: str, tmp_path: Path, confirmer: Confirmer
) -> None:
    documentation = find_rule(code, installed_rules()).documentation
    for text in (documentation.example, documentation.use_instead):
        path = tmp_path / "example.py"
        path.write_text(text, "utf-8")
        assert list(found(path, confirmer)) == [mark.code for mark in marked(path)]


def test_models_of_unit_tests_may_be_refused(tmp_path: Path, confirmer: Confirmer) -> None:
    path = tmp_path / "test_refusals.py"
    fixture = FIXTURES / "kc912_build_failure" / "buggy.py"
    body = "".join(f"    {line}\n" for line in fixture.read_text("utf-8").splitlines())
    path.write_text(f"import pytest\n\n\ndef test_names():\n{body}", "utf-8")
    assert found(path, confirmer) == {}


def test_a_refusal_on_a_way_that_two_conditions_would_have_to_take_is_no_finding(
    tmp_path: Path, confirmer: Confirmer
) -> None:
    path = tmp_path / "ways.py"
    path.write_text(WAYS, "utf-8")
    assert found(path, confirmer) == {}


def test_a_claim_about_shapes_is_confirmed_by_the_shapes(
    tmp_path: Path, confirmer: Confirmer
) -> None:
    path = tmp_path / "head.py"
    path.write_text(HEAD, "utf-8")
    finding = found(path, confirmer)["KC204"]
    assert status(finding) is Verdict.CONFIRMED
    assert finding.confirmation is not None
    assert finding.confirmation.message == "it builds `dense` (None, 1)"


def test_a_claim_that_building_shows_nothing_of_is_neither(
    tmp_path: Path, confirmer: Confirmer
) -> None:
    path = tmp_path / "head.py"
    path.write_text(
        HEAD.replace('Dense(1, activation="softmax")', "Dense(3)").replace(
            'model.compile("adam", "mse")', 'model.compile(keras.optimizers.Adam(lr=1), "mse")'
        ),
        "utf-8",
    )
    assert status(found(path, confirmer)["KC701"]) is Verdict.UNCONFIRMED


def test_a_claim_that_rests_on_a_wrong_shape_is_refuted(
    tmp_path: Path, confirmer: Confirmer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No such mistake of kerascop is known: one is made up."""

    def mistaken(
        self: object, model: Model, summary: ModelSummary, *, registers: bool = False
    ) -> ModelOutcome:
        origin = summary.layers[0].origin
        assert origin is not None
        wrong = Disagreement(origin, "`dense`", "`dense`: kerascop says 1, keras says 2", "keras")
        return ModelOutcome(
            summary.name, model.origin, Status.DISAGREES, wrong.message, (), "keras", (wrong,)
        )

    monkeypatch.setattr(rebuilding.Rebuilder, "outcome", mistaken)
    path = tmp_path / "wrong.py"
    path.write_text(HEAD, "utf-8")
    findings = found(path, Confirmer(sys.executable, Progress()))
    assert status(findings["KC204"]) is Verdict.REFUTED
    assert "please report it" in findings["KC911"].message


def test_reports_for_people_mark_what_is_confirmed(tmp_path: Path, confirmer: Confirmer) -> None:
    path = tmp_path / "head.py"
    path.write_text(HEAD, "utf-8")
    report = lint([path], extended("KC204"), onlooker=confirmer)
    told = [finding for finding in report.findings if finding.code == "KC204"]
    report = replace(report, findings=tuple(told))
    for name in ("concise", "full", "grouped", "markdown"):
        assert "confirmed by keras 3" in FORMATS[name](report), name
