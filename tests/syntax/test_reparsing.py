"""Texts that are edited: what comes of them is what comes of them when they are read afresh."""

from __future__ import annotations

import random
from pathlib import Path

import libcst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerascop.sources.reading import SourceError
from kerascop.syntax.memory import Memory
from kerascop.syntax.module import ParsedModule, parse
from kerascop.syntax.nodes import nodes_in

HERE = Path("model.py")
FOLDER = Path(__file__).parents[2]
TEXTS = [
    path.read_text("utf-8")
    for path in sorted((FOLDER / "fixtures" / "programs").rglob("*.py"))[::40]
] + [
    (FOLDER / "kerascop" / "syntax" / name).read_text("utf-8")
    for name in ("module.py", "reparsing.py")
]
PIECES = [
    *("1", "  # c", "\\", "(", ")", ":", "'''", "; x = 1", ";", "", "# c", "    # c", "x = 1"),
    *("    y = 2", "@deco", "if x:", "else:", "    pass", "def f():", "    return 1", "class A:"),
]


def edited(text: str, draw: random.Random) -> str:
    """The text after somebody typed, deleted, moved or copied something in it."""
    lines = text.split("\n")
    place = draw.randrange(len(lines))
    match draw.randrange(6):
        case 0:
            lines[place] += draw.choice(PIECES)
        case 1:
            lines.insert(place, draw.choice(PIECES))
        case 2:
            del lines[place : place + draw.choice([1, 1, 2, 5])]
        case 3:
            lines[place] = "    " + lines[place]
        case 4:
            lines[place] = lines[place].lstrip()
        case _:
            other = draw.randrange(len(lines))
            lines[place:place] = lines[other : other + draw.randrange(1, 8)]
    return "\n".join(lines)


def spans(module: ParsedModule) -> list[object]:
    return [
        (type(node).__name__, module.span(node))
        for node in nodes_in(module.tree)
        if node is not module.tree
    ]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32))
def test_an_edited_text_has_the_tree_and_the_places_that_it_has_when_read_afresh(
    text: str, seed: int
) -> None:
    draw = random.Random(seed)
    memory = Memory()
    memory.parse(HERE, text)
    for _ in range(8):
        text = edited(text, draw)
        try:
            expected = parse(HERE, text)
        except SourceError:
            with pytest.raises(SourceError):
                memory.parse(HERE, text)
            continue
        found = memory.parse(HERE, text)
        assert found.tree.code == expected.tree.code
        if found.tree.default_indent == expected.tree.default_indent:
            assert found.tree.deep_equals(expected.tree)
        assert spans(found) == spans(expected)


def statements(module: ParsedModule) -> dict[str, libcst.CSTNode]:
    return {module.code(each).split("(")[0]: each for each in module.tree.body}


def test_statements_that_nobody_touched_keep_their_trees() -> None:
    memory = Memory()
    text = "def a(): pass\n\n\ndef b(): pass\n\n\ndef c(): pass\n\n\ndef d(): pass\n"
    before = statements(memory.parse(HERE, text))
    after = statements(memory.parse(HERE, text.replace("def b(): pass", "def b(): return 1")))
    assert {name for name in after if after[name] is before[name]} == {"def a", "def c", "def d"}


def test_a_text_that_did_not_change_is_the_same_module() -> None:
    memory = Memory()
    assert memory.parse(HERE, "x = 1\n") is memory.parse(HERE, "x = 1\n")


def test_a_text_that_was_broken_in_between_still_keeps_the_trees_of_the_rest() -> None:
    memory = Memory()
    text = "def a(): pass\n\n\ndef b(): pass\n\n\ndef c(): pass\n"
    before = statements(memory.parse(HERE, text))
    with pytest.raises(SourceError):
        memory.parse(HERE, f"{text}x = (\n")
    after = statements(memory.parse(HERE, f"{text}x = 1\n"))
    assert after["def a"] is before["def a"]
