"""What the fixes of rules are made of: edits of expressions, arguments, entries and imports.

Each gives `None` where the source is not written in a way that can be edited: a fix of several
edits is then left out by `fix_of`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kerascop.linting.finding import Applicability, Fix
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span

if TYPE_CHECKING:
    import libcst as cst

    from kerascop.syntax.module import ParsedModule
    from kerascop.syntax.origin import Origin


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
    import libcst as cst

    if string is None or word is None or not isinstance(string.node, cst.SimpleString):
        return None
    if string.node.prefix or any(sign in word for sign in "\\\"'\n"):
        return None
    if instead_of and string.node.raw_value not in set(instead_of):
        return None
    quote = string.node.quote
    return Edit(string.span, f"{quote}{word}{quote}")


def word_replaced(string: Origin | None, word: str, new: str | None) -> Edit | None:
    """Another word within a string literal, where it holds that word once."""
    import libcst as cst

    if string is None or new is None or not isinstance(string.node, cst.SimpleString):
        return None
    text = string.node.raw_value
    return reworded(string, text.replace(word, new)) if text.count(word) == 1 else None


def key_reworded(subscript: Origin | None, word: str | None, instead_of: str) -> Edit | None:
    """Another word for the string in `value["word"]`."""
    import libcst as cst

    from kerascop.syntax.origin import Origin

    if subscript is None or not isinstance(subscript.node, cst.Subscript):
        return None
    if len(subscript.node.slice) != 1 or not isinstance(subscript.node.slice[0].slice, cst.Index):
        return None
    key = Origin(subscript.module, subscript.node.slice[0].slice.value)
    return reworded(key, word, [instead_of])


def respelled(expression: Origin | None, name: str, instead_of: Iterable[str] = ()) -> Edit | None:
    """Another name at the end of a string, of a dotted name, or of what a call calls.

    `"relu"`, `tf.nn.relu` and `layers.ReLU()`, but no name alone: that may be anything.

    Args:
        expression: what to respell.
        name: the new last name.
        instead_of: what it may be now; anything if there are none.
    """
    import libcst as cst

    if expression is None:
        return None
    node = expression.node.func if isinstance(expression.node, cst.Call) else expression.node
    if not isinstance(node, cst.Attribute):
        return reworded(expression, name, instead_of)
    if instead_of and node.attr.value not in set(instead_of):
        return None
    return Edit(expression.module.span(node.attr), name)


def spelled(expression: Origin | None) -> str:
    """The last name of a dotted name, or of what a call calls; empty where there is none."""
    import libcst as cst

    node = None if expression is None else expression.node
    if isinstance(node, cst.Call):
        node = node.func
    if isinstance(node, cst.Attribute):
        node = node.attr
    return node.value if isinstance(node, cst.Name) else ""


def is_name(expression: Origin | None, name: str) -> bool:
    """Is the expression, or what it calls, this name with nothing before it?"""
    import libcst as cst

    node = None if expression is None else expression.node
    if isinstance(node, cst.Call):
        node = node.func
    return isinstance(node, cst.Name) and node.value == name


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
    function = None if call is None else function_of(call)
    renamed = called_otherwise(call, name)
    if call is None or function is None or renamed is None:
        return None
    start, end = function.span, call.span
    if start.start_line != end.end_line:
        return None
    inside = Span(start.end_line, start.end_column, end.end_line, end.end_column)
    return [*renamed, Edit(inside, f"({arguments})")]


def imported_beside(module: ParsedModule, known: str, name: str) -> list[Edit] | None:
    """What imports a name from where a file imports another one: nothing if it does already."""
    import libcst as cst

    from kerascop.syntax.nodes import nodes_in

    imports = [each for each in nodes_in(module.tree) if isinstance(each, cst.ImportFrom)]
    found: Edit | None = None
    for each in imports:
        if isinstance(each.names, cst.ImportStar):
            if each.module is not None and "keras" in module.code(each.module):
                return []
            continue
        names = [alias.name.value for alias in each.names if alias.asname is None]
        if name in names:
            return []
        if known in names and found is None:
            last = module.span(each.names[-1])
            end = Span(last.end_line, last.end_column, last.end_line, last.end_column)
            found = Edit(end, f", {name}")
    return None if found is None else [found]


def divided_whole(division: Origin | None) -> Edit | None:
    """`a // b` for `a / b`."""
    import libcst as cst

    node = None if division is None else division.node
    if division is None or not isinstance(node, cst.BinaryOperation):
        return None
    if not isinstance(node.operator, cst.Divide):
        return None
    return Edit(division.module.span(node.operator), "//")


def entry_removed(display: Origin | None, entry: Origin) -> Edit | None:
    """A list without one of its entries."""
    import libcst as cst

    if display is None or not isinstance(display.node, cst.List):
        return None
    values = [element.value for element in display.node.elements]
    if entry.node not in values:
        return None
    spans = [display.module.span(element) for element in display.node.elements]
    return _without(spans, next(at for at, value in enumerate(values) if value is entry.node))


def function_of(call: Origin) -> Origin | None:
    """What a call calls."""
    from kerascop.syntax.origin import Origin

    node = _call(call)
    return None if node is None else Origin(call.module, node.func)


def call_of(function: Origin) -> Origin | None:
    """The call of what stands here, if it is called."""
    import libcst as cst

    from kerascop.syntax.nodes import nodes_in
    from kerascop.syntax.origin import Origin

    for node in nodes_in(function.module.tree):
        if isinstance(node, cst.Call) and node.func is function.node:
            return Origin(function.module, node)
    return None


def keywords_of(call: Origin) -> frozenset[str]:
    """The names that a call gives to its arguments; `**` for those that it does not tell."""
    node = _call(call)
    given = [] if node is None else [each for each in node.args if each.star or each.keyword]
    return frozenset(each.keyword.value if each.keyword else each.star for each in given)


def positional_in(call: Origin) -> int:
    """How many arguments a call gives by position."""
    node = _call(call)
    return sum(each.keyword is None and each.star != "**" for each in node.args) if node else 0


def has_argument(call: Origin | None, name: str) -> bool:
    """Does a call name this argument?"""
    return _place(_call(call), name) is not None


def code_of(expression: Origin) -> str:
    """An expression as it is written, all of it."""
    return expression.module.code(expression.node)


def in_file(expression: Origin | None, path: Path) -> Origin | None:
    """The expression if it stands in this file: a fix edits no other."""
    return expression if expression is not None and expression.path == path else None


def argument_added(call: Origin | None, text: str) -> Edit | None:
    """One more argument, `name=value`, behind those of a call."""
    node = _call(call)
    if call is None or node is None or any(each.star == "**" for each in node.args):
        return None
    name = text.partition("=")[0]
    if any(each.keyword is not None and each.keyword.value == name for each in node.args):
        return None
    if node.args:
        end = _end_of(call, node.args[-1])
        return Edit(end, f", {text}")
    whole = call.span
    inside = Span(whole.end_line, whole.end_column - 1, whole.end_line, whole.end_column - 1)
    return Edit(inside, text)


def argument_removed(call: Origin | None, name: str) -> Edit | None:
    """A call without its keyword argument of this name."""
    node = _call(call)
    at = _place(node, name)
    if call is None or node is None or at is None:
        return None
    return _without([call.module.span(each) for each in node.args], at)


def argument_renamed(call: Origin | None, name: str, new: str | None) -> Edit | None:
    """The keyword argument of this name under another one, if that is known and not taken."""
    node = _call(call)
    at = _place(node, name)
    if call is None or node is None or new is None or at is None or _place(node, new) is not None:
        return None
    keyword = node.args[at].keyword
    return None if keyword is None else Edit(call.module.span(keyword), new)


def _call(origin: Origin | None) -> cst.Call | None:
    import libcst as cst

    return origin.node if origin is not None and isinstance(origin.node, cst.Call) else None


def _place(call: cst.Call | None, name: str) -> int | None:
    for at, argument in enumerate(() if call is None else call.args):
        if argument.keyword is not None and argument.keyword.value == name:
            return at
    return None


def _without(spans: list[Span], at: int) -> Edit:
    """One of several things in a row taken out, with the comma at its side."""
    own = spans[at]
    if at > 0:
        before = spans[at - 1]
        return Edit(Span(before.end_line, before.end_column, own.end_line, own.end_column), "")
    if len(spans) == 1:
        return Edit(own, "")
    following = spans[1]
    start = (own.start_line, own.start_column)
    return Edit(Span(*start, following.start_line, following.start_column), "")


def _end_of(call: Origin, argument: cst.Arg) -> Span:
    """The place right behind an argument, before its comma."""
    span = call.module.span(argument)
    return Span(span.end_line, span.end_column, span.end_line, span.end_column)
