"""Text that pasting has changed is still read, and findings stand where the paster sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.linting.run import lint

MODEL = """\
model = Sequential()
model.add(Dense(8, input_dim=4, activation="relu"))
model.add(Dense(1, activation="softmax"))
model.compile(loss="binary_crossentropy", optimizer="adam")
"""
HEAD = 'model.add(Dense(1, activation="softmax"))'
COLUMN = HEAD.index('"softmax"') + 1

PASTED = {
    "prompts of Python": "".join(f">>> {line}\n" for line in MODEL.splitlines())
    + "<Dense at 0x7>\n",
    "a margin": "".join(f"    {line}\n" for line in MODEL.splitlines()),
    "a margin of a tab": "".join(f"\t{line}\n" for line in MODEL.splitlines()),
    "quotes of a word processor": MODEL.replace('"relu"', "“relu”"),
    "what training printed": MODEL
    + "model.fit(X, y)\n\nEpoch 1/10\n768/768 [=====>....] - 0s 3ms/step - loss: 5.4 - acc: 0.65\n",
    "a traceback": MODEL
    + 'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n'
    "    model.fit(X, y)\nValueError: Shapes (None, 1) and (None, 3) are incompatible\n",
    "a summary": MODEL + "Layer (type)        Output Shape     Param #\n==================\n"
    "dense_1 (Dense)     (None, 8)        40\n__________________\nTotal params: 49\n",
    "a bracket too many": MODEL.replace('"relu"))', '"relu")))'),
    "a bracket too few": MODEL.replace('"relu"))', '"relu")'),
    "lines left out": MODEL + ".....\nprint 'done'\n",
    "arguments left out": MODEL + "model.fit(X, y, epochs=10, ...)\n",
    "an octal number and a long one": MODEL + "os.chmod(path, 0755)\nsteps = 10L\n",
    "a body without its indentation": "def build():\n" + MODEL + "return model\n",
}


def found(path: Path) -> list[tuple[str, int, int]]:
    return [
        (each.code, each.span.start_line, each.span.start_column) for each in lint([path]).findings
    ]


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_the_model_of_a_pasted_text_is_analysed_in_its_place(
    text: str, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / "pasted.py"
    path.write_bytes(text.replace("\n", ending).encode())
    number, line = next(
        (number, line) for number, line in enumerate(text.split("\n"), 1) if HEAD in line
    )
    codes = found(path)
    assert ("KC204", number, line.index(HEAD) + COLUMN) in codes
    assert [code for code, _, _ in codes].count("KC901") == 1


def test_tabs_beside_spaces_count_as_in_python_2(tmp_path: Path) -> None:
    path = tmp_path / "tabs.py"
    path.write_text(
        "def build():\n\tmodel = Sequential()\n        model.add(Dense(8, input_dim=4))\n"
        f"\t{HEAD}\n\tmodel.compile('adam', 'binary_crossentropy')\n\treturn model\n"
    )
    assert ("KC204", 4, 1 + COLUMN) in found(path)


@pytest.mark.parametrize(
    "text",
    [
        MODEL + "model.fit(X, <other arguments>)\n",
        MODEL + "model.add(Dense(2)\n",
        MODEL + "model.add(Dense(2,\nmodel.add(Dense(3))\n",
        MODEL + "the loss is nan, why?\n",
        "if x:\n" + MODEL + "else:\n" + MODEL,
    ],
    ids=["a hole", "an end", "half a call", "prose", "lost branches"],
)
def test_what_may_have_been_meant_otherwise_ends_the_analysis(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pasted.py"
    path.write_text(text)
    assert {code for code, _, _ in found(path)} == {"KC901"}


def test_a_string_that_looks_like_a_prompt_is_none(tmp_path: Path) -> None:
    path = tmp_path / "doc.py"
    path.write_text(f'"""\n>>> {HEAD}\n"""\n')
    assert found(path) == []
