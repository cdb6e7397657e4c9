"""The pages of rules on this machine: made when one is first asked for, in the user's cache folder.

A page is called by the code of its rule and what it says, so that rules of different projects and
releases do not get into each other's way. All is made here, and nothing when kerascop is
installed: so rules of one's own have pages too, and the installation may be read-only.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

import kerascop
from kerascop.linting.catalogue import describe, usage
from kerascop.sources.writing import write_whole

if TYPE_CHECKING:
    from kerascop.linting.rule import Rule


def address_on_disk(rule: Rule) -> str | None:
    """The `file://` address of a rule's page; `None` where it cannot be written."""
    markdown = f"{describe(rule)}\n{usage(rule)}"
    said = hashlib.sha256(markdown.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    folder = user_cache_path("kerascop", appauthor=False) / "rules" / kerascop.__version__
    page = folder / f"{rule.code}-{said}.html"
    if not page.is_absolute():
        # Nobody knows where this user is at home.
        return None
    try:
        if not page.is_file():
            _write(page, f"{rule.code} {rule.name}", markdown)
    except OSError:
        return None
    return page.as_uri()


def _write(page: Path, title: str, markdown: str) -> None:
    """Writes a page.

    Raises:
        OSError: it cannot be written.
    """
    from kerascop.documenting.page import as_html

    data = as_html(title, markdown).encode("utf-8", "replace")
    page.parent.mkdir(parents=True, exist_ok=True)
    write_whole(page, data)
