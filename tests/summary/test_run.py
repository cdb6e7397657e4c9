"""Which models a summary shows, and which findings stand at which layers."""

from __future__ import annotations

from pathlib import Path

from kerascop.summary.views import ModelView
from tests.summary.samples import DIGITS, TOWERS, shown


def marked(view: ModelView) -> dict[str, list[str]]:
    """The codes at each layer that has any."""
    return {
        layer.name: [finding.code for finding in view.concerning(index)]
        for index, layer in enumerate(view.layers)
        if view.concerning(index)
    }


def test_findings_stand_at_every_layer_of_their_argument(tmp_path: Path) -> None:
    (view,) = shown(tmp_path, DIGITS, "build").models
    assert marked(view) == {"conv2d_1": ["KC201"], "conv2d_2": ["KC201"], "dense_1": ["KC204"]}
    assert [finding.code for finding in view.findings] == ["KC201", "KC204"]


def test_a_finding_that_is_told_elsewhere_stands_at_the_layer_that_it_is_about(
    tmp_path: Path,
) -> None:
    text = (
        "from keras import Input, Sequential, layers\n"
        "model = Sequential([Input((8,)), layers.Dense(5, activation='softmax', name='head')])\n"
        "model.compile('adam', 'binary_crossentropy')\n"
    )
    (view,) = shown(tmp_path, text).models
    assert marked(view) == {"head": ["KC306"]}


def test_repaired_models_have_no_marks(tmp_path: Path) -> None:
    (view,) = shown(tmp_path, TOWERS, "towers").models
    assert marked(view) == {}
    assert view.findings == ()


def test_each_path_through_a_builder_is_a_model_with_what_it_assumes(tmp_path: Path) -> None:
    text = (
        "from keras import Input, Sequential, layers\n\n"
        "def build(deep):\n"
        "    model = Sequential([Input((8,)), layers.Dense(4, activation='relu')], name='net')\n"
        "    if deep:\n"
        "        model.add(layers.Dense(4, activation='relu'))\n"
        "    model.add(layers.Dense(2))\n"
        "    return model\n"
    )
    models = shown(tmp_path, text, "build").models
    assert sorted((len(view.layers), view.assumptions) for view in models) == [
        (2, ("not deep",)),
        (3, ("deep",)),
    ]
    (only,) = shown(tmp_path, text, "build", deep=True).models
    assert len(only.layers) == 3
    assert only.assumptions == ()


def test_a_model_in_a_model_is_one_layer_of_it_and_a_model_of_its_own(tmp_path: Path) -> None:
    text = (
        "from keras import Input, Model, Sequential, layers\n"
        "body = Sequential([Input((8,)), layers.Dense(4, activation='relu')], name='body')\n"
        "inputs = Input((8,))\n"
        "model = Model(inputs, layers.Dense(1)(body(inputs)), name='whole')\n"
    )
    views = {view.summary.name: view for view in shown(tmp_path, text).models}
    assert set(views) == {"body", "whole"}
    (inner,) = [layer for layer in views["whole"].layers if layer.name == "body"]
    assert (inner.cls, inner.parameters) == ("Sequential", 36)


def test_the_source_of_every_file_that_is_pointed_into_is_kept(tmp_path: Path) -> None:
    (tmp_path / "blocks.py").write_text(
        "from keras import layers\n\ndef head():\n    return layers.Dense(1, name='head')\n",
        "utf-8",
    )
    text = (
        "from keras import Input, Sequential\n"
        "from blocks import head\n"
        "model = Sequential([Input((8,)), head()])\n"
    )
    overview = shown(tmp_path, text)
    assert {path.name for path in overview.texts} == {"model.py", "blocks.py"}
