"""What calls of NumPy, scikit-learn, pandas, tf.data and Keras' own functions say about data.

Importing this package registers the handlers in `kerascop.interpreter.registry`.
"""

from kerascop.interpreter.libraries import (
    array_attributes,
    comparing,
    folders,
    frames,
    generators,
    images,
    items,
    keras_data,
    numpy_creation,
    numpy_joining,
    numpy_random,
    numpy_shapes,
    numpy_statistics,
    numpy_values,
    sklearn_datasets,
    sklearn_preprocessing,
    sklearn_splits,
    tfdata_methods,
    tfdata_sources,
    tokenizers,
)

__all__ = [
    "array_attributes",
    "comparing",
    "folders",
    "frames",
    "generators",
    "images",
    "items",
    "keras_data",
    "numpy_creation",
    "numpy_joining",
    "numpy_random",
    "numpy_shapes",
    "numpy_statistics",
    "numpy_values",
    "sklearn_datasets",
    "sklearn_preprocessing",
    "sklearn_splits",
    "tfdata_methods",
    "tfdata_sources",
    "tokenizers",
]
