"""Reports: one file per output format, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from kerascop.misuse import UsageError, nearest
from kerascop.reporting.showing import closing_line

if TYPE_CHECKING:
    from kerascop.linting.run import Report


class Format(Protocol):
    """An output format."""

    def __call__(self, report: Report, colour: bool = False, quiet: bool = False) -> str:
        """The text of a report.

        Args:
            report: what was found.
            colour: does the output show colours?
            quiet: are the findings enough, without a line that sums them up?
        """
        ...


def _for_people(module: str) -> Format:
    def render(report: Report, colour: bool = False, quiet: bool = False) -> str:
        if not report.findings and not colour:
            # The most frequent report of all needs no library to lay it out.
            return "" if quiet else f"{closing_line(report)}\n"
        rendered: Callable[[Report, bool, bool], str] = _renderer(module)
        return rendered(report, colour, quiet)

    return render


def _for_programs(module: str) -> Format:
    def render(report: Report, colour: bool = False, quiet: bool = False) -> str:
        rendered: Callable[[Report], str] = _renderer(module)
        return rendered(report)

    return render


def _renderer(module: str) -> Callable[..., str]:
    """`render` of a format's file, which is imported when a report is to be rendered."""
    found: Callable[..., str] = import_module(f"{__name__}.{module}").render
    return found


FORMATS: Mapping[str, Format] = {
    "full": _for_people("full"),
    "concise": _for_people("concise"),
    "grouped": _for_people("grouped"),
    "markdown": _for_programs("markdown"),
    "json": _for_programs("json"),
    "json-lines": _for_programs("json_lines"),
    "sarif": _for_programs("sarif"),
    "github": _for_programs("github"),
    "gitlab": _for_programs("gitlab"),
    "rdjson": _for_programs("rdjson"),
    "rdjsonl": _for_programs("rdjsonl"),
    "junit": _for_programs("junit"),
    "checkstyle": _for_programs("checkstyle"),
    "pylint": _for_programs("pylint"),
}
"""The output formats by name: the one table that the command line and the settings go by."""


FOR_READERS = frozenset({"full", "concise", "grouped"})
"""The formats that somebody reads in a terminal."""

READ_HERE = FOR_READERS | {"json", "json-lines"}
"""The formats whose links may lead to files: the others are read on other machines."""


def check_format(name: str) -> None:
    """Is there such an output format?

    Raises:
        UsageError: there is none.
    """
    if name not in FORMATS:
        raise UsageError(f"unknown output format `{name}`{nearest(name, FORMATS)}")
