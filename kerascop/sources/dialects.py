"""Text that other interpreters take for Python: Python 2's, and IPython's lines in a script.

Much of the code that people post or keep was written for Python 2, and a script saved from a
notebook has the notebook's commands in it. What makes it no Python is nearly always a `print`, an
`except …, e` or a `!pip install`, none of which does anything to a model: with those set aside, the
rest of the file can be analysed all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kerascop.sources.lines import lines_of

_PRINT = re.compile(r"(?:(?<=[:;])|^)(?P<indent>\s*)print\b(?!\s*=).*")
_EXEC = re.compile(r"^(?P<indent>\s*)exec\b\s*(?![\s(=]).*")
_COMMAND = re.compile(r"^(?P<indent>\s*)(?:[%!?].*|[\w.]+\?{1,2}\s*)$")
_TIMED = re.compile(
    r"^(?P<indent>\s*)(?P<command>%(?:time|timeit|prun|memit)\b(?:\s+-\w+(?:\s+\d+)?)*\s+)(?=[^\W\d])"
)
_CAPTURED = re.compile(r"^(?P<target>\s*[\w,][\w, ]*=\s*)[%!].*")
_EXCEPT = re.compile(r"^(?P<head>\s*except\s[^:,]+),\s*(?P<name>\w+)\s*:")
_RAISE = re.compile(r"^(?P<indent>\s*)raise\s+(?P<error>[\w.]+)\s*,.*")
_UNEQUAL = re.compile(r"<>")

_Rewritings = Mapping[re.Pattern[str], Callable[[re.Match[str]], str]]

_COMMANDS: _Rewritings = {
    _TIMED: lambda found: f"{found['indent']}0;{' ' * (len(found['command']) - 2)}",
    _COMMAND: lambda found: f"{found['indent']}pass",
    _CAPTURED: lambda found: f"{found['target']}None",
}
_REWRITINGS: _Rewritings = {
    _PRINT: lambda found: f"{found['indent']}pass",
    _EXEC: lambda found: f"{found['indent']}pass",
    _EXCEPT: lambda found: f"{found['head']} as {found['name']}:",
    _RAISE: lambda found: f"{found['indent']}raise {found['error']}",
    _UNEQUAL: lambda found: "!=",
    **_COMMANDS,
}

_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_STRINGS = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#.*|(?P<open>['"].*)""")


def without_strings(line: str) -> str:
    """A line without its strings and its comment; a string that does not end in it stays."""
    return _STRINGS.sub(lambda found: found["open"] or "", line)


def without_command(line: str) -> str:
    """A line of a notebook's cell; one that is IPython's own (`!pip install …`) does nothing.

    What a command measures (`%time model.fit(…)`) is a statement, in the columns where it stood.
    """
    for pattern, rewritten in _COMMANDS.items():
        line = pattern.sub(rewritten, line)
    return line


def set_aside(text: str, line: int) -> str | None:
    """The text with the statement that starts in a line rewritten as this Python would have it.

    Lines keep their numbers, and columns theirs except behind what was rewritten.

    Args:
        text: a text that Python refuses.
        line: where it does so, from 1.

    Returns: `None` if the line is not known to be of another dialect.
    """
    lines = lines_of(text)
    if not 1 <= line <= len(lines):
        return None
    content, end = _split(lines[line - 1])
    for pattern, rewritten in _REWRITINGS.items():
        changed = pattern.sub(rewritten, content)
        if changed == content:
            continue
        last = line if pattern in (_EXCEPT, _UNEQUAL, _TIMED) else _last_line(lines, line)
        blank = [_split(each)[1] for each in lines[line:last]]
        return "".join((*lines[: line - 1], changed + end, *blank, *lines[last:]))
    return None


def _split(line: str) -> tuple[str, str]:
    content = line.rstrip("\r\n")
    return content, line[len(content) :]


def _last_line(lines: list[str], line: int) -> int:
    """The line in which the statement of a line ends, as far as brackets and backslashes tell."""
    depth = 0
    for number in range(line, len(lines) + 1):
        content = without_strings(_split(lines[number - 1])[0])
        depth += sum(_BRACKETS.get(character, 0) for character in content)
        if depth <= 0 and not content.endswith("\\"):
            return number
    return line
