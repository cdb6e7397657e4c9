"""The places of what has no node of its own in Python's tree: names, signs, parentheses."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterable, Iterator
from itertools import chain, dropwhile, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from kerascop.sources.span import Span
from kerascop.sources.tokens import tokens_of

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.nodes import Definition

_STRING = re.compile(
    r"""
    (?P<prefix>[rRuU]?)
    (?P<quote>\"{3}|'{3}|"|')
    (?P<raw>(?:\\.|(?!(?P=quote))[^\\])*)
    (?P=quote)
    """,
    re.VERBOSE | re.DOTALL,
)
_DEFINITION = re.compile(r"(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_NAME = re.compile(r"\w*")
_NAME_AT_END = re.compile(r"\w*$")

_LAYOUT = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT})


class StringParts(NamedTuple):
    """How a string literal is written: what stands before, around and between its quotes."""

    prefix: str
    quote: str
    raw: str


class _Word(NamedTuple):
    text: str
    span: Span


def attribute_name(module: ParsedModule, node: ast.Attribute) -> Span:
    """The last name of `a.b`."""
    span = module.span(node)
    line, end = span.end_line, span.end_column
    # Not the length of `attr`: Python normalizes names.
    [name, *_] = _NAME_AT_END.findall(module.lines[line - 1][: end - 1])
    return Span(line, end - len(name), line, end)


def keyword_name(module: ParsedModule, node: ast.keyword) -> Span:
    """The name of `name=value`; empty before `**values`."""
    span = module.span(node)
    line, start = span.start_line, span.start_column
    [name, *_] = _NAME.findall(module.lines[line - 1], start - 1)
    return Span(line, start, line, start + len(name))


def definition_name(module: ParsedModule, node: Definition | ast.ClassDef) -> Span | None:
    """The name of a function or class; `None` where a backslash puts it on another line."""
    span = module.span(node)
    found = _DEFINITION.match(module.lines[span.start_line - 1], span.start_column - 1)
    if found is None:
        return None
    return Span(span.start_line, found.start(1) + 1, span.start_line, found.end(1) + 1)


def imported_module(module: ParsedModule, node: ast.ImportFrom) -> Span | None:
    """The module of `from ..a.b import c`, without the dots before it; `None` if only dots."""
    path = takewhile(lambda word: word.text != "import", _words(module, module.span(node)))
    return _from_first_to_last(dropwhile(lambda word: word.text in ("from", ".", "..."), path))


def alias_name(module: ParsedModule, node: ast.alias) -> Span:
    """What is imported in `a.b as c`."""
    span = module.span(node)
    name = takewhile(lambda word: word.text != "as", _words(module, span))
    return _from_first_to_last(name) or span


def alias_asname(module: ParsedModule, node: ast.alias) -> Span | None:
    """What it is called in `a.b as c`, if it is called otherwise."""
    words = dropwhile(lambda word: word.text != "as", _words(module, module.span(node)))
    return _from_first_to_last(islice(words, 1, None))


def operator_sign(module: ParsedModule, node: ast.BinOp) -> Span | None:
    """The sign between the two sides of an operation."""
    left, right = module.span(node.left), module.span(node.right)
    between = Span(left.end_line, left.end_column, right.start_line, right.start_column)
    return next(
        (
            span
            for text, span in _words(module, module.span(node))
            if between.contains(span) and text not in ("(", ")")
        ),
        None,
    )


def comma_after(module: ParsedModule, node: ast.AST) -> Span | None:
    """The comma behind an entry of a display or an argument, if there is one."""
    own, around = with_parentheses(module, node), _around(module, node)
    if around is None:
        return None
    behind = (each for each in _words(module, module.span(around)) if _is_before(own, each.span))
    word = next(behind, None)
    return word.span if word is not None and word.text == "," else None


def string_parts(module: ParsedModule, node: ast.AST) -> StringParts | None:
    """The parts of a string literal; `None` for several in a row, f-strings, bytes and the rest."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    found = _STRING.fullmatch(module.code(node))
    return found and StringParts(found["prefix"], found["quote"], found["raw"])


def with_parentheses(module: ParsedModule, node: ast.AST) -> Span:
    """Where a node stands with all the parentheses that are around nothing else.

    Those of a call or of a class around its only argument belong to the call.
    """
    around = _around(module, node)
    own = found = module.span(node)
    if around is None:
        return own
    is_argument = (
        isinstance(around, ast.Call | ast.ClassDef) and getattr(around, "func", None) is not node
    )
    opened: list[Span] = []
    last = ""
    for text, span in _words(module, module.span(around)):
        if _is_before(span, own):
            if text != "(":
                opened.clear()
            elif not is_argument or last in ("(", ","):
                opened.append(span)
            last = text
        elif _is_before(own, span):
            if text != ")" or not opened:
                break
            start = opened.pop()
            found = Span(start.start_line, start.start_column, span.end_line, span.end_column)
    return found


def _around(module: ParsedModule, node: ast.AST) -> ast.AST | None:
    """The smallest part of the tree with a place of its own, or all of it, that a node is in."""
    around = module.parents.get(node)
    while around is not None and not hasattr(around, "lineno") and around in module.parents:
        around = module.parents[around]
    return around


def _words(module: ParsedModule, within: Span) -> Iterator[_Word]:
    """What a part of a text that begins with a word is made of, without comments.

    As far as it is Python: lines in another dialect may have been set aside.
    """
    lines, column = module.lines, within.start_column - 1
    first = " " * column + lines[within.start_line - 1][column:]
    # Within parentheses, indentation means nothing.
    rows = chain(["(", first], islice(lines, within.start_line, None))
    down = within.start_line - 2
    tokens = tokens_of((f"{row}\n" for row in rows).__next__)
    try:
        next(tokens)
        for kind, text, (line, start), (end_line, end), _ in tokens:
            span = Span(line + down, start + 1, end_line + down, end + 1)
            if kind in _LAYOUT:
                continue
            if within.contains(span):
                yield _Word(text, span)
            # What follows need not be Python: this may be in an f-string.
            if (span.end_line, span.end_column) >= (within.end_line, within.end_column):
                return
    except (tokenize.TokenError, SyntaxError):
        return


def _is_before(one: Span, other: Span) -> bool:
    return (one.end_line, one.end_column) <= (other.start_line, other.start_column)


def _from_first_to_last(words: Iterable[_Word]) -> Span | None:
    spans = [word.span for word in words]
    if not spans:
        return None
    first, last = spans[0], spans[-1]
    return Span(first.start_line, first.start_column, last.end_line, last.end_column)
