"""The fix of a renamed argument: only where the keyword is spelled out."""

from __future__ import annotations

from pathlib import Path

from kerascop.linting import Applicability, Finding
from kerascop.linting.run import lint
from tests.building import only


def removed(text: str, folder: Path) -> Finding:
    path = folder / "rates.py"
    path.write_text(text, encoding="utf-8")
    (finding,) = lint([path], only("KC701")).findings
    return finding


def fixed(text: str, folder: Path) -> str:
    fix = removed(text, folder).fix
    assert fix is not None
    (edit,) = fix.edits
    lines = text.splitlines(keepends=True)
    line = lines[edit.span.start_line - 1]
    lines[edit.span.start_line - 1] = (
        line[: edit.span.start_column - 1] + edit.text + line[edit.span.end_column - 1 :]
    )
    return "".join(lines)


def test_the_new_name_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    text = "import keras\nadam = keras.optimizers.Adam(beta_1=0.8, lr = 0.1)\n"
    assert fixed(text, tmp_path) == text.replace("lr", "learning_rate")


def test_a_fixed_program_is_clean(tmp_path: Path) -> None:
    text = "from keras.layers import Conv2D\nlayer = Conv2D(8, 3, border_mode='same')\n"
    path = tmp_path / "fixed.py"
    path.write_text(fixed(text, tmp_path), encoding="utf-8")
    assert not lint([path]).findings


def test_a_rename_is_safe_unless_the_old_name_had_no_effect(tmp_path: Path) -> None:
    refused = removed("import keras\nkeras.optimizers.Adam(lr=0.1)\n", tmp_path).fix
    ignored = removed("import tf_keras\ntf_keras.optimizers.Adam(lr=0.1)\n", tmp_path).fix
    assert refused is not None
    assert refused.applicability is Applicability.SAFE
    assert ignored is not None
    assert ignored.applicability is Applicability.UNSAFE


def test_options_that_are_handed_on_are_reported_without_a_fix(tmp_path: Path) -> None:
    text = "import keras\noptions = {'lr': 0.1}\nkeras.optimizers.Adam(**options)\n"
    finding = removed(text, tmp_path)
    assert finding.span.start_line == 3
    assert finding.fix is None


def test_a_keyword_beside_its_successor_is_not_renamed(tmp_path: Path) -> None:
    text = "import keras\nkeras.optimizers.Adam(lr=0.1, learning_rate=0.2)\n"
    assert removed(text, tmp_path).fix is None
