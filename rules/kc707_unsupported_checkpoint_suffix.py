"""KC707: a file to save a model or its weights in, with a suffix that Keras 3 refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.graph import ApiCall, Argument
from kerascop.linting import Applicability, Finding, Group, Rule
from kerascop.linting.fixes import fix_of, reworded

WEIGHTS = (".weights.h5",)
MODELS = {
    "keras.Model.save": (".keras", ".h5", ".hdf5"),
    "keras.models.save_model": (".keras", ".h5", ".hdf5"),
    "keras.callbacks.ModelCheckpoint": (".keras", ".h5"),
}
"""The suffixes of a file for a whole model. Tests try them."""


_OLD = re.compile(
    r"(\.weights)?\.(h5|hdf5|hdf|hd5|keras|tf|ckpt|pb|pt|pth|pkl|pickle|json|model|weights)$"
)
"""Endings that another takes the place of. Behind any other name it is added."""


class UnsupportedCheckpointSuffix(Rule):
    """A model or its weights are saved under a name that does not end as Keras 3 wants it.

    ## What it does
    Looks at the end of the path that `ModelCheckpoint`, `model.save`, `save_model` and
    `model.save_weights` are given, also behind a folder that is not known.

    ## Why is this bad
    Keras 3 tells formats by the suffix and raises for all others: weights go to `.weights.h5`, a
    whole model to `.keras` or `.h5`. `ModelCheckpoint` raises before training starts, `save` and
    `save_weights` after it, when hours of work are to be saved.

    ## Example
    ```python
    from tensorflow import keras

    keeper = keras.callbacks.ModelCheckpoint(
        "best-{epoch:02d}.hdf5",  # KC707
        save_best_only=True,
    )
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    keeper = keras.callbacks.ModelCheckpoint(
        "best-{epoch:02d}.keras",
        save_best_only=True,
    )
    ```

    ## When not to flag
    Silent where the project requires Keras 2, which takes any name, and for `tf_keras`. Silent for
    `.h5` of a whole model and `.hdf5` in `model.save`, which still work; for paths whose end is not
    known; for `hf://` addresses and calls with `save_format`, and for weights in shards.

    ## References
    - https://keras.io/api/callbacks/model_checkpoint/
    - https://keras.io/api/models/model_saving_apis/
    - keras/src/saving/saving_api.py
    """

    code = "KC707"
    name = "unsupported-checkpoint-suffix"
    group = Group.MIGRATION
    since = "0.1"
    fixes = (Applicability.UNSAFE,)

    def check(self, call: ApiCall) -> Iterator[Finding]:
        wanted = suffixes_wanted(call)
        given = path_of(call)
        if call.release.major < 3 or wanted is None or given is None or given.origin is None:
            return
        known = given.value if isinstance(given.value, str) else given.ending
        if not known or known.startswith("hf://") or "save_format" in call.keywords:
            return
        whole = isinstance(given.value, str)
        if any(may_end(known, suffix, whole=whole) for suffix in wanted):
            return
        method = (call.symbol or call.path).rpartition(".")[2]
        what = "weights" if wanted is WEIGHTS else "a whole model"
        shown = f"`{known}`" if whole else f"a path that ends in `{known}`"
        yield self.finding(
            given.origin,
            f"Keras 3 saves {what} only in a file that ends in {listed(wanted)}: "
            f"`{method}` refuses {shown}",
            fix=fix_of(
                Applicability.UNSAFE,
                f"End the name in `{wanted[0]}`",
                reworded(given.origin, f"{_OLD.sub('', known)}{wanted[0]}", [known]),
            ),
        )


def suffixes_wanted(call: ApiCall) -> tuple[str, ...] | None:
    """How the file's name must end; `None` if the call saves nothing, or it is not known what."""
    if call.symbol == "keras.Model.save_weights":
        return None if "max_shard_size" in call.keywords else WEIGHTS
    if call.symbol != "keras.callbacks.ModelCheckpoint":
        return MODELS.get(call.symbol or "")
    weights = call.keywords.get("save_weights_only")
    if len(call.positional) > WEIGHTS_ONLY:
        weights = call.positional[WEIGHTS_ONLY]
    if weights is None or weights.value is False:
        return MODELS[call.symbol]
    return WEIGHTS if weights.value is True else None


WEIGHTS_ONLY = 4
"""The position of `save_weights_only` among the arguments of `ModelCheckpoint`."""


def path_of(call: ApiCall) -> Argument | None:
    """The argument that names the file."""
    position = 1 if call.symbol == "keras.models.save_model" else 0
    if len(call.positional) > position:
        return call.positional[position]
    return call.keywords.get("filepath")


def may_end(known: str, suffix: str, *, whole: bool) -> bool:
    """May a name that is known, or known to end so, have this suffix?"""
    return known.endswith(suffix) or (not whole and suffix.endswith(known))


def listed(suffixes: tuple[str, ...]) -> str:
    """The suffixes as a sentence has them."""
    *others, last = (f"`{suffix}`" for suffix in suffixes)
    return f"{', '.join(others)} or {last}" if others else last
