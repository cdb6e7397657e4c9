"""What a rule is: a question asked of every fact of one kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from kerascop.linting.documentation import Documentation, parse_documentation
from kerascop.linting.finding import Applicability, Finding, Fix, Located, Related
from kerascop.linting.group import Group, Severity
from kerascop.linting.pages import address_of

if TYPE_CHECKING:
    from kerascop.syntax.origin import Origin


class Evidence(Enum):
    """What the models that Keras builds show of the claims of a rule."""

    REFUSAL = "refusal"
    """Keras refuses the layer at the primary location."""
    SHAPES = "shapes"
    """The layers of the argument have the shapes that the claim rests on."""


class Rule(ABC):
    """One kind of mistake. The docstring of a subclass is its documentation, in fixed headings.

    Attributes:
        code: two to six capitals and three digits, `KC` being kerascop's own prefix; stable once
            released.
        name: reads as "allow ⟨name⟩".
        group: says what the rule promises, whether it is on by default, and its severity.
        since: the release that brought the rule.
        opt_in: must it be selected, though its group is on by default?
        fixes: of which kinds the fixes of its findings are; a finding may have none all the same.
        url: of the page of the rule, where that is not on kerascop's own site.
        evidence: what `--confirm` goes by; `None` where building a model shows nothing of it.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    group: ClassVar[Group]
    since: ClassVar[str]
    opt_in: ClassVar[bool] = False
    fixes: ClassVar[tuple[Applicability, ...]] = ()
    url: ClassVar[str | None] = None
    evidence: ClassVar[Evidence | None] = None

    @abstractmethod
    def check(self, subject: Any, /) -> Iterable[Finding]:
        """The findings about one fact. The annotation says which kind of fact the rule asks for."""

    @property
    def on_by_default(self) -> bool:
        """Is the rule on if nothing is selected?"""
        return self.group.on_by_default and not self.opt_in

    def page(self, home: str | None = None) -> str | None:
        """The address of the rule's documentation, if it is published.

        Args:
            home: where a team has the site; if not given, where it is published.
        """
        return address_of(self.code, self.url, home)

    @cached_property
    def documentation(self) -> Documentation:
        """The parts of the docstring.

        Raises:
            DocumentationError: it does not keep to the headings.
        """
        return parse_documentation(type(self).__doc__ or "")

    def finding(
        self,
        at: Located,
        message: str,
        related: Iterable[tuple[Located | None, str]] = (),
        severity: Severity | None = None,
        subject: Origin | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding of this rule.

        Args:
            at: where the mistake is written, on the narrowest expression.
            message: one line, in the terms of the user's program.
            related: the other facts of the argument. Those without a place, and those that stand at
                the primary location, are left out.
            severity: if it differs from the group's.
            subject: what the claim is about, where that is not `at`.
            fix: how to remove the mistake. Its edits are of the file of `at`.
        """
        path, span = at.path, at.span
        others: dict[tuple[object, ...], Related] = {}
        for place, note in related:
            if place is not None and (place.path, place.span) != (path, span):
                others.setdefault((place.path, place.span), Related(place.path, place.span, note))
        return Finding(
            path=path,
            span=span,
            code=self.code,
            name=self.name,
            group=self.group,
            severity=severity or self.group.severity,
            message=message,
            related=tuple(others.values()),
            subject=subject,
            fix=fix,
            url=self.page(),
        )
