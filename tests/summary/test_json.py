"""`--output-format json`: exactly the documented keys, and what `null` and strings mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kerascop.summary.json import render
from tests.summary.samples import DIGITS, PARTLY, TOWERS, shown

Size = (int, str, type(None))


def models(folder: Path, text: str, builder: str = "", **arguments: object) -> list[dict[str, Any]]:
    document = json.loads(render(shown(folder, text, builder, **arguments)))
    assert list(document) == ["models"]
    found: list[dict[str, Any]] = document["models"]
    return found


def is_shape(value: object) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(size, Size) for size in value)
    )


def is_origin(value: dict[str, Any]) -> bool:
    return (
        list(value) == ["filename", "row", "column"]
        and isinstance(value["filename"], str)
        and value["row"] >= 1
        and value["column"] >= 1
    )


@pytest.mark.parametrize("text", [DIGITS, TOWERS, PARTLY])
def test_every_key_is_there_and_no_other(text: str, tmp_path: Path) -> None:
    (model,) = models(tmp_path, text)
    assert list(model) == [
        "name",
        "builder",
        "origin",
        "inputs",
        "outputs",
        "parameters",
        "trainable_parameters",
        "layers",
    ]
    assert is_origin(model["origin"])
    assert all(is_shape(shape) for shape in (*model["inputs"], *model["outputs"]))
    assert isinstance(model["parameters"], Size)
    names: set[str] = set()
    for layer in model["layers"]:
        assert list(layer) == [
            "name",
            "class",
            "output_shape",
            "parameters",
            "inbound",
            "origin",
            "complete",
        ]
        assert is_origin(layer["origin"])
        assert is_shape(layer["output_shape"])
        assert isinstance(layer["parameters"], Size)
        assert isinstance(layer["complete"], bool)
        names.add(layer["name"])
    assert all(set(layer["inbound"]) <= names for layer in model["layers"])


def test_the_batch_is_null_and_a_symbol_is_a_string(tmp_path: Path) -> None:
    (model,) = models(tmp_path, TOWERS, "towers")
    assert model["builder"] == "towers"
    assert [None, "n_features"] in model["inputs"]
    by_name = {layer["name"]: layer for layer in model["layers"]}
    assert by_name["tabular"]["parameters"] == "8·n_features + 8"
    assert by_name["narrow"]["output_shape"] == [None, 64, 64, 16]
    assert by_name["both"]["inbound"] == ["narrow", "wide"]
    assert model["outputs"] == [[None, 1], [None, 5]]


def test_an_argument_replaces_its_symbol(tmp_path: Path) -> None:
    (model,) = models(tmp_path, TOWERS, "towers", n_features=3)
    assert [None, 3] in model["inputs"]
    assert isinstance(model["parameters"], int)


def test_what_is_not_known_is_null_and_said(tmp_path: Path) -> None:
    (model,) = models(tmp_path, PARTLY)
    by_name = {layer["name"]: layer for layer in model["layers"]}
    assert by_name["known"]["complete"]
    assert by_name["known"]["output_shape"] == [None, 4]
    assert not by_name["mystery"]["complete"]
    assert by_name["mystery"]["output_shape"] is None
    assert model["parameters"] is None
    assert model["builder"] is None


def test_several_outputs_of_a_layer_are_a_list_of_shapes(tmp_path: Path) -> None:
    text = (
        "from keras import Input, Model, layers\n"
        "inputs = Input((5, 3))\n"
        "_, h, c = layers.LSTM(4, return_sequences=True, return_state=True, name='lstm')(inputs)\n"
        "model = Model(inputs, layers.Add()([h, c]))\n"
    )
    (model,) = models(tmp_path, text)
    by_name = {layer["name"]: layer for layer in model["layers"]}
    assert by_name["lstm"]["output_shape"] == [[None, 5, 4], [None, 4], [None, 4]]
