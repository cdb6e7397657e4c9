"""What goes wrong, told in one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kerascop.misuse import UsageError
from kerascop.status import Status


@contextmanager
def plain_errors() -> Iterator[None]:
    """One line on standard error, and never a traceback, for what goes wrong."""
    try:
        yield
    except click.exceptions.Exit:
        raise
    except UsageError as error:
        click.echo(f"kerascop: {error}", err=True)
        raise click.exceptions.Exit(Status.MISUSE) from error
    except KeyboardInterrupt as error:
        raise click.exceptions.Exit(Status.INTERRUPTED) from error
    except Exception as error:
        # The outermost boundary: whatever went wrong, a user is not shown our call stack.
        if os.environ.get("KERASCOP_DEBUG") == "1":
            raise
        kind = type(error).__name__
        click.echo(f"kerascop: internal error, please report it: {kind}: {error}", err=True)
        raise click.exceptions.Exit(Status.MISUSE) from error
