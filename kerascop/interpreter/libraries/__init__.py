"""What calls of NumPy, scikit-learn, pandas, tf.data and Keras' own functions say about data.

Importing this package registers the handlers in `kerascop.interpreter.registry`.
"""

from kerascop.interpreter.libraries import (
    frames,
    generators,
    images,
    indexing,
    keras_data,
    numpy_creation,
    numpy_random,
    numpy_shapes,
    numpy_values,
    sklearn_datasets,
    sklearn_preprocessing,
    sklearn_splits,
    tfdata,
)

__all__ = [
    "frames",
    "generators",
    "images",
    "indexing",
    "keras_data",
    "numpy_creation",
    "numpy_random",
    "numpy_shapes",
    "numpy_values",
    "sklearn_datasets",
    "sklearn_preprocessing",
    "sklearn_splits",
    "tfdata",
]
