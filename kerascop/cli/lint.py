"""`kerascop lint`: its flags, and what they mean to the stages."""

from __future__ import annotations

import gc
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from kerascop.cli.errors import plain_errors
from kerascop.cli.words import PYTHON
from kerascop.reporting import FORMATS, check_format
from kerascop.status import Status

_PATH = click.Path(path_type=Path)
_SELECTORS = "Codes, prefixes such as KC3, names, groups or ALL, separated by commas; repeatable."


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--output-format",
    metavar="FORMAT",
    help=f"How findings are printed: {', '.join(FORMATS)}; `full` by default.",
)
@click.option(
    "--output-file",
    "-o",
    metavar="FILE",
    type=_PATH,
    help="Write the report to a file.",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Count the findings of each rule instead.",
)
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="Tell the findings and nothing else.",
)
@click.option(
    "--exit-zero",
    "-e",
    is_flag=True,
    help="Exit with status 0 though there are findings.",
)
@click.option(
    "--max-warnings",
    metavar="N",
    type=click.IntRange(min=0),
    help="Exit with status 1 only for errors, or for more warnings than this.",
)
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    help=f"The rules to apply. {_SELECTORS}",
)
@click.option(
    "--ignore",
    metavar="RULES",
    multiple=True,
    help=f"Rules not to apply. {_SELECTORS}",
)
@click.option(
    "--extend-select",
    metavar="RULES",
    multiple=True,
    help=f"Rules to apply as well. {_SELECTORS}",
)
@click.option(
    "--per-file-ignores",
    metavar="PATTERN:RULE",
    multiple=True,
    help="Rules not to apply in files that match a pattern; commas, repeatable.",
)
@click.option(
    "--severity",
    metavar="RULES=LEVEL",
    multiple=True,
    help="How grave a rule is: error, warning or info; commas, repeatable.",
)
@click.option(
    "--exclude",
    metavar="PATTERN",
    multiple=True,
    help="Files and folders to leave out, in place of the default.",
)
@click.option(
    "--extend-exclude",
    metavar="PATTERN",
    multiple=True,
    help="Files and folders to leave out as well.",
)
@click.option(
    "--respect-gitignore/--no-respect-gitignore",
    default=None,
    help="Leave out what .gitignore files name; done by default.",
)
@click.option(
    "--target-keras",
    metavar="RELEASE",
    help="The Keras that the code is written for: 3, 2, or one such as 2.11.",
)
@click.option(
    "--docs-url",
    metavar="URL",
    help="Where your team hosts the documentation: findings link to it.",
)
@click.option(
    "--config",
    metavar="FILE|KEY=VALUE",
    multiple=True,
    help="A settings file in place of those near the files, or one setting in TOML.",
)
@click.option(
    "--rules-dir",
    metavar="FOLDER",
    help="A folder of rules of your own.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Apply the fixes that are safe.",
)
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Also apply fixes that may change what the model computes.",
)
@click.option(
    "--diff",
    is_flag=True,
    help="Show what fixes would change, and change nothing.",
)
@click.option(
    "--fix-only",
    is_flag=True,
    help="Apply fixes, and tell nothing of what is left.",
)
@click.option(
    "--show-fixes",
    is_flag=True,
    help="Tell on standard error what was fixed.",
)
@click.option(
    "--add-noqa",
    is_flag=True,
    help="Silence all findings with `noqa` comments.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=_PATH,
    help="Tell only findings beyond those counted in a file.",
)
@click.option(
    "--no-baseline",
    is_flag=True,
    help="Use no baseline, though there is one.",
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Count all findings into the baseline.",
)
@click.option(
    "--prune-baseline",
    is_flag=True,
    help="Drop what is fixed from the baseline.",
)
@click.option(
    "--diff-base",
    metavar="REV",
    help="Tell only findings on lines changed since then.",
)
@click.option(
    "--confirm",
    is_flag=True,
    help="Build the models with Keras, and say what that confirms.",
)
@click.option("--python", metavar="PYTHON", default=sys.executable, help=PYTHON)
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="The name of what `-` reads from standard input.",
)
@click.option(
    "--isolated",
    is_flag=True,
    help="Read no settings files.",
)
@click.option(
    "--show-settings",
    is_flag=True,
    help="Show the settings of the first file, and end.",
)
@click.option(
    "--show-files",
    is_flag=True,
    help="Show the files that would be linted, and end.",
)
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    help="Where outcomes are kept from run to run; `.kerascop_cache` by default.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Neither read nor write a cache.",
)
@click.option(
    "--jobs",
    "-j",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many processes work; by default one for each core, if there is enough to do.",
)
@click.option(
    "--executor",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    help="Who works: processes of this machine, or a cluster of Dask.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Of the cluster of Dask; without it one is started here.",
)
@click.option(
    "--profile",
    is_flag=True,
    help="Tell on standard error what the stages and rules cost.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Lint again whenever a file changes.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Tell on standard error what could not be known.",
)
def command(**given: Any) -> None:
    """Lint Python files. Exit status: 0 clean, 1 findings, 2 misuse or failure.

    PATHS are files, folders or globs, or `-`; the working folder if there are none.
    """
    with plain_errors():
        from kerascop.commands.lint import Wishes, run, show
        from kerascop.commands.telling import Telling
        from kerascop.commands.ways import Ways
        from kerascop.config import Configuration, Options
        from kerascop.config.flags import file_ignores, severities, words

        if given["output_format"] is not None:
            check_format(given["output_format"])
        flags = Options(
            select=words(given["select"] or None),
            ignore=words(given["ignore"] or None),
            extend_select=words(given["extend_select"] or None),
            per_file_ignores=file_ignores(given["per_file_ignores"] or None),
            severity=severities(given["severity"] or None),
            exclude=words(given["exclude"] or None),
            extend_exclude=words(given["extend_exclude"] or None),
            respect_gitignore=given["respect_gitignore"],
            target_keras=given["target_keras"],
            output_format=given["output_format"],
            docs_url=given["docs_url"],
            rules_dir=given["rules_dir"],
            cache_dir=given["cache_dir"],
        )

        def configured() -> Configuration:
            return Configuration(None, flags, given["config"], isolated=given["isolated"])

        paths = given["paths"] or ["." if given["stdin_filename"] is None else "-"]
        configuration = configured()
        if given["show_settings"] or given["show_files"]:
            show(paths, configuration, settings=given["show_settings"])
            raise click.exceptions.Exit(Status.CLEAN)
        telling = Telling(**_of(Telling, given), caches=not given["no_cache"])
        ways = Ways(**_of(Ways, given))
        others = {"paths": paths, "telling": telling, "ways": ways}
        wishes = Wishes(**{**_of(Wishes, given), **others})
        if given["watch"]:
            from kerascop.commands.watching import watched

            gc.enable()
            raise click.exceptions.Exit(watched(wishes, configured))
        raise click.exceptions.Exit(run(wishes, configuration))


def _of(kind: type[Any], given: dict[str, Any]) -> dict[str, Any]:
    """The flags that are attributes of a class."""
    return {each.name: given[each.name] for each in fields(kind) if each.name in given}
