"""How the server behaves towards clients of all sorts, beyond what it says about models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.editor.client import PATIENCE, Client, span

pytest.importorskip("pygls")

FAULTY = """\
import keras

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])
model.compile(optimizer="adam", loss="binary_crossentropy")
"""
SILENT = '[tool.kerascop]\nignore = ["KC204"]\n'
EVERYWHERE = span(0, 0, 10_000, 0)
HERE = {"line": 2, "character": 55}


def _error(client: Client, method: str, params: Any) -> int:
    """The code of the error that answers a request."""
    code: int = client.refusal(client.request(method, params))["code"]
    return code


def test_a_request_before_the_hello_is_refused_and_what_is_told_is_ignored(tmp_path: Path) -> None:
    with Client(tmp_path, says_hello=False) as client:
        uri = (tmp_path / "model.py").as_uri()
        client.open(uri, FAULTY)
        place = {"textDocument": {"uri": uri}, "position": HERE}
        assert _error(client, "textDocument/hover", place) == -32002
        client.say_hello()
        assert _error(client, "initialize", {"processId": None, "capabilities": {}}) == -32600
        client.open(uri, FAULTY)
        assert client.codes(uri) == ["KC204"]
        assert client.told == []


def test_a_request_after_the_goodbye_is_refused(tmp_path: Path) -> None:
    with Client(tmp_path) as client:
        client.ask("shutdown", None)
        assert _error(client, "shutdown", None) == -32600
        client.tell("exit", None)
        assert client.process.wait(PATIENCE) == 0


def test_who_leaves_without_a_goodbye_gets_a_status_that_says_so(tmp_path: Path) -> None:
    client = Client(tmp_path)
    client.tell("exit", None)
    assert client.process.wait(PATIENCE) == 1
    client.close()


@pytest.mark.parametrize(
    "params", [None, {}, {"textDocument": {"uri": "file:///a.py"}, "position": {"line": -1}}]
)
def test_a_request_that_makes_no_sense_is_answered(tmp_path: Path, params: Any) -> None:
    with Client(tmp_path) as client:
        assert _error(client, "textDocument/hover", params) == -32602


def test_diagnostics_are_told_to_clients_that_ask_for_them(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        report = client.about("diagnostic", uri)
        assert report["kind"] == "full"
        assert report["items"] == client.published(uri)["diagnostics"]
        again = client.about("diagnostic", uri, previousResultId=report["resultId"])
        assert again == {"kind": "unchanged", "resultId": report["resultId"]}
        client.change(uri, 2, {"text": ""})
        assert client.about("diagnostic", uri, previousResultId=report["resultId"])["items"] == []
        assert client.about("diagnostic", "file:///nowhere.py") == {"kind": "full", "items": []}
    assert "diagnosticProvider" not in client.hello["capabilities"]


def test_an_editor_that_wants_to_be_asked_for_its_settings_is_asked(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    shown = [{"inlayHints": False}]
    capabilities = {
        "workspace": {
            "configuration": True,
            "didChangeConfiguration": {"dynamicRegistration": True},
            "inlayHint": {"refreshSupport": True},
        }
    }
    answers = {"workspace/configuration": shown}
    with Client(tmp_path, capabilities=capabilities, answers=answers) as client:
        client.wait_for(lambda message: message["method"] == "workspace/inlayHint/refresh")
        client.open(uri, FAULTY)
        assert client.hints(uri) == {}
        shown[0] = {"inlayHints": True}
        client.tell("workspace/didChangeConfiguration", {"settings": None})
        client.wait_for(lambda message: message["method"] == "workspace/configuration")
        client.wait_for(lambda message: message["method"] == "workspace/inlayHint/refresh")
        assert client.hints(uri) == {2: "(None, 1)"}


def test_an_editor_that_answers_nothing_about_its_settings_gets_hints(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path, capabilities={"workspace": {"configuration": True}}) as client:
        client.wait_for(lambda message: message["method"] == "workspace/configuration")
        client.open(uri, FAULTY)
        assert client.hints(uri) == {2: "(None, 1)"}
        assert not [each for each in client.told if each["method"] == "window/showMessage"]


def test_edits_name_no_version_where_the_client_would_not_understand_it(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path, capabilities={"workspace": {}}) as client:
        client.open(uri, FAULTY)
        found = client.about("codeAction", uri, range=EVERYWHERE, context={"diagnostics": []})
        assert found
        for action in found:
            assert list(action["edit"]["changes"]) == [uri]
            assert "documentChanges" not in action["edit"]


def test_an_empty_kind_asks_for_all_actions(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        context: dict[str, Any] = {"diagnostics": []}
        everything = client.about("codeAction", uri, range=EVERYWHERE, context=context)
        context["only"] = [""]
        assert client.about("codeAction", uri, range=EVERYWHERE, context=context) == everything


def test_a_client_that_shows_plain_text_gets_no_markdown(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    capabilities = {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}}
    with Client(tmp_path, capabilities=capabilities) as client:
        client.open(uri, FAULTY)
        told = client.about("hover", uri, position=HERE)["contents"]
    assert told["kind"] == "plaintext"
    assert "(None, 8) → (None, 1)\n" in told["value"]
    assert "**" not in told["value"]
    assert "`" not in told["value"]


def test_settings_that_change_on_disk_count_although_the_client_does_not_tell(
    tmp_path: Path,
) -> None:
    uri, settings = (tmp_path / "model.py").as_uri(), tmp_path / "pyproject.toml"
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri) == ["KC204"]
        settings.write_text(SILENT)
        assert client.codes(uri) == []
        settings.unlink()
        assert client.codes(uri) == ["KC204"]


def test_a_module_that_changes_on_disk_counts_although_the_client_does_not_tell(
    tmp_path: Path,
) -> None:
    uri, settings = (tmp_path / "train.py").as_uri(), tmp_path / "sizes.py"
    settings.write_text("UNITS = 3\n")
    text = FAULTY.replace("Dense(1", "Dense(UNITS").replace("import keras\n", _IMPORTS)
    with Client(tmp_path) as client:
        client.open(uri, text)
        client.published(uri)
        assert client.hints(uri) == {3: "(None, 3)"}
        settings.write_text("UNITS = 4000\n")
        client.published(uri)
        assert client.hints(uri) == {3: "(None, 4000)"}


_IMPORTS = "import keras\nfrom sizes import UNITS\n"


def test_settings_count_that_change_before_the_first_look_is_over(tmp_path: Path) -> None:
    uri, settings = (tmp_path / "model.py").as_uri(), tmp_path / "pyproject.toml"
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        settings.write_text(SILENT)
        changes = {"changes": [{"uri": settings.as_uri(), "type": 1}]}
        client.tell("workspace/didChangeWatchedFiles", changes)
        assert client.about("diagnostic", uri)["items"] == []


@pytest.mark.parametrize("uri", ["file:///a%00b.py", "untitled:Untitled-1", "weird", ""])
def test_a_text_counts_whatever_its_address_is(tmp_path: Path, uri: str) -> None:
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri) == ["KC204"]


def test_a_broken_text_without_layers_is_not_said_to_keep_shapes(tmp_path: Path) -> None:
    uri = (tmp_path / "plain.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, "print('no model')\n")
        assert client.codes(uri) == []
        client.change(uri, 2, {"text": "print('no model'\n"})
        (found,) = client.published(uri, 2)["diagnostics"]
    assert found["code"] == "KC901"
    assert "shapes" not in found["message"]


def test_hints_of_broken_lines_are_kept_too(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    head = "import keras\n\nx = y = keras.Input((8,))\n"
    text = head + "".join(f"x = keras.layers.Dense({size})(x)\n" for size in (1, 2, 3, 4))
    text += "model = keras.Model(y, x)\n"
    with Client(tmp_path) as client:
        client.open(uri, text)
        hints = {3: "(None, 1)", 4: "(None, 2)", 5: "(None, 3)", 6: "(None, 4)"}
        assert client.hints(uri) == hints
        # A closing parenthesis goes, and far from it there comes one too many.
        client.change(uri, 2, {"range": span(3, 24, 3, 25), "text": ""})
        assert client.hints(uri) == hints
        client.change(uri, 3, {"range": span(6, 0, 6, 0), "text": ")\n"})
        assert client.hints(uri) == {3: "(None, 1)", 4: "(None, 2)", 5: "(None, 3)", 7: "(None, 4)"}


def test_a_cell_is_the_same_when_it_is_moved_away_and_back(tmp_path: Path) -> None:
    notebook, uri = (tmp_path / "study.ipynb").as_uri(), "notebook-cell:model"
    cell = {"kind": 2, "document": uri}
    item = {"uri": uri, "languageId": "python", "version": 1, "text": FAULTY}
    with Client(tmp_path) as client:

        def change(number: int, start: int, gone: int, come: list[Any], **more: Any) -> None:
            array = {"start": start, "deleteCount": gone, "cells": come}
            structure = {"structure": {"array": array, **more}}
            document = {"uri": notebook, "version": number}
            params = {"notebookDocument": document, "change": {"cells": structure}}
            client.tell("notebookDocument/didChange", params)

        opened = {"uri": notebook, "notebookType": "jupyter-notebook", "version": 1}
        client.tell(
            "notebookDocument/didOpen",
            {"notebookDocument": {**opened, "cells": [cell]}, "cellTextDocuments": [item]},
        )
        assert client.codes(uri) == ["KC204"]
        change(2, 0, 1, [cell], didOpen=[item], didClose=[{"uri": uri}])
        assert client.codes(uri) == ["KC204"]
        change(3, 0, 1, [])
        assert client.codes(uri) == []
        change(4, 0, 0, [cell])
        assert client.codes(uri) == ["KC204"]
