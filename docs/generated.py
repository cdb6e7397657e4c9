"""Pages that the site's build makes from the source: rules, settings, files of the root."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kerascop.config.schema import schema
from kerascop.linting import Group, Rule
from kerascop.linting.catalogue import describe, usage
from kerascop.linting.loader import builtin_folder, load_rules
from kerascop.linting.pages import page_of

ROOT = Path(__file__).parents[1]

FAMILIES = {
    "KC1": "Shapes and axes",
    "KC2": "Layers and activations",
    "KC3": "Outputs, losses, labels, metrics",
    "KC4": "Training",
    "KC5": "Data",
    "KC6": "Structure of networks",
    "KC7": "Keras versions",
    "KC8": "Saving and safety",
    "KC9": "kerascop itself",
}
"""What the first digit of a code means."""

FROM_THE_ROOT = {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}
"""Pages that are files of the checkout's root, where people look for them."""

SETTINGS = "<!-- settings -->"
"""Where the page of the settings wants the list of keys."""

INDEX = "rules/index.md"

PROMISES = {
    Group.CORRECTNESS: "the program is wrong",
    Group.SUSPICIOUS: "almost always a mistake",
    Group.MIGRATION: "breaks, or is deprecated, on the Keras that the project targets",
    Group.SECURITY: "runs foreign code when a model is loaded",
    Group.DESIGN: "advice that the literature gives and that good models sometimes ignore",
    Group.KERASCOP: "about kerascop's own work, such as a file that it cannot read",
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the pages of the rules into the navigation, by families."""
    nav = config.nav
    assert isinstance(nav, list)
    (section,) = (entry["Rules"] for entry in nav if isinstance(entry, dict) and "Rules" in entry)
    for title, rules in families():
        section.append({title: [{f"{rule.code} {rule.name}": source_of(rule)} for rule in rules]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds a page for each rule, their index, and the files of the root."""
    rules = [rule for _, family in families() for rule in family]
    pages = {source_of(rule): page(rule) for rule in rules}
    pages[INDEX] = index(rules)
    for name, source in FROM_THE_ROOT.items():
        pages[name] = (ROOT / source).read_text("utf-8")
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lists the keys of the settings where they are wanted."""
    return markdown.replace(SETTINGS, settings())


def families() -> Iterator[tuple[str, Sequence[Rule]]]:
    """kerascop's own rules, by the first digit of their codes."""
    rules = load_rules(builtin_folder())
    for prefix, title in FAMILIES.items():
        yield f"{prefix} · {title}", [rule for rule in rules if rule.code.startswith(prefix)]


def source_of(rule: Rule) -> str:
    """The Markdown file that the page of a rule is made of."""
    return page_of(rule.code).replace(".html", ".md")


def page(rule: Rule) -> str:
    """The page of a rule: its documentation, and how it is silenced."""
    description = json.dumps(rule.documentation.title, ensure_ascii=False)
    return (
        f"---\ntitle: {rule.code} {rule.name}\ndescription: {description}\n---\n\n"
        f"{describe(rule)}\n"
        f"{usage(rule, '[settings](../settings.md)')}\n"
        "[All rules](index.md)\n"
    )


def index(rules: Sequence[Rule]) -> str:
    """The page that lists all rules; its script filters the rows."""
    rows = "\n".join(
        f"| [{rule.code}]({rule.code}.md) | [{rule.name}]({rule.code}.md) | {rule.group.value} "
        f"| {'on' if rule.on_by_default else 'off'} "
        f"| {rule.documentation.title.replace('|', chr(92) + '|')} |"
        for rule in rules
    )
    promises = "\n".join(
        f"| `{group.value}` | {'on' if group.on_by_default else 'off'} | {group.severity.value} "
        f"| {promise} |"
        for group, promise in PROMISES.items()
    )
    return (
        "# Rules\n\n"
        f"There are {len(rules)}. A finding is a claim, made only if every fact that it needs was "
        "derived from the source.\n\n"
        "## Groups\n\n"
        "| group | default | severity | promise |\n| --- | --- | --- | --- |\n"
        f"{promises}\n\n"
        "## All rules\n\n"
        '<input id="rule-filter" type="search" autocomplete="off" '
        'placeholder="Filter: softmax, KC3, design …" aria-label="Filter the rules">\n'
        '<span id="rule-count"></span>\n\n'
        "| code | name | group | default | what is wrong |\n| --- | --- | --- | --- | --- |\n"
        f"{rows}\n"
    )


def settings() -> str:
    """The keys of the settings, as their schema describes them."""
    rows = [
        f"| `{key}` | {_kind(said)} | {escape(said['description'], quote=False)} |"
        for key, said in schema()["properties"].items()
    ]
    return "\n".join(["| key | value | |", "| --- | --- | --- |", *rows])


def _kind(said: dict[str, Any]) -> str:
    """The type of a value, in words."""
    if "enum" in said:
        return ", ".join(f"`{value}`" for value in said["enum"])
    kind = said["type"]
    if isinstance(kind, list):
        return " or ".join(_WORDS[each] for each in kind)
    if kind == "array":
        return f"list of {_WORDS[said['items']['type']]}s"
    if kind == "object":
        return f"table of {_of(said['additionalProperties'])}"
    return _WORDS[kind]


def _of(said: dict[str, Any]) -> str:
    kind = _kind(said)
    return f"{kind}s" if kind in _WORDS.values() else kind.replace("list", "lists", 1)


_WORDS = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
}
