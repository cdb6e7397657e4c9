"""What is happening while models are confirmed: a bar on a terminal, else lines for a log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kerascop.terminal import printable, tell

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress:
    """Hears how far confirming got, and says nothing about it."""

    def loading(self, python: str) -> None:
        """Keras is being imported, which takes seconds."""

    def loaded(self, keras: str) -> None:
        """Keras is there."""

    def turning_to(self, name: str) -> None:
        """The next model is being built."""


class _Lines(Progress):
    """For logs: a line when something takes long."""

    def loading(self, python: str) -> None:
        tell(f"loading Keras with {python}")

    def loaded(self, keras: str) -> None:
        tell(f"building models with {keras}")


class _Bar(Progress):
    """For those who wait before a terminal."""

    def __init__(self, say: Callable[[str], None], advance: Callable[[], None]) -> None:
        self._say = say
        self._advance = advance
        self._keras = "Keras"
        self._begun = False

    def loading(self, python: str) -> None:
        self._say(f"loading Keras with {python}, which takes some seconds")

    def loaded(self, keras: str) -> None:
        self._keras = keras
        self._say(f"{keras} is loaded")

    def turning_to(self, name: str) -> None:
        if self._begun:
            self._advance()
        self._begun = True
        self._say(f"{self._keras} builds {printable(name)}")


@contextmanager
def shown_progress(total: int | None, *, quiet: bool = False) -> Iterator[Progress]:
    """What shows progress on standard error until it is left, and leaves nothing on a terminal.

    Args:
        total: how many models there are; `None` if nobody knows yet.
        quiet: is nothing to be shown?
    """
    if quiet:
        yield Progress()
        return
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as RichProgress

    console = Console(file=sys.stderr)
    counts = () if total is None else (BarColumn(bar_width=20), MofNCompleteColumn())
    bar = RichProgress(
        SpinnerColumn(),
        *counts,
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=console.is_dumb_terminal,
    )
    with bar:
        task = bar.add_task("analysing", total=total)
        yield _Bar(
            lambda text: bar.update(task, description=text),
            lambda: bar.advance(task),
        )
