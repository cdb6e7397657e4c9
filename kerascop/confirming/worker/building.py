"""A model from its plan: real layers are called on symbolic tensors, one step after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .constructing import Absent, construct, value
from .operations import Unmapped, broadcast, operate

if TYPE_CHECKING:
    from collections.abc import Callable

    from .loading import Keras


def build(keras: Keras, plan: dict[str, Any]) -> dict[str, Any]:
    """What Keras says of each step of a plan, of its layers, and of the model as a whole.

    Weights get no values. If anything is refused so, a small model is built once more with them:
    what counts is what the program itself would be told.
    """
    # Forgetting ends the scope as well: it comes first.
    keras.forget()
    with keras.without_weights():
        built = _Build(keras, plan).run()
    if plan["small"] and _is_refused(built):
        keras.forget()
        built = _Build(keras, plan).run()
    return built


def _is_refused(built: dict[str, Any]) -> bool:
    whole = built["whole"]
    return whole is not None and "error" in whole or any("error" in step for step in built["steps"])


class _Build:
    def __init__(self, keras: Keras, plan: dict[str, Any]) -> None:
        self._keras = keras
        self._plan = plan
        self._tensors: dict[int, Any] = {}
        self._doubtful: set[int] = set()
        self._refused: set[int] = set()
        self._layers: dict[int, Any] = {}

    def run(self) -> dict[str, Any]:
        steps = [self._step(step) for step in self._plan["steps"]]
        return {
            "steps": steps,
            "layers": [self._parameters(index) for index in range(len(self._plan["layers"]))],
            "whole": self._whole() if all("shapes" in step for step in steps) else None,
        }

    def _input(self, step: dict[str, Any]) -> Any:
        return self._keras.module.Input(batch_shape=tuple(step["static"][0]), **step["arguments"])

    def _step(self, step: dict[str, Any]) -> dict[str, Any]:
        if any(tensor in self._refused for tensor in step["inputs"]):
            self._refused.update(step["outputs"])
            return {"behind": True}
        if step["kind"] == "given" or any(each not in self._tensors for each in step["inputs"]):
            self._stand_in(step)
            return {"given": True}
        return self._told(step, lambda: self._applied(step))

    def _told(self, step: dict[str, Any], made: Callable[[], Any]) -> dict[str, Any]:
        """Takes a step and says what came of it."""
        doubtful = any(tensor in self._doubtful for tensor in step["inputs"])
        if step.get("doubtful"):
            self._doubtful.update(step["outputs"])
        try:
            results = _flat(made())
        except Absent as error:
            self._stand_in(step)
            return {"absent": str(error)}
        except Unmapped as error:
            self._stand_in(step)
            return {"unmapped": str(error)}
        except Exception as error:  # noqa: BLE001 - Keras and its backends raise what they like
            self._refused.update(step["outputs"])
            return {"error": _message(error), "doubtful": doubtful}
        for index, tensor in enumerate(step["outputs"]):
            if index < len(results):
                self._tensors[tensor] = results[index]
            if doubtful:
                self._doubtful.add(tensor)
        return {"shapes": [_shape(result) for result in results]}

    def _applied(self, step: dict[str, Any]) -> Any:
        if step["kind"] == "input":
            return self._input(step)
        tensors = [self._tensors[each] for each in step["inputs"]]
        given = {name: value(self._keras, each) for name, each in step["arguments"].items()}
        if step["kind"] == "operation":
            return operate(self._keras, step["name"], tensors, given)
        if step["kind"] == "elementwise":
            return broadcast(self._keras, step["name"], tensors, given)
        return _FORMS[step["form"]](self._layer(step["layer"]), tensors, given)

    def _layer(self, index: int) -> Any:
        if index not in self._layers:
            self._layers[index] = construct(self._keras, self._plan["layers"][index])
        return self._layers[index]

    def _stand_in(self, step: dict[str, Any]) -> None:
        """What is not built is taken for what kerascop says of it, so that the rest can be."""
        for tensor, shape in zip(step["outputs"], step["static"]):  # noqa: B905 - not before 3.10
            if shape is None:
                continue
            self._tensors[tensor] = self._keras.module.Input(batch_shape=tuple(shape))
            if step.get("doubtful") or None in shape[1:]:
                self._doubtful.add(tensor)

    def _parameters(self, index: int) -> int | None:
        layer = self._layers.get(index)
        if layer is None or not layer.built:
            return None
        return int(layer.count_params())

    def _whole(self) -> dict[str, Any] | None:
        """The model that the steps make, if they are all of it."""
        plan, keras = self._plan, self._keras.module
        try:
            if plan["assemble"] == "sequential":
                model = keras.Sequential()
                for step in plan["steps"]:
                    first = step["kind"] == "input"
                    model.add(self._input(step) if first else self._layers[step["layer"]])
            elif plan["assemble"] == "functional":
                inputs = [self._tensors[each] for each in plan["inputs"]]
                model = keras.Model(inputs, [self._tensors[each] for each in plan["outputs"]])
            else:
                return None
            return {"parameters": int(model.count_params())}
        except Exception as error:  # noqa: BLE001 - Keras and its backends raise what they like
            return {"error": _message(error)}


_FORMS: dict[str, Callable[[Any, list[Any], dict[str, Any]], Any]] = {
    "one": lambda layer, tensors, given: layer(tensors[0], **given),
    "list": lambda layer, tensors, given: layer(tensors, **given),
    "each": lambda layer, tensors, given: layer(*tensors, **given),
    "state": lambda layer, tensors, given: layer(tensors[0], initial_state=tensors[1:], **given),
}
"""How layers take the tensors that they are called on."""


_COLOURS = re.compile("\x1b\\[[0-9;]*m")


def _message(error: Exception) -> str:
    """What Keras says, as it says it, but for the colours."""
    return _COLOURS.sub("", str(error)) or type(error).__name__


def _flat(result: Any) -> list[Any]:
    if isinstance(result, dict):
        return [each for key in sorted(result) for each in _flat(result[key])]
    if isinstance(result, (list, tuple)):
        return [each for part in result for each in _flat(part)]
    return [result]


def _shape(tensor: Any) -> list[int | None] | None:
    shape = getattr(tensor, "shape", None)
    try:
        return None if shape is None else [None if size is None else int(size) for size in shape]
    except (TypeError, ValueError):
        return None
