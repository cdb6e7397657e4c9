"""Strategies for sizes, feature maps and the arguments that many layers share."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import settings
from hypothesis import strategies as st

Plain: TypeAlias = "tuple[int | None, ...]"

few = settings(max_examples=20, derandomize=True, deadline=None)
"""Enough to catch a wrong formula at every run; raise it to look for rare cases."""

batches = st.one_of(st.none(), st.integers(1, 4))
sizes = st.integers(1, 12)
small = st.integers(1, 4)
paddings = st.sampled_from(["valid", "same"])
flags = st.booleans()
formats = st.sampled_from([None, "channels_last", "channels_first"])


def one_or_each(values: st.SearchStrategy[int], rank: int) -> st.SearchStrategy[Any]:
    """One number for all axes, or a tuple with one for each."""
    return st.one_of(values, st.tuples(*[values] * rank))


def shapes_of_rank(rank: int, values: st.SearchStrategy[Any] = sizes) -> st.SearchStrategy[Plain]:
    """A shape with the batch first; `rank` counts it."""
    return st.tuples(batches, *[values] * (rank - 1))


def any_shapes(low: int = 1, high: int = 5) -> st.SearchStrategy[Plain]:
    """A shape of any rank."""
    return st.integers(low, high).flatmap(shapes_of_rank)


def mostly(rank: int) -> st.SearchStrategy[Plain]:
    """A shape of this rank, now and then of another: layers must refuse those."""
    return st.one_of(*[shapes_of_rank(rank)] * 9, any_shapes())


def configs(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Constructor arguments; each may be left out unless its name ends with an underscore."""
    required = {name[:-1]: value for name, value in strategies.items() if name.endswith("_")}
    optional = {name: value for name, value in strategies.items() if not name.endswith("_")}
    return st.fixed_dictionaries(required, optional=optional)
