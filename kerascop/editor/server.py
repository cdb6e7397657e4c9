"""`kerascop server`: the language server on standard input and output."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

import kerascop
from kerascop.config.files import NAMES
from kerascop.editor.actions import FIX_ALL, actions_in
from kerascop.editor.diagnostics import diagnostics_of
from kerascop.editor.examining import Examination
from kerascop.editor.hints import hints_in
from kerascop.editor.hover import hover_at
from kerascop.editor.positions import Encoding
from kerascop.editor.session import DEBOUNCE, Session
from kerascop.editor.symbols import symbols_of
from kerascop.editor.views import View

_WATCHED = (*(f"**/{name}" for name in NAMES), "**/*.py", "**/requirements*.txt")


class Protocol(LanguageServerProtocol):
    """What arrives about documents goes to the session, which keeps their texts itself.

    pygls divides texts into lines as `str.splitlines` does, the protocol does not: a form feed in a
    file would shift every edit behind it.
    """

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A text is open."""
        self._server.session.documents.open(params.text_document)
        self._server.session.look(params.text_document.uri)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text was edited."""
        session = self._server.session
        session.documents.change(params.text_document, params.content_changes)
        session.look(session.owner(params.text_document.uri), DEBOUNCE)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A text is closed."""
        uri = params.text_document.uri
        self._server.session.documents.close(uri)
        self._server.session.forget(uri)
        self._server.clear([uri])

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook is open."""
        self._server.session.documents.open_notebook(params)
        self._server.session.look(params.notebook_document.uri)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(
        self, params: types.DidChangeNotebookDocumentParams
    ) -> None:
        """A notebook was edited."""
        self._server.clear(self._server.session.documents.change_notebook(params))
        self._server.session.look(params.notebook_document.uri, DEBOUNCE)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(
        self, params: types.DidCloseNotebookDocumentParams
    ) -> None:
        """A notebook is closed."""
        self._server.clear(self._server.session.documents.close_notebook(params))
        self._server.session.forget(params.notebook_document.uri)


class Server(LanguageServer):
    """The server of one editor.

    Attributes:
        session: all that is known of what the editor has open; there is one once it said hello.
        shows_hints: does the user want shapes behind the calls of layers?
    """

    session: Session

    def __init__(self) -> None:
        super().__init__(
            "kerascop",
            kerascop.__version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=types.NotebookDocumentSyncOptions(
                notebook_selector=[
                    types.NotebookDocumentFilterWithCells(
                        cells=[types.NotebookCellLanguage("python")]
                    )
                ],
                save=True,
            ),
            protocol_cls=Protocol,
        )
        self.shows_hints = True
        self._complaints: dict[str, str | None] = {}

    def begin(self, params: types.InitializeParams) -> None:
        """The editor has said what it can."""
        self.session = Session(self.publish)
        general = params.capabilities.general
        offered = (general.position_encodings if general is not None else None) or ()
        # The choice of pygls, which tells the client: the first that both know.
        known = [each.value for each in Encoding]
        chosen = next((str(each) for each in map(_plain, offered) if each in known), None)
        self.session.documents.encoding = Encoding.of(chosen)
        folders = params.workspace_folders or ()
        for folder in folders:
            self.add_folder(folder.uri)
        root = params.root_uri
        if not folders and root:
            self.add_folder(root)
        self.configure(params.initialization_options)

    def add_folder(self, uri: str) -> None:
        """A folder joins the workspace."""
        path = to_fs_path(uri)
        if path:
            self.session.folders[uri] = Path(path)

    def configure(self, options: object) -> None:
        """Take what the editor's own settings say: `inlayHints`, also below `kerascop`."""
        for _ in range(2):
            if isinstance(options, dict):
                wanted = options.get("inlayHints")
                if isinstance(wanted, dict):
                    wanted = wanted.get("enable", wanted.get("enabled"))
                if isinstance(wanted, bool):
                    self.shows_hints = wanted
                options = options.get("kerascop")

    def publish(self, examination: Examination) -> None:
        """Tell the editor what was found, of every document that it is about."""
        session = self.session
        view = View(examination, session.documents.encoding)
        kept = frozenset(uri for uri in examination.broken if uri in session.good)
        versions = {part.uri: part.version for part in examination.source.parts}
        for uri, diagnostics in diagnostics_of(view, kept).items():
            if uri in session.documents.texts:
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri, diagnostics, versions[uri])
                )
        self._complain(examination)
        if not examination.source.edited:
            self.refresh()

    def _complain(self, examination: Examination) -> None:
        """Say, once, what is wrong with the settings of a file."""
        uri, complaint = examination.source.uri, examination.complaint
        if complaint and complaint not in self._complaints.values():
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"kerascop: {complaint}")
            )
        self._complaints[uri] = complaint
        for note in examination.notes:
            self.window_log_message(types.LogMessageParams(types.MessageType.Log, note))

    def clear(self, uris: list[str]) -> None:
        """Take back what was said of documents that are closed."""
        for uri in uris:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def refresh(self) -> None:
        """Ask the editor to ask again for the hints, if it understands that."""
        workspace = self.client_capabilities.workspace
        hints = workspace.inlay_hint if workspace is not None else None
        if hints is not None and hints.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def watch_files(self) -> None:
        """Ask the editor to tell when settings and modules change on disk, if it can."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        if watched is None or not watched.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        )
        registration = types.Registration(
            "kerascop-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
        )
        self.client_register_capability(types.RegistrationParams([registration]))


def _plain(encoding: types.PositionEncodingKind | str) -> str:
    return encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding


def make_server() -> Server:
    """A server that is ready to be started."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        server.watch_files()

    @server.feature(types.SHUTDOWN)
    def shutdown(*_: object) -> None:
        server.session.stop()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        uri = params.text_document.uri
        if server.session.path_of(uri).name in NAMES:
            server.session.look_around()
        elif uri in server.session.documents.texts:
            server.session.look(server.session.owner(uri))

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    def notebook_saved(params: types.DidSaveNotebookDocumentParams) -> None:
        if params.notebook_document.uri in server.session.documents.notebooks:
            server.session.look(params.notebook_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        paths = [server.session.path_of(change.uri) for change in params.changes]
        only_modules = all(
            path.suffix == ".py" and change.type == types.FileChangeType.Changed
            for path, change in zip(paths, params.changes, strict=True)
        )
        server.session.look_around(paths if only_modules else None)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: types.DidChangeConfigurationParams) -> None:
        server.configure(params.settings)
        server.session.look_around()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            server.session.folders.pop(folder.uri, None)
        for folder in params.event.added:
            server.add_folder(folder.uri)
        server.session.look_around()

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        document = await server.session.examined(params.text_document.uri)
        views = server.session.views(params.text_document.uri)
        if document is None or not views or not server.shows_hints:
            return []
        return hints_in(views[-1], document, server.session.documents.encoding, params.range)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        document = await server.session.examined(params.text_document.uri)
        views = server.session.views(params.text_document.uri)
        if document is None or not views:
            return None
        return hover_at(views, document, server.session.documents.encoding, params.position)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL]),
    )
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = await server.session.examined(params.text_document.uri)
        views = server.session.views(params.text_document.uri)
        if document is None or not views:
            return []
        only = [_kind(each) for each in params.context.only or ()]
        return actions_in(views[0], document, params.range, only)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = await server.session.examined(params.text_document.uri)
        views = server.session.views(params.text_document.uri)
        if document is None or not views:
            return []
        return symbols_of(views[-1], document, server.session.documents.encoding)

    return server


def _kind(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def serve() -> None:
    """Talk to the editor until it says goodbye."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    # Nothing but the protocol may reach standard output.
    output: Any = sys.stdout.buffer
    sys.stdout = sys.stderr
    make_server().start_io(sys.stdin.buffer, output)
