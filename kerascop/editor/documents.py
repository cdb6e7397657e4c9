"""What the editor has open: texts as they are edited, notebooks with their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lsprotocol import types

from kerascop.editor.positions import Encoding, Ruler, lines_of


@dataclass
class Document:
    """An open text, or an open cell.

    Attributes:
        uri: as the client writes it.
        language: what the client calls its language.
        version: the client's number of its state.
        text: that state.
    """

    uri: str
    language: str
    version: int | None
    text: str

    def change(
        self, changes: Iterable[types.TextDocumentContentChangeEvent], encoding: Encoding
    ) -> None:
        """Apply the changes of a message, one after the other."""
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                self.text = _changed(self.text, change, encoding)
            else:
                self.text = change.text


def _changed(text: str, change: types.TextDocumentContentChangePartial, encoding: Encoding) -> str:
    lines = lines_of(text)
    ruler = Ruler(lines, encoding)
    first, last = sorted(ruler.place(each) for each in (change.range.start, change.range.end))
    return text[: _offset(lines, first)] + change.text + text[_offset(lines, last) :]


def _offset(lines: Sequence[str], place: tuple[int, int]) -> int:
    line, column = place
    return sum(map(len, lines[: line - 1])) + column - 1


@dataclass
class Notebook:
    """An open notebook.

    Attributes:
        uri: as the client writes it.
        cells: in order; of the kind that the client says.
    """

    uri: str
    cells: list[types.NotebookCell] = field(default_factory=list)

    def code_cells(self) -> list[tuple[int, str]]:
        """The numbers of the code cells, counted from 1 over all cells, and their addresses."""
        return [
            (number, cell.document)
            for number, cell in enumerate(self.cells, 1)
            if cell.kind == types.NotebookCellKind.Code
        ]


@dataclass
class Documents:
    """Everything that is open, by address.

    Attributes:
        encoding: in which the client counts columns.
    """

    encoding: Encoding = Encoding.UTF16
    texts: dict[str, Document] = field(default_factory=dict)
    notebooks: dict[str, Notebook] = field(default_factory=dict)

    def open(self, item: types.TextDocumentItem) -> None:
        """A text or a cell is open from now on."""
        self.texts[item.uri] = Document(item.uri, item.language_id, item.version, item.text)

    def change(
        self,
        identifier: types.VersionedTextDocumentIdentifier,
        changes: Iterable[types.TextDocumentContentChangeEvent],
    ) -> None:
        """A text or a cell was edited; one that is not open is taken to have been empty."""
        uri = identifier.uri
        document = self.texts.setdefault(uri, Document(uri, "python", None, ""))
        document.change(changes, self.encoding)
        document.version = identifier.version

    def close(self, uri: str) -> None:
        """A text or a cell is closed."""
        self.texts.pop(uri, None)

    def open_notebook(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook is open from now on."""
        given = params.notebook_document
        self.notebooks[given.uri] = Notebook(given.uri, list(given.cells))
        for item in params.cell_text_documents:
            self.open(item)

    def change_notebook(self, params: types.DidChangeNotebookDocumentParams) -> list[str]:
        """A notebook was edited: the addresses of the cells that it lost."""
        uri = params.notebook_document.uri
        notebook = self.notebooks.setdefault(uri, Notebook(uri))
        changes = params.change.cells
        if changes is None:
            return []
        lost: list[str] = []
        if changes.structure is not None:
            array = changes.structure.array
            end = array.start + array.delete_count
            lost += [cell.document for cell in notebook.cells[array.start : end]]
            notebook.cells[array.start : end] = array.cells or ()
            for closed in changes.structure.did_close or ():
                self.close(closed.uri)
                lost.append(closed.uri)
            for item in changes.structure.did_open or ():
                self.open(item)
        kinds = {cell.document: cell for cell in changes.data or ()}
        notebook.cells = [kinds.get(cell.document, cell) for cell in notebook.cells]
        for content in changes.text_content or ():
            self.change(content.document, content.changes)
        kept = {cell.document for cell in notebook.cells}
        return [uri for uri in dict.fromkeys(lost) if uri not in kept]

    def close_notebook(self, params: types.DidCloseNotebookDocumentParams) -> list[str]:
        """A notebook is closed: the addresses of its cells."""
        notebook = self.notebooks.pop(params.notebook_document.uri, None)
        cells = [] if notebook is None else [cell.document for cell in notebook.cells]
        gone = list(dict.fromkeys([*cells, *(each.uri for each in params.cell_text_documents)]))
        for uri in gone:
            self.close(uri)
        return gone

    def notebook_of(self, uri: str) -> Notebook | None:
        """The notebook that has this cell."""
        for notebook in self.notebooks.values():
            if any(cell.document == uri for cell in notebook.cells):
                return notebook
        return None
