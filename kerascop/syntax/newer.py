"""Syntax newer than the Python that runs, written over so that it can parse the text all the same.

`ast` knows the grammar of its own Python alone; libcst's parser knows the newest one, but takes a
sixth of a second to import: this module is to be imported only for a text that `ast` refuses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from kerascop.sources.lines import lines_of
from kerascop.sources.parsing import REFUSALS, tree_of

__all__ = ["older"]


def older(text: str) -> str | None:
    """The text with every construct that this Python is too old for written over by an older one.

    All other characters stay on their line and in their column. What stands for the construct means
    the same as far as the older grammar has words for it, else it is a name of underscores, which
    nothing defines. Left out are type parameters; `type X = int` becomes `__ = X = int`.

    Args:
        text: that `kerascop.syntax.heaviness.is_light` has let pass: on deep text libcst's parser
            ends the process.

    Returns:
        `None` if libcst cannot parse the text either, or not give it back to the letter, or finds
        nothing to be written over. That this Python can parse what is returned is likely, not
        certain.
    """
    try:
        tree = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
        places = tree.resolve(PositionProvider)
    except (cst.ParserSyntaxError, cst.CSTLogicError, *REFUSALS):
        return None
    if tree.module.code != text:
        # What libcst forgets, such as blanks behind a conversion, moves the places behind it.
        return None
    sheet = _Sheet(text, places)
    for since, kinds, rewrite in _REWRITINGS:
        if sys.version_info < since:
            for node in filter(lambda each: isinstance(each, kinds), places):
                rewrite(sheet, node)
    return None if sheet.text() == text else sheet.text()


class _Sheet:
    """The characters of a text, to be written over by as many others."""

    def __init__(self, text: str, places: Mapping[cst.CSTNode, CodeRange]) -> None:
        self._places = places
        self._characters = list(text)
        self._starts = [0, *accumulate(map(len, lines_of(text)))]

    def text(self, start: int = 0, end: int | None = None) -> str:
        return "".join(self._characters[start:end])

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self._places[node]
        start, end = self._starts[place.start.line - 1], self._starts[place.end.line - 1]
        return start + place.start.column, end + place.end.column

    def code(self, node: cst.CSTNode) -> str:
        return self.text(*self.span(node))

    def write(self, start: int, text: str) -> None:
        self._characters[start : start + len(text)] = text

    def replace(self, node: cst.CSTNode, old: str, new: str) -> None:
        """Writes over the first occurrence in the node, the same number of characters."""
        start, end = self.span(node)
        self.write(start, self.text(start, end).replace(old, new, 1))


def _blank(code: str) -> str:
    return re.sub(r"[^\r\n]", " ", code)


def _name(code: str) -> str:
    """A name where the first visible characters are, and blanks for all others."""
    first = re.search(r"\S+", code)
    assert first is not None
    return _blank(code[: first.start()]) + "_" * len(first[0]) + _blank(code[first.end() :])


def _parses(code: str) -> bool:
    return tree_of(f"({code})") is not None


def _template(sheet: _Sheet, node: cst.CSTNode) -> None:
    start = sheet.span(node)[0]
    prefix = re.compile("[a-zA-Z]*").match(sheet.text(start, start + 2))
    assert prefix is not None
    sheet.write(start, re.sub("[tT]", "f", prefix[0]))


def _parameters(sheet: _Sheet, node: cst.FunctionDef | cst.ClassDef) -> None:
    """The parenthesis behind type parameters is moved to where they begin, so that they may have
    taken several lines; a class without one gets a pair.
    """
    if node.type_parameters is None:
        return
    start, end = sheet.span(node.type_parameters)
    opening = re.compile(r"[\s\\]*\(").match(sheet.text(), end)
    stop = end if opening is None else opening.end()
    blank = _blank(sheet.text(start + 1, stop - 1))
    sheet.write(start, f"({blank}{')' if opening is None else ' '}")


def _alias(sheet: _Sheet, node: cst.TypeAlias) -> None:
    start = sheet.span(node)[0]
    if node.type_parameters is None:
        sheet.write(start, "__ =")
        return
    opening, closing = sheet.span(node.type_parameters)
    sheet.write(start, "_ =(")
    # Between the parentheses no line needs to be continued.
    sheet.write(start + 4, sheet.text(start + 4, opening).replace("\\", " "))
    sheet.write(opening, _blank(sheet.text(opening, closing - 1)) + ")")


def _default(sheet: _Sheet, node: cst.TypeParam) -> None:
    if node.default is not None:
        comma = node.comma
        end = sheet.span(comma)[0] if isinstance(comma, cst.Comma) else sheet.span(node)[1]
        start = sheet.span(node.param)[1]
        sheet.write(start, _blank(sheet.text(start, end)))


def _starred(sheet: _Sheet, node: cst.Index | cst.Annotation) -> None:
    """`~` keeps what was starred, and has no known value."""
    starred = node.star if isinstance(node, cst.Index) else None
    if starred or isinstance(getattr(node, "annotation", None), cst.StarredElement):
        sheet.replace(node, "*", "~")


def _unpacked(sheet: _Sheet, node: cst.CSTNode) -> None:
    """`~` keeps what each round unpacks, and has no known value."""
    if isinstance(node, cst.StarredDictComp):
        sheet.replace(node, "**", " ~")
    elif isinstance(getattr(node, "elt", None), cst.StarredElement):
        sheet.replace(node, "*", "~")


def _several(sheet: _Sheet, node: cst.ExceptHandler | cst.ExceptStarHandler) -> None:
    if isinstance(node.type, cst.Tuple) and not node.type.lpar:
        *others, last = node.type.elements
        for element, sign in [*((each, "|") for each in others), (last, " ")]:
            if isinstance(element.comma, cst.Comma):
                sheet.replace(element.comma, ",", sign)


def _group(sheet: _Sheet, node: cst.CSTNode) -> None:
    sheet.replace(node, "*", " ")


def _strings(sheet: _Sheet, module: cst.Module) -> None:
    for node in _outermost(module, (cst.ConcatenatedString, *_FORMATTED)):
        if not _parses(sheet.code(node)):
            _string(sheet, node)


def _string(sheet: _Sheet, node: cst.CSTNode) -> None:
    """A string, or several side by side: what cannot be put right takes the place of all."""
    for each in _formatted(node):
        if not _parses(sheet.code(each)):
            for part in each.parts:
                if isinstance(part, cst.FormattedStringExpression):
                    _field(sheet, part, each.quote)
    if not _parses(sheet.code(node)):
        start, end = sheet.span(node)
        sheet.write(start, f"({_name(sheet.text(start + 1, end - 1))})")


def _field(sheet: _Sheet, field: cst.FormattedStringExpression, quote: str) -> None:
    """The field of a formatted string, as fields had to be when they were no syntax of their own:
    without comments, backslashes and the quotes around the string.
    """
    for inner in _outermost(field, (cst.SimpleString, cst.Comment, *_FORMATTED)):
        code = sheet.code(inner)
        if isinstance(inner, cst.Comment):
            sheet.write(sheet.span(inner)[0], _blank(code))
        elif quote[0] in code or "\\" in code:
            other = "'" if quote[0] == '"' else '"'
            swapped = code.replace(quote[0], other)
            fits = other not in code and "\\" not in code and _parses(swapped)
            sheet.write(sheet.span(inner)[0], swapped if fits else _name(code))
    start, end = sheet.span(field)
    sheet.write(start, re.sub(r"\\(?=[\r\n])", " ", sheet.text(start, end)))
    if not _parses(f"f{quote}{sheet.text(start, end)}{quote}"):
        sheet.write(start + 1, _name(sheet.text(start + 1, end - 1)))


def _formatted(node: cst.CSTNode) -> Iterator[cst.FormattedString | cst.TemplatedString]:
    if isinstance(node, cst.ConcatenatedString):
        yield from _formatted(node.left)
        yield from _formatted(node.right)
    elif isinstance(node, _FORMATTED):
        yield node


def _outermost(node: cst.CSTNode, kinds: tuple[type[cst.CSTNode], ...]) -> Iterator[cst.CSTNode]:
    """The nodes of these kinds that are not in one another."""
    for child in node.children:
        if isinstance(child, kinds):
            yield child
        else:
            yield from _outermost(child, kinds)


_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.GeneratorExp, cst.StarredDictComp)
_FORMATTED = (cst.FormattedString, cst.TemplatedString)
_HANDLERS = (cst.ExceptHandler, cst.ExceptStarHandler)

# The Python that brought the syntax, the nodes that may have it, and what writes them over.
_REWRITINGS: tuple[tuple[tuple[int, int], tuple[type[cst.CSTNode], ...], Callable[..., None]], ...]
_REWRITINGS = (
    ((3, 15), _COMPREHENSIONS, _unpacked),
    ((3, 14), (cst.TemplatedString,), _template),
    ((3, 14), _HANDLERS, _several),
    ((3, 13), (cst.TypeParam,), _default),
    ((3, 12), (cst.FunctionDef, cst.ClassDef), _parameters),
    ((3, 12), (cst.TypeAlias,), _alias),
    ((3, 12), (cst.Module,), _strings),
    ((3, 11), (cst.ExceptStarHandler,), _group),
    ((3, 11), (cst.Index, cst.Annotation), _starred),
)
