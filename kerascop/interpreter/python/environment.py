"""The world around a program: command line, environment, files, output, time and chance.

Files exist, what the command line and the environment say is unknown, and output has no effect.
"""

from __future__ import annotations

import posixpath
import string
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kerascop.interpreter.python.bounds import ODD_ARGUMENTS, small
from kerascop.interpreter.python.signatures import positional
from kerascop.interpreter.python.symbolic import call
from kerascop.interpreter.registry import CONSTANTS, function, object_method
from kerascop.interpreter.translating import from_python
from kerascop.interpreter.values import (
    NONE,
    TRUE,
    Arguments,
    Constant,
    External,
    LibraryObject,
    ListValue,
    TupleValue,
    Unknown,
    Value,
    python_value,
)

if TYPE_CHECKING:
    from kerascop.interpreter.machine import Machine

_PARSER = "argparse.ArgumentParser"

CONSTANTS["sys.version_info"] = from_python((3, 12, 0, "final", 0))
CONSTANTS["os.sep"] = Constant("/")
CONSTANTS["os.path.sep"] = Constant("/")
CONSTANTS["typing.TYPE_CHECKING"] = Constant(value=False)
for _name in (
    "ascii_letters",
    "ascii_lowercase",
    "ascii_uppercase",
    "digits",
    "printable",
    "punctuation",
):
    CONSTANTS[f"string.{_name}"] = Constant(getattr(string, _name))


@function(
    "builtins.print",
    "gc.collect",
    "logging.basicConfig",
    "logging.debug",
    "logging.error",
    "logging.info",
    "logging.warning",
    "os.chdir",
    "os.makedirs",
    "os.mkdir",
    "os.remove",
    "pprint.pprint",
    "random.seed",
    "sys.stdout.flush",
    "sys.stdout.write",
    "time.sleep",
    "warnings.filterwarnings",
    "warnings.simplefilter",
    "warnings.warn",
)
def _without_effect(machine: Machine, arguments: Arguments) -> Value | None:
    return NONE


@function("builtins.exit", "builtins.quit", "sys.exit", "os._exit", "os.abort")
def _exit(machine: Machine, arguments: Arguments) -> Value | None:
    if not machine.uncertain:
        machine.raise_("SystemExit")
    return NONE


_PATHS: dict[str, Callable[..., Any]] = {
    name: getattr(posixpath, name)
    for name in ("basename", "dirname", "isabs", "join", "normpath", "split", "splitext")
}


def _register_path(name: str, compute: Callable[..., Any]) -> None:
    @function(f"os.path.{name}")
    def handler(machine: Machine, arguments: Arguments) -> Value | None:
        given = positional(arguments, 1)
        if given is None:
            return None
        parts = [python_value(value) for value in given]
        if not all(isinstance(part, str) and small(part) for part in parts):
            return call(f"os.path.{name}", *given)
        try:
            return from_python(compute(*parts))
        except ODD_ARGUMENTS:
            return None


for _name, _compute in _PATHS.items():
    _register_path(_name, _compute)


@function("os.path.exists", "os.path.isfile", "os.path.isdir", "os.path.lexists")
def _exists(machine: Machine, arguments: Arguments) -> Value | None:
    return TRUE


@function("os.getenv", "os.environ.get")
def _getenv(machine: Machine, arguments: Arguments) -> Value | None:
    given = positional(arguments, 1, 2)
    return None if given is None else call("os.environ.get", given[0])


@function(_PARSER, "configargparse.ArgumentParser", "optparse.OptionParser")
def _parser(machine: Machine, arguments: Arguments) -> Value | None:
    return LibraryObject(_PARSER, None, {}, arguments.origin)


@object_method(_PARSER, "add_argument", "add_option", "set_defaults", "print_help", "usage")
def _add_argument(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> Value | None:
    return NONE


@object_method(
    _PARSER,
    "add_argument_group",
    "add_mutually_exclusive_group",
    "add_parser",
    "add_subparsers",
)
def _group(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> Value | None:
    return LibraryObject(_PARSER, None, {}, arguments.origin)


@object_method(_PARSER, "parse_args")
def _parse_args(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> Value | None:
    return Unknown(("name", "args"))


@object_method(_PARSER, "parse_known_args")
def _parse_known(machine: Machine, receiver: LibraryObject, arguments: Arguments) -> Value | None:
    return TupleValue((Unknown(("name", "args")), Unknown(("name", "unparsed"))))


@function("random.shuffle")
def _shuffle(machine: Machine, arguments: Arguments) -> Value | None:
    shuffled = arguments.get("x", 0)
    if isinstance(shuffled, ListValue) and len(shuffled.items) > 1:
        machine.journal.set(shuffled, "exact", False)
    return NONE


@function("absl.app.run", "tensorflow.app.run", "tensorflow.compat.v1.app.run")
def _run_main(machine: Machine, arguments: Arguments) -> Value | None:
    main = arguments.get("main", 0)
    if main is None or isinstance(main, External):
        return NONE
    return machine.call_with(main, (Unknown(("name", "argv")),), arguments.origin)
