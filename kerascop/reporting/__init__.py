"""Reports: one file per output format, and the table of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kerascop.reporting import concise, full, json

if TYPE_CHECKING:
    from kerascop.linting.run import Report

Format = Callable[["Report", bool], str]
"""From a report, and whether the output shows colours, to the text for standard output."""

FORMATS: dict[str, Format] = {
    "full": full.render,
    "concise": concise.render,
    "json": json.render,
}
