"""Layers that apply another layer: at every step, in both directions, or with other weights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kerascop.dimensions import Dim, Shape, add
from kerascop.keras_api.shapes.checks import refuse_low_rank
from kerascop.keras_api.shapes.contract import (
    UNKNOWN_CALL,
    Application,
    Inferred,
    Refusal,
    RefusalKind,
    infer,
    shape_of,
)
from kerascop.keras_api.shapes.einsum import last_size
from kerascop.keras_api.shapes.recurrent import is_recurrent
from kerascop.keras_api.shapes.settings import Settings, WrappedLayer

_COUNTS_AXES = re.compile(r"(Depthwise|Separable)?Conv\dD|EinsumDense|TimeDistributed")
"""Layers that count the axes of their input when they are built, not only when they are called."""


def _wrapped(layer: WrappedLayer, inputs: Sequence[Shape | None]) -> Inferred:
    """The wrapped layer's call, as a wrapper makes it: most layers then let any rank pass."""
    try:
        return infer(layer.symbol, layer.config, inputs)
    except Refusal as refusal:
        if refusal.kind is RefusalKind.RANK and not _COUNTS_AXES.fullmatch(layer.name):
            return UNKNOWN_CALL
        raise


@shape_of("TimeDistributed")
def time_distributed(application: Application) -> Inferred:
    """The wrapped layer at every index of the second axis."""
    shape = application.shape
    refuse_low_rank(application, shape, 3)
    layer = application.settings.layer("layer")
    if layer is None or shape is None:
        return UNKNOWN_CALL
    inner = _wrapped(layer, [(shape[0], *shape[2:])])
    outputs: tuple[Shape | None, ...] = (None,)
    if len(inner.outputs) == 1 and (step := inner.outputs[0]) is not None:
        outputs = ((step[0], shape[1], *step[1:]),)
    return Inferred(outputs, inner.parameters, inner.frozen_parameters)


@shape_of("Bidirectional")
def bidirectional(application: Application) -> Inferred:
    """A recurrent layer forwards and backwards, the two results merged."""
    settings, shape = application.settings, application.shape
    forward = settings.layer("layer")
    if forward is None:
        return UNKNOWN_CALL
    if not is_recurrent(forward):
        raise Refusal(
            RefusalKind.ARGUMENT, f"Bidirectional wants a recurrent layer and gets {forward.name}"
        )
    backward = forward
    if not settings.is_none("backward_layer"):
        given = settings.layer("backward_layer")
        if given is None:
            return UNKNOWN_CALL
        backward = given
    ahead = infer(forward.symbol, forward.config, [shape])
    back = infer(backward.symbol, backward.config, [shape])
    parameters = add(ahead.parameters, back.parameters)
    frozen = add(ahead.frozen_parameters, back.frozen_parameters)
    states = (*ahead.outputs[1:], *back.outputs[1:])
    if Settings(forward.config).flag("return_state", default=False) is None:
        return Inferred((None,), parameters, frozen)
    if settings.raw("merge_mode", "concat") is None:
        merged: tuple[Shape | None, ...] = (ahead.outputs[0], back.outputs[0])
    else:
        mode = settings.text("merge_mode", "concat")
        merged = (_merged(ahead.outputs[0], back.outputs[0], mode),)
    return Inferred((*merged, *states), parameters, frozen)


def _merged(ahead: Shape | None, back: Shape | None, mode: str | None) -> Shape | None:
    if ahead is None or back is None or mode is None:
        return None
    if mode == "concat":
        return (*ahead[:-1], add(ahead[-1], back[-1]))
    return ahead


@shape_of("SpectralNormalization")
def spectral_normalization(application: Application) -> Inferred:
    """The wrapped layer, and one more vector as long as its kernel's last axis."""
    layer = application.settings.layer("layer")
    if layer is None:
        return UNKNOWN_CALL
    inner = _wrapped(layer, application.inputs)
    if not _HAS_KERNEL.fullmatch(layer.name):
        raise Refusal(
            RefusalKind.ARGUMENT,
            f"SpectralNormalization wants a layer with a kernel and gets {layer.name}",
        )
    vector = _last_axis_of_kernel(layer, application)
    return Inferred(inner.outputs, inner.parameters, add(inner.frozen_parameters, vector))


_HAS_KERNEL = re.compile(
    r"Dense|EinsumDense|(Reversible)?Embedding|(Depthwise|Separable)?Conv(olution)?\dD(Transpose)?"
    r"|LocallyConnected\dD"
)
_LAST_AXIS = {"Dense": "units", "Embedding": "output_dim"}


def _last_axis_of_kernel(layer: WrappedLayer, application: Application) -> Dim:
    settings = Settings(layer.config)
    if layer.name.endswith("Transpose"):
        first, shape = settings.channels_first, application.shape
        if first is None or shape is None:
            return None
        return shape[1] if first else shape[-1]
    if layer.name.startswith("Depthwise"):
        return settings.dim("depth_multiplier", 1)
    if layer.name.startswith("Conv") and "LSTM" not in layer.name:
        return settings.dim("filters")
    if layer.name == "EinsumDense":
        return last_size(settings)
    return settings.dim(_LAST_AXIS[layer.name]) if layer.name in _LAST_AXIS else None
