"""What takes the place of training, evaluation, saving and downloads."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    _Replacement = Callable[..., Any]


class History:
    """What `fit` returns: a history in which every metric was zero after every epoch."""

    def __init__(self, model: Any, epochs: Any) -> None:
        count = epochs if isinstance(epochs, int) else 1
        self.model = model
        self.epoch = list(range(count))
        self.params: dict[str, Any] = {"epochs": count}
        self.history: dict[str, list[float]] = defaultdict(lambda: [0.0] * count)


def compile_or_not(original: Any) -> _Replacement:
    """`compile`, whose refusals do not count: it has no part in building the model."""

    def compile(self: Any, *arguments: Any, **named: Any) -> None:
        metrics = named.get("metrics") or (arguments[2] if len(arguments) > 2 else ())
        many = isinstance(metrics, (list, tuple, dict))
        with suppress(Exception):
            self.__dict__["_kerascop_metrics"] = len(metrics) if many else 1
        with suppress(Exception):
            original(self, *arguments, **named)

    return compile


def fit(original: Any) -> _Replacement:
    """`fit` without training. A model that waits for its input is built for the data's shape."""

    def fit(self: Any, x: Any = None, *arguments: Any, **named: Any) -> History:
        shape = getattr(x, "shape", None)
        if isinstance(shape, tuple) and not getattr(self, "built", True):
            with suppress(Exception):
                self.build((None, *shape[1:]))
        return History(self, named.get("epochs", 1))

    return fit


def evaluate(original: Any) -> _Replacement:
    """A loss of zero, and a zero for each metric that `compile` was given."""

    def evaluate(self: Any, *arguments: Any, **named: Any) -> Any:
        if named.get("return_dict"):
            return defaultdict(float)
        count = self.__dict__.get("_kerascop_metrics", 0)
        return [0.0] * (count + 1) if count else 0.0

    return evaluate


def predict(original: Any) -> _Replacement:
    """Predictions of zeros."""

    def predict(self: Any, x: Any = None, *arguments: Any, **named: Any) -> Any:
        import numpy as np

        shape = getattr(x, "shape", None)
        count = shape[0] if isinstance(shape, tuple) and shape and shape[0] else 1
        outputs = getattr(self, "outputs", None) or []
        zeros = [np.zeros((count, *(size or 1 for size in out.shape[1:]))) for out in outputs]
        return zeros[0] if len(zeros) == 1 else zeros or np.zeros((count, 1))

    return predict


def nothing(original: Any) -> _Replacement:
    """Does nothing: saving, loading and drawing."""
    return lambda *arguments, **named: None


def empty_file(original: Any) -> _Replacement:
    """`get_file`: the path of an empty file, in place of a download."""

    def get_file(fname: Any = None, origin: Any = None, *arguments: Any, **named: Any) -> str:
        name = os.path.basename(str(fname or origin or "download"))  # noqa: PTH119
        path = os.path.join(tempfile.mkdtemp(), name)  # noqa: PTH118
        with open(path, "wb"):  # noqa: PTH123
            pass
        return path

    return get_file
