"""`kerascop clean`."""

from __future__ import annotations

from pathlib import Path

import click

from kerascop.cli.errors import plain_errors
from kerascop.terminal import tell


@click.command()
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The cache, if it does not lie where the settings say.",
)
@click.option("--isolated", is_flag=True, help="Read no settings files.")
def command(cache_dir: Path | None, isolated: bool) -> None:
    """Remove the cache of the working folder."""
    with plain_errors():
        from kerascop.caching.folder import cache_folder, remove
        from kerascop.config import Configuration

        folder = cache_dir or cache_folder(Configuration(isolated=isolated))
        if remove(folder):
            tell(f"Removed `{folder}`.")
