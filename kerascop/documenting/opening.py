"""Showing the page of a rule in the browser of the person at the machine."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

from kerascop.documenting.shelf import address_on_disk
from kerascop.misuse import UsageError

if TYPE_CHECKING:
    from kerascop.linting.rule import Rule


def open_page(rule: Rule, home: str | None) -> None:
    """Opens a page.

    Args:
        rule: of which it is.
        home: where a team has the site, if it has.

    Raises:
        UsageError: there is no page, or no browser.
    """
    address = rule.page(home) or address_on_disk(rule)
    if address is None:
        raise UsageError("no page can be written; without `--open` it is text")
    if not webbrowser.open(address):
        raise UsageError(f"there is no browser to open {address}")
