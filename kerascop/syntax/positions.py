"""Where the nodes of a concrete syntax tree stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import libcst as cst
from libcst.metadata import CodeRange, PositionProvider


class _Positions(PositionProvider):
    """libcst's provider without its `MetadataWrapper`.

    The wrapper copies the tree, lest a node stands in it twice, which no tree fresh from the parser
    does; and it walks the tree once more for providers that share a walk, of which there are none.
    """

    def of(self, tree: cst.Module) -> Mapping[cst.CSTNode, CodeRange]:
        self._gen_impl(tree)
        return cast("Mapping[cst.CSTNode, CodeRange]", self._computed)


def positions_of(tree: cst.Module) -> Mapping[cst.CSTNode, CodeRange]:
    """The place of every node of a tree fresh from the parser, whitespace around it left out."""
    return _Positions().of(tree)
