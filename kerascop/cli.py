"""The command line: a thin Typer application."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

import kerascop
from kerascop.misuse import UsageError
from kerascop.reporting import FORMATS, check_format
from kerascop.status import Status
from kerascop.terminal import shows_colour, width, write, write_file


class SummaryFormat(str, Enum):
    """The names of the output formats of summaries."""

    TABLE = "table"
    JSON = "json"
    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    HTML = "html"


class ConfirmFormat(str, Enum):
    """The names of the output formats of confirmations."""

    TABLE = "table"
    JSON = "json"


class RuleFormat(str, Enum):
    """The names of the output formats of documentation."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(
    name="kerascop",
    help="Understands Keras model source code, without running it, and points at its mistakes.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_REFUSED: Any = typer.BadParameter.__mro__[1]
"""What is raised for words that are no command, option or value, by the click that Typer uses."""

_PYTHON = "The interpreter that has Keras; by default the one that runs kerascop."
_SELECTORS = "Codes, prefixes such as KC3, names, groups or ALL, separated by commas; repeatable."


def main() -> None:
    """The entry point of the `kerascop` command and of `python -m kerascop`."""
    for stream in (sys.stdout, sys.stderr):
        # Paths and messages may hold characters that the terminal's encoding lacks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(standalone_mode=False)
    except _REFUSED as error:
        if len(sys.argv) > 1:
            typer.echo(f"kerascop: {_one_line(error.format_message())}", err=True)
        else:
            error.show()
        status = Status.MISUSE
    except typer.Abort:
        status = Status.INTERRUPTED
    sys.exit(status or Status.CLEAN)


def _one_line(message: str) -> str:
    line = " ".join(message.split()).rstrip(".")
    return f"{line[:1].lower()}{line[1:]}"


def _print_version(wanted: bool) -> None:
    if wanted:
        write(f"kerascop {kerascop.__version__}\n")
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
        typer.Argument(
            help="Files, folders or globs, or `-`; the working folder if there are none."
        ),
    ] = None,
    output_format: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--output-format",
            metavar="FORMAT",
            help=f"How findings are printed: {', '.join(FORMATS)}; `full` by default.",
        ),
    ] = None,
    output_file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--output-file", "-o", metavar="FILE", help="Write the report to a file."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Tell the findings and nothing else.")
    ] = False,
    exit_zero: Annotated[
        bool,
        typer.Option("--exit-zero", "-e", help="Exit with status 0 though there are findings."),
    ] = False,
    max_warnings: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--max-warnings",
            metavar="N",
            min=0,
            help="Exit with status 1 only for errors, or for more warnings than this.",
        ),
    ] = None,
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
    per_file_ignores: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--per-file-ignores",
            metavar="PATTERN:RULE",
            help="Rules not to apply in files that match a pattern; commas, repeatable.",
        ),
    ] = None,
    severity: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--severity",
            metavar="RULES=LEVEL",
            help="How grave a rule is: error, warning or info; commas, repeatable.",
        ),
    ] = None,
    exclude: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--exclude",
            metavar="PATTERN",
            help="Files and folders to leave out, in place of the default.",
        ),
    ] = None,
    extend_exclude: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--extend-exclude", metavar="PATTERN", help="Files and folders to leave out as well."
        ),
    ] = None,
    respect_gitignore: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option(
            "--respect-gitignore/--no-respect-gitignore",
            help="Leave out what .gitignore files name; done by default.",
        ),
    ] = None,
    target_keras: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--target-keras",
            metavar="RELEASE",
            help="The Keras that the code is written for: 3, 2, or one such as 2.11.",
        ),
    ] = None,
    docs_url: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--docs-url",
            metavar="URL",
            help="Where your team hosts the documentation: findings link to it.",
        ),
    ] = None,
    config: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--config",
            metavar="FILE|KEY=VALUE",
            help="A settings file in place of those near the files, or one setting in TOML.",
        ),
    ] = None,
    rules_dir: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--rules-dir", metavar="FOLDER", help="A folder of rules of your own."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the fixes that are safe.")] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option(
            "--unsafe-fixes", help="Also apply fixes that may change what the model computes."
        ),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what fixes would change, and change nothing.")
    ] = False,
    fix_only: Annotated[
        bool, typer.Option("--fix-only", help="Apply fixes, and tell nothing of what is left.")
    ] = False,
    show_fixes: Annotated[
        bool, typer.Option("--show-fixes", help="Tell on standard error what was fixed.")
    ] = False,
    add_noqa: Annotated[
        bool, typer.Option("--add-noqa", help="Silence all findings with `noqa` comments.")
    ] = False,
    baseline: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--baseline", metavar="FILE", help="Tell only findings beyond those counted in a file."
        ),
    ] = None,
    no_baseline: Annotated[
        bool, typer.Option("--no-baseline", help="Use no baseline, though there is one.")
    ] = False,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Count all findings into the baseline.")
    ] = False,
    prune_baseline: Annotated[
        bool, typer.Option("--prune-baseline", help="Drop what is fixed from the baseline.")
    ] = False,
    diff_base: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--diff-base", metavar="REV", help="Tell only findings on lines changed since then."
        ),
    ] = None,
    confirm: Annotated[
        bool,
        typer.Option("--confirm", help="Build the models with Keras, and say what that confirms."),
    ] = False,
    python: Annotated[str, typer.Option("--python", metavar="PYTHON", help=_PYTHON)] = "",
    stdin_filename: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--stdin-filename",
            metavar="FILE",
            help="The name of what `-` reads from standard input.",
        ),
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no settings files.")] = False,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="Show the settings of the first file, and end.")
    ] = False,
    show_files: Annotated[
        bool, typer.Option("--show-files", help="Show the files that would be linted, and end.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Neither read nor write a cache.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Lint again whenever a file changes.")
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Tell on standard error what could not be known."),
    ] = False,
) -> None:
    """Lint Python files. Exit status: 0 clean, 1 findings, 2 misuse or failure."""
    with _plain_errors():
        from kerascop.commands.lint import Wishes, run, show
        from kerascop.commands.telling import Telling
        from kerascop.config import Configuration, Options
        from kerascop.config.flags import file_ignores, severities, words

        if output_format is not None:
            check_format(output_format)
        flags = Options(
            select=words(select),
            ignore=words(ignore),
            extend_select=words(extend_select),
            per_file_ignores=file_ignores(per_file_ignores),
            severity=severities(severity),
            exclude=words(exclude),
            extend_exclude=words(extend_exclude),
            respect_gitignore=respect_gitignore,
            target_keras=target_keras,
            output_format=output_format,
            docs_url=docs_url,
            rules_dir=rules_dir,
        )
        configuration = Configuration(None, flags, config or (), isolated=isolated)
        if show_settings or show_files:
            show(paths or ["."], configuration, settings=show_settings)
            raise typer.Exit(Status.CLEAN)
        wishes = Wishes(
            paths or ["." if stdin_filename is None else "-"],
            stdin_filename=stdin_filename,
            fix=fix,
            unsafe_fixes=unsafe_fixes,
            diff=diff,
            fix_only=fix_only,
            show_fixes=show_fixes,
            add_noqa=add_noqa,
            baseline=baseline,
            no_baseline=no_baseline,
            write_baseline=write_baseline,
            prune_baseline=prune_baseline,
            diff_base=diff_base,
            confirm=confirm,
            python=python or sys.executable,
            telling=Telling(
                output_format=output_format,
                output_file=output_file,
                statistics=statistics,
                quiet=quiet,
                exit_zero=exit_zero,
                max_warnings=max_warnings,
                verbose=verbose,
                caches=not no_cache,
            ),
        )
        if watch:
            from kerascop.commands.watching import watched

            def configured() -> Configuration:
                return Configuration(None, flags, config or (), isolated=isolated)

            raise typer.Exit(watched(wishes, configured))
        raise typer.Exit(run(wishes, configuration))


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
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Build the models with Keras, and show its shapes.")
    ] = False,
    python: Annotated[str, typer.Option("--python", metavar="PYTHON", help=_PYTHON)] = "",
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

        if confirm and output_format not in (SummaryFormat.TABLE, SummaryFormat.JSON):
            raise UsageError(f"`--confirm` shows tables or JSON, not `{output_format.value}`")
        found = overview(targets, arguments_of(arguments or ()))
        if verbose or not found.models:
            for note in found.notes:
                typer.echo(f"note: {note}", err=True)
        if confirm:
            from kerascop.confirming.run import with_outcomes

            found = with_outcomes(found, python or sys.executable)
        to_terminal = output is None and sys.stdout.isatty()
        look = Look(width() if to_terminal else None, to_terminal and shows_colour(), fold)
        text = FORMATS[output_format.value](found, look)
        if output is None:
            write(text)
        else:
            write_file(output, text)


@app.command()
def confirm(
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET",
            help="Files, folders, or builders: `model.py::build`, `model.py::Net.build`.",
        ),
    ],
    python: Annotated[str, typer.Option("--python", metavar="PYTHON", help=_PYTHON)] = "",
    output_format: Annotated[
        ConfirmFormat, typer.Option("--output-format", help="How the outcome is shown.")
    ] = ConfirmFormat.TABLE,
    arguments: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--arg",
            metavar="NAME=LITERAL",
            help="An argument of the builders, a bare word being a string; repeatable.",
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file."),
    ] = None,
    execute: Annotated[
        bool,
        typer.Option(
            "--execute",
            help="Run the files up to their models, confined, in place of building what was read.",
        ),
    ] = False,
    timeout: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            "--timeout", metavar="SECONDS", min=1, help="How long a run may take; 120 by default."
        ),
    ] = None,
    memory: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            "--memory", metavar="GB", min=1, help="How much a run may take; 8 GB by default."
        ),
    ] = None,
    unsafe_execute: Annotated[
        bool,
        typer.Option(
            "--unsafe-execute",
            help="Like `--execute`, and without walls where there is nothing to make them of.",
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Tell on standard error what could not be known."),
    ] = False,
) -> None:
    """Build the models with Keras, from what was read of them, and compare each layer.

    Nothing of the files is run, unless `--execute` asks for it.

    Exit status: 0 all that was compared agrees, 1 something disagrees or Keras refuses it, 2 misuse
    or failure.
    """
    with _plain_errors():
        from kerascop.commands.confirm import Wishes, limited, run
        from kerascop.summary.targets import arguments_of

        wishes = Wishes(
            targets,
            arguments_of(arguments or ()),
            python or sys.executable,
            as_json=output_format is ConfirmFormat.JSON,
            output=output,
            verbose=verbose,
            execute=execute or unsafe_execute,
            limits=limited(timeout, memory, execute=execute or unsafe_execute),
            unsafe=unsafe_execute,
        )
        raise typer.Exit(run(wishes))


@app.command()
def rule(
    word: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="CODE", help="A code or a name; all rules are listed without one."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The documentation of all rules.")
    ] = False,
    output_format: Annotated[
        RuleFormat, typer.Option("--output-format", help="How it is printed.")
    ] = RuleFormat.TEXT,
    browser: Annotated[
        bool, typer.Option("--open", help="Open the page of the rule in a browser.")
    ] = False,
) -> None:
    """Print the documentation of a rule, or list them all."""
    with _plain_errors():
        import json

        from kerascop.config import Configuration
        from kerascop.linting.catalogue import as_json, describe, table
        from kerascop.linting.selection import find_rule
        from kerascop.reporting.typeset import for_terminal

        if word and everything:
            raise UsageError("`--all` takes no rule beside it")
        if browser and not word:
            raise UsageError("`--open` wants the code or the name of a rule")
        configuration = Configuration()
        rules = configuration.rules
        home = configuration.of_folder(Path.cwd()).docs_url
        if browser and word:
            from kerascop.documenting.opening import open_page

            open_page(find_rule(word, rules), home)
            return
        if output_format is RuleFormat.JSON:
            each = [as_json(rule, home) for rule in ([find_rule(word, rules)] if word else rules)]
            shown = each[0] if word else each
            write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
            return
        if everything:
            text = "\n".join(map(describe, rules))
        else:
            text = describe(find_rule(word, rules)) if word else table(rules)
        write(for_terminal(text) if shows_colour() else text)


@app.command("new-rule")
def new_rule(
    name: Annotated[str, typer.Argument(help="Lower case words joined by hyphens.")],
    code: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--code", help="By default the next one of the folder, or MY001."),
    ] = None,
    group: Annotated[str, typer.Option("--group", help="What the rule promises.")] = "suspicious",
    rules_dir: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--rules-dir",
            metavar="FOLDER",
            help="Where it is to lie; by default what the settings say, or `kerascop_rules`.",
        ),
    ] = None,
) -> None:
    """Write the skeleton of a rule, with a faulty and a clean program to try it on."""
    with _plain_errors():
        from kerascop.linting.scaffold import new_rule as made_rule

        made = made_rule(name, code, group, rules_dir)
        made.write()
        write("".join(f"{path}\n" for path in made.files))
        typer.echo(made.hint, err=True)


@app.command()
def server(
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Speak on standard input and output; always done.")
    ] = True,
) -> None:
    """Serve an editor: the language server, on standard input and output."""
    with _plain_errors():
        try:
            from kerascop.editor.server import serve
        except ModuleNotFoundError as error:
            if error.name not in ("lsprotocol", "pygls"):
                raise
            raise UsageError(
                "the language server needs more packages: pip install 'kerascop[server]'"
            ) from error
        serve()


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
