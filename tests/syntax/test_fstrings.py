"""Where the expressions within f-strings stand, on every Python."""

from __future__ import annotations

import ast

import pytest

from kerascop.sources.lines import lines_of
from kerascop.syntax.fstrings import place_fields

# Texts, with what is found at the places of the values of their fields, from the outside in.
CASES = {
    "one line": ('x = f"{a} b { c.d(e) !r}{{f}}{a}"', ["a", "c.d(e)", "a"]),
    "other characters before": ("é = f\"é{a}é{g('é')}\"", ["a", "g('é')"]),
    "many lines": ('x = f"""{a}\n  é {b}\n{\n c + \n d}"""', ["a", "b", "c + \n d"]),
    "side by side": ('x = ("é" f"{a}"\n  "b" f"""\n{b}""" f"{c}")', ["a", "b", "c"]),
    "in the format": ('x = f"{a:>{b}.{c}}"', ["a", "b", "c"]),
    "shown with its text": ('x = f"{a + b = }"', ["a + b"]),
    "parentheses": ('x = f"{(a)}{ (b, c) }{(d := e)}"', ["a", "(b, c)", "d := e"]),
    "tuple without parentheses": ('x = f"é{ a, *b }"', ["a, *b"]),
    "one in another": ("x = f\"é{f'é{a} {b}' + c} {d}\"", ["f'é{a} {b}' + c", "d", "a", "b"]),
}


def _values(text: str) -> list[str]:
    tree = ast.parse(text)
    place_fields(tree, [line.rstrip("\n") for line in lines_of(text)])
    fields = [node for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)]
    return [ast.get_source_segment(text, field.value) or "" for field in fields]


@pytest.mark.parametrize(("text", "values"), CASES.values(), ids=CASES)
def test_the_expressions_of_fields_stand_where_they_are_written(
    text: str, values: list[str]
) -> None:
    assert sorted(_values(text)) == sorted(values)


@pytest.mark.parametrize("inner", ["'''a\n'''", "f'''{ a +\n b}'''", "f'''{a}\n{b}'''"])
@pytest.mark.parametrize("field", ["{}", "{} + c", "f(c, {})"])
def test_what_has_no_known_place_has_that_of_its_string(inner: str, field: str) -> None:
    value = field.format(inner)
    string = f'f"""é {{{value}}}"""'
    assert set(_values(f"\n\nx = {string}")) <= {string, value, inner, "a +\n b", "a", "b"}
