"""A bar that shows how far a run got, for those who sit before a terminal and wait."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kerascop.sources.discovery import SourceFile

PATIENCE = 1.0
"""Seconds without a bar: most runs are over by then."""


@contextmanager
def shown_progress(sources: Sequence[SourceFile]) -> Iterator[Iterable[SourceFile]]:
    """The same files; a bar on standard error shows how many of them were passed on.

    It comes only on a terminal and after a while, and leaves nothing behind.
    """
    if not sys.stderr.isatty():
        yield sources
        return
    with ExitStack() as stack:
        yield _watched(sources, stack)


def _watched(sources: Sequence[SourceFile], stack: ExitStack) -> Iterator[SourceFile]:
    started = monotonic()
    advance: Callable[[int], None] | None = None
    for done, source in enumerate(sources):
        if advance is None and monotonic() - started > PATIENCE:
            advance = _bar(len(sources), stack)
        if advance is not None:
            advance(done)
        yield source


def _bar(total: int, stack: ExitStack) -> Callable[[int], None]:
    """Shows a bar until the stack is left. Returns what moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=sys.stderr)
    columns = (TextColumn("linting"), BarColumn(), MofNCompleteColumn(), TextColumn("files"))
    bar = Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=console.is_dumb_terminal,
    )
    stack.enter_context(bar)
    task = bar.add_task("", total=total)
    return lambda done: bar.update(task, completed=done)
