"""KC703: something is taken from a private module of Keras or TensorFlow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerascop.graph import ApiUse, Program
from kerascop.keras_api import exists, public_names
from kerascop.keras_api.paths import below_keras, public_part
from kerascop.keras_api.version import Release
from kerascop.linting import Applicability, Finding, Fix, Group, Rule
from kerascop.linting.fixes import fix_of
from kerascop.linting.import_fixes import taken_from

PRIVATE = {
    re.compile(
        r"tensorflow(_core)?\.python\.keras\b"
    ): "belongs to TensorFlow's private copy of Keras, whose layers do not mix with `tf.keras`",
    re.compile(
        r"(tensorflow(_core)?\.)?(tf_)?keras\.(engine|api\._v[12])\b"
    ): "was private and is gone from Keras 3",
    re.compile(
        r"(tensorflow(_core)?\.)?(tf_)?keras\.(src|_tf_keras)\b"
    ): "is private and changes without notice",
}
"""What is wrong with paths that begin like this. Tried with TensorFlow 2.21 and Keras 3.15."""


ENGINE = re.compile(r"(tensorflow\.)?keras\.engine\b")
ENGINE_MOVED = Release(2, 13)
"""Earlier releases have `keras.engine`, and their guides import `Layer` from it."""


class PrivateImport(Rule):
    """An import or a dotted name reaches into a private module of Keras.

    ## What it does
    Reports imports from, and dotted names through, `tensorflow.python.keras`, `keras.engine` and
    `keras.src` (those of `tf_keras` as well), once for each place, with the public name where there
    is one.

    ## Why is this bad
    Private modules move and vanish without notice: `keras.engine` does not exist in Keras 3. The
    old copy in `tensorflow.python.keras` can still be imported, but its layers and models are other
    classes than those of `tf.keras`: mixing them fails with messages that say nothing of this.

    ## Example
    ```python
    from tensorflow.python.keras.layers import Dense  # KC703

    layer = Dense(3)
    ```

    ## Use instead
    ```python
    from tensorflow.keras.layers import Dense

    layer = Dense(3)
    ```

    ## When not to flag
    Silent for `keras.engine` where the project requires a release that has it, for the rest of
    `tensorflow.python`, for modules of your own that are called `engine` or `src`, for names that
    an import which was reported already made, and within a `try` that handles the `ImportError`.

    ## References
    - https://www.tensorflow.org/guide/versions on what is covered: only documented names
    - https://keras.io/guides/migrating_to_keras_3/
    """

    code = "KC703"
    name = "private-import"
    group = Group.MIGRATION
    since = "0.1"
    fixes = (Applicability.SAFE,)

    def check(self, program: Program) -> Iterator[Finding]:
        uses = [use for use in program.api_uses if not use.guarded]
        private = [(use, why) for use in uses if (why := reason(use))]
        imported = [use.path for use, _ in private if use.is_import]
        for use, why in private:
            if not use.is_import and any(use.comes_from(path) for path in imported):
                continue
            public = public_name(use)
            advice = f". Use `{public}`" if public else ""
            yield self.finding(use.origin, f"`{use.path}` {why}{advice}", fix=_fix(use, public))


def reason(use: ApiUse) -> str | None:
    """What is wrong with the path that is used, if it is private."""
    if use.release < ENGINE_MOVED and ENGINE.match(use.path):
        return None
    return next((why for pattern, why in PRIVATE.items() if pattern.match(use.path)), None)


def public_name(use: ApiUse) -> str | None:
    """Today's public name of what is used, in the package that the path belongs to."""
    package = "tensorflow.keras" if use.path.startswith("tensorflow") else use.path.split(".")[0]
    if use.symbol is not None:
        name = package + use.symbol.removeprefix("keras")
        return name if exists(name, 3) else None
    inside = public_part(below_keras(use.path) or ())
    module = ".".join((package, *inside))
    public = any(exists(f"{module}.{name}", 3) for name in public_names(module))
    return module if inside and public else None


def _fix(use: ApiUse, public: str | None) -> Fix | None:
    """The same name from the public module, where it goes by that name, too."""
    if public is None:
        return None
    alike = f"{public.rpartition('.')[0]}.{use.path.rpartition('.')[2]}"
    new = alike if exists(alike, 3) else public
    return fix_of(
        Applicability.SAFE,
        f"Take it from `{new}`",
        taken_from(use.origin, use.path, new, lambda path: exists(path, 3)),
    )
