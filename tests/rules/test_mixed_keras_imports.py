"""KC704 depends on the releases that the project names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerascop.linting.group import Severity
from kerascop.linting.run import lint

MIXED = """
import os
{setting}
from tensorflow.keras.layers import Dense
from keras.models import Sequential

model = Sequential([Dense(8, activation="relu"), Dense(1)])
"""
LEGACY = 'os.environ["TF_USE_LEGACY_KERAS"] = "1"'


@pytest.mark.parametrize(
    ("requirements", "setting", "severity"),
    [
        ("", "", Severity.INFO),
        ("", LEGACY, Severity.WARNING),
        ("tensorflow>=2.16", "", None),
        ("tensorflow>=2.16", LEGACY, Severity.WARNING),
        ("tensorflow==2.12", "", None),
        ("tensorflow==2.3\nkeras==2.3.1", "", Severity.WARNING),
        ("keras==2.4.3", "", None),
    ],
)
def test_how_grave_the_mixture_is(
    tmp_path: Path, requirements: str, setting: str, severity: Severity | None
) -> None:
    (tmp_path / "requirements.txt").write_text(requirements)
    path = tmp_path / "train.py"
    path.write_text(MIXED.format(setting=setting))
    found = [each for each in lint([path]).findings if each.code == "KC704"]
    assert [each.severity for each in found] == ([] if severity is None else [severity])
