"""The functions of `keras.ops` that are needed, for a Keras 2 that has TensorFlow's alone."""

from __future__ import annotations

from typing import Any


def _tensorflow() -> Any:
    import tensorflow

    return tensorflow


def _of(path: str) -> Any:
    """A function of TensorFlow that takes the same arguments in the same order."""

    def function(*positional: Any, **named: Any) -> Any:
        found = _tensorflow()
        for part in path.split("."):
            found = getattr(found, part)
        return found(*positional, **named)

    return staticmethod(function)


class _Image:
    resize = _of("image.resize")


class TensorFlowOps:
    """What `keras.ops` would be."""

    image = _Image
    abs, add, subtract = _of("abs"), _of("add"), _of("subtract")
    multiply, divide = _of("multiply"), _of("divide")
    maximum, minimum = _of("maximum"), _of("minimum")
    sum, mean, max = _of("reduce_sum"), _of("reduce_mean"), _of("reduce_max")
    min, prod = _of("reduce_min"), _of("reduce_prod")
    std, var = _of("math.reduce_std"), _of("math.reduce_variance")
    logsumexp = _of("reduce_logsumexp")
    reshape, expand_dims, squeeze = _of("reshape"), _of("expand_dims"), _of("squeeze")
    transpose, concatenate, stack = _of("transpose"), _of("concat"), _of("stack")
    tile, repeat, matmul = _of("tile"), _of("repeat"), _of("matmul")
    tensordot, einsum, pad = _of("tensordot"), _of("einsum"), _of("pad")
    one_hot, take, cast = _of("one_hot"), _of("gather"), _of("cast")
    dot = _of("keras.backend.dot")

    @staticmethod
    def argmax(tensor: Any, axis: Any, keepdims: bool) -> Any:
        """The axis of the greatest value, gone unless kept."""
        return _tensorflow().reduce_max(tensor, axis=axis, keepdims=keepdims)

    argmin = argmax

    @staticmethod
    def split(tensor: Any, places: Any, axis: int) -> Any:
        """Into as many parts as a number says, or at these places."""
        tensorflow = _tensorflow()
        if isinstance(places, int):
            return tensorflow.split(tensor, places, axis=axis)
        ends = [*places, tensor.shape[axis]]
        sizes = [end - start for start, end in zip([0, *places], ends)]  # noqa: B905
        return tensorflow.split(tensor, sizes, axis=axis)

    @staticmethod
    def swapaxes(tensor: Any, one: int, other: int) -> Any:
        """Two axes in each other's place."""
        order = list(range(len(tensor.shape)))
        order[one], order[other] = order[other], order[one]
        return _tensorflow().transpose(tensor, order)

    @staticmethod
    def moveaxis(tensor: Any, source: int, destination: int) -> Any:
        """One axis at another place."""
        order = list(range(len(tensor.shape)))
        axis = order.pop(source)
        order.insert(destination % (len(order) + 1), axis)
        return _tensorflow().transpose(tensor, order)
