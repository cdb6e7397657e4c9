"""`kerascop confirm`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kerascop.cli.errors import plain_errors
from kerascop.cli.words import PYTHON


@click.command()
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@click.option("--python", metavar="PYTHON", default=sys.executable, help=PYTHON)
@click.option(
    "--output-format",
    type=click.Choice(["table", "json"]),
    default="table",
    help="How the outcome is shown.",
)
@click.option(
    "--arg",
    "arguments",
    metavar="NAME=LITERAL",
    multiple=True,
    help="An argument of the builders, a bare word being a string; repeatable.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to a file.",
)
@click.option(
    "--execute",
    is_flag=True,
    help="Run the files up to their models, confined, in place of building what was read.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    help="How long a run may take; 120 by default.",
)
@click.option(
    "--memory",
    metavar="GB",
    type=click.FloatRange(min=1),
    help="How much a run may take; 8 GB by default.",
)
@click.option(
    "--unsafe-execute",
    is_flag=True,
    help="Like `--execute`, and without walls where there is nothing to make them of.",
)
@click.option(
    "--verbose", "-v", is_flag=True, help="Tell on standard error what could not be known."
)
def command(
    targets: tuple[str, ...],
    python: str,
    output_format: str,
    arguments: tuple[str, ...],
    output: Path | None,
    execute: bool,
    timeout: float | None,
    memory: float | None,
    unsafe_execute: bool,
    verbose: bool,
) -> None:
    """Build the models with Keras, from what was read of them, and compare each layer.

    A TARGET is a file, a folder, or a builder: `model.py::build`, `model.py::Net.build`. Nothing of
    the files is run, unless `--execute` asks for it.

    Exit status: 0 all that was compared agrees, 1 something disagrees or Keras refuses it, 2 misuse
    or failure.
    """
    with plain_errors():
        from kerascop.commands.confirm import Wishes, limited, run
        from kerascop.summary.targets import arguments_of

        wishes = Wishes(
            targets,
            arguments_of(arguments),
            python,
            as_json=output_format == "json",
            output=output,
            verbose=verbose,
            execute=execute or unsafe_execute,
            limits=limited(timeout, memory, execute=execute or unsafe_execute),
            unsafe=unsafe_execute,
        )
        raise click.exceptions.Exit(run(wishes))
