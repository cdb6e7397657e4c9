"""The laws: each takes any bytes, and raises `Broken` if kerascop does not keep it for them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from kerascop.config import Configuration
from kerascop.config.files import is_settings_file
from kerascop.linting.fixing import fixed_files
from kerascop.linting.run import Report, lint
from kerascop.misuse import UsageError
from kerascop.sources.notebooks import NotebookError, cells_of, python_text
from kerascop.sources.reading import Contents, SourceError, decode
from kerascop.syntax.module import parse
from kerascop.syntax.nodes import nodes_in
from kerascop.syntax.suppressions import last_lines, suppressions_in

SCRIPT = Path("fuzzed.py")
NOTEBOOK = Path("fuzzed.ipynb")
HEAD = b"import keras\n"
_TRAINING = b"""\
from keras import Input, Sequential, layers
model = Sequential([Input((4,)), layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")  # noqa: KC401
"""


class Broken(AssertionError):
    """A law that does not hold."""


def _lint(data: bytes, path: Path = SCRIPT, configuration: Configuration | None = None) -> Report:
    report = lint([path], configuration, Contents({path: data}))
    for note in report.notes:
        if "internal error" in note:
            raise Broken(note)
    return report


def parsing(data: bytes) -> None:
    """Text is parsed to a tree whose nodes stand in it, or refused at a place within it."""
    try:
        text = decode(SCRIPT, data)
        module = parse(SCRIPT, text)
    except SourceError as error:
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        if not 1 <= error.line <= lines + 1:
            raise Broken(f"refused at line {error.line} of {lines}") from error
        return
    # Lines that were set aside are longer or shorter than what Python has read.
    for node in nodes_in(module.tree) if module.complaint is None else ():
        span = module.span(node)
        rows = module.lines[span.start_line - 1 : span.end_line]
        if len(rows) != span.end_line - span.start_line + 1:
            raise Broken(f"{node} stands at {span}, of {len(module.lines)} lines")
        if span.start_column > len(rows[0]) + 1 or span.end_column > len(rows[-1]) + 1:
            raise Broken(f"{node} stands at {span}, beyond the end of a line")


def interpreting(data: bytes) -> None:
    """Whatever parses is linted; findings lie in the text, in order, and do not vary."""
    report = _lint(HEAD + data)
    lines = len(report.texts.get(SCRIPT, "").splitlines()) + 1
    for finding in report.findings:
        if not 1 <= finding.span.start_line <= finding.span.end_line <= lines + 1:
            raise Broken(f"{finding.code} at {finding.span} of {lines} lines")
    if _lint(HEAD + data).findings != report.findings:
        raise Broken("a second run finds something else")


def suppressing(data: bytes) -> None:
    """Comments that silence rules are understood or passed over, and their places are real."""
    text = data.decode("utf-8", "replace").replace("\0", "")
    lines = text.count("\n") + text.count("\r") + 1
    for found in suppressions_in(SCRIPT, text):
        if not 1 <= found.span.start_line <= lines:
            raise Broken(f"a comment in line {found.span.start_line} of {lines}")
    last_lines(text)


def reading_notebooks(data: bytes) -> None:
    """A notebook is Python text with as many marks as cells, or refused."""
    try:
        text = python_text(data.decode("utf-8", "replace"))
    except NotebookError:
        text = None
    if text is not None:
        cells_of(text)
    _lint(data, NOTEBOOK)


def setting(data: bytes) -> None:
    """What is no setting is refused in words, and no run fails of what is one."""
    text = data.decode("utf-8", "replace")
    if is_settings_file(text):
        return
    try:
        configuration = Configuration(None, None, [text], isolated=True)
        _lint(_TRAINING, SCRIPT, configuration)
        configuration.of_folder(Path.cwd()).exclusion.excludes(SCRIPT.absolute(), is_folder=False)
    except UsageError as error:
        if "Traceback" in str(error):
            raise Broken(str(error)) from error


def fixing(data: bytes) -> None:
    """Fixes keep the text parseable, and what they fix is not found there again."""
    before = HEAD + data
    report = _lint(before)
    fixed, _ = fixed_files(report.findings, {SCRIPT: before}, unsafe=True)
    for file in fixed:
        try:
            ast.parse(before)
        except (SyntaxError, ValueError, RecursionError):
            continue
        try:
            ast.parse(file.after)
        except SyntaxError as error:
            raise Broken("no Python any more") from error
        again = _lint(file.after)
        rest, _ = fixed_files(again.findings, {SCRIPT: file.after}, unsafe=True)
        repeated = Counter(each.code for other in rest for each in other.findings)
        if rest and rest[0].after == before:
            raise Broken(f"fixes undo each other: {sorted(repeated)}")


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "parsing": parsing,
    "interpreting": interpreting,
    "suppressing": suppressing,
    "notebooks": reading_notebooks,
    "settings": setting,
    "fixing": fixing,
}
