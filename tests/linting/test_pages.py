"""Where a rule is documented: on the site that the package's metadata names, and in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascop.cli import app
from kerascop.linting import pages
from kerascop.linting.loader import builtin_folder, load_rules
from kerascop.linting.run import lint

FAULTY = """\
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(1, activation="softmax")])
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site, as if it were published."""
    about = Message()
    about["Project-URL"] = "Source, https://example.org/source"
    about["Project-URL"] = "Documentation, https://example.org/docs"
    monkeypatch.setattr("importlib.metadata.metadata", lambda name: about)
    pages.site.cache_clear()
    yield "https://example.org/docs/"
    pages.site.cache_clear()


def test_every_finding_links_to_the_page_of_its_rule(home: str, tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text(FAULTY)
    assert {(each.code, each.url) for each in lint([path]).findings} == {
        ("KC204", f"{home}rules/KC204.html")
    }


def test_json_has_one_object_a_rule_in_the_order_of_codes(home: str) -> None:
    result = CliRunner().invoke(app, ["rule", "--all", "--output-format", "json"])
    assert result.exit_code == 0
    objects = json.loads(result.stdout)
    rules = load_rules(builtin_folder())
    assert [each["code"] for each in objects] == [rule.code for rule in rules]
    (one,) = (each for each in objects if each["code"] == "KC204")
    assert one["url"] == f"{home}rules/KC204.html"
    assert (one["name"], one["group"], one["default"]) == (
        "single-unit-softmax",
        "correctness",
        True,
    )
    single = CliRunner().invoke(app, ["rule", "single-unit-softmax", "--output-format", "json"])
    assert json.loads(single.stdout) == one


def test_all_documentation_is_printed_on_request() -> None:
    page = CliRunner().invoke(app, ["rule", "--all"]).stdout
    for rule in load_rules(builtin_folder()):
        assert f"# {rule.code} {rule.name}\n" in page


def test_one_rule_or_all_of_them() -> None:
    result = CliRunner().invoke(app, ["rule", "KC204", "--all"])
    assert (result.exit_code, result.stderr) == (
        2,
        "kerascop: `--all` takes no rule beside it\n",
    )
