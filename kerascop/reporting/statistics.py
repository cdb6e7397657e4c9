"""How often each rule found something, in place of the findings."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from kerascop.misuse import UsageError

if TYPE_CHECKING:
    from kerascop.linting.run import Report

_AS_TEXT = ("full", "concise", "grouped")


def statistics(report: Report, output_format: str) -> str:
    """The counts of rules, the largest first.

    Args:
        report: what was found.
        output_format: text for people in the formats for people; `json`, `json-lines`, `markdown`.

    Raises:
        UsageError: the format has no place for counts.
    """
    check(output_format)
    counts = Counter((finding.code, finding.name) for finding in report.findings)
    fixable = Counter(finding.code for finding in report.findings if finding.fix is not None)
    rows = [
        {"code": code, "name": name, "count": count, "fixable": fixable[code]}
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    if output_format == "json":
        return json.dumps(rows, indent=2) + "\n"
    if output_format == "json-lines":
        return "".join(f"{json.dumps(row)}\n" for row in rows)
    if output_format == "markdown":
        head = ["| count | rule |", "| ---: | --- |"]
        told = (f"| {row['count']} | {row['code']} {row['name']} |" for row in rows)
        return "\n".join([*head, *told]) + "\n"
    width = max((len(str(row["count"])) for row in rows), default=0)
    return "".join(f"{row['count']:>{width}}  {row['code']} {row['name']}\n" for row in rows)


def check(output_format: str) -> None:
    """Has a format a place for counts?

    Raises:
        UsageError: it has none.
    """
    known = (*_AS_TEXT, "json", "json-lines", "markdown")
    if output_format not in known:
        raise UsageError(f"`--statistics` has no `{output_format}`; it has {', '.join(known)}")
