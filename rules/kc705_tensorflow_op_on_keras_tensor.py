"""KC705: a TensorFlow function applied to a symbolic tensor of Keras 3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.graph import Call, Model, Operation, Style
from kerascop.keras_api.removed_names import removed_name
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import fix_of, function_of, keywords_of
from kerascop.linting.import_fixes import taken_from

TAKE_SYMBOLS = frozenset(
    """
    tensorflow.cond tensorflow.nn.batch_normalization tensorflow.print tensorflow.is_tensor
    tensorflow.function tensorflow.get_static_value
    """.split()
)
"""What TensorFlow offers that leaves a symbol alone or applies operators only."""

COUNTERPARTS = {
    "concat": "concatenate",
    "image.resize": "image.resize",
    "l2_normalize": "normalize",
    "reduce_max": "max",
    "reduce_mean": "mean",
    "reduce_min": "min",
    "reduce_prod": "prod",
    "reduce_sum": "sum",
    **{
        name: name
        for name in """
            abs add argmax cast clip concatenate divide einsum elu exp expand_dims gelu leaky_relu
            log matmul max maximum mean min minimum multiply norm ones_like pad prod relu relu6
            repeat reshape round selu shape sigmoid sign silu softmax softplus split sqrt square
            squeeze stack std subtract sum swish tanh tensordot tile transpose unstack var where
            zeros_like
        """.split()
    },
}
"""What `keras.ops` calls the functions that it has; tests ask Keras for each."""


ALIKE = frozenset(
    """
    abs add cast concat divide elu exp expand_dims log matmul maximum minimum multiply ones_like
    reduce_max reduce_mean reduce_min reduce_prod reduce_sum relu reshape selu sigmoid sign softmax
    softplus sqrt square squeeze stack subtract tanh tile transpose where zeros_like
    """.split()
)
"""Functions that take what their counterparts take, in the same order and with the same
defaults."""
SHARED = frozenset({"axis", "keepdims"})
"""Keywords that mean the same to both."""


class TensorflowOpOnKerasTensor(Rule):
    """A function of TensorFlow is applied to a symbolic tensor while a functional model is built.

    ## What it does
    Looks at functional models for functions such as `tf.concat`, `tf.reshape`, `tf.nn.relu` and
    those of `tf.keras.backend`, applied outside any layer.

    ## Why is this bad
    In Keras 3 the tensors of a functional model are symbols that TensorFlow cannot compute with: "A
    KerasTensor cannot be used as input to a TensorFlow function". Keras 2 turned such calls into
    layers by itself.

    ## Example
    ```python
    import tensorflow as tf
    from tensorflow import keras

    left = keras.Input((8,))
    right = keras.Input((8,))
    joined = tf.concat([left, right], axis=-1)  # KC705
    model = keras.Model([left, right], keras.layers.Dense(1)(joined))
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    left = keras.Input((8,))
    right = keras.Input((8,))
    joined = keras.layers.Concatenate()([left, right])
    model = keras.Model([left, right], keras.layers.Dense(1)(joined))
    ```

    ## When not to flag
    Silent where the project requires Keras 2. Silent for operators and slices, which symbols
    understand; inside `Lambda`, the `call` of layers and subclassed models, which compute with real
    tensors; for `keras.ops`, `tf.keras.activations` and losses; for what KC702 says is gone.

    ## References
    - https://keras.io/guides/migrating_to_keras_3/
    - keras/src/backend/common/keras_tensor.py
    """

    code = "KC705"
    name = "tensorflow-op-on-keras-tensor"
    group = Group.MIGRATION
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, model: Model) -> Iterator[Finding]:
        if model.style is not Style.FUNCTIONAL or model.release.major < 3:
            return
        for call in model.calls:
            operation = call.operation
            if not isinstance(operation, Operation) or call.within is not None:
                continue
            if operation.path is not None and is_of_tensorflow(operation.path):
                name = operation.path.removeprefix("tensorflow.")
                yield self.finding(
                    call.origin,
                    f"`tf.{name}` computes with tensors, but gets a symbol of a functional model: "
                    f"Keras 3 refuses it. {remedy(name)}",
                    related=[(model.origin, "the model is built here")],
                    fix=_fix(call, operation),
                )


def is_of_tensorflow(path: str) -> bool:
    """Is it a function of TensorFlow that computes, rather than one of Keras?"""
    if path.startswith("tensorflow.keras."):
        return path.startswith("tensorflow.keras.backend.")
    return path.startswith("tensorflow.") and path not in TAKE_SYMBOLS and not removed_name(path)


def remedy(name: str) -> str:
    """What to write instead of a function of TensorFlow."""
    counterpart = COUNTERPARTS.get(re.sub(r"^(keras\.backend|math|nn)\.", "", name))
    wrap = "it belongs into the `call` of a layer or into a `Lambda`"
    return f"Use `keras.ops.{counterpart}`, or else {wrap}" if counterpart else f"I{wrap[1:]}"


def _fix(call: Call, operation: Operation) -> Fix | None:
    """The counterpart in `keras.ops`, where nothing but its name is another."""
    path = operation.path or ""
    name = path.removeprefix("tensorflow.").removeprefix("math.").removeprefix("nn.")
    function = function_of(call.origin)
    if name not in ALIKE or function is None or keywords_of(call.origin) - SHARED:
        return None
    new = f"tensorflow.keras.ops.{COUNTERPARTS.get(name, name)}"
    return fix_of(
        Applicability.UNSAFE,
        "Use the function of `keras.ops`",
        taken_from(function, path, new, lambda _: True),
    )
