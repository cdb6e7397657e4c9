"""`kerascop summary`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kerascop.cli.errors import plain_errors
from kerascop.cli.words import PYTHON
from kerascop.misuse import UsageError
from kerascop.terminal import shows_colour, tell, width, write, write_file


@click.command()
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@click.option(
    "--output-format",
    type=click.Choice(["table", "json", "mermaid", "dot", "svg", "html"]),
    default="table",
    help="How the models are shown.",
)
@click.option(
    "--arg",
    "arguments",
    metavar="NAME=LITERAL",
    multiple=True,
    help="An argument of the builders, a bare word being a string; repeatable. "
    "What is not given stays a symbol.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to a file.",
)
@click.option(
    "--fold/--no-fold",
    default=None,
    help="Show repeated blocks once in pictures; by default in long models.",
)
@click.option("--confirm", is_flag=True, help="Build the models with Keras, and show its shapes.")
@click.option("--python", metavar="PYTHON", default=sys.executable, help=PYTHON)
@click.option(
    "--verbose", "-v", is_flag=True, help="Tell on standard error what could not be known."
)
def command(
    targets: tuple[str, ...],
    output_format: str,
    arguments: tuple[str, ...],
    output: Path | None,
    fold: bool | None,
    confirm: bool,
    python: str,
    verbose: bool,
) -> None:
    """Show the models that the source builds. Exit status: 0, or 2 for misuse or failure.

    A TARGET is a file, a folder, or a builder: `model.py::build`, `model.py::Net.build`.
    """
    with plain_errors():
        from kerascop.summary.formats import FORMATS, Look
        from kerascop.summary.run import overview
        from kerascop.summary.targets import arguments_of

        if confirm and output_format not in ("table", "json"):
            raise UsageError(f"`--confirm` shows tables or JSON, not `{output_format}`")
        found = overview(targets, arguments_of(arguments))
        if verbose or not found.models:
            for note in found.notes:
                tell(f"note: {note}")
        if confirm:
            from kerascop.confirming.run import with_outcomes

            found = with_outcomes(found, python)
        to_terminal = output is None and sys.stdout.isatty()
        look = Look(width() if to_terminal else None, to_terminal and shows_colour(), fold)
        text = FORMATS[output_format](found, look)
        if output is None:
            write(text)
        else:
            write_file(output, text)
