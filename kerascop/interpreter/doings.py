"""What a run did that rules can ask about, to be compared with what another path did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.interpreter.prospects import WEIGHTY
from kerascop.keras_api.tables import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kerascop.graph.facts import ApiCall
    from kerascop.graph.tensors import Call
    from kerascop.interpreter.machine import Trace


class Doings(Struct, frozen=True):
    """What a run did. Equal for runs of which the one tells nothing that the other does not.

    Attributes:
        built: what it did to models.
        named: what else of libraries it named and called, and when.
    """

    built: Sequence[object]
    named: Sequence[object]


def doings_of(trace: Trace) -> Doings | None:
    """What a run did.

    `None` for a run in which something is trained or compared: that depends on data, of which more
    is known than where they went.
    """
    if trace.fits or trace.losses or trace.gradients or trace.comparisons or trace.data_steps:
        return None
    course = trace.course
    built = (
        [call for call in trace.api_calls if _is_weighty(call)],
        [_application(call) for call in trace.applied],
        [layer.config.origin for layer in trace.made],
        [model.origin for model in trace.models],
        [event.origin for event in trace.compiles],
        len(course.changes),
    )
    named = (
        [call for call in trace.api_calls if not _is_weighty(call)],
        [event.origin for event in trace.numpy_calls],
        [arguments.origin for _, arguments in trace.saves],
        set(trace.api_uses),
        len(course.reads),
        len(course.results),
    )
    return Doings(built, named)


def _is_weighty(call: ApiCall) -> bool:
    return call.symbol is not None and kinds().get(call.symbol) in WEIGHTY


def _application(call: Call) -> tuple[object, ...]:
    return call.origin, call.refusal, [tensor.shape for tensor in call.outputs]
