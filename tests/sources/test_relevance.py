"""Which files have to do with Keras, as their bytes tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.sources.project import Project
from kerascop.sources.relevance import mentions_keras, relevant_files, uses_keras


@pytest.mark.parametrize(
    "text",
    [
        "import keras",
        "from tensorflow import nn",
        "model = Sequential([Dense(1)])",
        "model = models.Sequential()",
        "m = Model(x, y)\nm.compile('adam', 'mse')",
        "m = models.Model(x, y)\nm.compile('adam', 'mse')",
        "class Net(Model):\n    pass\n\nNet().compile('adam')",
        "m.add(Dense(1))\nm.compile('adam', 'mse')",
    ],
)
def test_keras_is_mentioned_or_looks_like_itself(text: str) -> None:
    assert mentions_keras(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "print('hello')",
        "class User(models.Model):\n    name = models.TextField()\n",
        "class Q(models.Model):\n    def sql(self, compiler):\n        compiler.compile(self)\n",
        '"""Model the frame."""\n\nself.compile(lhs, compiler, connection)\n',
        "import re\nModel = (1,)\nre.compile('x')\n",
        "torch.nn.Sequential(torch.nn.Linear(1, 1))",
    ],
)
def test_models_of_others_do_not(text: str) -> None:
    assert not mentions_keras(text.encode())


def test_importing_such_a_file_at_any_remove_counts() -> None:
    texts = {
        "net.py": b"import keras\n",
        "train.py": b"from net import model\n",
        "main.py": b"import train\n",
        "plain.py": b"import os\n",
    }
    contents = {Path(name): text for name, text in texts.items()}
    found = relevant_files(contents, Project(contents))
    assert sorted(path.name for path in found) == ["main.py", "net.py", "train.py"]


USES = [
    "import numpy as np, tensorflow as tf",
    "from keras_hub.models import Backbone",
    "from six.moves import (\n    urllib,\n    tf_keras,\n)",
    "if fast: import keras",
    "tf = importlib.import_module('tensorflow')",
    "from common import *\nmodel = tf.keras.Sequential()",
]
MENTIONS = [
    '"""See https://www.tensorflow.org/tensorboard and https://keras.io/api."""\n',
    "# The weights are those of the tensorflow release, ported from tensorflow by hand.\n",
    "WHERE = 'https://github.com/tensorflow/mesh'\n",
]


@pytest.mark.parametrize("text", USES)
def test_what_imports_a_user_of_keras_may_use_it(text: str) -> None:
    contents = {Path("net.py"): text.encode(), Path("main.py"): b"import net\n"}
    assert relevant_files(contents, Project(contents)) == contents.keys()


@pytest.mark.parametrize("text", MENTIONS)
def test_what_imports_a_file_that_only_speaks_of_it_does_not(text: str) -> None:
    contents = {Path("net.py"): text.encode(), Path("main.py"): b"import net\n"}
    assert relevant_files(contents, Project(contents)) == {Path("net.py")}


@pytest.mark.parametrize("piece", ["import ", "import a, ", "from a.", "import a as b,\n", "keras"])
def test_a_text_of_nothing_but_beginnings_of_imports_takes_no_longer_than_it_is_long(
    piece: str,
) -> None:
    assert not uses_keras(piece.encode() * 100_000 + b"\n# keras")


@pytest.mark.parametrize(
    "text",
    [
        b"from" + b" " * 20_000 + b"x\n",
        b"from " + b"." * 100_000 + b"!\n",
        b"from a import (\n" * 60_000,
        b"from a import (b,\n" * 60_000 + b")\n",
    ],
    ids=["spaces", "dots", "open parentheses", "one parenthesis"],
)
def test_a_file_without_keras_is_searched_for_imports_in_time_that_its_length_bounds(
    text: bytes,
) -> None:
    contents = {
        Path("net.py"): b"import keras\n",
        Path("main.py"): text + b"\nfrom . import other, net\n",
    }
    assert relevant_files(contents, Project(contents)) == contents.keys()
