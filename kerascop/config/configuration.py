"""Which settings hold where: the nearest settings file of each file, under the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kerascop.config.files import (
    check,
    is_settings_file,
    read_inline,
    read_options,
    settings_file_in,
)
from kerascop.config.options import Options
from kerascop.config.settings import Layer, Settings, settled, within
from kerascop.linting.collection import rulebook_with
from kerascop.linting.rule import Rule
from kerascop.linting.rulebook import Rulebook
from kerascop.linting.selection import check_words
from kerascop.misuse import UsageError


class Configuration:
    """The settings of every file of a run.

    Args:
        rules: the rules that settings may name; if not given, those that are installed and those of
            the folder that `rules-dir` means.
        flags: what the command line says; it beats all files.
        given: the values of `--config`: at most one settings file, which then counts for all files
            in place of those that lie near them, and any number of `key = value`.
        isolated: read no settings files at all.

    Raises:
        UsageError: the command line says something that is no setting.
    """

    def __init__(
        self,
        rules: Sequence[Rule] | None = None,
        flags: Options | None = None,
        given: Iterable[str] = (),
        *,
        isolated: bool = False,
    ) -> None:
        given = tuple(given)
        stated = _stated_rules(flags, given)
        self._rules_are_fixed = rules is not None or stated is not None
        self.rules_dir = stated or (None if isolated else rules_dir_of_files(given))
        self.rulebook = rulebook_with(self.rules_dir) if rules is None else Rulebook(rules=rules)
        self._isolated = isolated
        self._fixed: list[Layer] | None = None
        self._over: list[Layer] = []
        here = Path.cwd()
        for text in given:
            self._take(text, here)
        if flags is not None:
            check(flags, "the command line")
            self._over.append(self._layer(flags, here, None, ""))
        self._files: dict[Path, Path | None] = {}
        self._settled: dict[Path | None, Settings] = {}

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules that settings may name, loaded and ordered by code.

        Raises:
            RuleError: one of them breaks the contract.
        """
        return self.rulebook.rules

    def of_folder(self, folder: Path) -> Settings:
        """The settings of what lies in a folder.

        Raises:
            UsageError: its settings file says something that is no setting.
        """
        searched = self._fixed is None and not self._isolated
        source = self._nearest(folder.resolve()) if searched else None
        if source not in self._settled:
            base = self._fixed or [] if source is None else self._layers(source, source.parent)
            self._settled[source] = settled([*base, *self._over])
        return self._settled[source]

    def _take(self, text: str, here: Path) -> None:
        """One value of `--config`."""
        path = Path(text)
        if not is_settings_file(text):
            options = read_inline(text)
            if options.extend is not None:
                raise UsageError("--config: `extend` belongs into a settings file")
            self._over.append(self._layer(options, here, None, "--config: "))
            return
        if self._isolated:
            raise UsageError(f"--isolated reads no settings files, --config `{text}` is one")
        if self._fixed is not None:
            raise UsageError("--config takes one settings file")
        self._fixed = self._layers(path.resolve(), here)

    def _nearest(self, folder: Path) -> Path | None:
        """The settings file in the folder, or in the nearest one above."""
        passed = []
        found: Path | None = None
        for each in (folder, *folder.parents):
            if each in self._files:
                found = self._files[each]
                break
            passed.append(each)
            found = settings_file_in(each)
            if found is not None:
                break
        self._files.update(dict.fromkeys(passed, found))
        return found

    def _layers(self, path: Path, root: Path) -> list[Layer]:
        """A settings file, after those that it extends."""
        layers: list[Layer] = []
        seen: list[Path] = []
        known = self._rules_are_fixed
        while True:
            if path in seen:
                raise UsageError(f"{path}: `extend` leads back to itself")
            seen.append(path)
            options = read_options(path)
            if options.rules_dir is not None and not known:
                self._check_rules(path, within(path.parent, options.rules_dir))
                known = True
            layers.insert(0, self._layer(options, root, path, f"{path}: "))
            if options.extend is None:
                return layers
            path = within(path.parent, options.extend)
            root = path.parent

    def _check_rules(self, source: Path, folder: Path) -> None:
        if folder != self.rules_dir:
            # What is linted may be anybody's: it does not choose what is run.
            raise UsageError(
                f"{source}: `rules-dir` counts in the settings of the working folder only; run "
                f"kerascop in `{source.parent}`, or with `--rules-dir {folder}`"
            )

    def _layer(self, options: Options, root: Path, source: Path | None, where: str) -> Layer:
        words = tuple(options.words())
        if words:
            check_words(words, self.rulebook.labels, where)
        return Layer(options, root, source)


def _stated_rules(flags: Options | None, given: Sequence[str]) -> Path | None:
    """The folder of rules that the command line names."""
    here = Path.cwd()
    if flags is not None and flags.rules_dir is not None:
        return within(here, flags.rules_dir)
    inline = (read_inline(text).rules_dir for text in given if not is_settings_file(text))
    named = [folder for folder in inline if folder is not None]
    return within(here, named[-1]) if named else None


def rules_dir_of_files(given: Sequence[str] = ()) -> Path | None:
    """The folder of rules that the settings of the working folder name, or a given file.

    Raises:
        UsageError: a settings file says something that is no setting.
    """
    here = Path.cwd()
    files = [Path(text).resolve() for text in given if is_settings_file(text)]
    around = (settings_file_in(each) for each in (here, *here.parents))
    file = files[0] if files else next((found for found in around if found is not None), None)
    seen: list[Path] = []
    while file is not None and file not in seen:
        seen.append(file)
        options = read_options(file)
        if options.rules_dir is not None:
            return within(file.parent, options.rules_dir)
        file = None if options.extend is None else within(file.parent, options.extend)
    return None
