"""The plugin for flake8: the findings of `kerascop lint`, told by flake8."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import kerascop
from kerascop.config.configuration import Configuration
from kerascop.config.options import Options
from kerascop.linting.onlooking import Onlooker, Surroundings
from kerascop.linting.run import lint
from kerascop.misuse import UsageError
from kerascop.sources.neighbours import directly_imported, imported_files
from kerascop.sources.reading import Contents, encoded
from kerascop.sources.relevance import mentions_keras, names_keras

if TYPE_CHECKING:
    import ast

    from flake8.options.manager import OptionManager

PREFIX = "KC"

_LISTS = {
    "select": "Rules of kerascop to apply in place of the default ones.",
    "extend-select": "Rules of kerascop to apply as well: codes, prefixes, names, groups or ALL.",
    "ignore": "Rules of kerascop not to apply.",
}


class Plugin:
    """What flake8 makes for every file that could be parsed.

    Args:
        tree: flake8's; that there is one makes it a plugin for whole files.
        filename: what flake8 calls the file, which for standard input is `--stdin-display-name`.
        lines: the text, from the disk or from standard input.
    """

    name = "kerascop"
    version = kerascop.__version__
    configuration: ClassVar[Configuration | None] = None

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        self._path = Path(filename)
        self._data = encoded(self._path, "".join(lines))

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """Tell flake8 of the options, which its configuration may have, too."""
        for name, text in _LISTS.items():
            manager.add_option(
                f"--kerascop-{name}",
                default="",
                metavar="RULES",
                comma_separated_list=True,
                parse_from_config=True,
                help=text,
            )
        manager.add_option(
            "--kerascop-target-keras",
            default="",
            metavar="RELEASE",
            parse_from_config=True,
            help="The Keras that the code is written for: 3, 2, or one such as 2.11.",
        )

    @classmethod
    def parse_options(cls, options: Namespace) -> None:
        """Take what the options say, above kerascop's own settings near the files."""
        from flake8.exceptions import ExecutionError

        wanted = [*(options.kerascop_extend_select or ()), *_precise(options)]
        flags = Options(
            select=list(options.kerascop_select or ()) or None,
            extend_select=wanted or None,
            ignore=list(options.kerascop_ignore or ()) or None,
            target_keras=options.kerascop_target_keras or None,
        )
        try:
            cls.configuration = Configuration(None, flags)
        except UsageError as error:
            raise ExecutionError(f"kerascop: {error}") from error

    def run(self) -> Iterator[tuple[int, int, str, type[Any]]]:
        """The findings as flake8 wants them: lines from 1, columns from 0."""
        contents = Contents({self._path: self._data})
        root = Path.cwd()
        if not self._concerns_keras(root, contents):
            return
        around = imported_files(self._path.absolute(), self._data, root, contents)
        onlooker = Onlooker()
        onlooker.surroundings = Surroundings((root,), around)
        report = lint([self._path], self.configuration, contents, onlooker=onlooker)
        for finding in report.findings:
            if finding.path == self._path:
                place = finding.span.start_line, finding.span.start_column - 1
                yield *place, f"{finding.code} {finding.message}", type(self)

    def _concerns_keras(self, root: Path, contents: Contents) -> bool:
        """Does the file speak of Keras, or a file of the project that it imports?"""
        if mentions_keras(self._data):
            return True
        near = directly_imported(self._path.absolute(), self._data, root, contents)
        return any(map(names_keras, near.values()))


def _precise(options: Namespace) -> list[str]:
    """What flake8 is asked to select of us beyond the prefix, to which noisy groups do not belong.

    Words such as `KC4` turn on what is off by default, as flake8's users expect.
    """
    asked = [*(options.select or ()), *(getattr(options, "extend_select", None) or ())]
    return [word for word in asked if word.startswith(PREFIX) and len(word) > len(PREFIX)]
