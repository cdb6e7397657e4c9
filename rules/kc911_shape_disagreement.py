"""KC911: Keras computes another shape than kerascop."""

from collections.abc import Iterator

from kerascop.confirming.outcome import Disagreement
from kerascop.linting import Finding, Group, Rule


class ShapeDisagreement(Rule):
    """Keras computes something else than kerascop: kerascop is wrong.

    ## What it does
    Speaks only with `--confirm`. Every layer that kerascop has read off the source is built with
    real Keras, and the shapes of its outputs and the number of its weights are compared. This
    reports the first layers at which the two differ; what follows from a difference is left out.

    ## Why is this bad
    Findings that rest on a wrong shape are wrong as well, and they are marked as refuted. The
    mistake is kerascop's, not the program's: please report it, with the few lines that build the
    layer, and the two shapes.

    ## Example
    A program for which kerascop is known to be wrong is repaired in kerascop, so there is none to
    show. Were the shape of this layer not `(None, 26, 26, 8)`, it would be reported here.

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3)])
    ```

    ## Use instead
    Nothing: the program stays as it is. Silence the line until kerascop is repaired.

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3)])
    ```

    ## When not to flag
    What kerascop does not know is no disagreement, and neither is a size that Keras leaves open
    because it depends on the batch.

    ## References
    - `compute_output_spec` in keras/src/layers/layer.py
    """

    code, name, group, since = "KC911", "shape-disagreement", Group.KERASCOP, "0.1"

    def check(self, disagreement: Disagreement) -> Iterator[Finding]:
        yield self.finding(
            disagreement, f"{disagreement.message}. This is a mistake of kerascop: please report it"
        )
