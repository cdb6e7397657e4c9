"""Where findings link to: the team's site, the published one, or a page made on this machine."""

from __future__ import annotations

import json
import os
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from click.testing import CliRunner, Result

from kerascop.cli import app
from kerascop.config.schema import schema
from kerascop.linting.loader import builtin_folder, forget_rules, load_rules
from kerascop.reporting import FORMATS, READ_HERE
from tests.summary.browser import needs_browser, visit

FAULTY = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(1, activation="softmax")])
"""
HOME = "https://docs.example.org/kerascop"
PAGE = f"{HOME}/rules/KC204.html"
TOLD_ELSEWHERE = sorted(set(FORMATS) - READ_HERE)
WITHOUT_A_PLACE_FOR_LINKS = {"checkstyle", "pylint"}

Lint = Callable[..., Result]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, which is not there yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def lint(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Lints a folder with one faulty program."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK"):
        monkeypatch.delenv(name, raising=False)
    (folder / "model.py").write_text(FAULTY, "utf-8")

    def run(*words: str, **variables: str) -> Result:
        return CliRunner().invoke(app, ["lint", *words], env=variables)

    return run


def urls(result: Result) -> set[Any]:
    return {each["url"] for each in json.loads(result.stdout)}


def page_at(url: str) -> Path:
    parts = urlsplit(url)
    assert parts.scheme == "file"
    return Path(unquote(parts.path))


def test_findings_link_to_a_page_that_is_there(lint: Lint) -> None:
    (url,) = urls(lint("--output-format=json"))
    text = page_at(url).read_text("utf-8")
    (rule,) = (rule for rule in load_rules(builtin_folder()) if rule.code == "KC204")
    assert "<title>KC204 single-unit-softmax – kerascop</title>" in text
    assert all(f"<h2>{heading}</h2>" in text for heading in rule.documentation.sections)
    assert "<code>kerascop lint --select KC204</code>" in text


def test_json_lines_have_the_same_link(lint: Lint) -> None:
    line = json.loads(lint("--output-format=json-lines").stdout)
    assert {line["url"]} == urls(lint("--output-format=json"))


def test_a_clean_run_writes_no_page(lint: Lint, cache: Path) -> None:
    assert lint("--select=KC1", "--output-format=json").exit_code == 0
    assert not cache.exists()


@pytest.mark.parametrize("words", [["--no-cache"], ["--statistics"]])
def test_nor_does_one_that_shows_no_links(lint: Lint, cache: Path, words: list[str]) -> None:
    assert lint("--output-format=json", *words).exit_code == 1
    assert not cache.exists()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_pipe_gets_no_escapes(lint: Lint, name: str) -> None:
    assert "\x1b" not in lint(f"--output-format={name}").stdout


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_the_code_is_a_link_on_terminals_that_show_links(lint: Lint, name: str) -> None:
    words = (f"--output-format={name}", f"--docs-url={HOME}")
    shown = lint(*words, FORCE_COLOR="1", FORCE_HYPERLINK="1").stdout
    assert f"{PAGE}\x1b\\" in shown
    assert shown.count("\x1b]8;;\x1b\\") == 1
    assert PAGE not in lint(*words, FORCE_COLOR="1", FORCE_HYPERLINK="0").stdout
    assert PAGE not in lint(*words, NO_COLOR="1", FORCE_HYPERLINK="1").stdout


def test_where_no_page_can_be_written_there_is_no_link(
    lint: Lint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    result = lint("--output-format=json")
    assert (result.exit_code, urls(result)) == (1, {None})


def test_a_rule_of_ones_own_has_a_page_of_what_it_says_now(lint: Lint) -> None:
    made = CliRunner().invoke(app, ["new-rule", "loud-noise", "--rules-dir", "checks"])
    assert made.exit_code == 0
    words = ("checks", "--rules-dir=checks", "--select=MY001", "--output-format=json")
    (url,) = urls(lint(*words))
    assert "MY001 loud-noise" in page_at(url).read_text("utf-8")
    rule = Path("checks/my001_loud_noise.py")
    text = rule.read_text("utf-8")
    rule.write_text(text.replace("## What it does\n", "## What it does\n\n    X.\n"), "utf-8")
    forget_rules()
    (other,) = urls(lint(*words))
    assert other != url
    assert "<p>X." in page_at(other).read_text("utf-8")


@pytest.mark.parametrize("name", TOLD_ELSEWHERE)
def test_what_is_read_elsewhere_never_names_a_file_of_this_machine(lint: Lint, name: str) -> None:
    assert "file:" not in lint(f"--output-format={name}").stdout


@pytest.mark.parametrize("name", sorted(set(TOLD_ELSEWHERE) - WITHOUT_A_PLACE_FOR_LINKS))
def test_the_site_of_a_team_is_linked_to(lint: Lint, name: str) -> None:
    assert PAGE in lint(f"--output-format={name}", f"--docs-url={HOME}/").stdout


def test_the_site_is_a_setting_too(lint: Lint, cache: Path) -> None:
    Path("kerascop.toml").write_text(f'docs-url = "{HOME}"\n')
    assert urls(lint("--output-format=json")) == {PAGE}
    assert not cache.exists()
    driver = json.loads(lint("--output-format=sarif").stdout)["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == f"{HOME}/"
    assert driver["rules"][0]["helpUri"] == PAGE
    assert f'docs-url = "{HOME}/"\n' in lint("--show-settings").stdout
    jsonschema.validate({"docs-url": HOME}, schema())
    listed = CliRunner().invoke(app, ["rule", "KC204", "--output-format=json"])
    assert json.loads(listed.stdout)["url"] == PAGE


@pytest.mark.parametrize("address", ["", "docs", "ftp://x", "https://", "https://x y", "file:///x"])
def test_a_site_that_is_none_is_one_line_and_status_2(lint: Lint, address: str) -> None:
    result = lint(f"--docs-url={address}")
    assert result.exit_code == 2
    assert result.stderr == (
        "kerascop: the command line: docs-url must be an address such as "
        f"`https://docs.example.org/kerascop`, not `{address}`\n"
    )


def test_a_page_can_be_opened(lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def opens_once(url: str) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr(webbrowser, "open", opens_once)
    words = ["rule", "single-unit-softmax", "--open"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert set(opened) == urls(lint("--output-format=json"))
    again = CliRunner().invoke(app, words)
    assert (again.exit_code, again.stderr) == (
        2,
        f"kerascop: there is no browser to open {opened[0]}\n",
    )
    alone = CliRunner().invoke(app, ["rule", "--open"])
    assert (alone.exit_code, alone.stderr) == (
        2,
        "kerascop: `--open` wants the code or the name of a rule\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="names of files have no such characters there")
def test_an_odd_cache_folder_makes_a_sound_link(
    lint: Lint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a b%20é\x1b"))
    (url,) = urls(lint("--output-format=json"))
    assert url.isascii()
    assert url.isprintable()
    assert page_at(url).is_file()


@needs_browser
def test_the_page_needs_nothing_from_elsewhere(lint: Lint) -> None:
    (url,) = urls(lint("--output-format=json"))
    seen = visit(page_at(url))
    assert "Softmax over an axis of size 1" in seen.document
    assert seen.console == ()
