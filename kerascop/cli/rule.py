"""`kerascop rule`."""

from __future__ import annotations

from pathlib import Path

import click

from kerascop.cli.errors import plain_errors
from kerascop.misuse import UsageError
from kerascop.terminal import shows_colour, write


@click.command()
@click.argument("word", metavar="[CODE]", required=False)
@click.option("--all", "everything", is_flag=True, help="The documentation of all rules.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How it is printed.",
)
@click.option("--open", "browser", is_flag=True, help="Open the page of the rule in a browser.")
def command(word: str | None, everything: bool, output_format: str, browser: bool) -> None:
    """Print the documentation of a rule, or list them all.

    CODE is a code or a name; all rules are listed without one.
    """
    with plain_errors():
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
        if output_format == "json":
            each = [as_json(rule, home) for rule in ([find_rule(word, rules)] if word else rules)]
            shown = each[0] if word else each
            write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
            return
        if everything:
            text = "\n".join(map(describe, rules))
        else:
            text = describe(find_rule(word, rules)) if word else table(rules)
        write(for_terminal(text) if shows_colour() else text)
