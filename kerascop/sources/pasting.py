"""What pasting does to source text: prompts, margins, what training printed, quotes of a word
processor, a bracket too many or too few.

Each slip has one reading under which the text is Python again, and it is only taken if Python
refuses the text as it stands. Lines keep their numbers; how far columns moved is handed back.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from kerascop.sources.dialects import without_strings
from kerascop.sources.lines import lines_of
from kerascop.sources.parsing import tree_of

_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")
_CELL = re.compile(r"In \[\s*\d*\]: ")
_PRINTED = re.compile(
    r"""\s*(?:
        Epoch\s\d+(?:/\d+|:).*
        | \d+/\d+\s\[.*
        | (?:Train|Train\son|Validate\son)\s\d+\s(?:samples|steps).*
        | Using\s\w+\sbackend\.?
        | Found\s\d+\s.*\sbelonging\sto\s.*
        | Model:\s".*"
        | Layer\s\(type\).*
        | \w+\s\(\w+\)\s+\[?\(.*\)\]?\s+\d.*
        | (?:Total|Trainable|Non-trainable)\sparams:.*
        | [_=]{8,}
        | [\w.]*(?:Error|Exception|Warning):\s.*
    )\s*""",
    re.VERBOSE,
)
"""Lines of Keras' progress bars, summaries and complaints, which are no Python whatever follows."""

_TRACEBACK = re.compile(r"\s*Traceback \(most recent call last\):.*")
_TRACEBACK_ENDS = re.compile(r"[\w.]+(?:Error|Exception|Interrupt)\b.*")
_LEFT_OUT = re.compile(r"(?P<indent>\s*)(?:\.{4,}|…+)\s*")
_QUOTES = {
    ord(typeset): plain for plain, several in (("'", "‘’‚′"), ('"', "“”„″")) for typeset in several
}
_OCTAL = re.compile(r"(?<![\w.])0[0-7]{1,30}\b(?!\.)")
_LONG = re.compile(r"(?<=\d)[lL]\b")
_RAW_UNICODE = re.compile(r"\b[uU](?=[rR]['\"])")
_AND_SO_ON = re.compile(r",\s*\.\.\.(?=\s*\))")
_CLOSING: Mapping[str, str] = {"(": ")", "[": "]", "{": "}"}
_TAB = 8
"""Python 2 took a tab for as many columns as lead to the next multiple of this."""


def without_margin(text: str) -> tuple[str, tuple[int, ...]] | None:
    """The text without prompts, a margin that all lines share, and tabs in its margins.

    Returns: `None` if there is nothing of the kind; else the text, and how far to the left each
    line has moved, so that columns can be told as they were.
    """
    lines = lines_of(text)
    written = [line for line in lines if line.strip()]
    if not written:
        return None
    if any(_PROMPT.match(line) for line in written[:1]):
        cut = [_after_prompt(line) for line in lines]
    elif any(_CELL.match(line) for line in written[:1]):
        cut = [_after_cell(line) for line in lines]
    else:
        cut = [_expanded(line) for line in lines]
        margin = min(len(_margin_of(line)) for line in cut if line.strip())
        cut = [line[margin:] if line.strip() else line for line in cut]
    moved = tuple(len(line) - len(shorter) for line, shorter in zip(lines, cut, strict=True))
    return ("".join(cut), moved) if any(moved) else None


def _after_prompt(line: str) -> str:
    """What stands behind a prompt; an answer of the interpreter has none, and is left out."""
    found = _PROMPT.match(line.rstrip("\r\n"))
    return line[found.end() :] if found else _ending(line)


def _after_cell(line: str) -> str:
    found = _CELL.match(line)
    return line[found.end() :] if found else line


def _expanded(line: str) -> str:
    margin = _margin_of(line)
    return margin.expandtabs(_TAB) + line[len(margin) :]


def _margin_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def mended(text: str, line: int, column: int, reason: str) -> str | None:
    """The text with what pasting did to a line put right, columns kept.

    Args:
        text: a text that Python refuses.
        line, column: where it does so, from 1.
        reason: what Python says of it.

    Returns: `None` if no slip of this kind is to be seen.
    """
    lines = lines_of(text)
    if not 1 <= line <= len(lines):
        return None
    content = lines[line - 1].rstrip("\r\n")
    if _PRINTED.fullmatch(content) or _TRACEBACK.fullmatch(content) or _in_traceback(lines, line):
        return "".join(_without_printed(lines))
    if reason.startswith("expected an indented block"):
        return _with_empty_block(lines, line)
    changed = _mended_line(lines, line, column, content, reason)
    if changed == content:
        return None
    return "".join((*lines[: line - 1], changed + _ending(lines[line - 1]), *lines[line:]))


def _mended_line(lines: list[str], line: int, column: int, content: str, reason: str) -> str:
    left_out = _LEFT_OUT.fullmatch(content)
    if left_out:
        return f"{left_out['indent']}pass"
    if reason.startswith("unmatched") and content[column - 1 : column] in (*_CLOSING.values(),):
        return f"{content[: column - 1]} {content[column:]}"
    if "was never closed" in reason:
        return _closed(lines, line, content)
    if "leading zeros" in reason:
        return _OCTAL.sub(lambda found: f"{int(found[0], 8)}".ljust(len(found[0])), content)
    if "invalid decimal literal" in reason:
        return _LONG.sub(" ", content)
    if "follows keyword argument" in reason:
        return _AND_SO_ON.sub(lambda found: " " * len(found[0]), content)
    return _RAW_UNICODE.sub(" ", content).translate(_QUOTES)


def _with_empty_block(lines: list[str], line: int) -> str | None:
    """The text with nothing in the block that begins before a line; what should stand in it has
    lost its indentation, or was left out."""
    before = (number for number in range(line - 2, -1, -1) if lines[number].strip())
    header = next(before, None)
    if header is None or "#" in lines[header] or not lines[header].rstrip().endswith(":"):
        return None
    changed = f"{lines[header].rstrip()} pass{_ending(lines[header])}"
    return "".join((*lines[:header], changed, *lines[header + 1 :]))


def _closed(lines: list[str], line: int, content: str) -> str:
    """The line with its brackets closed, if that makes it a statement and the next is another."""
    following = next((each for each in lines[line:] if each.strip()), None)
    if following is None or len(_margin_of(following)) > len(_margin_of(content)):
        return content
    awaited: list[str] = []
    for character in without_strings(content):
        if character in _CLOSING:
            awaited.append(_CLOSING[character])
        elif awaited and character == awaited[-1]:
            awaited.pop()
    if (
        "#" in content
        or content.rstrip().endswith(",")
        or not (_is_statement(following) and awaited)
    ):
        return content
    closed = content.rstrip() + "".join(reversed(awaited))
    return closed if _is_statement(closed) else content


def _is_statement(line: str) -> bool:
    """Is it a whole statement that does something, rather than a part of an expression?"""
    tree = tree_of(line.strip())
    return tree is not None and any(
        not isinstance(each, ast.Expr) or isinstance(each.value, ast.Call) for each in tree.body
    )


def _in_traceback(lines: list[str], line: int) -> bool:
    return any(line - 1 in span for span in _tracebacks(lines))


def _tracebacks(lines: list[str]) -> list[range]:
    """The lines of each traceback, up to the error that it ends with."""
    found: list[range] = []
    start: int | None = None
    for number, content in enumerate(lines):
        if start is None and _TRACEBACK.fullmatch(content.rstrip("\r\n")):
            start = number
        elif start is not None and _TRACEBACK_ENDS.match(content.strip()):
            found.append(range(start, number + 1))
            start = None
    return found if start is None else [*found, range(start, len(lines))]


def _without_printed(lines: list[str]) -> list[str]:
    quoted = {number for span in _tracebacks(lines) for number in span}
    return [
        _ending(content)
        if number in quoted or _PRINTED.fullmatch(content.rstrip("\r\n"))
        else content
        for number, content in enumerate(lines)
    ]
