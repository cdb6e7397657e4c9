"""What a run did that rules can ask about, to be compared with what another path did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kerascop.graph.facts import Configured
from kerascop.graph.tensors import LayerConfig
from kerascop.interpreter.prospects import WEIGHTY
from kerascop.keras_api.tables import kinds

if TYPE_CHECKING:
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
        [_written(call) for call in trace.api_calls if _is_weighty(call)],
        [_application(call) for call in trace.applied],
        [layer.config.origin for layer in trace.made],
        [model.origin for model in trace.models],
        [event.origin for event in trace.compiles],
        len(course.changes),
    )
    named = (
        [_written(call) for call in trace.api_calls if not _is_weighty(call)],
        [event.origin for event in trace.numpy_calls],
        [arguments.origin for _, arguments in trace.saves],
        set(trace.api_uses),
        len(course.reads),
        len(course.results),
    )
    return Doings(built, named)


def _is_weighty(call: ApiCall) -> bool:
    return call.symbol is not None and kinds().get(call.symbol) in WEIGHTY


def _written(call: ApiCall) -> tuple[object, ...]:
    given = {name: _plain(each.value) for name, each in call.keywords.items()}
    return call.origin, call.symbol, [_plain(each.value) for each in call.positional], given


def _plain(fact: object) -> object:
    """A fact with layers, which each run makes anew, known by where they are made."""
    match fact:
        case LayerConfig(origin=origin):
            return origin
        case tuple():
            return [_plain(each) for each in fact]
        case Configured(origin=origin, arguments=arguments):
            return origin, {name: _plain(each.value) for name, each in arguments.items()}
        case Mapping():
            return {name: _plain(each) for name, each in fact.items()}
        case _:
            return fact


def _application(call: Call) -> tuple[object, ...]:
    return call.origin, call.refusal, [tensor.shape for tensor in call.outputs]
