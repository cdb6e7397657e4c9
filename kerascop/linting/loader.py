"""Loading rules from a folder: one class a file, checked against the contract."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import kerascop
from kerascop.linting.documentation import DocumentationError
from kerascop.linting.group import Group
from kerascop.linting.pages import is_address
from kerascop.linting.rule import Rule
from kerascop.linting.rulebook import Label
from kerascop.misuse import UsageError

_CODE = re.compile(r"(?!ALL)[A-Z]{2,6}\d{3}\Z")
_STEM = re.compile(r"(?!all)[a-z]{2,6}\d{3}_")
_RULE = re.compile(r"^class \w+\((?:\w+\.)*Rule\)", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_VERSION = re.compile(r"\d+\.\d+\Z")


_N = TypeVar("_N", bound=Rule | Label)


class RuleError(UsageError):
    """A rule file that breaks the contract."""


def builtin_folder() -> Path:
    """Where kerascop's own rules lie.

    In a checkout that is `rules/` beside the package. An editable install also leaves a copy within
    the installed package, which goes stale: it is read only where there is no checkout.
    """
    package = Path(kerascop.__file__).resolve().parent
    checkout = package.parent
    if (checkout / "rules").is_dir() and (checkout / "pyproject.toml").is_file():
        return checkout / "rules"
    return package / "_rules"


@cache
def load_rules(folder: Path) -> tuple[Rule, ...]:
    """The rules of a folder's files, such as `kc204_single_unit_softmax.py`, ordered by code.

    Raises:
        RuleError: a file cannot be imported or breaks the contract, or a code or name is taken.
    """
    return joined(load_rule(path) for path in rule_files(folder))


def forget_rules() -> None:
    """Load rules anew when they are asked for again: their files have changed."""
    load_rules.cache_clear()
    load_rule.cache_clear()


def rule_files(folder: Path) -> list[Path]:
    """The files of rules in a folder.

    Raises:
        RuleError: a file holds a rule under a name that is not that of a rule's file.
    """
    return [path for path in sorted(folder.glob("*.py")) if _holds_rule(path)]


def label_of(file: Path) -> Label:
    """The code and the name that the name of a rule's file says: see `file_stem`."""
    code, _, name = file.stem.partition("_")
    return Label(code.upper(), name.replace("_", "-"), file)


def joined(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, ordered by code.

    Raises:
        RuleError: two have the same code or name.
    """
    return _ordered(rules, file_of)


def single(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels, ordered by code.

    Raises:
        RuleError: two have the same code or name.
    """
    return _ordered(labels, lambda label: label.file)


def _ordered(rules: Iterable[_N], file: Callable[[_N], Path]) -> tuple[_N, ...]:
    by_word: dict[str, _N] = {}
    found = tuple(rules)
    for rule in found:
        for word in (rule.code, rule.name):
            other = by_word.setdefault(word, rule)
            if other is not rule:
                raise RuleError(f"{file(rule)}: `{word}` exists twice, also in {file(other)}")
    return tuple(sorted(found, key=lambda rule: rule.code))


def is_code(text: str) -> bool:
    """Is this a code: two to six capitals and three digits?"""
    return _CODE.match(text) is not None


def is_name(text: str) -> bool:
    """Is this a name: lower case words joined by hyphens?"""
    return _NAME.match(text) is not None


def file_of(rule: Rule) -> Path:
    """The file that a rule was loaded from."""
    return Path(inspect.getfile(type(rule)))


def file_stem(code: str, name: str) -> str:
    """What the file of a rule, and the folder of its fixtures, is called."""
    return f"{code.lower()}_{name.replace('-', '_')}"


@cache
def subject_of(rule: Rule) -> type:
    """The kind of fact that a rule asks for: the annotation of its `check`.

    Raises:
        RuleError: there is none, or it is no class.
    """
    parameters = list(inspect.signature(rule.check).parameters.values())
    annotation = parameters[0].annotation if len(parameters) == 1 else None
    if isinstance(annotation, str):
        annotation = getattr(sys.modules[type(rule).__module__], annotation, None)
    if not isinstance(annotation, type) or annotation is inspect.Parameter.empty:
        raise RuleError(
            f"{rule.code}: `check` must take one argument, annotated with the kind of fact it asks "
            "about, imported at run time"
        )
    return annotation


def _holds_rule(path: Path) -> bool:
    """Is a file of the folder a rule? One that is, under another name, must not be passed over."""
    if _STEM.match(path.stem):
        return True
    try:
        text = path.read_text("utf-8", "replace")
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror or error}") from error
    if _RULE.search(text):
        raise RuleError(f"{path}: the file of a rule must be called by its code and name")
    return False


@cache
def load_rule(path: Path) -> Rule:
    """The rule in a file.

    Raises:
        RuleError: the file cannot be imported or breaks the contract.
    """
    module = _import(path)
    classes = [
        member
        for member in vars(module).values()
        if isinstance(member, type)
        # Asked first: on Python 3.10 `tuple[int, ...]` is an instance of `type`, but no class.
        and member.__module__ == module.__name__
        and issubclass(member, Rule)
    ]
    if len(classes) != 1:
        raise RuleError(f"{path}: a rule file holds one subclass of Rule, this one {len(classes)}")
    problem = _problem(classes[0], path)
    if problem:
        raise RuleError(f"{path}: {problem}")
    rule = classes[0]()
    subject_of(rule)
    try:
        _ = rule.documentation
    except DocumentationError as error:
        raise RuleError(f"{path}: {error}") from error
    return rule


def _import(path: Path) -> ModuleType:
    import importlib.util

    name = f"kerascop_rules_{abs(hash(path.parent)):x}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RuleError(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    # Where dataclasses and string annotations look for the names of the module.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        # Anybody may write a rule file, and it may fail in any way.
        del sys.modules[name]
        reason = " ".join(str(error).split()) or type(error).__name__
        raise RuleError(f"{path}: cannot be imported: {reason}") from error
    return module


def _problem(rule: type[Rule], path: Path) -> str:
    """What a rule class lacks; empty if nothing."""
    lacking = [name for name in ("code", "name", "group", "since") if not hasattr(rule, name)]
    if lacking:
        return f"{rule.__name__} has no `{lacking[0]}`"
    if not is_code(rule.code):
        return f"the code `{rule.code}` is not two to six capitals and three digits"
    if not is_name(rule.name):
        return f"the name `{rule.name}` is not lower case words joined by hyphens"
    group: object = rule.group
    if not isinstance(group, Group):
        return f"the group `{group}` is not a Group"
    if not _VERSION.match(rule.since):
        return f"`since` is `{rule.since}`, not a release like 0.1"
    if rule.url is not None and not is_address(rule.url):
        return f"`url` is `{rule.url}`, no address of http or https"
    stem = file_stem(rule.code, rule.name)
    if path.stem != stem:
        return f"the file of {rule.code} {rule.name} must be called {stem}.py"
    if inspect.isabstract(rule):
        return f"{rule.__name__} has no `check`"
    return ""
