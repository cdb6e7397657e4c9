"""The language server, asked over its pipes by a client that knows nothing but the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.editor.client import Client, span

pytest.importorskip("pygls")

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
CLEAN = FAULTY.replace("softmax", "sigmoid")
HINTS = {5: "(None, 26, 26, 8)", 6: "(None, 5408)", 7: "(None, 1)"}
SOFTMAX = span(7, 37, 7, 46)
EVERYWHERE = span(0, 0, 10_000, 0)


def _applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text of the ASCII alphabet after edits."""
    lines = text.splitlines(keepends=True)

    def offset(place: dict[str, int]) -> int:
        return sum(map(len, lines[: place["line"]])) + place["character"]

    for edit in sorted(edits, key=lambda each: offset(each["range"]["start"]), reverse=True):
        start, end = (offset(edit["range"][key]) for key in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
    return text


def _actions(client: Client, uri: str, **context: Any) -> dict[str, dict[str, Any]]:
    found = client.about(
        "codeAction", uri, range=EVERYWHERE, context={"diagnostics": [], **context}
    )
    return {action["title"]: action for action in found}


def _edits(action: dict[str, Any]) -> list[dict[str, Any]]:
    (change,) = action["edit"]["documentChanges"]
    edits: list[dict[str, Any]] = change["edits"]
    return edits


def test_a_finding_is_published_with_its_place_code_severity_and_argument(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY, version=7)
        published = client.published(uri)
        (diagnostic,) = published["diagnostics"]
    assert published["version"] == 7
    assert diagnostic["range"] == SOFTMAX
    assert (diagnostic["code"], diagnostic["severity"]) == ("KC204", 1)
    assert diagnostic["source"] == "kerascop"
    (related,) = diagnostic["relatedInformation"]
    assert related["location"]["uri"] == uri
    assert related["location"]["range"]["start"]["line"] == 7


def test_a_finding_links_to_the_page_of_its_rule(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    uri = (folder / "model.py").as_uri()
    with Client(folder) as client:
        client.open(uri, FAULTY)
        (diagnostic,) = client.published(uri)["diagnostics"]
        page = Path(urlsplit(diagnostic["codeDescription"]["href"]).path)
        assert "single-unit-softmax" in page.read_text("utf-8")
        settings = folder / "kerascop.toml"
        settings.write_text('docs-url = "https://docs.example.org"\n')
        changes = {"changes": [{"uri": settings.as_uri(), "type": 1}]}
        client.tell("workspace/didChangeWatchedFiles", changes)
        (diagnostic,) = client.published(uri)["diagnostics"]
    assert diagnostic["codeDescription"]["href"] == "https://docs.example.org/rules/KC204.html"


def test_an_edit_repairs_and_breaks_again(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri, 1) == ["KC204"]
        client.change(uri, 2, {"range": SOFTMAX, "text": '"sigmoid"'})
        assert client.codes(uri, 2) == []
        client.change(uri, 3, {"range": SOFTMAX, "text": '"softmax"'})
        assert client.codes(uri, 3) == ["KC204"]


def test_an_edit_that_changes_nothing_is_answered_too(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, CLEAN)
        assert client.codes(uri, 1) == []
        client.change(uri, 2, {"text": CLEAN})
        assert client.codes(uri, 2) == []
        client.tell("textDocument/didSave", {"textDocument": {"uri": uri}})
        assert client.codes(uri, 2) == []


def test_of_twenty_edits_in_a_row_the_last_one_wins(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, CLEAN)
        for version in range(2, 22):
            word = "softmax" if version % 2 else "sigmoid"
            client.change(uri, version, {"range": SOFTMAX, "text": f'"{word}"'})
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["version"] != 21:
            seen.append(client.published(uri))
    versions = [each["version"] for each in seen]
    assert versions == sorted(versions)
    for each in seen:
        codes = [diagnostic["code"] for diagnostic in each["diagnostics"]]
        assert codes == (["KC204"] if each["version"] % 2 and each["version"] > 1 else [])


def test_hints_show_shapes_behind_calls_as_keras_prints_them(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        found = client.about("inlayHint", uri, range=EVERYWHERE)
        assert client.hints(uri) == HINTS
        line = FAULTY.splitlines()[5]
        assert found[0]["position"] == {"line": 5, "character": len(line)}
        assert client.about("inlayHint", uri, range=span(6, 0, 6, 80)) == [found[1]]


def test_hints_can_be_switched_off_and_on(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path, options={"inlayHints": False}) as client:
        client.open(uri, FAULTY)
        assert client.hints(uri) == {}
        settings = {"settings": {"kerascop": {"inlayHints": True}}}
        client.tell("workspace/didChangeConfiguration", settings)
        assert client.hints(uri) == HINTS


def test_a_broken_text_keeps_the_last_good_hints_and_says_so_once(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri, 1) == ["KC204"]
        client.change(uri, 2, {"range": span(0, 0, 0, 0), "text": "broken = (\n\n"})
        found = client.published(uri, 2)["diagnostics"]
        (diagnostic,) = [each for each in found if each["code"] == "KC901"]
        assert "last text that could be parsed" in diagnostic["message"]
        assert client.hints(uri) == {line + 2: label for line, label in HINTS.items()}
        assert client.about("hover", uri, position={"line": 7, "character": 20}) is not None
        assert client.about("documentSymbol", uri)
        client.change(uri, 3, {"range": span(0, 0, 2, 0), "text": ""})
        assert client.codes(uri, 3) == ["KC204"]
        assert client.hints(uri) == HINTS


def test_hover_tells_shapes_parameters_and_their_reasons(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, CLEAN)
        found = client.about("hover", uri, position={"line": 5, "character": 20})
        text = found["contents"]["value"]
        assert found["range"] == span(5, 10, 5, 48)
        assert client.about("hover", uri, position={"line": 0, "character": 2}) is None
    assert "**Conv2D**" in text
    assert "`(None, 28, 28, 1)` → `(None, 26, 26, 8)`" in text
    assert "80 parameters" in text
    assert "`kernel_size=3`" in text


def test_hover_on_a_finding_shows_the_page_of_its_rule(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        found = client.about("hover", uri, position={"line": 7, "character": 40})
    text = found["contents"]["value"]
    assert "# KC204 single-unit-softmax" in text
    assert "## Why is this bad" in text
    assert "**Dense**" in text


def test_the_fix_of_a_finding_is_offered_and_makes_it_go(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        titles = _actions(client, uri)
        (title,) = [each for each in titles if "sigmoid" in each]
        action = titles[title]
        assert action["kind"] == "quickfix"
        assert [each["code"] for each in action["diagnostics"]] == ["KC204"]
        fixed = _applied(FAULTY, _edits(action))
        client.change(uri, 2, {"text": fixed})
        assert client.codes(uri, 2) == []
    assert fixed == CLEAN


def test_a_finding_can_be_silenced_on_its_line(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        titles = _actions(client, uri)
        (title,) = [each for each in titles if "noqa" in each]
        silent = _applied(FAULTY, _edits(titles[title]))
        client.change(uri, 2, {"text": silent})
        assert client.codes(uri, 2) == []
    assert silent.splitlines()[7].endswith("  # noqa: KC204")


def test_everything_safe_is_fixed_at_once(tmp_path: Path) -> None:
    text = (
        "import keras\nfrom keras import layers\n\n"
        'one = layers.Dense(2, activation="Relu")\n'
        'two = layers.Dense(2, activation="Relu")\n'
    )
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, text)
        before = client.codes(uri, 1)
        (action,) = _actions(client, uri, only=["source.fixAll"]).values()
        assert action["kind"] == "source.fixAll.kerascop"
        fixed = _applied(text, _edits(action))
        client.change(uri, 2, {"text": fixed})
        assert client.codes(uri, 2) == []
        assert _actions(client, uri, only=["source.fixAll"]) == {}
    assert len(before) == 2
    assert fixed == text.replace("Relu", "relu")


def test_the_outline_has_models_and_their_layers(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, CLEAN)
        (model,) = client.about("documentSymbol", uri)
    assert model["name"] == "sequential"
    assert [layer["name"] for layer in model["children"]] == ["conv2d", "flatten", "dense"]
    assert model["range"]["end"]["line"] == 7


@pytest.mark.parametrize(
    ("encoding", "units"), [(None, 4), ("utf-16", 4), ("utf-8", 8), ("utf-32", 2)]
)
def test_columns_are_counted_in_the_encoding_agreed_on(
    tmp_path: Path, encoding: str | None, units: int
) -> None:
    uri = (tmp_path / "model.py").as_uri()
    line = 'faces = "😀😀"; head = layers.Dense(3, activation="Relu")'
    text = f"import keras\nfrom keras import layers\n{line}\n"
    at = line.index('"Relu"') - 2 + units
    with Client(tmp_path, encodings=None if encoding is None else [encoding]) as client:
        assert client.hello["capabilities"]["positionEncoding"] == (encoding or "utf-16")
        client.open(uri, text)
        (diagnostic,) = client.published(uri, 1)["diagnostics"]
        assert diagnostic["range"] == span(2, at, 2, at + 6)
        client.change(uri, 2, {"range": diagnostic["range"], "text": '"relu"'})
        assert client.codes(uri, 2) == []
        client.change(uri, 3, {"range": span(2, at + 1, 2, at + 2), "text": "R"})
        assert client.published(uri, 3)["diagnostics"][0]["range"] == span(2, at, 2, at + 6)


def test_a_form_feed_does_not_shift_the_edits_behind_it(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    text = FAULTY.replace("\nmodel =", "\n\x0c# a\u2028b\nmodel =", 1)
    with Client(tmp_path) as client:
        client.open(uri, text)
        (diagnostic,) = client.published(uri, 1)["diagnostics"]
        assert diagnostic["range"] == span(8, 37, 8, 46)
        client.change(uri, 2, {"range": span(8, 37, 8, 46), "text": '"sigmoid"'})
        assert client.codes(uri, 2) == []


def test_two_folders_keep_their_own_settings(tmp_path: Path) -> None:
    strict, lax = tmp_path / "strict", tmp_path / "lax"
    for folder in (strict, lax):
        folder.mkdir()
    (lax / "pyproject.toml").write_text('[tool.kerascop]\nignore = ["KC204"]\n')
    (strict / "kerascop.toml").write_text('severity = { KC204 = "info" }\n')
    with Client(strict, lax) as client:
        uris = [(folder / "model.py").as_uri() for folder in (strict, lax)]
        for uri in uris:
            client.open(uri, FAULTY)
        (graded,) = client.published(uris[0])["diagnostics"]
        assert graded["severity"] == 3
        assert client.codes(uris[1]) == []


def test_changed_settings_count_without_a_restart(tmp_path: Path) -> None:
    uri, settings = (tmp_path / "model.py").as_uri(), tmp_path / "pyproject.toml"
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri) == ["KC204"]
        for type_, text, codes in (
            (1, '[tool.kerascop]\nignore = ["KC2"]\n', []),
            (2, "[tool.kerascop\n", ["KC204"]),
            (2, "", ["KC204"]),
        ):
            settings.write_text(text)
            changes = {"changes": [{"uri": settings.as_uri(), "type": type_}]}
            client.tell("workspace/didChangeWatchedFiles", changes)
            assert client.codes(uri) == codes
        shown = [each for each in client.told if each["method"] == "window/showMessage"]
        assert len(shown) <= 1


def test_a_file_that_the_settings_leave_out_has_no_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "kerascop.toml").write_text('extend-exclude = ["old"]\n')
    uri = (tmp_path / "old" / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri) == []
        assert client.hints(uri) == {}


def test_an_open_module_is_read_from_the_editor_by_those_who_import_it(tmp_path: Path) -> None:
    head = "from keras import layers\n\n\ndef head():\n    return layers.Dense({})\n"
    (tmp_path / "heads.py").write_text(head.format(3))
    main = (
        "import keras\nfrom heads import head\n\n"
        "inputs = keras.Input((4,))\nmodel = keras.Model(inputs, head()(inputs))\n"
    )
    uri, other = (tmp_path / "main.py").as_uri(), (tmp_path / "heads.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, main)
        assert client.hints(uri) == {4: "(None, 3)"}
        client.open(other, head.format(3))
        client.published(other, 1)
        client.change(other, 2, {"text": head.format(5)})
        client.published(other, 2)
        client.published(uri)
        assert client.hints(uri) == {4: "(None, 5)"}


def test_a_closed_file_has_no_diagnostics(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, FAULTY)
        assert client.codes(uri, 1) == ["KC204"]
        client.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert client.codes(uri) == []
        assert client.hints(uri) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "import keras\n\x00",
        "import keras\n\ud800 = 1\n",
        "# -*- coding: latin-1 -*-\nimport keras\nname = 'é€'\n",
        "# -*- coding: nonsense -*-\nimport keras\n",
        "import keras\n" + "(" * 5_000,
        "import keras\r\nmodel = keras.Sequential([keras.layers.Dense(2)])\r",
        "from keras import *\nSequential([Dense",
    ],
    ids=["empty", "newline", "null", "surrogate", "latin", "encoding", "deep", "ends", "cut"],
)
def test_no_request_fails_because_of_the_text(tmp_path: Path, text: str) -> None:
    uri = (tmp_path / "model.py").as_uri()
    with Client(tmp_path) as client:
        client.open(uri, text)
        client.published(uri, 1)
        client.change(uri, 2, {"range": span(50, 7, 90, 3), "text": "x"})
        client.published(uri, 2)
        client.hints(uri)
        client.about("hover", uri, position={"line": 70, "character": 9})
        client.about("documentSymbol", uri)
        _actions(client, uri)
        client.change(uri, 3, {"text": FAULTY})
        assert client.codes(uri, 3) == ["KC204"]
        assert client.hints(uri) == HINTS


def test_a_file_of_three_thousand_lines_is_looked_at_after_many_edits(tmp_path: Path) -> None:
    uri = (tmp_path / "model.py").as_uri()
    filler = "".join(
        f"def helper_{at}(x):\n    y = x + {at}\n    return y\n\n" for at in range(750)
    )
    text = FAULTY + filler
    with Client(tmp_path) as client:
        client.open(uri, text)
        for version in range(2, 8):
            client.change(uri, version, {"range": span(2_000, 0, 2_000, 0), "text": "#"})
        assert client.codes(uri, 7) == ["KC204"]
        assert client.hints(uri) == HINTS


def _cell(folder: Path, number: int) -> str:
    return f"vscode-notebook-cell:{(folder / 'study.ipynb').as_uri()[5:]}#c{number}"


def test_findings_of_a_notebook_stand_in_their_cells(tmp_path: Path) -> None:
    notebook = (tmp_path / "study.ipynb").as_uri()
    texts = [
        "%matplotlib inline\nimport keras\nfrom keras import layers",
        "# Words",
        "\n".join(FAULTY.splitlines()[3:]),
    ]
    uris = [_cell(tmp_path, number) for number in range(3)]
    kinds = [2, 1, 2]
    cells = [{"kind": kind, "document": uri} for kind, uri in zip(kinds, uris, strict=True)]
    items = [
        {
            "uri": uri,
            "languageId": "python" if kind == 2 else "markdown",
            "version": 1,
            "text": text,
        }
        for kind, uri, text in zip(kinds, uris, texts, strict=True)
    ]
    knows: dict[str, Any] = {"notebookDocument": {"synchronization": {}}}
    with Client(tmp_path, capabilities=knows) as client:
        assert client.hello["capabilities"]["notebookDocumentSync"]
        client.tell(
            "notebookDocument/didOpen",
            {
                "notebookDocument": {
                    "uri": notebook,
                    "notebookType": "jupyter-notebook",
                    "version": 1,
                    "cells": cells,
                },
                "cellTextDocuments": items,
            },
        )
        assert client.codes(uris[0], 1) == []
        (diagnostic,) = client.published(uris[2], 1)["diagnostics"]
        assert diagnostic["code"] == "KC204"
        assert diagnostic["range"] == span(4, 37, 4, 46)
        assert client.hints(uris[2]) == {line - 3: label for line, label in HINTS.items()}
        titles = _actions(client, uris[2])
        (title,) = [each for each in titles if "noqa" in each]
        assert _applied(texts[2], _edits(titles[title])).splitlines()[4].endswith("# noqa: KC204")

        def change(number: int, cells: dict[str, Any]) -> None:
            identifier = {"uri": notebook, "version": number}
            client.tell(
                "notebookDocument/didChange",
                {"notebookDocument": identifier, "change": {"cells": cells}},
            )

        edit = {"range": span(4, 37, 4, 46), "text": '"sigmoid"'}
        document = {"uri": uris[2], "version": 2}
        change(2, {"textContent": [{"document": document, "changes": [edit]}]})
        assert client.codes(uris[2], 2) == []
        broken = {"range": span(0, 0, 0, 0), "text": "x = (\n"}
        document = {"uri": uris[2], "version": 3}
        change(3, {"textContent": [{"document": document, "changes": [broken]}]})
        assert client.codes(uris[2], 3) == ["KC901"]
        assert client.hints(uris[2]) == {line - 2: label for line, label in HINTS.items()}
        change(
            4,
            {
                "structure": {
                    "array": {"start": 2, "deleteCount": 1, "cells": []},
                    "didClose": [{"uri": uris[2]}],
                }
            },
        )
        assert client.codes(uris[2]) == []
        assert client.codes(uris[0]) == []
