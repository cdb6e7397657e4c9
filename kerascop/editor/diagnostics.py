"""Findings as the protocol's diagnostics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path

from kerascop.documenting.linking import address_of
from kerascop.editor.examining import Part
from kerascop.editor.positions import Ruler, lines_of
from kerascop.editor.views import View
from kerascop.linting.finding import Finding, Related
from kerascop.linting.group import Severity

SOURCE = "kerascop"

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}

_KEPT = "; the shapes shown are those of the last text that could be parsed"


def diagnostics_of(
    view: View, kept: frozenset[str] = frozenset()
) -> dict[str, list[types.Diagnostic]]:
    """The diagnostics of each document behind an examination, those included that have none.

    Args:
        view: of the examination.
        kept: the broken parts of which older shapes are still shown.
    """
    found: dict[str, list[types.Diagnostic]] = {
        part.uri: [] for part in view.examination.source.parts
    }
    for part, _, diagnostic in diagnosed(view):
        if part.uri in kept and diagnostic.code == "KC901":
            diagnostic.message += _KEPT
        found[part.uri].append(diagnostic)
    return found


def diagnosed(view: View) -> Iterator[tuple[Part, Finding, types.Diagnostic]]:
    """The findings with their documents and as diagnostics, in order."""
    for finding in view.examination.findings:
        placed = view.range(finding.span)
        if placed is not None:
            part, at = placed
            yield part, finding, _diagnostic(view, finding, at)


def _diagnostic(view: View, finding: Finding, at: types.Range) -> types.Diagnostic:
    url = address_of(finding, view.examination.rules)
    return types.Diagnostic(
        range=at,
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        code_description=None if url is None else types.CodeDescription(url),
        source=SOURCE,
        related_information=[
            types.DiagnosticRelatedInformation(location, related.message)
            for related in finding.related
            if (location := _location(view, related)) is not None
        ]
        or None,
    )


def _location(view: View, related: Related) -> types.Location | None:
    if related.path == view.examination.source.path:
        placed = view.range(related.span)
        return None if placed is None else types.Location(placed[0].uri, placed[1])
    return _elsewhere(view, related.path, related)


def _elsewhere(view: View, path: Path, related: Related) -> types.Location | None:
    uri = from_fs_path(str(path))
    if uri is None:
        return None
    ruler = Ruler(lines_of(view.examination.texts.get(path, "")), view.encoding)
    return types.Location(uri, ruler.range(related.span))
