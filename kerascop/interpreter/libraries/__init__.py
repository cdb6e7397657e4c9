"""What calls of NumPy, scikit-learn, pandas, tf.data and Keras' own functions say about data.

Importing this package registers the handlers in `kerascop.interpreter.registry`.
"""

from kerascop.interpreter.libraries import (
    indexing,
    numpy_creation,
    numpy_random,
    numpy_shapes,
    numpy_values,
)

__all__ = ["indexing", "numpy_creation", "numpy_random", "numpy_shapes", "numpy_values"]
