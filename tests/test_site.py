"""The documentation as a site: built without a warning, complete, and at home on any disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from kerascop.cli import app
from kerascop.config.files import read_inline
from kerascop.config.options import keys
from kerascop.linting.loader import builtin_folder, load_rules
from kerascop.linting.pages import page_of
from kerascop.linting.run import lint
from kerascop.reporting import FORMATS
from tests.summary.browser import needs_browser, visit

pytest.importorskip("material", reason="the extra `docs` is not installed")

ROOT = Path(__file__).parents[1]
RULES = load_rules(builtin_folder())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


class Page(HTMLParser):
    """What a page refers to, and what can be referred to in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value is not None:
                (self.links if tag == "a" else self.parts).append(value)


def test_every_rule_has_its_page_with_its_examples(site: Path) -> None:
    for rule in RULES:
        text = (site / page_of(rule.code)).read_text("utf-8")
        assert f"<h1>{rule.code} {rule.name}" in re.sub(r'<h1 id="[^"]*">', "<h1>", text)
        for heading in rule.documentation.sections:
            assert f">{heading}<" in text
    index = (site / "rules" / "index.html").read_text("utf-8")
    assert all(f'href="{rule.code}.html"' in index for rule in RULES)


def test_every_key_of_the_settings_is_listed(site: Path) -> None:
    text = (site / "settings.html").read_text("utf-8")
    assert all(f"<td><code>{key}</code></td>" in text for key in keys())


def test_all_links_lead_somewhere_and_are_relative(site: Path) -> None:
    pages = {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(pages) > len(RULES)
    for path, page in pages.items():
        for link in (*page.links, *page.parts):
            parts = urlsplit(link)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            assert not parts.netloc, (path, link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].anchors, (path, link)


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert [part for part in Page(path).parts if urlsplit(part).scheme] == []


def test_the_first_page_shows_what_kerascop_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "index.md").read_text("utf-8")
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    Path("train.py").write_text(blocks["python"], "utf-8")
    command, _, shown = blocks["console"].partition("\n")
    assert command == "$ kerascop lint --output-format concise train.py"
    assert shown == FORMATS["concise"](lint(["train.py"]), False)


@needs_browser
def test_search_works_on_pages_that_are_opened_from_the_disk(site: Path) -> None:
    seen = visit(site / "index.html", "?q=softmax")
    assert "matching documents" in seen.document
    assert "single-unit-<mark>softmax</mark>" in seen.document
    assert seen.console == ()


@needs_browser
def test_the_list_of_rules_can_be_filtered(site: Path) -> None:
    script = (
        'const filter = document.querySelector("#rule-filter"); filter.value = "softmax loss";'
        'filter.dispatchEvent(new Event("input"));'
        'return [...document.querySelectorAll("tbody tr:not([hidden]) td:first-child a")]'
        ".map((cell) => cell.textContent);"
    )
    told = visit(site / "rules" / "index.html", script=script).told
    assert '"KC306"' in told
    assert '"KC204"' not in told


def test_the_settings_that_are_shown_are_sound() -> None:
    for name in ("settings.md", "writing-rules.md"):
        text = (ROOT / "docs" / name).read_text("utf-8")
        for block in re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            if "[project" not in block:
                read_inline(block)


def test_the_flags_that_are_shown_exist() -> None:
    shown = CliRunner().invoke(app, ["lint", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    for path in (ROOT / "docs").glob("*.md"):
        for command in re.findall(r"kerascop lint [^`|>\n]*", path.read_text("utf-8")):
            for flag in re.findall(r"(?<!\S)--[a-z-]+", command):
                assert f"{flag} " in shown.output, (path.name, flag)
