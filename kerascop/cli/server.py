"""`kerascop server`."""

from __future__ import annotations

import gc

import click

from kerascop.cli.errors import plain_errors
from kerascop.misuse import UsageError


@click.command()
@click.option(
    "--stdio",
    is_flag=True,
    default=True,
    expose_value=False,
    help="Speak on standard input and output; always done.",
)
def command() -> None:
    """Serve an editor: the language server, on standard input and output."""
    with plain_errors():
        try:
            from kerascop.editor.server import serve
        except ModuleNotFoundError as error:
            if error.name not in ("lsprotocol", "pygls"):
                raise
            raise UsageError(
                "the language server needs more packages: pip install 'kerascop[server]'"
            ) from error
        gc.enable()
        serve()
