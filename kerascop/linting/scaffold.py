"""`kerascop new-rule`: the files of a new rule, which works from the start and is then changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

import kerascop
from kerascop.linting.collection import installed_rules
from kerascop.linting.group import Group
from kerascop.linting.loader import builtin_folder, file_of, file_stem, is_code, is_name, load_rules
from kerascop.linting.rule import Rule
from kerascop.misuse import UsageError, nearest
from kerascop.terminal import write_file

OWN_PREFIX = "KC"
"""Codes of kerascop itself: any of them may be taken by its next release."""

_DEFAULT_PREFIX = "MY"

_RULE = Template('''\
"""$code: starts as a small rule that works; put what you look for in its place."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Layer
from kerascop.linting import Finding, Group, Rule


class $class_name(Rule):
    """Noise with a standard deviation above one drowns what it is added to.

    ## What it does
    Looks at the `stddev` of `GaussianNoise`.

    ## Why is this bad
    Inputs are usually scaled to about one: more noise than that leaves little to learn from.

    ## Example
    ```python
$example
    ```

    ## Use instead
    ```python
$use_instead
    ```

    ## When not to flag
    Silent when the number is not known.

    ## References
    - https://keras.io/api/layers/regularization_layers/gaussian_noise/
    """

    code = "$code"
    name = "$name"
    group = Group.$group
    since = "$since"

    def check(self, layer: Layer) -> Iterator[Finding]:
        stddev = layer.argument("stddev").value
        if layer.symbol != "keras.layers.GaussianNoise" or not isinstance(stddev, int | float):
            return
        if stddev > 1:
            yield self.finding(
                layer.origin, f"noise of {stddev:g} drowns inputs that are scaled to about one"
            )
''')

_PROGRAM = Template("""\
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input((20,)))
model.add(layers.GaussianNoise($stddev))$mark
model.add(layers.Dense(1))
""")


@dataclass(frozen=True)
class NewRule:
    """A rule that is to be.

    Attributes:
        code, name, group, since: as in `Rule`.
        folder: of the rule's file.
        fixtures: the folder of the faulty and the clean program.
        in_use: do the settings name the rule's folder?
    """

    code: str
    name: str
    group: Group
    since: str
    folder: Path
    fixtures: Path
    in_use: bool

    @property
    def hint(self) -> str:
        """What to do next."""
        faulty = (self.fixtures / file_stem(self.code, self.name) / "buggy.py").as_posix()
        folder = self.folder.as_posix()
        if self.in_use:
            return f"Try it: kerascop lint --extend-select {self.code} {faulty}"
        return (
            f'Add `rules-dir = "{folder}"` to the settings of the project, or try it first: '
            f"kerascop lint --rules-dir {folder} --extend-select {self.code} {faulty}"
        )

    @property
    def files(self) -> dict[Path, str]:
        """The texts of the files, by their paths."""
        stem = file_stem(self.code, self.name)
        faulty = _PROGRAM.substitute(stddev="5.0", mark=f"  # {self.code}")
        clean = _PROGRAM.substitute(stddev="0.1", mark="")
        rule = _RULE.substitute(
            code=self.code,
            name=self.name,
            class_name="".join(word.capitalize() for word in self.name.split("-")),
            group=self.group.name,
            since=self.since,
            example=_indented(faulty),
            use_instead=_indented(clean),
        )
        return {
            self.folder / f"{stem}.py": rule,
            self.fixtures / stem / "buggy.py": faulty,
            self.fixtures / stem / "clean.py": clean,
        }

    def write(self) -> None:
        """Writes the files.

        Raises:
            UsageError: one is there already, or cannot be written.
        """
        for path in self.files:
            if path.exists():
                raise UsageError(f"`{path}` is there already")
        for path, text in self.files.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(
                    f"`{path.parent}` cannot be made: {error.strerror or error}"
                ) from error
            write_file(path, text)


def new_rule(name: str, code: str | None, group: str, folder: Path | None) -> NewRule:
    """A rule with a name and code that nobody has.

    Args:
        name: of the rule.
        code: of the rule; if not given, the next one of the folder's own.
        group: of the rule.
        folder: where its file is to lie; if not given, where the settings say, in a checkout of
            kerascop its own folder, else `kerascop_rules`.

    Raises:
        UsageError: the name or code is taken or malformed, or there is no such group.
    """
    from kerascop.config.configuration import rules_dir_of_files

    if not is_name(name):
        proposal = "-".join(name.replace("_", " ").replace("-", " ").split()).lower()
        hint = f", such as `{proposal}`" if is_name(proposal) else ""
        raise UsageError(f"a rule's name is lower case words joined by hyphens{hint}: not `{name}`")
    groups = {each.value: each for each in Group if each is not Group.KERASCOP}
    if group not in groups:
        raise UsageError(f"unknown group `{group}`{nearest(group, groups)}")
    stated = rules_dir_of_files()
    own = builtin_folder()
    home = own if own == Path.cwd().resolve() / "rules" else Path("kerascop_rules")
    folder = shortened(folder or stated or home)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"`{folder}` is no folder")
    there = load_rules(folder.resolve()) if folder.is_dir() else ()
    is_kerascops = folder.resolve() == own
    code = code.upper() if code is not None else _next_code(there, is_kerascops=is_kerascops)
    if not is_code(code):
        raise UsageError(f"a rule's code is two to six letters and three digits, not `{code}`")
    if code.startswith(OWN_PREFIX) is not is_kerascops:
        raise UsageError(
            f"`{code}`: codes that begin with {OWN_PREFIX} are kerascop's own, and no others"
        )
    for other in (*installed_rules(), *there):
        for word in (code, name):
            if word in (other.code, other.name):
                raise UsageError(
                    f"`{word}` is taken by {other.code} {other.name}, {file_of(other)}"
                )
    return NewRule(
        code,
        name,
        groups[group],
        since=".".join(kerascop.__version__.split(".")[:2]) if is_kerascops else "0.1",
        folder=folder,
        fixtures=folder.parent / "fixtures" / "rules" if is_kerascops else folder / "fixtures",
        in_use=is_kerascops or folder.resolve() == stated,
    )


def _next_code(local: Sequence[Rule], *, is_kerascops: bool) -> str:
    if is_kerascops:
        raise UsageError("a rule of kerascop itself needs `--code`: its first digit is the family")
    if not local:
        return f"{_DEFAULT_PREFIX}001"
    last = local[-1].code
    number = int(last[-3:]) + 1
    if number > 999:
        raise UsageError(f"there is no code after `{last}`: give one with `--code`")
    return f"{last[:-3]}{number:03}"


def _indented(program: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in program.splitlines())


def shortened(path: Path) -> Path:
    """The path relative to the working folder, if it lies in it."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return absolute.relative_to(here) if here in absolute.parents else path
