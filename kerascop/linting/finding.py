"""A finding: where, what, how grave, and the locations that carry the argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kerascop.linting.group import Group, Severity
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class Located(Protocol):
    """Whatever has a place in a file: an origin, a source error."""

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def span(self) -> Span:
        """The place in it."""
        ...


@dataclass(frozen=True)
class Related:
    """Another place of the argument, and what is to be seen there."""

    path: Path
    span: Span
    message: str


class Applicability(Enum):
    """How far a fix can be trusted."""

    SAFE = "safe"
    """The meaning of the program stays, or only the mistake goes."""
    UNSAFE = "unsafe"
    """The meaning may change: somebody must look."""
    DISPLAY = "display"
    """Only shown, never applied."""


@dataclass(frozen=True)
class Fix:
    """A set of edits of the finding's file that removes the mistake."""

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]


class Verdict(Enum):
    """What Keras says of a claim."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNCONFIRMED = "unconfirmed"
    """Keras was asked, and what it builds shows neither."""


@dataclass(frozen=True)
class Confirmation:
    """What came of building the model that a finding is about.

    Attributes:
        status: is the claim confirmed?
        by: which Keras says so: `keras 3.15.1 (tensorflow)`; `None` if none could be asked.
        message: in one line, Keras' own words where it refuses.
    """

    status: Verdict
    by: str | None
    message: str


@dataclass(frozen=True)
class Finding:
    """A claim about a program. Findings compare by what they say and where.

    Attributes:
        path, span: the primary location: where the mistake is written.
        code, name, group: of the rule.
        severity: the group's, unless the rule says otherwise for this form of the mistake.
        message: one line, in the terms of the user's program.
        related: the other facts of the argument, in the order in which they are told.
        fix: how to remove the mistake, if that is known.
        url: of the rule's documentation, if it is published.
        subject: what the claim is about, where that is not the primary location.
        confirmation: what Keras says of it; `None` if it was not asked.
    """

    path: Path
    span: Span
    code: str
    name: str
    group: Group
    severity: Severity
    message: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    url: str | None = None
    subject: Origin | None = field(default=None, compare=False, repr=False)
    confirmation: Confirmation | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The key by which reports sort: path, line, column, code."""
        return (self.path.as_posix(), self.span.start_line, self.span.start_column, self.code)
