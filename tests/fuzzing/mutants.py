"""Programs that nobody wrote: fixtures with lines moved, words exchanged, and ends cut off."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

_FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_ODD = (
    "None", "()", "[]", "{}", "-1", "0", "1e999", "10 ** 100", "''", "'a'", "b'a'", "True", "...",
    "lambda: 0", "*x", "**x", "x", "np", "keras", "model", "self", "layers.Dense", "Sequential()",
    "range(10)", "float('nan')", "(x := 1)", "yield", "await x", "f'{x}'", "[x for x in x]", ":",
    "=", ",", "(", ")", "[", "]", ".", "@", "\n", "\n    ", "#", "\\\n", "if x else", "not", "in",
)  # fmt: skip


@lru_cache
def seeds() -> tuple[str, ...]:
    """The texts of the fixtures of all rules that are not long."""
    texts = (path.read_text("utf-8", "ignore") for path in sorted(_FIXTURES.rglob("*.py")))
    return tuple(text for text in texts if len(text) < 1_500)


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """A fixture, or parts of two, changed in one to six places."""
    words = _WORD.findall(draw(st.sampled_from(seeds())))
    if draw(st.booleans()):
        other = _WORD.findall(draw(st.sampled_from(seeds())))
        words = words[: draw(st.integers(0, len(words)))] + other
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(words)))
        match draw(st.sampled_from("drwxi")):
            case "d":
                del words[at : at + draw(st.integers(1, 8))]
            case "r":
                words[at:at] = words[at : at + draw(st.integers(1, 20))]
            case "w" if words:
                other_at = draw(st.integers(0, len(words) - 1))
                words[at : at + 1] = [words[other_at]]
            case "x":
                words[at : at + 1] = [draw(st.sampled_from(_ODD))]
            case _:
                words.insert(at, draw(st.sampled_from(_ODD)))
    return "".join(words)
