"""The graph of a model at its top level, in Keras' order: what is inside its layers is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from kerascop.graph.models import Model
from kerascop.graph.tensors import Call, LayerConfig, Tensor

Node: TypeAlias = Call | Tensor
"""A call at the top level, or an input of the model."""
Key: TypeAlias = LayerConfig | Call | Tensor
"""What is in a model once, however often it is called: a layer; an operation, whose every call is
one of its own; an input."""


@dataclass(frozen=True)
class Input:
    """An input of the model, which Keras makes an `InputLayer`."""

    tensor: Tensor


@dataclass(frozen=True)
class Step:
    """A layer with its calls at the model's top level: none if the model only holds it."""

    layer: LayerConfig
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Graph:
    """The top level of a model."""

    model: Model

    @cached_property
    def layers(self) -> tuple[Input | Step, ...]:
        """The inputs and layers as `model.layers` has them.

        A functional model lists them by depth, which is the longest way, counted in calls, from a
        layer to an output: the deepest first. Among layers of one depth that one is first which a
        walk back from the outputs meets first. (After `map_graph` in Keras' ops/function.py.) All
        other models list the layers that they hold.
        """
        if self.model.members is not None:
            return tuple(Step(layer, self.calls_of(layer)) for layer in self.model.members)
        return tuple(self._item(key) for key in self._by_depth() if not _is_operation(key))

    def calls_of(self, layer: LayerConfig) -> tuple[Call, ...]:
        """The calls of a layer at the top level, producers before consumers."""
        return self._calls_of.get(layer, ())

    def inside(self, call: Call) -> tuple[Call, ...]:
        """The call, and every call in it."""
        return (call, *self._inside.get(call, ()))

    def inbound(self, step: Step) -> tuple[Input | Step, ...]:
        """Where the inputs of a layer come from: inputs and layers, operations looked through."""
        found: dict[Key, None] = {}
        waiting = [tensor for call in reversed(step.calls) for tensor in reversed(call.inputs)]
        seen: set[Call] = set()
        while waiting:
            node = self._node(waiting.pop())
            if node is None:
                continue
            key = _key(node)
            if not isinstance(key, Call):
                found.setdefault(key)
            elif key not in seen:
                seen.add(key)
                waiting.extend(reversed(key.inputs))
        return tuple(self._item(key) for key in found)

    def flow(self) -> dict[Key, tuple[Key, ...]]:
        """What is between inputs and outputs, operations too, with where its inputs come from.

        The order is that of `layers`: the deepest first.
        """
        found: dict[Key, dict[Key, None]] = {key: {} for key in self._by_depth()}
        for node in self._walk[0]:
            found[_key(node)].update((_key(source), None) for source in self._sources(node))
        return {key: tuple(sources) for key, sources in found.items()}

    def _item(self, key: Key) -> Input | Step:
        if isinstance(key, Tensor):
            return Input(key)
        assert isinstance(key, LayerConfig)
        return Step(key, self.calls_of(key))

    def _node(self, tensor: Tensor) -> Node | None:
        if tensor in self._inputs:
            return tensor
        return None if tensor.call is None else outermost(tensor.call)

    @cached_property
    def _inputs(self) -> frozenset[Tensor]:
        return frozenset(self.model.inputs)

    @cached_property
    def _walk(self) -> tuple[tuple[Node, ...], dict[Key, int]]:
        """The nodes, producers first, and in which order a walk back from the outputs met them."""
        done: dict[Node, None] = {}
        met: dict[Key, int] = {}
        waiting: list[tuple[Node | None, bool]] = [
            (self._node(tensor), False) for tensor in reversed(self.model.outputs)
        ]
        while waiting:
            node, expanded = waiting.pop()
            if node is None or node in done:
                continue
            if expanded:
                done[node] = None
                continue
            met.setdefault(_key(node), len(met))
            waiting.append((node, True))
            if isinstance(node, Call):
                waiting.extend((self._node(tensor), False) for tensor in reversed(node.inputs))
        return tuple(done), met

    def _by_depth(self) -> list[Key]:
        nodes, met = self._walk
        depth_of_node: dict[Node, int] = {}
        depths: dict[Key, int] = {}
        for node in reversed(nodes):
            key = _key(node)
            depth = max(depth_of_node.get(node, 0), depths.get(key, 0))
            depths[key] = depth
            for source in self._sources(node):
                depth_of_node[source] = max(depth + 1, depth_of_node.get(source, 0))
        for tensor in self.model.inputs:
            depths.setdefault(tensor, 0)
        return sorted(depths, key=lambda key: (-depths[key], met.get(key, -1)))

    def _sources(self, node: Node) -> Iterator[Node]:
        if isinstance(node, Call):
            for tensor in node.inputs:
                source = self._node(tensor)
                if source is not None:
                    yield source

    @cached_property
    def _calls_of(self) -> dict[LayerConfig, tuple[Call, ...]]:
        calls: dict[LayerConfig, dict[Call, None]] = {}
        for call in self.model.calls:
            top = outermost(call)
            if top.layer is not None:
                calls.setdefault(top.layer, {})[top] = None
        return {layer: tuple(found) for layer, found in calls.items()}

    @cached_property
    def _inside(self) -> dict[Call, list[Call]]:
        inside: dict[Call, list[Call]] = {}
        for call in self.model.all_calls:
            top = outermost(call)
            if top is not call:
                inside.setdefault(top, []).append(call)
        return inside


def outermost(call: Call) -> Call:
    """The call at the top level that a call happens in: itself, if in none."""
    around = (call, *call.enclosing())
    return around[-1]


def _key(node: Node) -> Key:
    if isinstance(node, Call):
        return node if node.layer is None else node.layer
    return node


def _is_operation(key: Key) -> bool:
    return isinstance(key, Call)
