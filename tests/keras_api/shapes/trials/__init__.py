"""What is called, layer by layer, to compare kerascop with Keras."""

from tests.keras_api.shapes.trials import (  # noqa: F401 - each family registers its strategies
    attention,
    convolution,
    core,
    merging,
    normalization,
    pooling,
    preprocessing,
    recurrent,
    reshaping,
)
from tests.keras_api.shapes.trials.registry import TRIALS

__all__ = ["TRIALS"]
