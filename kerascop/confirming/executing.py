"""`--execute`: files are run, confined, up to their models, and these are compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.confirming.comparison import skipped, told_shape
from kerascop.confirming.outcome import (
    BuildFailure,
    Disagreement,
    LayerOutcome,
    ModelOutcome,
    Status,
)
from kerascop.confirming.sandboxing.execution import Execution, execute
from kerascop.confirming.sandboxing.report import FailureKind, Limits
from kerascop.confirming.slicing import slice_of
from kerascop.dimensions import SymbolicDim
from kerascop.misuse import UsageError
from kerascop.sources.project import Project

if TYPE_CHECKING:
    from kerascop.confirming.progress import Progress
    from kerascop.confirming.sandboxing.report import (
        BuiltLayer,
        BuiltModel,
        ExecutionReport,
        Failure,
    )
    from kerascop.dimensions import Dim, Shape
    from kerascop.summary.summary import LayerSummary
    from kerascop.summary.views import ModelView
    from kerascop.syntax.origin import Origin

_LIBRARIES = {"keras": "keras tensorflow", "tensorflow": "tensorflow", "tf_keras": "tf_keras"}
"""What a file may find missing, and what is to be installed then."""


@dataclass(frozen=True)
class Running:
    """How files are run.

    Attributes:
        python: the interpreter.
        arguments: of the builders that were asked for.
        limits: what a run may take.
        unsafe: run without walls, where there is nothing to make them of?
        folders: those that were named. A file in one of them may import from there.
    """

    python: str
    arguments: Mapping[str, object]
    limits: Limits
    unsafe: bool = False
    folders: Sequence[Path] = ()


def executed(
    views: Sequence[ModelView], running: Running, progress: Progress
) -> list[ModelOutcome]:
    """What came of running the files, and the builders in them, that the models are built by.

    Args:
        views: the models.
        running: how.
        progress: hears how far this got.

    Raises:
        UsageError: there is no such interpreter or no Keras, or nothing to confine it with.
    """
    interpreter = shutil.which(running.python)
    if interpreter is None:
        raise UsageError(f"`--python {running.python}` cannot be run: there is no such program")
    outcomes: dict[int, ModelOutcome] = {}
    for (path, builder), indices in _by_run(views).items():
        named = f"{path}::{builder}" if builder else str(path)
        progress.turning_to(f"what {named} makes")
        progress.loading(running.python)
        target = views[indices[0]].target
        asked = target is not None and target.builder is not None
        report = _run(path, builder, Path(interpreter), running, given=asked)
        built = list(report.models)
        for index in indices:
            match = _match(views[index], path, built)
            if match is not None:
                built.remove(match)
            outcomes[index] = _outcome(views[index], path, match, report)
    return [outcomes[index] for index in range(len(views))]


def _by_run(views: Sequence[ModelView]) -> dict[tuple[Path, str | None], list[int]]:
    """The models by the file, or the builder in it, whose run makes them."""
    runs: dict[tuple[Path, str | None], list[int]] = {}
    for index, view in enumerate(views):
        assert view.target is not None
        runs.setdefault((view.target.path, view.summary.builder), []).append(index)
    return runs


def _run(
    path: Path, builder: str | None, interpreter: Path, running: Running, *, given: bool
) -> ExecutionReport:
    module = Project([path]).parse(path)
    arguments = running.arguments if given else {}
    around = [folder for folder in running.folders if folder.resolve() in path.resolve().parents]
    project = tuple(each for folder in around for each in (folder, folder / "src") if each.is_dir())
    execution = Execution(slice_of(module, builder), project, builder, arguments)
    report = execute(execution, interpreter, running.limits, unsafe=running.unsafe)
    failure = report.failure
    if failure is not None and failure.kind is FailureKind.MISSING_MODULE and not report.by:
        lacking = next((each for each in _LIBRARIES if f"'{each}" in failure.message), None)
        if lacking is not None:
            raise UsageError(
                f"there is no `{lacking}` for `{interpreter}`: install it there with "
                f"`{interpreter} -m pip install {_LIBRARIES[lacking]}`"
            )
    return report


def _match(view: ModelView, path: Path, built: Sequence[BuiltModel]) -> BuiltModel | None:
    """The model of the run that a model is: made at its line, and best called like it."""
    origin, name = view.summary.origin, view.summary.name
    here = origin is not None and origin.path.resolve() == path.resolve()
    if here and origin is not None:
        span = origin.span
        lines = range(span.start_line, span.end_line + 1)
        same = [each for each in built if each.line in lines]
        return next((each for each in same if each.name == name), next(iter(same), None))
    return next((each for each in built if each.name == name), None)


def _outcome(
    view: ModelView, path: Path, built: BuiltModel | None, report: ExecutionReport
) -> ModelOutcome:
    failure, summary = report.failure, view.summary
    raised = failure is not None and failure.kind is FailureKind.RAISED
    whole = built is not None and built.built
    if failure is not None and raised and failure.line is not None and not whole:
        origin = _at_line(view, path, failure.line)
        if origin is not None:
            return _refused(view, origin, failure, built, report.by)
    if built is not None and built.layers:
        return _compared(view, built, report.by)
    if failure is not None:
        told = f"{failure.exception}: {failure.message}" if failure.exception else failure.message
        line = f"line {failure.line} ends the run: " if failure.line is not None else ""
        return skipped(summary, f"{line}{told}")
    if built is not None:
        return skipped(summary, built.reason or "it has no layers")
    return skipped(summary, "running the file makes no such model")


def _refused(
    view: ModelView, origin: Origin, failure: Failure, built: BuiltModel | None, keras: str
) -> ModelOutcome:
    """A model that the run ended in: Keras, or something else, refuses what stands there."""
    summary = view.summary
    made = () if built is None else built.layers
    layers = [_layer(row, each) for row, each in _paired(summary.layers, made)]
    refused = next((each for each in layers if each.origin is origin), None)
    layers = [replace(each, agrees=False) if each is refused else each for each in layers]
    name = summary.name if refused is None else refused.name
    failures = (BuildFailure(origin, f"`{name}`", failure.message, keras),)
    return ModelOutcome(
        summary.name,
        summary.origin,
        Status.FAILS,
        failure.message,
        tuple(layers),
        keras,
        failures=failures,
    )


def _at_line(view: ModelView, path: Path, line: int) -> Origin | None:
    """The layer of a model, or else the model, that a line of the file is part of."""
    origins = [*(layer.origin for layer in view.layers), view.summary.origin]
    for call in view.model.all_calls if view.model is not None else ():
        origins.insert(-1, call.origin)
    for origin in origins:
        if origin is None or origin.path.resolve() != path.resolve():
            continue
        if origin.span.start_line <= line <= origin.span.end_line:
            return origin
    return None


def _compared(view: ModelView, built: BuiltModel, keras: str) -> ModelOutcome:
    summary = view.summary
    layers = tuple(_layer(row, each) for row, each in _paired(summary.layers, built.layers))
    wrong = [layer for layer in layers if layer.agrees is False]
    disagreements = tuple(
        Disagreement(layer.origin, f"`{layer.name}`", _differing(layer, keras), keras)
        for layer in wrong
        if layer.origin is not None
    )
    if wrong and view.assumptions:
        assumed = ", ".join(view.assumptions)
        return skipped(summary, f"the run went another way than is assumed here: if {assumed}")
    open_ends = list(_open_ends(summary.layers, layers, built, complete=summary.complete))
    if wrong:
        status, reason = Status.DISAGREES, "; ".join(each.message for each in disagreements)
    elif not any(layer.agrees or layer.parameters for layer in layers):
        status, reason = Status.SKIPPED, "; ".join(open_ends)
    else:
        status, reason = Status.PARTIAL if open_ends else Status.AGREES, "; ".join(open_ends)
    return ModelOutcome(
        summary.name, summary.origin, status, reason or None, layers, keras, disagreements
    )


def _paired(
    rows: Sequence[LayerSummary], built: Sequence[BuiltLayer]
) -> Iterator[tuple[LayerSummary, BuiltLayer | None]]:
    """The layers of both lists, in order where both are alike, else by their names."""
    if [row.cls for row in rows] == [each.cls for each in built]:
        yield from zip(rows, built, strict=True)
        return
    by_name = {each.name: each for each in built}
    for row in rows:
        yield row, by_name.get(row.name)


def _layer(row: LayerSummary, built: BuiltLayer | None) -> LayerOutcome:
    if built is None or not built.outputs:
        counted = None if built is None else built.parameters
        wrong = counted is not None and _same(row.parameters, counted) is False
        agrees = False if wrong else None
        return LayerOutcome(row.name, row.cls, row.output_shape, None, counted, agrees, row.origin)
    shapes = [shape for shape in built.outputs if shape is not None]
    whole = tuple(shapes) if len(shapes) == len(built.outputs) else None
    verdicts = [
        _agreement(static, found)
        for static, found in zip(row.output_shape, built.outputs, strict=False)
    ]
    if len(row.output_shape) != len(built.outputs):
        verdicts.append(None if None in row.output_shape else False)
    if isinstance(row.parameters, int) and built.parameters is not None:
        verdicts.append(row.parameters == built.parameters)
    known = None not in verdicts or False in verdicts
    agrees = all(verdicts) if known else None
    return LayerOutcome(
        row.name, row.cls, row.output_shape, whole, built.parameters, agrees, row.origin
    )


def _agreement(static: Shape | None, keras: tuple[int | None, ...] | None) -> bool | None:
    """Is a shape what kerascop says? `None` where either does not say all of it."""
    if static is None or keras is None:
        return None
    if len(static) != len(keras):
        return False
    verdicts = [_same(*sizes) for sizes in zip(static, keras, strict=True)]
    return None if None in verdicts and False not in verdicts else all(verdicts)


def _same(claimed: Dim, found: int | None) -> bool | None:
    if isinstance(claimed, SymbolicDim):
        return True if claimed.has_batch and found is None else None
    if claimed is None:
        return True if found is None else None
    return claimed == found


def _open_ends(
    rows: Sequence[LayerSummary],
    layers: Sequence[LayerOutcome],
    built: BuiltModel,
    *,
    complete: bool,
) -> Iterator[str]:
    for row, layer in zip(rows, layers, strict=True):
        if layer.agrees is None:
            known = "known" if layer.keras is not None else "told by Keras"
            yield f"the shape of `{row.name}` is not {known}"
    if len(rows) != len(built.layers):
        yield f"kerascop lists {len(rows)} layers, Keras {len(built.layers)}"
    elif not complete:
        yield "something in it is not understood"


def _differing(layer: LayerOutcome, keras: str) -> str:
    def shown(shapes: Sequence[Shape | None]) -> str:
        plain = [
            None if shape is None else [size if isinstance(size, int) else None for size in shape]
            for shape in shapes
        ]
        return ", ".join(f"`{told_shape(shape)}`" for shape in plain)

    return (
        f"`{layer.name}`: kerascop says {shown(layer.static)}, {keras} says "
        f"{shown(layer.keras or ())} with {layer.parameters} weights"
    )
