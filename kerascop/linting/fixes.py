"""What the fixes of rules are made of: edits of expressions, arguments, entries and imports.

Each gives `None` where the source is not written in a way that can be edited: a fix of several
edits is then left out by `fix_of`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.linting.finding import Applicability, Fix
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span
from kerascop.syntax import words
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.origin import Origin

if TYPE_CHECKING:
    from kerascop.syntax.module import ParsedModule


def fix_of(
    applicability: Applicability, message: str, *edits: Edit | Iterable[Edit] | None
) -> Fix | None:
    """A fix of edits, or of lists of them; `None` if one of them cannot be made."""
    made: list[Edit] = []
    for edit in edits:
        if edit is None:
            return None
        made.extend([edit] if isinstance(edit, Edit) else edit)
    return Fix(applicability, message, tuple(made)) if made else None


def replaced(expression: Origin | None, text: str, instead_of: Iterable[str] = ()) -> Edit | None:
    """Other text in the place of an expression.

    Args:
        expression: what to replace.
        text: what to write there.
        instead_of: what it may read, without quotation marks; anything if there are none.
    """
    if expression is None:
        return None
    written = expression.text
    if instead_of and written.strip("'\"") not in set(instead_of):
        return None
    return Edit(expression.span, text)


def reworded(
    string: Origin | None, word: str | None, instead_of: Iterable[str] = ()
) -> Edit | None:
    """Another word in a string literal, in the quotation marks that it has.

    Args:
        string: the literal; nothing else is changed.
        word: what it is to say; nothing is to be done if that is not known.
        instead_of: what it may say now; anything if there are none.
    """
    if string is None or word is None:
        return None
    written = words.string_parts(string.module, string.node)
    if written is None or written.prefix or any(sign in word for sign in "\\\"'\n"):
        return None
    if instead_of and written.raw not in set(instead_of):
        return None
    return Edit(string.span, f"{written.quote}{word}{written.quote}")


def word_replaced(string: Origin | None, word: str, new: str | None) -> Edit | None:
    """Another word within a string literal, where it holds that word once."""
    written = None if string is None else words.string_parts(string.module, string.node)
    if written is None or new is None or written.raw.count(word) != 1:
        return None
    return reworded(string, written.raw.replace(word, new))


def key_reworded(subscript: Origin | None, word: str | None, instead_of: str) -> Edit | None:
    """Another word for the string in `value["word"]`."""
    if subscript is None or not isinstance(subscript.node, ast.Subscript):
        return None
    return reworded(Origin(subscript.module, subscript.node.slice), word, [instead_of])


def respelled(expression: Origin | None, name: str, instead_of: Iterable[str] = ()) -> Edit | None:
    """Another name at the end of a string, of a dotted name, or of what a call calls.

    `"relu"`, `tf.nn.relu` and `layers.ReLU()`, but no name alone: that may be anything.

    Args:
        expression: what to respell.
        name: the new last name.
        instead_of: what it may be now; anything if there are none.
    """
    if expression is None:
        return None
    node = _named(expression)
    if not isinstance(node, ast.Attribute):
        return reworded(expression, name, instead_of)
    if instead_of and node.attr not in set(instead_of):
        return None
    return Edit(words.attribute_name(expression.module, node), name)


def spelled(expression: Origin | None) -> str:
    """The last name of a dotted name, or of what a call calls; empty where there is none."""
    match _named(expression):
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def is_name(expression: Origin | None, name: str) -> bool:
    """Is the expression, or what it calls, this name with nothing before it?"""
    node = _named(expression)
    return isinstance(node, ast.Name) and node.id == name


def called_otherwise(call: Origin | None, name: str) -> list[Edit] | None:
    """A call of another class or function of the same module, imported as its neighbour is.

    `layers.Lambda(…)` becomes `layers.Reshape(…)`. For `Lambda(…)` the name joins the import that
    brings `Lambda`.
    """
    node = _call(call)
    if call is None or node is None:
        return None
    dotted = respelled(call, name)
    if dotted is not None:
        return [dotted]
    old = spelled(call)
    added = imported_beside(call.module, old, name) if is_name(call, old) else None
    return None if added is None else [*added, Edit(call.module.span(node.func), name)]


def constructed_otherwise(call: Origin | None, name: str, arguments: str) -> list[Edit] | None:
    """Another class of the same module made with other arguments, where a call is on one line."""
    node, renamed = _call(call), called_otherwise(call, name)
    if call is None or node is None or renamed is None:
        return None
    start, end = words.with_parentheses(call.module, node.func), call.span
    if start.start_line != end.end_line:
        return None
    inside = Span(start.end_line, start.end_column, end.end_line, end.end_column)
    return [*renamed, Edit(inside, f"({arguments})")]


def imported_beside(module: ParsedModule, known: str, name: str) -> list[Edit] | None:
    """What imports a name from where a file imports another one: nothing if it does already."""
    imports = [each for each in nodes_in(module.tree) if isinstance(each, ast.ImportFrom)]
    found: Edit | None = None
    for each in imports:
        names = [alias.name for alias in each.names if alias.asname is None]
        if name in names or ("*" in names and "keras" in (each.module or "")):
            return []
        if known in names and found is None:
            found = Edit(_behind(module.span(each.names[-1])), f", {name}")
    return None if found is None else [found]


def divided_whole(division: Origin | None) -> Edit | None:
    """`a // b` for `a / b`."""
    node = None if division is None else division.node
    if division is None or not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
        return None
    sign = words.operator_sign(division.module, node)
    return None if sign is None else Edit(sign, "//")


def entry_removed(display: Origin | None, entry: Origin) -> Edit | None:
    """A list without one of its entries."""
    if display is None or not isinstance(display.node, ast.List):
        return None
    entries = display.node.elts
    at = next((at for at, each in enumerate(entries) if each is entry.node), None)
    return None if at is None else _without(display.module, entries, at)


def function_of(call: Origin) -> Origin | None:
    """What a call calls."""
    node = _call(call)
    return None if node is None else Origin(call.module, node.func)


def call_of(function: Origin) -> Origin | None:
    """The call of what stands here, if it is called."""
    for node in nodes_in(function.module.tree):
        if isinstance(node, ast.Call) and node.func is function.node:
            return Origin(function.module, node)
    return None


def keywords_of(call: Origin) -> frozenset[str]:
    """The names that a call gives to its arguments; `*` and `**` for those it does not tell."""
    node = _call(call)
    if node is None:
        return frozenset()
    stars = ["*" for each in node.args if isinstance(each, ast.Starred)]
    return frozenset([*stars, *(each.arg or "**" for each in node.keywords)])


def positional_in(call: Origin) -> int:
    """How many arguments a call gives by position."""
    node = _call(call)
    return 0 if node is None else len(node.args)


def has_argument(call: Origin | None, name: str) -> bool:
    """Does a call name this argument?"""
    return _keyword(_call(call), name) is not None


def code_of(expression: Origin) -> str:
    """An expression as it is written, with the parentheses that it may need elsewhere."""
    module = expression.module
    return module.within(words.with_parentheses(module, expression.node))


def in_file(expression: Origin | None, path: Path) -> Origin | None:
    """The expression if it stands in this file: a fix edits no other."""
    return expression if expression is not None and expression.path == path else None


def argument_added(call: Origin | None, text: str) -> Edit | None:
    """One more argument, `name=value`, behind those of a call."""
    node = _call(call)
    if call is None or node is None:
        return None
    if not keywords_of(call).isdisjoint((text.partition("=")[0], "**")):
        return None
    given = _arguments(node)
    if given:
        last = words.with_parentheses(call.module, given[-1])
        # A generator that shares its parentheses with the call has to be the only argument.
        return Edit(_behind(last), f", {text}") if _behind(last) != _behind(call.span) else None
    end = call.span
    inside = Span(end.end_line, end.end_column - 1, end.end_line, end.end_column - 1)
    return Edit(inside, text)


def argument_removed(call: Origin | None, name: str) -> Edit | None:
    """A call without its keyword argument of this name."""
    node = _call(call)
    keyword = _keyword(node, name)
    if call is None or node is None or keyword is None:
        return None
    given = _arguments(node)
    return _without(call.module, given, given.index(keyword))


def argument_renamed(call: Origin | None, name: str, new: str | None) -> Edit | None:
    """The keyword argument of this name under another one, if that is known and not taken."""
    node = _call(call)
    keyword = _keyword(node, name)
    if call is None or keyword is None or new is None or _keyword(node, new) is not None:
        return None
    return Edit(words.keyword_name(call.module, keyword), new)


def _call(origin: Origin | None) -> ast.Call | None:
    return origin.node if origin is not None and isinstance(origin.node, ast.Call) else None


def _named(expression: Origin | None) -> ast.AST | None:
    """An expression, or what it calls."""
    node = None if expression is None else expression.node
    return node.func if isinstance(node, ast.Call) else node


@lru_cache(maxsize=64)
def _arguments(call: ast.Call) -> tuple[ast.expr | ast.keyword, ...]:
    """In the order in which they are written: `*more` may stand behind `name=value`."""
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    return tuple(sorted(given, key=lambda each: (each.lineno, each.col_offset)))


def _keyword(call: ast.Call | None, name: str) -> ast.keyword | None:
    return None if call is None else _keywords(call).get(name)


@lru_cache(maxsize=64)
def _keywords(call: ast.Call) -> Mapping[str | None, ast.keyword]:
    return {each.arg: each for each in reversed(call.keywords)}


def _without(module: ParsedModule, row: Sequence[ast.expr | ast.keyword], at: int) -> Edit:
    """One of several things in a row taken out, with the comma at its side."""
    own = words.with_parentheses(module, row[at])
    start, end = _before(own), _behind(own)
    if at > 0:
        start = _behind(words.with_parentheses(module, row[at - 1]))
    elif len(row) > 1:
        end = _before(words.with_parentheses(module, row[1]))
    else:
        end = _behind(words.comma_after(module, row[at]) or own)
    return Edit(Span(start.start_line, start.start_column, end.end_line, end.end_column), "")


def _before(span: Span) -> Span:
    """The place right before what stands somewhere."""
    return Span(span.start_line, span.start_column, span.start_line, span.start_column)


def _behind(span: Span) -> Span:
    """The place right behind it."""
    return Span(span.end_line, span.end_column, span.end_line, span.end_column)
