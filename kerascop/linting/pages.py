"""Where the documentation of a rule is published, if it is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

PROJECT_URL = "Documentation"
"""The project URL, in the metadata of the package, that says where the site lies."""


def page_of(code: str) -> str:
    """The page of a rule within the site: `rules/KC204.html`."""
    return f"rules/{code}.html"


@cache
def site() -> str | None:
    """The address of the site, with a slash at its end; `None` if it is not published."""
    try:
        urls = metadata("kerascop").get_all("Project-URL") or ()
    except PackageNotFoundError:
        return None
    for label, _, address in (url.partition(",") for url in urls):
        if label.strip() == PROJECT_URL:
            return f"{address.strip().rstrip('/')}/"
    return None


def url_of(code: str) -> str | None:
    """The address of a rule's page; `None` if the site is not published."""
    home = site()
    return None if home is None else f"{home}{page_of(code)}"
