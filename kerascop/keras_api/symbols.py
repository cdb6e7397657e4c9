"""What a public name of Keras is: its kind, its parameters, the versions that have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias


class Kind(Enum):
    """What sort of thing a symbol names; the values are those of the tables."""

    LAYER = "layer"
    MODEL = "model"
    LOSS = "loss"
    METRIC = "metric"
    OPTIMIZER = "optimizer"
    SCHEDULE = "schedule"
    INITIALIZER = "initializer"
    REGULARIZER = "regularizer"
    CONSTRAINT = "constraint"
    CALLBACK = "callback"
    ACTIVATION = "activation"
    APPLICATION = "application"
    DATASET = "dataset"
    OP = "op"
    FUNCTION = "function"
    CLASS = "class"


class ParameterKind(Enum):
    """How an argument reaches a parameter."""

    POSITIONAL = "positional"
    VAR_POSITIONAL = "var-positional"
    KEYWORD = "keyword"
    VAR_KEYWORD = "var-keyword"


class Missing(Enum):
    """Stands where a parameter has no default that could be shown."""

    REQUIRED = "required"
    UNREPRESENTABLE = "unrepresentable"


Default: TypeAlias = "None | bool | int | float | str | tuple[Default, ...] | Missing"
"""A default value: lists are tuples; what is no plain value is `Missing.UNREPRESENTABLE`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function, or of the constructor of a class."""

    name: str
    kind: ParameterKind = ParameterKind.POSITIONAL
    default: Default = Missing.REQUIRED

    @property
    def has_default(self) -> bool:
        """Whether the argument may be left out."""
        variable = self.kind in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        return variable or self.default is not Missing.REQUIRED


Signatures: TypeAlias = "Mapping[int, tuple[Parameter, ...]]"
"""Parameters for each major version of Keras."""

_NEWEST_FIRST = (3, 2, 1)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A public class or function of Keras. Symbols are equal if their canonical names are.

    `versions` are the major versions whose `keras` package has the symbol (1 stands for
    `tf.compat.v1.keras` and for Keras 1 itself); `tf.keras` on Keras 3 has a few more, which
    `kerascop.keras_api.exists` tells of a spelling. `aliases` are all its public spellings, written
    from `keras`.
    """

    name: str
    kind: Kind = field(compare=False)
    versions: frozenset[int] = field(compare=False)
    aliases: frozenset[str] = field(compare=False)
    signatures: Signatures = field(compare=False, repr=False)
    keywords: Mapping[int, frozenset[str]] = field(compare=False, repr=False)
    takes_any_keyword: frozenset[int] = field(compare=False, repr=False)
    methods: Mapping[str, Signatures] = field(compare=False, repr=False)

    @property
    def short(self) -> str:
        """The last part of the name: `Dense`."""
        return self.name.rpartition(".")[2]

    @property
    def is_class(self) -> bool:
        """Whether calling it makes an instance (Keras names its classes in capitals)."""
        return self.short[:1].isupper() and self.kind not in (Kind.APPLICATION, Kind.FUNCTION)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in the newest version that has the symbol."""
        return self.parameters_in(_NEWEST_FIRST[0])

    def parameters_in(self, version: int) -> tuple[Parameter, ...]:
        """The parameters in a major version; in the nearest, if that one lacks the symbol."""
        return _nearest(self.signatures, version)

    def parameter_at(self, position: int, version: int = 3) -> Parameter | None:
        """The parameter that a positional argument fills, `None` if there are not so many."""
        return positional(self.parameters_in(version), position)

    def parameter(self, name: str, version: int = 3) -> Parameter | None:
        """The parameter of that name, `None` if only `**kwargs` could take it."""
        for parameter in self.parameters_in(version):
            if parameter.name == name:
                return parameter
        return None

    def accepts(self, keyword: str, version: int = 3) -> bool:
        """Whether a keyword can be given in a version, `**kwargs` of base classes included.

        True as well for a version that does not have the symbol: then nothing is known.
        """
        if version not in self.signatures or version in self.takes_any_keyword:
            return True
        if keyword in self.keywords.get(version, frozenset()):
            return True
        variable = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        return any(
            parameter.name == keyword and parameter.kind not in variable
            for parameter in self.signatures[version]
        )

    def accepted(self, version: int = 3) -> frozenset[str]:
        """Every keyword that `accepts` knows by name, for suggesting the nearest."""
        variable = (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        named = {p.name for p in self.parameters_in(version) if p.kind not in variable}
        return self.keywords.get(version, frozenset()) | named

    def method(self, name: str, version: int = 3) -> tuple[Parameter, ...] | None:
        """The parameters of a method (without `self`), `None` if the tables do not hold it."""
        signatures = self.methods.get(name)
        return _nearest(signatures, version) if signatures else None

    def has_method(self, name: str, version: int) -> bool:
        """Whether the class has the method in that very version."""
        return version in self.methods.get(name, {})


def positional(parameters: tuple[Parameter, ...], position: int) -> Parameter | None:
    """The parameter that the positional argument number `position` (from 0) fills."""
    for index, parameter in enumerate(parameters):
        if parameter.kind is ParameterKind.VAR_POSITIONAL:
            return parameter
        if parameter.kind is not ParameterKind.POSITIONAL:
            return None
        if index == position:
            return parameter
    return None


def _nearest(signatures: Signatures, version: int) -> tuple[Parameter, ...]:
    for candidate in (version, *_NEWEST_FIRST):
        if candidate in signatures:
            return signatures[candidate]
    return ()
