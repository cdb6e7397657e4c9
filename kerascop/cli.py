"""The command line: a thin Typer application."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

import kerascop
from kerascop.misuse import UsageError


class Status(IntEnum):
    """What the exit status says."""

    CLEAN = 0
    FINDINGS = 1
    MISUSE = 2
    INTERRUPTED = 130


class OutputFormat(str, Enum):
    """The names of the output formats."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


class SummaryFormat(str, Enum):
    """The names of the output formats of summaries."""

    TABLE = "table"
    JSON = "json"
    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    HTML = "html"


app = typer.Typer(
    name="kerascop",
    help="Understands Keras model source code, without running it, and points at its mistakes.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_SELECTORS = "Codes, prefixes such as KC3, names, groups or ALL, separated by commas; repeatable."


def main() -> None:
    """The entry point of the `kerascop` command and of `python -m kerascop`."""
    for stream in (sys.stdout, sys.stderr):
        # Paths and messages may hold characters that the terminal's encoding lacks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        _write(f"kerascop {kerascop.__version__}\n")
        raise typer.Exit(Status.CLEAN)


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """The options that stand before a command."""


@app.command()
def lint(
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045 - what every supported Typer understands
        typer.Argument(help="Files, folders or globs; the working folder if there are none."),
    ] = None,
    output_format: Annotated[
        OutputFormat, typer.Option("--output-format", help="How findings are printed.")
    ] = OutputFormat.FULL,
    select: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--select", metavar="RULES", help=f"The rules to apply. {_SELECTORS}"),
    ] = None,
    ignore: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--ignore", metavar="RULES", help=f"Rules not to apply. {_SELECTORS}"),
    ] = None,
    extend_select: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--extend-select", metavar="RULES", help=f"Rules to apply as well. {_SELECTORS}"
        ),
    ] = None,
    isolated: Annotated[
        bool, typer.Option("--isolated", help="Read no configuration files.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Neither read nor write a cache.")
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Tell on standard error what could not be known."),
    ] = False,
) -> None:
    """Lint Python files. Exit status: 0 clean, 1 findings, 2 misuse or failure."""
    with _plain_errors():
        from kerascop.config import Settings
        from kerascop.linting.run import lint as run
        from kerascop.linting.selection import Selection
        from kerascop.reporting import FORMATS

        selection = Selection(_words(select), _words(ignore), _words(extend_select))
        report = run(paths or ["."], Settings(selection))
        _write(FORMATS[output_format.value](report, _shows_colour()))
        if verbose:
            for note in report.notes:
                typer.echo(f"note: {note}", err=True)
            typer.echo(f"{report.files} files, {report.analysed} of them with Keras", err=True)
        raise typer.Exit(Status.FINDINGS if report.findings else Status.CLEAN)


@app.command()
def summary(
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET",
            help="Files, folders, or builders: `model.py::build`, `model.py::Net.build`.",
        ),
    ],
    output_format: Annotated[
        SummaryFormat, typer.Option("--output-format", help="How the models are shown.")
    ] = SummaryFormat.TABLE,
    arguments: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--arg",
            metavar="NAME=LITERAL",
            help="An argument of the builders, a bare word being a string; repeatable. "
            "What is not given stays a symbol.",
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file."),
    ] = None,
    fold: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option(
            "--fold/--no-fold",
            help="Show repeated blocks once in pictures; by default in long models.",
        ),
    ] = None,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Tell on standard error what could not be known."),
    ] = False,
) -> None:
    """Show the models that the source builds. Exit status: 0, or 2 for misuse or failure."""
    with _plain_errors():
        from kerascop.summary.formats import FORMATS, Look
        from kerascop.summary.run import overview
        from kerascop.summary.targets import arguments_of

        found = overview(targets, arguments_of(arguments or ()))
        if verbose or not found.models:
            for note in found.notes:
                typer.echo(f"note: {note}", err=True)
        to_terminal = output is None and sys.stdout.isatty()
        look = Look(
            _terminal_width() if to_terminal else None, to_terminal and _shows_colour(), fold
        )
        text = FORMATS[output_format.value](found, look)
        if output is None:
            _write(text)
        else:
            _write_file(output, text)


@app.command()
def rule(
    word: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="CODE", help="A code or a name; all rules are listed without one."),
    ] = None,
) -> None:
    """Print the documentation of a rule."""
    with _plain_errors():
        from kerascop.linting.catalogue import describe, table
        from kerascop.linting.loader import builtin_folder, load_rules
        from kerascop.linting.selection import find_rule
        from kerascop.reporting.markdown import for_terminal

        rules = load_rules(builtin_folder())
        text = describe(find_rule(word, rules)) if word else table(rules)
        _write(for_terminal(text) if _shows_colour() else text)


def _words(given: Sequence[str] | None) -> tuple[str, ...]:
    words = (word.strip() for option in given or () for word in option.split(","))
    return tuple(word for word in words if word)


def _shows_colour() -> bool:
    from rich.console import Console

    console = Console(file=sys.stdout)
    return console.is_terminal and not console.no_color and console.color_system is not None


def _terminal_width() -> int:
    from rich.console import Console

    return Console(file=sys.stdout).width


def _write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror or error}") from error


def _write(text: str) -> None:
    """Writes to standard output. A reader that has seen enough, such as `head`, is no failure."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more as it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _plain_errors() -> Iterator[None]:
    """One line on standard error, and never a traceback, for what goes wrong."""
    try:
        yield
    except typer.Exit:
        raise
    except UsageError as error:
        typer.echo(f"kerascop: {error}", err=True)
        raise typer.Exit(Status.MISUSE) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(Status.INTERRUPTED) from error
    except Exception as error:
        # The outermost boundary: whatever went wrong, a user is not shown our call stack.
        if os.environ.get("KERASCOP_DEBUG") == "1":
            raise
        kind = type(error).__name__
        typer.echo(f"kerascop: internal error, please report it: {kind}: {error}", err=True)
        raise typer.Exit(Status.MISUSE) from error
