"""`kerascop server`: the language server on standard input and output."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

import kerascop
from kerascop.config.files import NAMES
from kerascop.editor.actions import FIX_ALL, actions_in
from kerascop.editor.diagnostics import diagnostics_of
from kerascop.editor.examining import Examination
from kerascop.editor.hints import hints_in
from kerascop.editor.hover import hover_at
from kerascop.editor.positions import Encoding
from kerascop.editor.protocol import Protocol
from kerascop.editor.session import Session
from kerascop.editor.symbols import symbols_of
from kerascop.editor.views import View
from kerascop.editor.watching import Watch

_WATCHED = (*(f"**/{name}" for name in NAMES), "**/*.py", "**/requirements*.txt")


class Server(LanguageServer):
    """The server of one editor.

    Attributes:
        session: all that is known of what the editor has open; there is one once it said hello.
        shows_hints: does the user want shapes behind the calls of layers?
    """

    session: Session
    protocol: Protocol

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
        self._watch: Watch | None = None
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
        root = params.root_uri or (params.root_path and from_fs_path(params.root_path))
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
        shown = self.shows_hints
        for _ in range(2):
            if isinstance(options, dict):
                wanted = options.get("inlayHints")
                if isinstance(wanted, dict):
                    wanted = wanted.get("enable", wanted.get("enabled"))
                if isinstance(wanted, bool):
                    self.shows_hints = wanted
                options = options.get("kerascop")
        if shown is not self.shows_hints:
            self.refresh()

    async def ask_settings(self) -> None:
        """Ask the editor for its settings, if it wants to be asked."""
        workspace = self.client_capabilities.workspace
        if workspace is None or not workspace.configuration:
            return
        wanted = types.ConfigurationParams([types.ConfigurationItem(section="kerascop")])
        with suppress(JsonRpcException):
            for answer in await self.workspace_configuration_async(wanted) or ():
                self.configure(answer)

    def publish(self, examination: Examination) -> None:
        """Tell the editor what was found, of every document that it is about."""
        session = self.session
        view = View(examination, session.documents.encoding)
        kept = session.kept(examination)
        if self._watch is not None:
            self._watch.heed(examination)
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

    def register(self) -> None:
        """Ask the editor to tell what changes: files on disk, and its own settings.

        An editor that cannot tell of files leaves it to the server to look after those that count.
        """
        workspace = self.client_capabilities.workspace
        files = workspace.did_change_watched_files if workspace is not None else None
        settings = workspace.did_change_configuration if workspace is not None else None
        wanted: list[types.Registration] = []
        if files is not None and files.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            )
            wanted.append(
                types.Registration(
                    "kerascop-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
                )
            )
        else:
            self._watch = Watch(self.session)
            self.session.looking = self._watch.begin
        if settings is not None and settings.dynamic_registration:
            section = types.DidChangeConfigurationRegistrationOptions("kerascop")
            wanted.append(
                types.Registration(
                    "kerascop-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section
                )
            )
        if wanted:
            self.client_register_capability(types.RegistrationParams(wanted))

    @property
    def takes_versions(self) -> bool:
        """Does the editor understand edits that name the state which they are for?"""
        workspace = self.client_capabilities.workspace
        edits = workspace.workspace_edit if workspace is not None else None
        return bool(edits is not None and edits.document_changes)

    @property
    def takes_markdown(self) -> bool:
        """May a hover be Markdown? So it is unless the editor says that it wants other text."""
        documents = self.client_capabilities.text_document
        hover = documents.hover if documents is not None else None
        formats = hover.content_format if hover is not None else None
        return not formats or types.MarkupKind.Markdown in formats


def _plain(encoding: types.PositionEncodingKind | str) -> str:
    return encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding


def make_server() -> Server:
    """A server that is ready to be started."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        server.register()
        await server.ask_settings()

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
    async def configured(params: types.DidChangeConfigurationParams) -> None:
        server.configure(params.settings)
        server.session.look_around()
        await server.ask_settings()

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
        encoding = server.session.documents.encoding
        return hover_at(views, document, encoding, params.position, markdown=server.takes_markdown)

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
        return actions_in(views[0], document, params.range, only, versioned=server.takes_versions)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = await server.session.examined(params.text_document.uri)
        views = server.session.views(params.text_document.uri)
        if document is None or not views:
            return []
        return symbols_of(views[-1], document, server.session.documents.encoding)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC)
    async def diagnostics(
        params: types.DocumentDiagnosticParams,
    ) -> types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        document = await server.session.examined(uri)
        views = server.session.views(uri)
        if document is None or not views:
            return types.RelatedFullDocumentDiagnosticReport([])
        state = str(views[0].examination.source.revision)
        if state == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(state)
        found = diagnostics_of(views[0], server.session.kept(views[0].examination))
        return types.RelatedFullDocumentDiagnosticReport(found.get(uri, []), result_id=state)

    return server


def _kind(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def serve() -> NoReturn:
    """Talk to the editor until it goes; the exit status is 0 if it said goodbye before.

    The process ends as it is: to take apart, object by object, what is known of a file of 3,000
    lines costs Python several seconds, and some editors wait for their servers.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    # Nothing but the protocol may reach standard output.
    output: Any = sys.stdout.buffer
    sys.stdout = sys.stderr
    server = make_server()
    server.start_io(sys.stdin.buffer, output)
    sys.stderr.flush()
    os._exit(0 if server.protocol.said_goodbye else 1)
