"""How the kernel of a layer starts: the initialiser that the source names, or Keras' default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascop.graph.facts import Configured, Reference

if TYPE_CHECKING:
    from kerascop.graph.facts import Argument, Fact
    from kerascop.graph.tensors import LayerConfig

KERNELS = ("kernel_initializer", "depthwise_initializer")


def kernel_initializer(layer: LayerConfig) -> Argument | None:
    """The argument that says how the kernel starts, default included; `None` if there is none."""
    return next((layer.arguments[name] for name in KERNELS if name in layer.arguments), None)


def initializer_name(value: Fact) -> str | None:
    """An initialiser's name, one for the string and the class: `heuniform`, `constant`, `zeros`.

    `None` where it is not known.
    """
    name = shown_initializer(value)
    return None if name is None else name.lower().replace("_", "")


def shown_initializer(value: Fact) -> str | None:
    """An initialiser as the source, or Keras' default, has it: `he_normal`, `HeNormal`."""
    match value:
        case str():
            return value
        case Reference(path=path, symbol=symbol) | Configured(path=path, symbol=symbol):
            return (symbol or path).rpartition(".")[2]
        case _:
            return None


def is_of_family(value: Fact, family: str) -> bool:
    """Is the initialiser one of a family: `he`, `lecun`, `glorot`?"""
    name = initializer_name(value)
    return name is not None and name in (f"{family}normal", f"{family}uniform")
