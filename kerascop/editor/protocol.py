"""The protocol as the server speaks it: what arrives, and the answers that are always the same."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import JsonRPCResponseMessage

from kerascop.editor.session import DEBOUNCE

if TYPE_CHECKING:
    from kerascop.editor.server import Server


class Protocol(LanguageServerProtocol):
    """What arrives about documents goes to the session, which keeps their texts itself.

    pygls divides texts into lines as `str.splitlines` does, the protocol does not: a form feed in a
    file would shift every edit behind it. And it leaves requests without an answer that come at the
    wrong time or make no sense: a client would wait for them.
    """

    _server: Server
    _said_hello = False

    @property
    def said_goodbye(self) -> bool:
        """Has the client asked for the shutdown?"""
        return self._shutdown

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Make a message of what was read; refuse a request that is none.

        An answer of another form than was asked for, such as nothing at all, is taken as it is.
        """
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            elif "result" in data:
                return JsonRPCResponseMessage(data["id"], str(data["jsonrpc"]), data["result"])
            raise

    def handle_message(self, message: Any) -> None:
        """Answer a message; refuse what comes before the hello and after the goodbye."""
        method = getattr(message, "method", types.EXIT)
        asked = hasattr(message, "id") and hasattr(message, "method")
        if method == types.INITIALIZE and not self._said_hello:
            self._said_hello = True
        elif not self._said_hello and method != types.EXIT:
            if asked:
                self._refuse(message, JsonRpcServerNotInitialized("the client has not said hello"))
            return
        elif asked and (self._shutdown or method == types.INITIALIZE):
            reason = "the server is shutting down" if self._shutdown else "there was a hello before"
            self._refuse(message, JsonRpcInvalidRequest(reason))
            return
        super().handle_message(message)

    def _refuse(self, message: Any, error: JsonRpcException) -> None:
        self._send_response(message.id, error=error.to_response_error())

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Say what the server can.

        It answers who asks for diagnostics, and does not offer it: clients that ask as soon as that
        is offered show the answers next to the diagnostics that are published, each finding twice.
        """
        result = yield from super().lsp_initialize(params)
        result.capabilities.diagnostic_provider = None
        return result

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
