"""Which files have to do with Keras, as their bytes tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.sources.project import Project
from kerascop.sources.relevance import mentions_keras, relevant_files


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
