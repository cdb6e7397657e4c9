"""Findings as code hosts take them: by the lines of files in the repository, and to be recognised.

Hosts know a notebook as the JSON file that it is: there the lines are those of the file, and the
message begins with the cell and the row in it.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.reporting.places import Place, Places
from kerascop.reporting.showing import shown_path

if TYPE_CHECKING:
    from kerascop.linting.finding import Finding
    from kerascop.linting.run import Report

_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""The variables in which GitHub Actions and GitLab CI name the folder of the checkout."""


def places_of(report: Report) -> Places:
    """The places of a report, those in notebooks included."""
    return Places(report.texts, report.contents)


def hosted_path(path: Path) -> str:
    """The path from the root of the checkout if a host says where that is, else as it is shown."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links
    for root in filter(None, map(os.environ.get, _CHECKOUTS)):
        if absolute.is_relative_to(root):
            return absolute.relative_to(root).as_posix()
    return shown_path(path)


def told(message: str, place: Place) -> str:
    """A message that says where in a notebook its place is; in other files the message alone."""
    if place.cell is None:
        return message
    return f"cell {place.cell}, row {place.span.start_line}: {message}"


def fingerprints(report: Report, places: Places) -> Iterator[str]:
    """A name for each finding that stays the same when lines elsewhere in its file change.

    It is made of the path, the rule, and the source line without the space around it; the second
    one that would have the same name is numbered.
    """
    seen: Counter[str] = Counter()
    for finding in report.findings:
        name = "\n".join((hosted_path(finding.path), finding.code, _line(finding, places)))
        seen[name] += 1
        text = f"{name}\n{seen[name]}" if seen[name] > 1 else name
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _line(finding: Finding, places: Places) -> str:
    place = places.of(finding.path, finding.span)
    lines, number = places.lines(place), place.span.start_line
    return lines[number - 1].strip() if number <= len(lines) else ""


def page_in(path: str, line: int, environment: Mapping[str, str]) -> str | None:
    """The address of a line on the host that runs this; `None` if no host does."""
    server, repository, revision = (
        environment.get(f"GITHUB_{name}") for name in ("SERVER_URL", "REPOSITORY", "SHA")
    )
    if server and repository and revision:
        return f"{server}/{repository}/blob/{revision}/{path}{_plain(path)}#L{line}"
    project, revision = environment.get("CI_PROJECT_URL"), environment.get("CI_COMMIT_SHA")
    if project and revision:
        return f"{project}/-/blob/{revision}/{path}{_plain(path)}#L{line}"
    return None


def _plain(path: str) -> str:
    """What asks a host to show the text of a notebook, which is where lines have numbers."""
    return "?plain=1" if path.endswith(".ipynb") else ""
