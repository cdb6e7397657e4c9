"""Pages in a headless browser: the document after its script ran, and all complaints of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

BROWSER = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="Debian's chromium is not installed")

_CONSOLE = re.compile(r"^\[[^\]]*:CONSOLE[^\]]*\] (.*)$", re.MULTILINE)
_TOLD = re.compile(r'<pre id="told">(.*?)</pre>', re.DOTALL)


@dataclass(frozen=True)
class Visit:
    """What a visit to a page left behind: its document, and the console's messages."""

    document: str
    console: tuple[str, ...]

    @property
    def told(self) -> str:
        """What the script of the visitor wrote down."""
        found = _TOLD.search(self.document)
        assert found is not None, self.console
        return unescape(found[1])


def visit(page: Path, fragment: str = "", script: str = "") -> Visit:
    """Opens a page.

    Args:
        page: its file.
        fragment: of the address, with its `#`.
        script: what the visitor does; its value is what the visit tells.
    """
    if script:
        told = (
            "<script>{const told = document.createElement('pre'); told.id = 'told';"
            f"told.textContent = JSON.stringify((() => {{{script}}})());"
            "document.body.append(told);}</script></body>"
        )
        visited = page.with_name(f"visited_{page.name}")
        visited.write_text(page.read_text("utf-8").replace("</body>", told), "utf-8")
        page = visited
    done = _run(["--dump-dom", f"{page.as_uri()}{fragment}"])
    return Visit(done.stdout, tuple(_CONSOLE.findall(done.stderr)))


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    assert BROWSER is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1600,1000",
                "--enable-logging=stderr",
                "--virtual-time-budget=3000",
                f"--user-data-dir={profile}",
                *words,
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done
