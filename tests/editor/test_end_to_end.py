"""The language server, driven through a client library that says hello as well-known editors do."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")
pytest.importorskip("pytest_lsp")

from lsprotocol import types
from pytest_lsp import (
    ClientServerConfig,
    LanguageClient,
    client_capabilities,
    make_test_lsp_client,
)
from pytest_lsp import fixture as connected

from tests.editor.client import PATIENCE, REPOSITORY

EDITORS = ("visual_studio_code_v1.65.2", "neovim_v0.7.0", "neovim_v0.11.0", "emacs_v29.1")
FAULTY = """\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((28, 28, 1)))
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(1, activation="softmax"))
model.compile(optimizer="adam", loss="binary_crossentropy")
"""
SOFTMAX = types.Range(types.Position(7, 37), types.Position(7, 46))
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(9, 0))

_PATH = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])


def _editor() -> LanguageClient:
    """A client that lets the server register for news, and hears that hints have changed."""
    client = make_test_lsp_client()

    def hear(*_: Any) -> None: ...

    for method in (types.CLIENT_REGISTER_CAPABILITY, types.WORKSPACE_INLAY_HINT_REFRESH):
        client.feature(method)(hear)
    return client


async def _greeted(
    lsp_client: LanguageClient, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[None]:
    editor, _, version = request.param.rpartition("_")
    folder = types.WorkspaceFolder(tmp_path.as_uri(), "models")
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(f"{editor}@{version}"), workspace_folders=[folder]
        )
    )
    yield
    await lsp_client.shutdown_session()


client = connected(
    params=EDITORS,
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "kerascop", "server"],
        server_env={**os.environ, "PYTHONPATH": _PATH},
        client_factory=_editor,
    ),
)(_greeted)


async def _published(client: LanguageClient, uri: str, version: int) -> list[str]:
    """The codes of the diagnostics of a version of a text."""
    while True:
        told = client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        params: types.PublishDiagnosticsParams = await asyncio.wait_for(told, PATIENCE)
        if params.uri == uri and params.version == version:
            return [str(each.code) for each in params.diagnostics]


def _edits(action: types.CodeAction, uri: str) -> list[types.TextEdit]:
    """What an action does to a text, in the form that the editor understands."""
    assert action.edit is not None
    found = list((action.edit.changes or {}).get(uri, ()))
    for change in action.edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (uri, 1)
        found += [each for each in change.edits if isinstance(each, types.TextEdit)]
    return found


def _open(client: LanguageClient, uri: str, text: str) -> types.TextDocumentIdentifier:
    item = types.TextDocumentItem(uri, "python", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return types.TextDocumentIdentifier(uri)


@pytest.mark.asyncio
async def test_a_model_is_opened_repaired_with_the_fix_and_understood(
    client: LanguageClient, tmp_path: Path
) -> None:
    uri = (tmp_path / "model.py").as_uri()
    document = _open(client, uri, FAULTY)
    assert await _published(client, uri, 1) == ["KC204"]

    context = types.CodeActionContext(client.diagnostics[uri])
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(document, SOFTMAX, context)
    )
    fix, silence = [each for each in actions or () if isinstance(each, types.CodeAction)]
    assert "sigmoid" in fix.title
    assert "noqa" in silence.title
    (edit,) = _edits(fix, uri)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(2, uri),
            [types.TextDocumentContentChangePartial(edit.range, edit.new_text)],
        )
    )
    assert await _published(client, uri, 2) == []

    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(document, EVERYWHERE))
    shapes = {hint.position.line: hint.label for hint in hints or ()}
    assert shapes == {5: "(None, 26, 26, 8)", 6: "(None, 5408)", 7: "(None, 1)"}

    hover = await client.text_document_hover_async(
        types.HoverParams(document, types.Position(7, 20))
    )
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    assert "5,409 parameters" in hover.contents.value

    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    (model,) = [each for each in symbols or () if isinstance(each, types.DocumentSymbol)]
    assert [each.name for each in model.children or ()] == ["conv2d", "flatten", "dense"]


@pytest.mark.asyncio
async def test_a_broken_text_keeps_its_shapes_until_it_is_whole_again(
    client: LanguageClient, tmp_path: Path
) -> None:
    uri = (tmp_path / "model.py").as_uri()
    document = _open(client, uri, FAULTY)
    await _published(client, uri, 1)

    async def shapes() -> list[str]:
        params = types.InlayHintParams(document, EVERYWHERE)
        return [
            str(hint.label) for hint in await client.text_document_inlay_hint_async(params) or ()
        ]

    def insert(version: int, text: str) -> None:
        start = types.Position(0, 0)
        client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, uri),
                [types.TextDocumentContentChangePartial(types.Range(start, start), text)],
            )
        )

    whole = await shapes()
    insert(2, "x = (\n")
    assert "KC901" in await _published(client, uri, 2)
    assert await shapes() == whole
    insert(3, "# ")
    assert await _published(client, uri, 3) == ["KC204"]
    assert await shapes() == whole


@pytest.mark.asyncio
async def test_what_the_editor_is_set_to_counts(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    settings = {"kerascop": {"inlayHints": False}}
    client.set_configuration(settings)
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    document = _open(client, uri, FAULTY)
    await _published(client, uri, 1)
    params = types.InlayHintParams(document, EVERYWHERE)
    assert not await client.text_document_inlay_hint_async(params)
