"""What is said of the rules themselves: the page of one, the table of all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kerascop.linting.finding import Applicability
from kerascop.linting.rule import Rule

FIXES = {
    Applicability.SAFE: "safe (`--fix`)",
    Applicability.UNSAFE: "unsafe (`--fix --unsafe-fixes`)",
    Applicability.DISPLAY: "shown only",
}
"""The kinds of fixes as the page of a rule calls them."""


def describe(rule: Rule) -> str:
    """The documentation of a rule as Markdown."""
    state = "on by default" if rule.on_by_default else "off by default"
    return (
        f"# {rule.code} {rule.name}\n\n"
        f"Group `{rule.group.value}`, {state}, since {rule.since}. {_fixes(rule)}\n\n"
        f"{rule.documentation.text.rstrip()}\n"
    )


def usage(rule: Rule, settings: str = "settings") -> str:
    """How a rule is looked for, read, silenced and switched, as Markdown.

    Args:
        rule: of which this is said.
        settings: what the settings are called by, which may be a link.
    """
    key, state = ("ignore", "off") if rule.on_by_default else ("extend-select", "on")
    return (
        "## In your project\n\n"
        "| | |\n| --- | --- |\n"
        f"| look for it alone | `kerascop lint --select {rule.code}` |\n"
        f"| read this page in the terminal | `kerascop rule {rule.code}` |\n"
        f"| silence one line | `# noqa: {rule.code}`, `# kerascop: ignore[{rule.code}] reason` |\n"
        f'| switch it {state} | `{key} = ["{rule.code}"]` in the {settings} |\n'
    )


def _fixes(rule: Rule) -> str:
    if not rule.fixes:
        return "No fix."
    return f"Often with a fix: {' or '.join(FIXES[each] for each in rule.fixes)}."


def table(rules: Iterable[Rule]) -> str:
    """All rules as a Markdown table, as the README shows it."""
    rows = ["| code | name | group | default | what is wrong |", "| --- | --- | --- | --- | --- |"]
    for rule in rules:
        default = "on" if rule.on_by_default else "off"
        title = rule.documentation.title.replace("|", "\\|")
        rows.append(f"| {rule.code} | {rule.name} | {rule.group.value} | {default} | {title} |")
    return "\n".join(rows) + "\n"


def as_json(rule: Rule, home: str | None = None) -> dict[str, Any]:
    """A rule as an object in which every key is always present.

    Args:
        rule: of which this is.
        home: where a team has the site; if not given, where it is published.
    """
    return {
        "code": rule.code,
        "name": rule.name,
        "group": rule.group.value,
        "severity": rule.group.severity.value,
        "default": rule.on_by_default,
        "fixes": [kind.value for kind in rule.fixes],
        "since": rule.since,
        "summary": rule.documentation.title,
        "documentation": rule.documentation.text,
        "example": rule.documentation.example,
        "use_instead": rule.documentation.use_instead,
        "url": rule.page(home),
    }
