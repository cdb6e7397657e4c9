"""Code actions: the fix of a finding, silence on its line, all fixes that are safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from kerascop.editor.carrying import Carried
from kerascop.editor.diagnostics import diagnosed
from kerascop.editor.documents import Document
from kerascop.editor.examining import Part
from kerascop.editor.positions import lines_of, without_end
from kerascop.editor.views import View
from kerascop.linting.finding import Applicability, Finding
from kerascop.linting.fixing import fixed_files
from kerascop.linting.silencing import silenced
from kerascop.sources.edits import Edit
from kerascop.sources.notebooks import cells_of
from kerascop.sources.reading import SourceError, decode
from kerascop.sources.span import Span

FIX_ALL = "source.fixAll.kerascop"

_Edits = dict[str, list[types.TextEdit]]


def actions_in(
    view: View,
    document: Document,
    wanted: types.Range,
    only: Sequence[str] | None,
    *,
    versioned: bool,
) -> list[types.CodeAction]:
    """What can be done about a stretch of a document.

    Args:
        view: of an examination of the document as it is now; of another one nothing is offered.
        document: as it is now.
        wanted: the stretch.
        only: the kinds of actions that the client asks for; all if it does not say.
        versioned: does the client understand edits that name the version which they are for?
    """
    found: list[types.CodeAction] = []
    if _asked(types.CodeActionKind.QuickFix.value, only):
        for part, finding, diagnostic in diagnosed(view):
            current = part.uri == document.uri and part.text == document.text
            if current and _touch(diagnostic.range, wanted):
                found += _about(view, finding, diagnostic, versioned)
    if _asked(FIX_ALL, only):
        edits = _all_fixed(view)
        if edits:
            found.append(
                types.CodeAction(
                    "kerascop: fix all that can be fixed safely",
                    FIX_ALL,
                    edit=_edit(view, edits, versioned),
                )
            )
    return found


def _asked(kind: str, only: Sequence[str] | None) -> bool:
    """Is an action of this kind wanted? A kind includes those that begin with it."""
    return not only or any(each in ("", kind) or kind.startswith(f"{each}.") for each in only)


def _touch(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _about(
    view: View, finding: Finding, diagnostic: types.Diagnostic, versioned: bool
) -> Iterator[types.CodeAction]:
    fix = finding.fix
    edits = _translated(view, () if fix is None else fix.edits)
    if fix is not None and edits and fix.applicability is not Applicability.DISPLAY:
        safe = fix.applicability is Applicability.SAFE
        yield types.CodeAction(
            f"{finding.code}: {fix.message}" + ("" if safe else " (unsafe: look at the result)"),
            types.CodeActionKind.QuickFix,
            [diagnostic],
            is_preferred=safe,
            edit=_edit(view, edits, versioned),
        )
    silencing = _silencing(view, finding)
    if silencing:
        yield types.CodeAction(
            f"{finding.code}: silence it on this line (# noqa: {finding.code})",
            types.CodeActionKind.QuickFix,
            [diagnostic],
            is_preferred=False,
            edit=_edit(view, silencing, versioned),
        )


def _edit(view: View, edits: _Edits, versioned: bool) -> types.WorkspaceEdit:
    versions = {part.uri: part.version for part in view.examination.source.parts}
    if not versioned or any(versions[uri] is None for uri in edits):
        return types.WorkspaceEdit(changes=edits)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), list(own)
            )
            for uri, own in edits.items()
        ]
    )


def _translated(view: View, edits: Iterable[Edit]) -> _Edits:
    """Edits of the analysed text as edits of documents; none if one lies in what is no code."""
    found: _Edits = {}
    for edit in edits:
        placed = view.part_of(edit.span)
        if placed is None:
            return {}
        part, span = placed
        touched = slice(span.start_line - 1, span.end_line)
        if view.lines(part)[touched] != _plain(part)[touched]:
            return {}
        text = edit.text.replace("\n", _newline(part))
        found.setdefault(part.uri, []).append(types.TextEdit(view.ruler(part).range(span), text))
    return found


def _plain(part: Part) -> list[str]:
    return [without_end(line) for line in lines_of(part.text)]


def _newline(part: Part) -> str:
    first = lines_of(part.text)[0]
    return first[len(without_end(first)) :] or "\n"


def _silencing(view: View, finding: Finding) -> _Edits:
    source = view.examination.source
    try:
        return _rewritten(view, silenced(source.path, source.data, [finding]))
    except (SourceError, ValueError, IndexError):
        # There is no statement that a comment could stand behind.
        return {}


def _all_fixed(view: View) -> _Edits:
    source = view.examination.source
    files, _ = fixed_files(view.examination.findings, {source.path: source.data}, unsafe=False)
    return _rewritten(view, files[0].after) if files else {}


def _rewritten(view: View, data: bytes) -> _Edits:
    """The edits that make the documents what these bytes of the whole file say."""
    source = view.examination.source
    text = decode(source.path, data)
    lines = [without_end(line) for line in lines_of(text)]
    cells = {cell.number: lines[cell.before :][: cell.length] for cell in cells_of(text)}
    found: _Edits = {}
    for part in source.parts:
        after = lines if part.cell is None else cells.get(part.cell, [])
        edit = _difference(view, part, after)
        if edit is not None:
            found[part.uri] = [edit]
    return found


def _difference(view: View, part: Part, after: list[str]) -> types.TextEdit | None:
    """The one edit of a part that changes its lines as analysed into others."""
    before = view.lines(part)
    newline = _newline(part)
    change = Carried(before, after)
    first, last = change.kept
    older = before[first : len(before) - last]
    newer = after[first : len(after) - last]
    if not older and not newer:
        return None
    if older != _plain(part)[first : first + len(older)]:
        return None
    ruler = view.ruler(part)
    if len(older) == len(newer) == 1:
        pairs = enumerate(zip(older[0], newer[0], strict=False))
        shorter = min(len(older[0]), len(newer[0]))
        at = next((at for at, (one, other) in pairs if one != other), shorter)
        place = Span(first + 1, at + 1, first + 1, len(older[0]) + 1)
        return types.TextEdit(ruler.range(place), newer[0][at:])
    if len(older) == len(newer):
        end = Span(first + 1, 1, first + len(older), len(older[-1]) + 1)
        return types.TextEdit(ruler.range(end), newline.join(newer))
    end = Span(first + 1, 1, first + len(older) + 1, 1)
    return types.TextEdit(ruler.range(end), "".join(f"{line}{newline}" for line in newer))
