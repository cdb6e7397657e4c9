"""Settings of the whole suite: what Hypothesis draws, and where the cache folder is."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kerascop", derandomize=True, deadline=None)
settings.load_profile("kerascop")


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, which is nobody's."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder
