"""KC701: an argument that today's Keras no longer takes, or takes and ignores."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ApiCall
from kerascop.keras_api.removed_arguments import removed_argument
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import argument_renamed, fix_of


class RemovedArgument(Rule):
    """A keyword argument of an earlier Keras that today's release refuses or ignores.

    ## What it does
    Compares the keywords of calls of layers, optimizers, callbacks and methods of models with those
    that the targeted Keras takes, and reports the ones that earlier releases took: `lr=`, `decay=`,
    `nb_epoch=`, `border_mode=`, `Model(input=…)`, `period=`, `batch_input_shape=`, `fit(workers=…)`
    and their like. The target is what the settings or the project's requirements name, else the
    newest release.

    ## Why is this bad
    Most of them raise. The silent ones are worse: Keras 3 ignores `decay=`, and tf_keras ignores
    `lr=` and trains with its default rate of 0.001.

    ## Example
    ```python
    from tensorflow import keras

    optimizer = keras.optimizers.Adam(lr=0.0005)  # KC701
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    optimizer = keras.optimizers.Adam(learning_rate=0.0005)
    ```

    ## When not to flag
    Silent where the project requires a release that takes the argument. Silent where the namespace
    still takes it: `tf_keras`, `tf.compat.v1`,
    `tf.keras.optimizers.legacy`. Silent for what Keras merely warns about and still honours
    (`Embedding(input_length=…)`, `LeakyReLU(alpha=…)`, `Dense(input_dim=…)`), for `decay=0`, which
    asks for nothing, for classes of your own, and within a `try` that handles the `TypeError`.

    ## References
    - https://keras.io/guides/migrating_to_keras_3/
    - https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes
    - keras/src/optimizers/base_optimizer.py, which drops `decay` with a warning
    """

    code = "KC701"
    name = "removed-argument"
    group = Group.MIGRATION
    since = "0.1"
    fixes = (Applicability.SAFE, Applicability.UNSAFE)

    def check(self, call: ApiCall) -> Iterator[Finding]:
        for keyword, argument in call.keywords.items():
            removed = removed_argument(call.path, keyword, call.release)
            if removed is None or (keyword == "decay" and argument.value in (0, None)):
                continue
            if call.guarded and not removed.ignored:
                continue
            does = "ignores" if removed.ignored else "refuses"
            release = released(call)
            name = call.path.rpartition(".")[2]
            place = call.keyword_origins.get(keyword) or argument.origin or call.origin
            yield self.finding(
                place,
                f"{release} {does} `{keyword}=` of `{name}`: {removed.advice}",
                # Where the old name had no effect the new one has.
                fix=fix_of(
                    Applicability.UNSAFE if removed.ignored else Applicability.SAFE,
                    f"Rename `{keyword}` to `{removed.renamed}`",
                    argument_renamed(call.origin, keyword, removed.renamed),
                ),
            )


def released(call: ApiCall) -> str:
    """The Keras that is called, as a person would say it."""
    if call.path.startswith("tf_keras"):
        return "tf_keras"
    return "Keras 3" if call.release.major > 2 else f"Keras {call.release}"
