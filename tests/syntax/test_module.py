"""Parsing, refusing, and where nodes stand."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from kerascop.sources.reading import SourceError
from kerascop.sources.span import Span
from kerascop.syntax.module import ParsedModule, parse
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.origin import Origin

HERE = Path("model.py")

DEEP = {
    "parentheses": "x = " + "(" * 3000 + ")" * 3000,
    "lists": "x = " + "[" * 300 + "]" * 300,
    "additions": "x = " + " + ".join("a" * 5000),
    "calls": "x = a" + ".b()" * 3000,
    "signs": "x = " + "-" * 20000 + "1",
    "lambdas": "x = " + "lambda: " * 3000 + "1",
    "elifs": "if a: pass\n" + "elif a: pass\n" * 3000,
    "signs in newer syntax": "type X = int\nx = " + "-" * 20000 + "1",
}


def calls(module: ParsedModule) -> list[ast.Call]:
    return [node for node in nodes_in(module.tree) if isinstance(node, ast.Call)]


def refusal(text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        parse(HERE, text)
    return caught.value


def test_a_span_counts_lines_and_columns_from_one_and_ends_exclusively() -> None:
    module = parse(HERE, "a = 1\nb =  f(a,\n  c)\n")
    assert module.span(calls(module)[0]) == Span(2, 6, 3, 5)


def test_columns_count_characters_not_bytes() -> None:
    module = parse(HERE, "é = 'ü𝄞'; f(é)\n")
    assert module.span(calls(module)[0]) == Span(1, 11, 1, 15)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_ends_a_line(newline: str) -> None:
    module = parse(HERE, newline.join(["a = 1", "f(a)", ""]))
    assert module.span(calls(module)[0]) == Span(2, 1, 2, 5)


def test_no_node_stands_in_a_tree_twice() -> None:
    found = list(nodes_in(parse(HERE, Path(__file__).read_text("utf-8")).tree))
    assert len({id(node) for node in found}) == len(found)


def test_a_node_of_nowhere_has_the_span_of_its_first_child_that_has_one() -> None:
    module = parse(HERE, "x = 1\nf(a)\n")
    assert module.span(ast.Await(calls(module)[0])) == Span(2, 1, 2, 5)
    assert module.span(ast.Name("elsewhere")) == Span(1, 1, 1, 1)


def test_a_syntax_error_has_pythons_words_and_place() -> None:
    error = refusal("import keras\nx = (1,\n")
    assert (error.line, error.column) == (2, 5)
    assert "never closed" in error.reason


def test_newer_syntax_than_that_of_the_running_python_is_accepted() -> None:
    parse(HERE, "type X = int\ndef f[T](a: T) -> T: return f'{'a'}'\n")


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nesting_that_would_bring_the_parser_down_is_refused(text: str) -> None:
    # In a process of its own: what this guards against is the end of the process.
    code = (
        "import sys; from pathlib import Path; from kerascop.syntax.module import parse\n"
        "from kerascop.sources.reading import SourceError\n"
        "try: parse(Path('x.py'), sys.stdin.read())\n"
        "except SourceError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=text, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "refused\n")


def test_origins_are_equal_if_their_nodes_are_the_same() -> None:
    module = parse(HERE, "f(f(1))\n")
    outer, inner = calls(module)
    assert Origin(module, outer) == Origin(module, outer)
    assert Origin(module, outer) != Origin(module, inner)
    assert len({Origin(module, outer), Origin(module, outer), Origin(module, inner)}) == 2


def test_the_text_of_an_origin_is_one_short_line() -> None:
    module = parse(HERE, "f(\n    a,\n    b,\n)\n")
    assert Origin(module, calls(module)[0]).text == "f( a, b, )"
    long = parse(HERE, f"f({', '.join('a' * 100)})\n")
    text = Origin(long, calls(long)[0]).text
    assert len(text) <= 60
    assert text.startswith("f(a, a")
    assert text.endswith("a, a)")


def test_a_text_that_python_can_parse_does_not_need_libcst() -> None:
    code = (
        "import sys; from pathlib import Path; from kerascop.syntax.module import parse\n"
        "module = parse(Path('x.py'), 'f(1)'); module.code(module.tree.body[0])\n"
        "print('libcst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
