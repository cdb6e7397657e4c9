"""What came of confirming: for each model and each of its layers, what kerascop and Keras say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kerascop.dimensions import Shape
    from kerascop.sources.span import Span
    from kerascop.syntax.origin import Origin


class Status(Enum):
    """What a comparison came to."""

    AGREES = "agrees"
    """Keras computes everything that kerascop says."""
    DISAGREES = "disagrees"
    """Keras computes something else: kerascop is wrong."""
    FAILS = "fails"
    """Keras refuses to build the model."""
    PARTIAL = "partial"
    """What could be compared agrees; the reason says what could not."""
    SKIPPED = "skipped"
    """Nothing could be compared; the reason says why."""


@dataclass(frozen=True)
class LayerOutcome:
    """A layer of a model, as `model.layers` has it.

    Attributes:
        name: the name that Keras gives it.
        cls: its class.
        static: the shapes of its outputs as kerascop says.
        keras: the shapes as Keras says; `None` where it was not asked, or refused.
        parameters: the number of its weights as Keras says, where it was asked.
        agrees: do both say the same? `None` where nothing was compared.
        origin: where it is constructed.
    """

    name: str
    cls: str
    static: tuple[Shape | None, ...]
    keras: tuple[tuple[int | None, ...], ...] | None
    parameters: int | None
    agrees: bool | None
    origin: Origin | None


@dataclass(frozen=True)
class _Contradiction:
    origin: Origin
    name: str
    message: str
    keras: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.origin.path

    @property
    def span(self) -> Span:
        """The place in it."""
        return self.origin.span


@dataclass(frozen=True)
class Disagreement(_Contradiction):
    """A place where Keras computes something else than kerascop: kerascop is wrong.

    Attributes:
        origin: the layer or operation.
        name: what it is called.
        message: what either says, in words.
        keras: which Keras it was.
    """


_ARGUMENTS = "\n\nArguments received by"
"""With this begins the list that ends some messages of Keras."""


def one_line(message: str) -> str:
    """A message of Keras on one line, without the list of the arguments that it may end with."""
    return " ".join(message.split(_ARGUMENTS, maxsplit=1)[0].split())


@dataclass(frozen=True)
class BuildFailure(_Contradiction):
    """A place where Keras refuses to build the model.

    Attributes:
        origin: the layer or operation.
        name: what it is called.
        message: Keras' own, as it is.
        keras: which Keras it was.
    """

    @property
    def told(self) -> str:
        """The message on one line."""
        return one_line(self.message)


@dataclass(frozen=True)
class ModelOutcome:
    """A model, compared.

    Attributes:
        name: the name that Keras gives it.
        origin: the expression that makes it.
        status: what the comparison came to.
        reason: why it is not `agrees`: where Keras refuses, its own message. Of a model that agrees
            the numbers that stood for sizes known by name only, if there are any.
        layers: its layers.
        keras: which Keras it was; `None` if none was asked.
        disagreements: the first ones on every way; `failures`: likewise.
        assumptions: in words, the undecidable conditions under which the source builds this model.
    """

    name: str
    origin: Origin | None
    status: Status
    reason: str | None
    layers: tuple[LayerOutcome, ...]
    keras: str | None = None
    disagreements: tuple[Disagreement, ...] = ()
    failures: tuple[BuildFailure, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def reason_on_one_line(self) -> str:
        """The reason as tables show it; empty if there is none."""
        return "" if self.reason is None else one_line(self.reason)
