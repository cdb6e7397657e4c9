"""Dense layers, embeddings, inputs, and the layers that leave every axis as it is."""

from __future__ import annotations

from kerascop.dimensions import Dim, Shape, add, multiply, product
from kerascop.keras_api.shapes.checks import (
    refuse_low_rank,
    refuse_many_inputs,
    refuse_not_positive,
    refuse_rank,
)
from kerascop.keras_api.shapes.contract import UNKNOWN_CALL, Application, Inferred, shape_of
from kerascop.keras_api.shapes.convolution import has_lora, optional_bias, spatial_rank
from kerascop.keras_api.shapes.settings import as_axes, as_dim


@shape_of("Dense")
def dense(application: Application) -> Inferred:
    """The last axis becomes `units`; all others stay."""
    refuse_many_inputs(application)
    refuse_not_positive(application, "units")
    shape = application.shape
    refuse_low_rank(application, shape, 2)
    if shape is None:
        return Inferred((None,), None)
    units = application.settings.dim("units")
    parameters = add(multiply(shape[-1], units), optional_bias(application, units))
    lora = has_lora(application)
    return Inferred(((*shape[:-1], units),), None if lora else parameters, None if lora else 0)


@shape_of("Embedding", "ReversibleEmbedding")
def embedding(application: Application) -> Inferred:
    """Each integer becomes a vector: one more axis of `output_dim`."""
    refuse_not_positive(application, "input_dim", "output_dim")
    settings = application.settings
    rows, columns = settings.dim("input_dim"), settings.dim("output_dim")
    parameters = multiply(rows, columns)
    output: Shape | None = None if application.shape is None else (*application.shape, columns)
    if application.name == "ReversibleEmbedding":
        tied = settings.flag("tie_weights", default=True)
        parameters = None if tied is None else multiply(1 if tied else 2, parameters)
        reverse = application.call.flag("reverse", default=False)
        if reverse is not False:
            shape = application.shape if reverse else None
            output = None if shape is None else (*shape[:-1], rows)
    lora = has_lora(application)
    return Inferred((output,), None if lora else parameters, None if lora else 0)


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
        if not -len(slopes) < axis <= len(slopes):
            return Inferred((shape,), None)
        slopes[axis - 1] = 1
    return Inferred((shape,), None if shared is None else product(slopes))
