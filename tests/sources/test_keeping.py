"""What is kept of executed modules, and what goes."""

from __future__ import annotations

import gc
from pathlib import Path

from kerascop.sources.keeping import Keeper


class Made:
    """Something that was made of a file."""


ONE, TWO, THREE = Path("one.py"), Path("two.py"), Path("three.py")


def kept(keeper: Keeper[Made]) -> list[str]:
    gc.collect()
    return [path.stem for path in (ONE, TWO, THREE) if keeper.get(path) is not None]


def test_what_was_used_longest_ago_goes_where_there_is_no_room() -> None:
    keeper = Keeper[Made](100)
    keeper.keep(ONE, Made(), {"one": 50})
    keeper.keep(TWO, Made(), {"two": 50})
    keeper.keep(ONE, Made(), {"one": 50})
    keeper.keep(THREE, Made(), {"three": 50})
    assert kept(keeper) == ["one", "three"]


def test_what_several_are_made_of_is_counted_once() -> None:
    keeper = Keeper[Made](100)
    keeper.keep(ONE, Made(), {"shared": 60, "one": 20})
    keeper.keep(TWO, Made(), {"shared": 60, "two": 20})
    assert kept(keeper) == ["one", "two"]
    keeper.keep(THREE, Made(), {"three": 10})
    assert kept(keeper) == ["two", "three"]


def test_what_is_too_large_for_all_the_room_is_kept_until_the_next() -> None:
    keeper = Keeper[Made](100)
    keeper.keep(ONE, Made(), {"one": 500})
    assert kept(keeper) == ["one"]
    keeper.keep(TWO, Made(), {"two": 1})
    assert kept(keeper) == ["two"]


def test_what_somebody_still_has_is_found() -> None:
    keeper = Keeper[Made](100)
    mine = Made()
    keeper.keep(ONE, mine, {"one": 80})
    keeper.keep(TWO, Made(), {"two": 80})
    assert kept(keeper) == ["one", "two"]
    assert keeper.get(ONE) is mine
