"""Rules, findings, their selection, and the run over files. What rule files import is here."""

from kerascop.linting.finding import Applicability, Finding, Fix, Located, Related
from kerascop.linting.group import Group, Severity
from kerascop.linting.rule import Evidence, Rule
from kerascop.sources.edits import Edit

__all__ = [
    "Applicability",
    "Edit",
    "Evidence",
    "Finding",
    "Fix",
    "Group",
    "Located",
    "Related",
    "Rule",
    "Severity",
]
