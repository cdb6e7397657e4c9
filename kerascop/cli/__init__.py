"""The command line: one room a command, of which only the one that is called is entered."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

import kerascop
from kerascop.misuse import UsageError
from kerascop.status import Status
from kerascop.terminal import given_up, open_closed_streams, tell, write

_COMMANDS = {
    "clean": "clean",
    "confirm": "confirm",
    "lint": "lint",
    "new-rule": "new_rule",
    "rule": "rule",
    "server": "server",
    "summary": "summary",
}
"""The modules of this package that the commands live in, each as its `command`."""


class _Commands(click.Group):
    """Commands that are imported when they are called, or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = import_module(f"{__name__}.{_COMMANDS[cmd_name]}").command
        return found


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        write(f"kerascop {kerascop.__version__}\n")
        ctx.exit()


@click.group(
    "kerascop",
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
def app() -> None:
    """Understands Keras model source code, without running it, and points at its mistakes."""


def main() -> None:
    """The entry point of the `kerascop` command and of `python -m kerascop`."""
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # Paths and messages may hold characters that the terminal's encoding lacks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # A command makes many objects, keeps most of them, and ends: looking for garbage costs it a
    # tenth of its time. What stays longer, such as the server, switches that on again.
    gc.disable()
    try:
        status = app(prog_name="kerascop", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = Status.MISUSE
    except click.ClickException as error:
        tell(f"kerascop: {_one_line(error.format_message())}")
        status = Status.MISUSE
    except UsageError as error:
        tell(f"kerascop: {error}")
        status = Status.MISUSE
    except OSError as error:
        # Commands end in `plain_errors`; only click itself, which prints help, comes to this.
        tell(f"kerascop: {given_up(error)}")
        status = Status.MISUSE
    except click.Abort:
        status = Status.INTERRUPTED
    # Python goes over all that is left once more when it ends, switched off or not.
    gc.freeze()
    sys.exit(status or Status.CLEAN)


def _one_line(message: str) -> str:
    line = " ".join(message.split()).rstrip(".")
    return f"{line[:1].lower()}{line[1:]}"
