"""Where things are on a picture: laws that hold for whatever graph."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerascop.summary.diagram import Box, Diagram
from kerascop.summary.drawing import Arrow, Rectangle, draw
from kerascop.summary.flow import FlowNode
from kerascop.summary.kinds import Kind
from kerascop.summary.layering import rank_nodes
from kerascop.summary.repeats import Run, runs

_SHAPE = (None, 8)


def box(number: int) -> Box:
    name = f"layer_{number}"
    return Box((number,), "Dense", name, "(None, 8)", "0", Kind.DENSE, True, (), None)


@st.composite
def graphs(draw_one: st.DrawFn) -> Diagram:
    count = draw_one(st.integers(1, 24))
    arrows: list[tuple[int, int]] = []
    for target in range(1, count):
        sources = draw_one(st.sets(st.integers(max(0, target - 9), target - 1), max_size=4))
        arrows.extend((source, target) for source in sorted(sources))
    return Diagram(tuple(box(number) for number in range(count)), tuple(arrows), ())


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@settings(deadline=None)
@given(graphs())
def test_no_two_boxes_overlap_and_all_are_on_the_paper(diagram: Diagram) -> None:
    drawing = draw(diagram)
    for number, one in enumerate(drawing.boxes):
        assert one.x >= 0
        assert one.y >= 0
        assert one.x + one.width <= drawing.width
        assert one.y + one.height <= drawing.height
        assert not any(overlap(one, other) for other in drawing.boxes[:number])


@settings(deadline=None)
@given(graphs())
def test_every_arrow_leads_from_below_its_source_to_the_top_of_its_target(
    diagram: Diagram,
) -> None:
    drawing = draw(diagram)
    assert {(arrow.source, arrow.target) for arrow in drawing.arrows} == set(diagram.arrows)
    for arrow in drawing.arrows:
        source, target = drawing.boxes[arrow.source], drawing.boxes[arrow.target]
        (x, y), (u, v) = arrow.points[0], arrow.points[-1]
        assert source.x < x < source.x + source.width
        assert target.x < u < target.x + target.width
        assert y == pytest.approx(source.y + source.height)
        assert v == pytest.approx(target.y)


@settings(deadline=None)
@given(graphs())
def test_no_arrow_runs_through_a_box(diagram: Diagram) -> None:
    drawing = draw(diagram)
    for arrow in drawing.arrows:
        others = [
            place
            for number, place in enumerate(drawing.boxes)
            if number not in (arrow.source, arrow.target)
        ]
        assert not any(is_struck(place, arrow) for place in others)


def is_struck(place: Rectangle, arrow: Arrow) -> bool:
    """Is a point of the arrow inside the box? (Between points it only crosses empty space.)"""
    return any(
        place.x < x < place.x + place.width and place.y < y < place.y + place.height
        for x, y in arrow.points
    )


@settings(deadline=None)
@given(graphs())
def test_arrows_lead_to_lower_ranks(diagram: Diagram) -> None:
    ranked = rank_nodes(len(diagram.boxes), diagram.arrows)
    assert all(ranked.rank[source] < ranked.rank[target] for source, target in diagram.arrows)
    for path in ranked.paths.values():
        ranks = [ranked.rank[node] for node in path]
        assert ranks == list(range(ranks[0], ranks[-1] + 1))


def test_the_trunk_of_a_residual_network_is_a_straight_line() -> None:
    arrows = [(0, 1), (1, 2), (2, 3), (0, 3), (3, 4), (4, 5), (5, 6), (3, 6)]
    drawing = draw(Diagram(tuple(box(number) for number in range(7)), tuple(arrows), ()))
    assert len({place.x for place in drawing.boxes}) == 1


def test_a_long_chain_is_broken_into_columns_of_one_height() -> None:
    count = 120
    arrows = tuple((number, number + 1) for number in range(count - 1))
    drawing = draw(Diagram(tuple(box(number) for number in range(count)), arrows, ()))
    columns = sorted({place.x for place in drawing.boxes})
    assert len(columns) > 3
    assert 1 < drawing.width / drawing.height < 2.5
    sizes = [sum(place.x == column for place in drawing.boxes) for column in columns]
    assert max(sizes) - min(sizes) <= 2


def chain(*titles: str) -> list[FlowNode]:
    return [
        FlowNode(number, title, (_SHAPE,), None, (number - 1,) if number else ())
        for number, title in enumerate(titles)
    ]


def test_equal_blocks_are_one_run() -> None:
    nodes = chain("Input", *(["Conv2D", "BatchNormalization", "Activation"] * 5), "Dense")
    assert runs(nodes) == (Run(1, 3, 5),)


def test_a_block_keeps_the_activation_that_follows_its_layer() -> None:
    nodes = chain("Input", "Activation", *(["Conv2D", "Activation"] * 5), "Dense")
    assert runs(nodes) == (Run(2, 2, 5),)


def test_a_block_that_is_used_further_down_is_not_folded() -> None:
    nodes = chain("Input", *(["Conv2D", "ReLU", "MaxPooling2D"] * 4))
    skip = FlowNode(13, "Concatenate", (_SHAPE,), None, (2, 12))
    assert all(run.start > 2 for run in runs([*nodes, skip]))


def test_few_layers_are_not_worth_a_frame() -> None:
    assert runs(chain("Input", "Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Dense")) == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=40))
def test_runs_are_apart_and_say_the_truth(titles: list[str]) -> None:
    found = runs(chain(*titles))
    assert all(one.stop <= other.start for one, other in pairwise(found))
    for run in found:
        blocks = [
            titles[start : start + run.period] for start in range(run.start, run.stop, run.period)
        ]
        assert len(blocks) == run.count >= 2
        assert all(block == blocks[0] for block in blocks)
