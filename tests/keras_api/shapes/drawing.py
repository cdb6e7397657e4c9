"""Strategies for sizes, feature maps and the arguments that many layers share."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.keras_api.shapes.calls import Plain

CASES = os.environ.get("KERASCOP_CASES")
"""How many calls of each layer are drawn; without it, a few that are the same in every run."""

few = settings(
    max_examples=int(CASES or 10),
    derandomize=CASES is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

very_few = settings(few, max_examples=int(CASES or 3))
"""For Keras 2, which takes a tenth of a second to build a layer."""

batches = st.one_of(st.none(), st.integers(1, 4))
sizes = st.integers(1, 12)
small = st.integers(1, 4)
flags = st.booleans()
formats = st.sampled_from([None, "channels_last", "channels_first"])


def mostly(values: st.SearchStrategy[Any], *others: Any) -> st.SearchStrategy[Any]:
    """Nearly always one of `values`; now and then one of `others`, such as what Keras refuses."""
    return st.integers(0, 14).flatmap(lambda roll: values if roll else st.sampled_from(others))


def spoilt(values: st.SearchStrategy[int]) -> st.SearchStrategy[int]:
    """Positive numbers, now and then zero or less."""
    return mostly(values, 0, -1)


def opened(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    """Sizes, now and then left open."""
    return mostly(values, None)


paddings = mostly(st.sampled_from(["valid", "same"]), "SAME", "full")


def one_or_each(values: st.SearchStrategy[int], rank: int) -> st.SearchStrategy[Any]:
    """One number for all axes, or a tuple with one for each; now and then a tuple too long."""
    each = st.tuples(*[values] * rank)
    too_long = st.tuples(*[values] * (rank + 1))
    return st.integers(0, 29).flatmap(lambda n: too_long if not n else values if n % 2 else each)


def shapes_of_rank(rank: int, values: st.SearchStrategy[Any] = sizes) -> st.SearchStrategy[Plain]:
    """A shape with the batch first; `rank` counts it."""
    return st.tuples(batches, *[opened(values)] * (rank - 1))


def closed_shapes(rank: int, values: st.SearchStrategy[Any] = sizes) -> st.SearchStrategy[Plain]:
    """A shape of which only the batch may be open."""
    return st.tuples(batches, *[values] * (rank - 1))


def any_shapes(low: int = 1, high: int = 5) -> st.SearchStrategy[Plain]:
    """A shape of any rank."""
    return st.integers(low, high).flatmap(shapes_of_rank)


def any_closed_shapes(low: int = 1, high: int = 5) -> st.SearchStrategy[Plain]:
    """A shape of any rank of which only the batch may be open."""
    return st.integers(low, high).flatmap(closed_shapes)


def mostly_of_rank(rank: int, values: st.SearchStrategy[Any] = sizes) -> st.SearchStrategy[Plain]:
    """A shape of this rank, now and then of another: layers must refuse those."""
    wanted, any_ = shapes_of_rank(rank, values), any_shapes(1, 6)
    return st.integers(0, 9).flatmap(lambda roll: wanted if roll else any_)


def configs(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Constructor arguments; each may be left out unless its name ends with an underscore."""
    required = {name[:-1]: value for name, value in strategies.items() if name.endswith("_")}
    optional = {name: value for name, value in strategies.items() if not name.endswith("_")}
    return st.fixed_dictionaries(required, optional=optional)
