"""Settings of the whole suite: what Hypothesis draws, and where the cache folder is."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kerascop", derandomize=True, deadline=None)
settings.load_profile("kerascop")


def pytest_configure() -> None:
    """Who is started in the background ignores Ctrl+C, and so would all that the tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, which is nobody's."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder
