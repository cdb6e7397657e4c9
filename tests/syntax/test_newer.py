"""Syntax that the running Python is too old for, written over in place."""

from __future__ import annotations

import ast
import sys

import pytest

from kerascop.sources.lines import lines_of
from kerascop.syntax.newer import older

_TRY = "try:\n    pass\n"

# The Python that brought the syntax, a text, and what older ones get.
CASES = [
    ((3, 12), "def f[T: int](x): pass", "def f(        x): pass"),
    ((3, 12), "async def f [T] \\\n (x): pass", "async def f (    \n  x): pass"),
    ((3, 12), "@d\ndef f[\n    T,  # of x\n    *U\n](x): pass", None),
    ((3, 12), "def f[*T, **P](x): pass", "def f(         x): pass"),
    ((3, 12), "class A[T]: pass", "class A( ): pass"),
    ((3, 12), "class A[\r\n    T\r\n]: pass", "class A(\r\n     \r\n): pass"),
    ((3, 12), "class A[T: (B, C)](D): pass", "class A(           D): pass"),
    ((3, 12), "class A[T]:\n    def f[U](x): pass", "class A( ):\n    def f(   x): pass"),
    ((3, 12), "type X = int; y = X", "__ = X = int; y = X"),
    ((3, 12), "type X[T] = list[T]", "_ =( X  ) = list[T]"),
    ((3, 12), "type \\\n X[\n    T\n] = int", "_ =(  \n X \n     \n) = int"),
    ((3, 12), 'f"é {a["b"]!r:{c["d"]}} {e}"', "f\"é {a['b']!r:{c['d']}} {e}\""),
    ((3, 12), "f'{a['b']=}' 'c'", "f'{a[\"b\"]=}' 'c'"),
    ((3, 12), 'f"{f"{a}"}"', "f\"{f'{a}'}\""),
    ((3, 12), 'f"{f"{f"{a}"}"}"', 'f"{___________}"'),
    ((3, 12), 'f"{"\\n".join(a)}"', 'f"{____.join(a)}"'),
    ((3, 12), 'f"{a["it\'s"]}"', 'f"{a[______]}"'),
    ((3, 12), 'f"{a if"\\n"else b} {c}"', 'f"{_             } {c}"'),
    ((3, 12), 'f"{a:{b:{c}}} {d}"', 'f"{_________} {d}"'),
    (
        (3, 12),
        'f"""{\na  # "b"\n+ \\\nb["""c"""]}"""',
        "f\"\"\"{\na       \n+  \nb['''c''']}\"\"\"",
    ),
    ((3, 12), 'f"{\na\n}{b}"', "(__\n \n    )"),
    ((3, 12), '(f"{a["b"]}"\n f"{\na}" "c")', "((__________\n    \n      ))"),
    ((3, 13), "class A[T = int]: pass", {(3, 12): "class A[T      ]: pass"}),
    ((3, 13), "def f[*T = *A, **P=(B)](): pass", {(3, 12): "def f[*T     , **P    ](): pass"}),
    ((3, 14), _TRY + "except A , B,: pass", _TRY + "except A | B : pass"),
    ((3, 14), _TRY + "except A, (B): pass", _TRY + "except A| (B): pass"),
    ((3, 14), 't"{a}", rt"b"', 'f"{a}", rf"b"'),
    ((3, 15), "[*a for a in b]", "[~a for a in b]"),
    ((3, 15), "f(*a for a in {*c for c in d})", "f(~a for a in {~c for c in d})"),
    ((3, 15), "{**a for a in b}", "{ ~a for a in b}"),
    ((3, 11), _TRY + "except* A: pass", _TRY + "except  A: pass"),
    ((3, 11), _TRY + "except * A as b: pass", _TRY + "except   A as b: pass"),
    ((3, 11), "a[*b, 1]", "a[~b, 1]"),
    ((3, 11), "def f(*a: *T): pass", "def f(*a: ~T): pass"),
]


@pytest.mark.parametrize(("since", "text", "expected"), CASES)
def test_only_what_is_too_new_is_written_over(
    since: tuple[int, int], text: str, expected: str | dict[tuple[int, int], str] | None
) -> None:
    rewritten = older(text)
    if sys.version_info >= since:
        assert rewritten is None
        return
    assert rewritten is not None
    ast.parse(rewritten)
    assert list(map(len, lines_of(rewritten))) == list(map(len, lines_of(text)))
    if isinstance(expected, dict):
        expected = expected.get(sys.version_info[:2])
    assert expected is None or rewritten == expected


def test_what_is_around_stays_where_it_was() -> None:
    text = 'a = b\ntype X = (\n    int)\ndef f[\n  T\n](c=d): return "ü", f"{e["f"]}", g\nh(i)\n'
    rewritten = older(text)
    nodes = ast.walk(ast.parse(text if rewritten is None else rewritten))
    places = {
        node.id: (node.lineno, node.col_offset) for node in nodes if isinstance(node, ast.Name)
    }
    expected = {"a": (1, 0), "b": (1, 4), "int": (3, 4), "d": (6, 4), "h": (7, 0), "i": (7, 2)}
    assert expected.items() <= places.items()
    assert places["g"] == (6, 34)


@pytest.mark.parametrize("text", ["a = f'{b}'\n", "", "type = 1\ntype(type)", "a[b]"])
def test_nothing_is_made_of_a_text_without_anything_new(text: str) -> None:
    assert older(text) is None


@pytest.mark.parametrize("text", ["def f(", "type X[T] = ", "a b", "\0", 'f"{a["b"]!s  }"'])
def test_nothing_is_made_of_a_text_that_cannot_be_read(text: str) -> None:
    assert older(text) is None
