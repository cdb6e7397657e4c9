"""The groups of rules: what each promises, whether it is on by default, how grave its findings."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Group(Enum):
    """A promise about the findings of a rule."""

    CORRECTNESS = "correctness"
    """The program is wrong; a false alarm is a bug of kerascop of the first order."""
    SUSPICIOUS = "suspicious"
    """Almost always a mistake; fewer than one false alarm in twenty."""
    MIGRATION = "migration"
    """Breaks, or is deprecated, on the Keras version that the project targets."""
    SECURITY = "security"
    """Runs foreign code when a model is loaded."""
    DESIGN = "design"
    """Advice that the literature gives and that good models sometimes ignore."""
    KERASCOP = "kerascop"
    """About kerascop's own work: files that it cannot read, comments addressed to it."""

    @property
    def severity(self) -> Severity:
        """Of the group's findings, unless a rule says otherwise."""
        return _SEVERITIES[self]

    @property
    def on_by_default(self) -> bool:
        """Are the group's rules on if nothing is selected?"""
        return self is not Group.DESIGN


_SEVERITIES = {
    Group.CORRECTNESS: Severity.ERROR,
    Group.SUSPICIOUS: Severity.WARNING,
    Group.MIGRATION: Severity.WARNING,
    Group.SECURITY: Severity.WARNING,
    Group.DESIGN: Severity.INFO,
    Group.KERASCOP: Severity.WARNING,
}
