"""Dense layers, embeddings, inputs, and the layers that leave every axis as it is."""

from __future__ import annotations

from kerascop.dimensions import Dim, Shape, multiply, product
from kerascop.keras_api.shapes.checks import (
    refuse_axis,
    refuse_low_rank,
    refuse_many_inputs,
    refuse_rank,
)
from kerascop.keras_api.shapes.contract import UNKNOWN_CALL, Application, Inferred, shape_of
from kerascop.keras_api.shapes.convolution import (
    kernel_weights,
    optional_bias,
    spatial_rank,
)
from kerascop.keras_api.shapes.settings import as_axes, as_dim


@shape_of("Dense")
def dense(application: Application) -> Inferred:
    """The last axis becomes `units`; all others stay."""
    refuse_many_inputs(application)
    shape = application.shape
    refuse_low_rank(application, shape, 2)
    if shape is None:
        return Inferred((None,), None)
    units = application.settings.dim("units")
    bias = optional_bias(application, units)
    weights = kernel_weights(application, (shape[-1], units), bias)
    return Inferred(((*shape[:-1], units),), *weights)


@shape_of("Embedding", "ReversibleEmbedding")
def embedding(application: Application) -> Inferred:
    """Each integer becomes a vector: one more axis of `output_dim`."""
    settings = application.settings
    rows, columns = settings.dim("input_dim"), settings.dim("output_dim")
    others: Dim = 0
    output: Shape | None = None if application.shape is None else (*application.shape, columns)
    if application.name == "ReversibleEmbedding":
        tied = settings.flag("tie_weights", default=True)
        others = None if tied is None else multiply(0 if tied else 1, multiply(rows, columns))
        reverse = application.call.flag("reverse", default=False)
        if reverse is not False:
            shape = application.shape if reverse else None
            output = None if shape is None else (*shape[:-1], rows)
    return Inferred((output,), *kernel_weights(application, (rows, columns), others))


@shape_of("InputLayer", "Input")
def input_layer(application: Application) -> Inferred:
    """The shape that `batch_shape` or `shape` gives; a tensor that goes in comes out."""
    if application.inputs:
        return Inferred(application.inputs)
    settings = application.settings
    whole = settings.raw("batch_shape", None)
    if isinstance(whole, tuple):
        return Inferred((tuple(as_dim(size) for size in whole),))
    samples = settings.raw("shape", None)
    if isinstance(samples, tuple):
        return Inferred(((settings.dim("batch_size"), *(as_dim(size) for size in samples)),))
    return Inferred((None,))


@shape_of("Lambda", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper")
def foreign_code(_application: Application) -> Inferred:
    """Layers that run code which Keras does not know."""
    return UNKNOWN_CALL


@shape_of(
    "Activation",
    "ActivityRegularization",
    "AlphaDropout",
    "Dropout",
    "ELU",
    "GaussianDropout",
    "GaussianNoise",
    "Identity",
    "LeakyReLU",
    "Masking",
    "ReLU",
    "Rescaling",
    "Softmax",
    "ThresholdedReLU",
    "UnitNormalization",
)
def same_shape(application: Application) -> Inferred:
    """What goes in comes out, axis for axis."""
    axes = as_axes(application.settings.raw("axis", -1))
    if application.name == "UnitNormalization" and application.shape is not None:
        for axis in axes or ():
            refuse_axis(application, axis, application.shape)
    return Inferred((application.shape,))


@shape_of("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D")
def spatial_dropout(application: Application) -> Inferred:
    """Dropout of whole channels."""
    refuse_many_inputs(application)
    refuse_rank(application, application.shape, spatial_rank(application.name) + 2)
    return Inferred((application.shape,))


@shape_of("PReLU")
def parametric_relu(application: Application) -> Inferred:
    """A slope for each position of a sample, except along `shared_axes`."""
    shape = application.shape
    if shape is None:
        return Inferred((None,), None)
    shared: tuple[int, ...] | None = ()
    if not application.settings.is_none("shared_axes"):
        shared = as_axes(application.settings.raw("shared_axes"))
    slopes: list[Dim] = list(shape[1:])
    for axis in shared or ():
        refuse_axis(application, axis - 1 if axis > 0 else axis, slopes)
        slopes[axis - 1] = 1
    return Inferred((shape,), None if shared is None else product(slopes))
