"""`lint --confirm`: findings are held against the models that Keras builds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kerascop.confirming.outcome import BuildFailure, Disagreement, ModelOutcome, one_line
from kerascop.confirming.progress import Progress
from kerascop.confirming.rebuilding import Rebuilder
from kerascop.linting.agreement import Seen, agreed
from kerascop.linting.finding import Confirmation, Verdict
from kerascop.linting.loader import subject_of
from kerascop.linting.onlooking import Onlooker
from kerascop.linting.rule import Evidence
from kerascop.summary import summarise
from kerascop.summary.run import concerns, content_of
from kerascop.summary.showing import shown_shapes

if TYPE_CHECKING:
    from kerascop.graph.program import Program
    from kerascop.interpreter import Analysis
    from kerascop.linting.finding import Finding
    from kerascop.linting.rule import Rule

_BLIND = "building the model shows nothing of it"
_UNBUILT = "the layers that it is about could not be built"


class Confirmer(Onlooker):
    """Builds the models of every file that is linted, and says what that shows of the findings."""

    def __init__(self, python: str, progress: Progress) -> None:
        """Nothing is started before there is a model.

        Args:
            python: the interpreter that has Keras.
            progress: hears how far this got.
        """
        self._progress = progress
        self._rebuilder = Rebuilder(python, lambda: progress.loading(python), progress.loaded)
        self._known: dict[object, ModelOutcome] = {}

    def close(self) -> None:
        """Ends the worker."""
        self._rebuilder.close()

    def judged(
        self, analysis: Analysis, findings: Sequence[Finding], rules: Sequence[Rule]
    ) -> Sequence[Finding]:
        """The findings with what Keras says of them, and those that only Keras could make."""
        built = list(self._built(analysis))
        outcomes = list({id(outcome): outcome for _, outcome in built}.values())
        evidence = {rule.code: rule.evidence for rule in rules}
        told = [
            replace(finding, confirmation=_confirmation(finding, evidence[finding.code], outcomes))
            for finding in findings
        ]
        return [*told, *agreed(_found(built, rules), analysis.programs)]

    def _built(self, analysis: Analysis) -> Iterator[tuple[Program, ModelOutcome]]:
        """What came of the models of every path; what is the same on several is built once."""
        for program in analysis.programs:
            for model in program.models:
                summary = summarise(model)
                content = content_of(summary)
                if content not in self._known:
                    self._progress.turning_to(summary.name)
                    self._known[content] = self._rebuilder.outcome(
                        model, summary, registers=program.registers
                    )
                yield program, self._known[content]


def _found(built: Sequence[tuple[Program, ModelOutcome]], rules: Sequence[Rule]) -> Iterator[Seen]:
    """What the rules say that are asked about the outcomes themselves."""
    for rule in rules:
        subject = subject_of(rule)
        for program, outcome in built:
            facts: Sequence[Disagreement | BuildFailure] = ()
            if subject is Disagreement:
                facts = outcome.disagreements
            elif subject is BuildFailure:
                facts = outcome.failures
            for fact in facts:
                confirmed = Confirmation(Verdict.CONFIRMED, fact.keras, one_line(fact.message))
                for finding in rule.check(fact):
                    told = replace(finding, confirmation=confirmed)
                    yield Seen(told, program, outcome.origin)


def _confirmation(
    finding: Finding, evidence: Evidence | None, outcomes: Sequence[ModelOutcome]
) -> Confirmation:
    if evidence is None:
        return Confirmation(Verdict.UNCONFIRMED, _asked(outcomes), _BLIND)
    for outcome in outcomes:
        for failure in outcome.failures:
            if evidence is Evidence.REFUSAL and _blames(finding, failure):
                return Confirmation(Verdict.CONFIRMED, failure.keras, one_line(failure.message))
        for disagreement in outcome.disagreements:
            if concerns(finding, disagreement.origin):
                return Confirmation(Verdict.REFUTED, disagreement.keras, disagreement.message)
    for outcome in outcomes:
        about = [layer for layer in outcome.layers if concerns(finding, layer.origin)]
        if not about or outcome.failures or any(layer.keras is None for layer in about):
            continue
        shown = ", ".join(f"`{each.name}` {shown_shapes(each.keras or ())}" for each in about)
        told = f"it builds {shown}"
        if evidence is Evidence.SHAPES and all(layer.agrees for layer in about):
            return Confirmation(Verdict.CONFIRMED, outcome.keras, told)
        bare = replace(finding, related=())
        if evidence is Evidence.REFUSAL and any(concerns(bare, each.origin) for each in about):
            return Confirmation(Verdict.REFUTED, outcome.keras, told)
    return Confirmation(Verdict.UNCONFIRMED, _asked(outcomes), _UNBUILT)


def _blames(finding: Finding, failure: BuildFailure) -> bool:
    """Does the finding name the place where Keras refuses?"""
    places = ((finding.path, finding.span), *((each.path, each.span) for each in finding.related))
    return any(
        path == failure.path and (span.contains(failure.span) or failure.span.contains(span))
        for path, span in places
    )


def _asked(outcomes: Sequence[ModelOutcome]) -> str | None:
    return next((each.keras for each in outcomes if each.keras is not None), None)
