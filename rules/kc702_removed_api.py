"""KC702: a name that the newest Keras or TensorFlow no longer has."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ApiUse, Program
from kerascop.keras_api.removed_names import RemovedName, removed_method, removed_name
from kerascop.keras_api.version import Target
from kerascop.linting import Finding, Group, Rule


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

    def check(self, program: Program) -> Iterator[Finding]:
        target = program.target
        uses = [use for use in program.api_uses if not use.guarded]
        gone = [(use, why) for use in uses if (why := removal(use, target))]
        imported = [use.path for use, _ in gone if use.is_import]
        for use, why in gone:
            if not use.is_import and any(use.comes_from(path) for path in imported):
                continue
            advice = f". Use `{why.successor}`" if why.successor else ""
            yield self.finding(use.origin, f"`{shown(use)}` is gone from {why.package}{advice}")


def removal(use: ApiUse, target: Target) -> RemovedName | None:
    """What became of the name; of a guessed one, only if it is gone from `tf.keras` as well."""
    found = removed_method(use.path, use.release) or removed_name(use.path, target)
    if found and use.guessed and use.path.startswith("keras."):
        return removed_name(f"tensorflow.{use.path}", target)
    return found


def shown(use: ApiUse) -> str:
    """The name as a person would say it."""
    return use.path.removeprefix("keras.Model.").replace("tensorflow.", "tf.", 1)
