"""Where the documentation of a rule is published, if it is."""

from __future__ import annotations

import re
from functools import cache

PROJECT_URL = "Documentation"
"""The project URL, in the metadata of the package, that says where the site lies."""

_ADDRESS = re.compile(r"https?://[\w.~:/@!$&*+,;=%\[\]-]+", re.ASCII)


def is_address(text: str) -> bool:
    """Is this an address of http or https that needs no escape in terminals, tables and XML?"""
    return _ADDRESS.fullmatch(text) is not None


def page_of(code: str) -> str:
    """The page of a rule within the site: `rules/KC204.html`."""
    return f"rules/{code}.html"


@cache
def site() -> str | None:
    """The address of the site, with a slash at its end; `None` if it is not published."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        urls = metadata("kerascop").get_all("Project-URL") or ()
    except PackageNotFoundError:
        return None
    for label, _, address in (url.partition(",") for url in urls):
        if label.strip() == PROJECT_URL:
            return home_of(address.strip())
    return None


def home_of(address: str) -> str:
    """The address of a site as addresses of its pages begin."""
    return f"{address.rstrip('/')}/"


def url_of(code: str, home: str | None = None) -> str | None:
    """The address of a rule's page; `None` if it is not published.

    Args:
        code: of the rule.
        home: where a team has the site; if not given, where it is published.
    """
    home = home or site()
    return None if home is None else f"{home}{page_of(code)}"


def address_of(code: str, url: str | None, home: str | None = None) -> str | None:
    """The address of a rule's page; `None` if it is not published.

    Args:
        code: of the rule.
        url: what the rule itself says, if it does.
        home: where a team has the site; if not given, where it is published.
    """
    return url_of(code, home) if url is None and code[:2] == "KC" else url
