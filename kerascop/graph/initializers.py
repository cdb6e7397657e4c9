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
    match value:
        case str():
            name = value
        case Reference(path=path, symbol=symbol) | Configured(path=path, symbol=symbol):
            name = (symbol or path).rpartition(".")[2]
        case _:
            return None
    return name.lower().replace("_", "")


def is_of_family(value: Fact, family: str) -> bool:
    """Is the initialiser one of a family: `he`, `lecun`, `glorot`?"""
    name = initializer_name(value)
    return name is not None and name in (f"{family}normal", f"{family}uniform")
