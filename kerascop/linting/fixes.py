"""What the fixes of rules are made of: edits of expressions and of the arguments of calls.

Each gives `None` where the source is not written in a way that can be edited: a fix of several
edits is then left out by `fix_of`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kerascop.linting.finding import Applicability, Fix
from kerascop.sources.edits import Edit
from kerascop.sources.span import Span

if TYPE_CHECKING:
    import libcst as cst

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


def reworded(string: Origin | None, word: str, instead_of: Iterable[str] = ()) -> Edit | None:
    """Another word in a string literal, in the quotation marks that it has.

    Args:
        string: the literal; nothing else is changed.
        word: what it is to say.
        instead_of: what it may say now; anything if there are none.
    """
    import libcst as cst

    if string is None or not isinstance(string.node, cst.SimpleString) or string.node.prefix:
        return None
    if instead_of and string.node.raw_value not in set(instead_of):
        return None
    quote = string.node.quote
    return Edit(string.span, f"{quote}{word}{quote}")


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
    own = call.module.span(node.args[at])
    if at > 0:
        before = _end_of(call, node.args[at - 1])
        after = _end_of(call, node.args[at])
        return Edit(Span(before.end_line, before.end_column, after.end_line, after.end_column), "")
    if len(node.args) == 1:
        return Edit(own, "")
    following = call.module.span(node.args[1])
    start = (own.start_line, own.start_column)
    return Edit(Span(*start, following.start_line, following.start_column), "")


def argument_renamed(call: Origin | None, name: str, new: str) -> Edit | None:
    """The keyword argument of this name under another one."""
    node = _call(call)
    at = _place(node, name)
    if call is None or node is None or at is None or _place(node, new) is not None:
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


def _end_of(call: Origin, argument: cst.Arg) -> Span:
    """The place right behind an argument, before its comma."""
    span = call.module.span(argument)
    return Span(span.end_line, span.end_column, span.end_line, span.end_column)
