"""`kerascop new-rule`."""

from __future__ import annotations

from pathlib import Path

import click

from kerascop.cli.errors import plain_errors
from kerascop.terminal import tell, write


@click.command("new-rule")
@click.argument("name")
@click.option("--code", help="By default the next one of the folder, or MY001.")
@click.option("--group", default="suspicious", help="What the rule promises.")
@click.option(
    "--rules-dir",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where it is to lie; by default what the settings say, or `kerascop_rules`.",
)
def command(name: str, code: str | None, group: str, rules_dir: Path | None) -> None:
    """Write the skeleton of a rule, with a faulty and a clean program to try it on.

    NAME is lower case words joined by hyphens.
    """
    with plain_errors():
        from kerascop.linting.scaffold import new_rule

        made = new_rule(name, code, group, rules_dir)
        made.write()
        write("".join(f"{path}\n" for path in made.files))
        tell(made.hint)
