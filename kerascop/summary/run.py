"""A summary run: from targets to the models that they build, with the findings on their layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kerascop.interpreter import Analysis, analyse, analyse_builder
from kerascop.linting.collection import installed_rules
from kerascop.linting.room import room_to_work
from kerascop.linting.run import findings_of, once, surviving
from kerascop.linting.selection import Selection
from kerascop.misuse import UsageError
from kerascop.sources.length import is_too_long
from kerascop.sources.project import Project
from kerascop.sources.reading import SourceError, read_bytes
from kerascop.sources.relevance import relevant_files
from kerascop.sources.targets import Targets
from kerascop.summary.flow import flow_of
from kerascop.summary.summary import LayerSummary, ModelSummary, summarise
from kerascop.summary.targets import Target, files_around, targets_of
from kerascop.summary.views import ModelView, Overview

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.linting.finding import Finding
    from kerascop.linting.rule import Rule
    from kerascop.sources.span import Span
    from kerascop.syntax.origin import Origin


def overview(
    words: Iterable[str],
    arguments: Mapping[str, object] | None = None,
    selection: Selection | None = None,
) -> Overview:
    """The models that the targets build.

    Args:
        words: files, folders, `file.py::builder`.
        arguments: of the builders, by name.
        selection: the rules whose findings are shown.

    Raises:
        UsageError: a target or an argument means nothing.
    """
    notes: list[str] = []
    targets = targets_of(words, notes)
    if arguments and all(target.builder is None for target in targets):
        name = next(iter(arguments))
        raise UsageError(
            f"`--arg {name}=…` is for a builder: name it in the target, as in `model.py::build`"
        )
    rules = (selection or Selection()).apply(installed_rules())
    return _Run(targets, arguments or {}, rules, notes).overview()


class _Run:
    def __init__(
        self,
        targets: Sequence[Target],
        arguments: Mapping[str, object],
        rules: Sequence[Rule],
        notes: list[str],
    ) -> None:
        self._targets = targets
        self._arguments = arguments
        self._rules = rules
        self._notes = notes

    @room_to_work
    def overview(self) -> Overview:
        found: dict[object, ModelView] = {}
        for target, project in self._relevant():
            analysis = self._analysed(target, project)
            if analysis is not None:
                for view in self._views(target, analysis):
                    content = content_of(view.summary)
                    known = found.setdefault(content, view)
                    if known.findings != view.findings:
                        found[content] = _united(known, view)
        views = tuple(found.values())
        return Overview(views, tuple(dict.fromkeys(self._notes)), _texts(views))

    def _relevant(self) -> Iterable[tuple[Target, Project]]:
        """The targets that have to do with Keras, and what each may import."""
        walked = [target for target in self._targets if not target.named]
        contents: dict[Path, bytes] = {}
        for target in walked:
            try:
                contents[target.path] = read_bytes(target.path)
            except SourceError as error:
                self._notes.append(f"{error.path}: {error.reason}")
        targets = Targets(target.path.parent for target in self._targets)
        project = Project((target.path for target in walked), targets)
        relevant = relevant_files(contents, project)
        for target in self._targets:
            if target.named:
                yield target, Project(files_around(target), targets)
            elif target.path in relevant and not is_too_long(
                target.path, len(contents[target.path]), contents.__getitem__
            ):
                yield target, project

    def _analysed(self, target: Target, project: Project) -> Analysis | None:
        try:
            module = project.parse(target.path)
        except SourceError as error:
            reason = f"{error.path}:{error.line}:{error.column}: {error.reason}"
            if target.named:
                raise UsageError(reason) from error
            self._notes.append(reason)
            return None
        if target.builder is not None:
            analysis = analyse_builder(module, project, target.builder, self._arguments)
            self._notes.extend(analysis.notes)
            return analysis
        found: Analysis | None = None
        with surviving(f"{target.path}: not analysed", self._notes):
            found = analyse(module, project)
            self._notes.extend(found.notes)
        return found

    def _views(self, target: Target, analysis: Analysis) -> Iterable[ModelView]:
        findings = once(findings_of(analysis, self._rules, target.path, self._notes))
        for program in analysis.programs:
            builder = target.builder or _builder_name(program.entry)
            for model in program.models:
                with surviving(f"{target.path}: {model.name}: not summarised", self._notes):
                    summary = summarise(model, builder)
                    view = _view(summary, findings, program.assumptions)
                    flow = flow_of(model, summary.layers)
                    yield replace(view, flow=flow, model=model, program=program, target=target)


def _builder_name(entry: object) -> str | None:
    """The dotted name of the function that a path starts in; `None` for the module's own level."""
    name: str | None = getattr(entry, "name", None)
    owner: str | None = getattr(getattr(entry, "owner", None), "name", None)
    if owner is not None and name == "__init__":
        return owner
    return f"{owner}.{name}" if owner and name else name


def _view(
    summary: ModelSummary, findings: Sequence[Finding], assumptions: tuple[str, ...]
) -> ModelView:
    of_layer = tuple(
        tuple(finding for finding in findings if concerns(finding, layer.origin))
        for layer in summary.layers
    )
    concerned = {finding for each in of_layer for finding in each}
    shown = tuple(
        finding
        for finding in dict.fromkeys(findings)
        if finding in concerned or concerns(finding, summary.origin)
    )
    return ModelView(summary, shown, of_layer, assumptions)


def concerns(finding: Finding, origin: Origin | None) -> bool:
    """Is a place of the finding's argument in what constructs the layer?"""
    if origin is None:
        return False
    path, span = origin.path, origin.span
    if finding.path == path and (span.contains(finding.span) or _is_around(finding, span)):
        return True
    return any(each.path == path and span.contains(each.span) for each in finding.related)


def _is_around(finding: Finding, span: Span) -> bool:
    """Does the finding underline a whole call of the layer, `Dense(1)(x)`, on the same lines?"""
    return (
        finding.span.contains(span)
        and finding.span.start_line == span.start_line
        and finding.span.start_column == span.start_column
    )


def content_of(summary: ModelSummary) -> object:
    """What makes two models the same: where they are made, and what they are made of."""
    return (
        _place(summary.origin),
        summary.name,
        summary.inputs,
        summary.outputs,
        tuple(_layer_content(layer) for layer in summary.layers),
    )


def _layer_content(layer: LayerSummary) -> object:
    return (replace(layer, origin=None), _place(layer.origin))


def _place(origin: Origin | None) -> object:
    return None if origin is None else (origin.path.resolve(), origin.span)


def _united(one: ModelView, other: ModelView) -> ModelView:
    """One model with the findings of both: two targets may build it, and use it differently."""
    of_layer = tuple(
        tuple(dict.fromkeys((*mine, *theirs)))
        for mine, theirs in zip(one.of_layer, other.of_layer, strict=True)
    )
    findings = tuple(dict.fromkeys((*one.findings, *other.findings)))
    return replace(one, findings=findings, of_layer=of_layer)


def _texts(views: Iterable[ModelView]) -> dict[Path, str]:
    """The source of the files that models, layers and findings point into."""
    texts: dict[Path, str] = {}
    for view in views:
        for origin in (view.summary.origin, *(layer.origin for layer in view.layers)):
            if origin is not None:
                texts.setdefault(origin.path, origin.module.text)
    return texts
