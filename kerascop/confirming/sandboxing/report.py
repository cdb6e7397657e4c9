"""What is asked of the sandbox, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

GIGABYTE = 1024**3

LayerShape = tuple["int | None", ...] | None
"""The shape of one output: `None` for a size that is not fixed, or where the rank is not known."""


@dataclass(frozen=True)
class Limits:
    """What a run may take.

    Attributes:
        seconds: by the clock, the import of TensorFlow (some five seconds, more at the first time)
            included.
        memory: bytes of address space. TensorFlow takes 4 GB.
        disk: bytes that may be written into the scratch folder.
        threads: how many at a time.
    """

    seconds: float = 120.0
    memory: int = 8 * GIGABYTE
    disk: int = GIGABYTE // 2
    threads: int = 1024


class FailureKind(str, Enum):
    """How a run ended that did not come to its end."""

    RAISED = "raised"
    """The file raised an exception: what Keras refuses, among others."""
    NO_DATA = "no-data"
    """What the file builds depends on data that are not there."""
    MISSING_MODULE = "missing-module"
    """The interpreter has no such module."""
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    TOO_MUCH_WRITTEN = "too-much-written"
    TOO_MANY_THREADS = "too-many-threads"
    DIED = "died"
    """The process ended without a report: a signal, an exit, or a report that is none."""


@dataclass(frozen=True)
class Failure:
    """Why there is not all.

    Attributes:
        kind: what sort of end it was.
        exception: the class of the exception; empty if there was none.
        message: its own words, or a sentence of kerascop's. The file chooses the words of its
            exceptions: show them as text only.
        line: the line of the user's file at which it happened, if it is known.
    """

    kind: FailureKind
    exception: str
    message: str
    line: int | None = None


@dataclass(frozen=True)
class BuiltLayer:
    """A layer as it is in a model.

    Attributes:
        name: its name; `cls`: its class.
        outputs: the shape of each output, where the model applies it last; empty if nothing did.
        parameters: the number of its weights; `None` as long as it has not made them.
    """

    name: str
    cls: str
    outputs: tuple[LayerShape, ...]
    parameters: int | None


@dataclass(frozen=True)
class BuiltModel:
    """A model that the file has built.

    Attributes:
        name: what Keras calls it; `cls`: its class.
        variables: the names at the top of the file that mean it.
        line: the line of the file whose execution made it; `None` if that was not in the file.
        returned: is it what the builder returned that was asked for?
        built: does it have its weights?
        parameters: the number of them; `None` as long as it has not made them.
        layers: its layers in the order of Keras' `model.layers`.
        reason: why there are no layers; `None` if there are.
    """

    name: str
    cls: str
    variables: tuple[str, ...]
    line: int | None
    returned: bool
    built: bool
    parameters: int | None
    layers: tuple[BuiltLayer, ...]
    reason: str | None = None


@dataclass(frozen=True)
class ExecutionReport:
    """What came of a run. Models that came to be before a failure are there with it.

    The file's own code runs in the process that writes the report: a hostile file can make it say
    anything, but not in another form.

    Attributes:
        models: in the order in which they were made.
        failure: why the run did not come to its end; `None` if it did.
        by: which Keras it was: `keras 3.15.1 (tensorflow)`; empty if none was loaded.
        mechanism: what the run was confined with: `bubblewrap`, `landlock` or `none`.
        output: the end of what was written to standard output and standard error.
    """

    models: tuple[BuiltModel, ...]
    failure: Failure | None
    by: str
    mechanism: str
    output: str = ""
