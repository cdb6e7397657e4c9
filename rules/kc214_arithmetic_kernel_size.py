"""KC214: a window whose sides are multiplied into one number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.graph import Placement
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of, replaced

WINDOWS = ("kernel_size", "pool_size", "strides")
PLANAR = re.compile(r"\w*[23]D(Transpose)?")
PRODUCT = re.compile(r"\(?\s*(\d+)\s*\*\s*(\d+)\s*(?:\*\s*(\d+)\s*)?\)?")


class ArithmeticKernelSize(Rule):
    """`kernel_size=5*5` is a kernel of 25 by 25, not of 5 by 5.

    ## What it does
    Looks for products of numbers in the `kernel_size`, `pool_size` and `strides` of layers that
    work on two or three axes.

    ## Why is this bad
    Python multiplies before Keras sees it. A kernel of 25 by 25 has 25 times as many weights as one
    of 5 by 5, is slow, and often is larger than the feature map.

    ## Example
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((64, 64, 3)),
        layers.Conv2D(16, kernel_size=5 * 5, activation="relu"),  # KC214
        layers.GlobalAveragePooling2D(),
    ])
    ```

    ## Use instead
    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((64, 64, 3)),
        layers.Conv2D(16, kernel_size=(5, 5), activation="relu"),
        layers.GlobalAveragePooling2D(),
    ])
    ```

    ## When not to flag
    Silent for layers on one axis, where `kernel_size=4 * 16` may count samples of a signal; for
    products with a name in them, such as `2 * radius`; for products within a pair.

    ## References
    - https://keras.io/api/layers/convolution_layers/convolution2d/
    """

    code = "KC214"
    name = "arithmetic-kernel-size"
    group = Group.SUSPICIOUS
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, placement: Placement) -> Iterator[Finding]:
        layer = placement.layer.config
        if layer.user_defined or not PLANAR.fullmatch(layer.short):
            return
        for name in WINDOWS:
            argument = layer.argument(name)
            if not argument.given or argument.origin is None or not isinstance(argument.value, int):
                continue
            product = PRODUCT.fullmatch(argument.origin.text)
            if product is None:
                continue
            text = f"({', '.join(side for side in product.groups() if side)})"
            yield self.finding(
                argument.origin,
                f"`{name}={argument.origin.text}` is {argument.value} on every axis: a window with "
                f"these sides is `{text}`",
                related=[(layer.origin, "the layer")],
                subject=placement.model.origin,
                fix=fix_of(
                    Applicability.UNSAFE,
                    f"Write the sides as `{text}`",
                    replaced(argument.origin, text),
                ),
            )
