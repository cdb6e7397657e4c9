"""KC702: a name that the newest Keras or TensorFlow no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ApiUse, Program
from kerascop.keras_api import exists
from kerascop.keras_api.removed_names import RemovedName, removed_method, removed_name
from kerascop.keras_api.version import Target
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import (
    argument_removed,
    argument_renamed,
    call_of,
    fix_of,
    has_argument,
    positional_in,
    respelled,
)
from kerascop.linting.import_fixes import module_under_its_name, taken_from

METHOD = "keras.Model."
DROPPED = ("max_queue_size", "max_q_size", "workers", "nb_worker", "use_multiprocessing")
"""Arguments of the methods for generators that say how to compute, never what."""
SAME = frozenset(
    f"tensorflow.{name}"
    for name in """
        ConfigProto GPUOptions InteractiveSession Session get_default_graph
        global_variables_initializer log logging nn.softmax_cross_entropy_with_logits_v2
        random_normal random_uniform read_file reset_default_graph set_random_seed truncated_normal
    """.split()
)
"""Names of TensorFlow 1 whose successors are the same by another name."""
NP_UTILS = "keras.utils.np_utils"


class RemovedApi(Rule):
    """A module, class, function or method is used that is gone.

    ## What it does
    Reports imports, dotted names and methods of models that Keras 3 no longer has, and names of
    TensorFlow 1 that TensorFlow 2 no longer has, with what took their place. The releases are those
    that the settings or the project's requirements name, else the newest.

    ## Why is this bad
    The program ends with an `ImportError` or `AttributeError` as soon as it is run with such a
    release, often before anything else can go wrong. Some of the names are gone from `keras` alone:
    `tf.keras` still has `preprocessing.image.ImageDataGenerator` and most of the old `backend`.

    ## Example
    ```python
    from keras.preprocessing.image import ImageDataGenerator  # KC702

    generator = ImageDataGenerator(rescale=1 / 255)
    ```

    ## Use instead
    ```python
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    generator = ImageDataGenerator(rescale=1 / 255)
    ```

    ## When not to flag
    Silent where the project requires a release that has the name, for `tf.keras` where it keeps
    the name, for `tf.compat.v1` and `tf_keras`, for private modules (KC703), for names that an
    import which was reported already made, within a `try` that handles their absence, and in the
    branch for another version. In a snippet that imports nothing, `keras` may be `tf.keras`: only
    what is gone from both is reported.

    ## References
    - https://keras.io/guides/migrating_to_keras_3/
    - https://www.tensorflow.org/guide/migrate
    """

    code = "KC702"
    name = "removed-api"
    group = Group.MIGRATION
    since = "0.1"
    fixes = (Applicability.SAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        target = program.target
        uses = [use for use in program.api_uses if not use.guarded]
        gone = [(use, why) for use in uses if (why := removal(use, target))]
        imported = [use.path for use, _ in gone if use.is_import]
        for use, why in gone:
            if not use.is_import and any(use.comes_from(path) for path in imported):
                continue
            advice = f". Use `{why.successor}`" if why.successor else ""
            yield self.finding(
                use.origin,
                f"`{shown(use)}` is gone from {why.package}{advice}",
                fix=_method(use, why) if use.path.startswith(METHOD) else _moved(use, why),
            )


def removal(use: ApiUse, target: Target) -> RemovedName | None:
    """What became of the name; of a guessed one, only if it is gone from `tf.keras` as well."""
    found = removed_method(use.path, use.release) or removed_name(use.path, target)
    if found and use.guessed and use.path.startswith("keras."):
        return removed_name(f"tensorflow.{use.path}", target)
    return found


def shown(use: ApiUse) -> str:
    """The name as a person would say it."""
    return use.path.removeprefix("keras.Model.").replace("tensorflow.", "tf.", 1)


def _method(use: ApiUse, why: RemovedName) -> Fix | None:
    """The method that took over, with the arguments that it takes."""
    call = call_of(use.origin)
    if call is None or not why.successor.isidentifier():
        return None
    if use.path.endswith("_generator") and positional_in(call) > 1:
        # The second is the number of steps; of the other method it would be something else.
        return None
    return fix_of(
        Applicability.SAFE,
        f"Call `{why.successor}`",
        respelled(use.origin, why.successor),
        argument_renamed(call, "generator", "x") if has_argument(call, "generator") else (),
        *(argument_removed(call, name) for name in DROPPED if has_argument(call, name)),
    )


def _moved(use: ApiUse, why: RemovedName) -> Fix | None:
    """The same thing from where it is now. Nothing that only takes the place of another."""
    if use.path.endswith(NP_UTILS) and use.is_import:
        module = use.path.rpartition(".")[0]
        return fix_of(
            Applicability.SAFE,
            f"Import `{module}` under its name",
            module_under_its_name(use.origin, module),
        )
    old = next((name for name in SAME if use.comes_from(name)), None)
    if old is not None:
        new = why.successor.replace("tf.", "tensorflow.", 1) + use.path.removeprefix(old)
    else:
        new = why.successor
        package = use.path.partition(".")[0]
        name = use.path.rpartition(".")[2]
        if new.partition(".")[0] != package or new.rpartition(".")[2] != name:
            return None
    return fix_of(
        Applicability.SAFE,
        f"Take it from `{new.rpartition('.')[0]}`",
        taken_from(use.origin, use.path, new, lambda path: exists(path, 3)),
    )
