"""How handlers of built-ins read the arguments of a call."""

from __future__ import annotations

from collections.abc import Sequence

from kerascop.interpreter.values import Arguments, Value


def positional(arguments: Arguments, least: int = 0, most: int | None = None) -> list[Value] | None:
    """The positional arguments, if they are all known to be there and there are so many of them."""
    if arguments.incomplete or not least <= len(arguments.positional) <= (
        len(arguments.positional) if most is None else most
    ):
        return None
    return [given.value for given in arguments.positional]


def bound(arguments: Arguments, names: Sequence[str], required: int) -> list[Value | None] | None:
    """The arguments under `names`, given by position or keyword, `None` for those not given.

    `None` in place of the list if the call does not fit the signature, or may not.
    """
    if arguments.incomplete or len(arguments.positional) > len(names):
        return None
    if not set(arguments.keywords) <= set(names):
        return None
    values = [arguments.get(name, position) for position, name in enumerate(names)]
    return None if None in values[:required] else values
