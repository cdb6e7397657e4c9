"""KC704: parts of different Keras packages in one model."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Compile, Model, Program
from kerascop.graph.packages import Part, import_of_class, layers_of, optimizer_of
from kerascop.linting import Finding, Group, Rule, Severity
from kerascop.syntax.origin import Origin

SHOWN = {"tensorflow.keras": "tf.keras"}


class MixedKerasImports(Rule):
    """One model is built from several packages of Keras: `keras`, `tf.keras`, `tf_keras` …

    ## What it does
    Compares the packages that a model, its layers and its optimizer come from, and reports the
    first part that comes from another one than the model, at the import of its name; where no layer
    comes from the model's package, at the import of the model's class.

    ## Why is this bad
    Each package has classes of its own, and one does not know those of another: "The added layer
    must be an instance of class Layer", "Could not interpret optimizer identifier". With Keras 3 on
    TensorFlow 2.16 or newer `keras` and `tf.keras` happen to be the same. That ends with an older
    TensorFlow, or as soon as somebody sets `TF_USE_LEGACY_KERAS`: the finding is `info` then.

    ## Example
    ```python
    from keras.layers import Dense
    from keras.models import Sequential
    from tensorflow.python.keras.layers import Dropout  # KC704

    model = Sequential([Dense(8, activation="relu"), Dropout(0.5), Dense(1)])
    ```

    ## Use instead
    ```python
    from keras.layers import Dense, Dropout
    from keras.models import Sequential

    model = Sequential([Dense(8, activation="relu"), Dropout(0.5), Dense(1)])
    ```

    ## When not to flag
    Silent when the releases that the project requires give both packages the same classes (Keras 2
    and TensorFlow from 2.6 to 2.15, for instance), when both are used for different models, and for
    losses, metrics, initializers and data sets, which mostly work across packages.

    ## References
    - https://keras.io/getting_started/ on the packages and on `TF_USE_LEGACY_KERAS`
    - https://github.com/keras-team/keras/issues/13352
    """

    code = "KC704"
    name = "mixed-keras-imports"
    group = Group.MIGRATION
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        for model in program.models:
            layers = [part for part in layers_of(model, program) if part.imported]
            odd = next((part for part in layers if part.package != model.package), None)
            if odd is None or model.package is None:
                continue
            alone = all(part.package != model.package for part in layers)
            place = place_of_class(model, program) if alone else place_of(odd)
            yield from self._mixture(program, model, model.package, odd, place)
        for compiled in program.compiles:
            part, home = optimizer_of(compiled, program), home_of(compiled, program)
            if part is None or part.imported is None or home in (None, part.package):
                continue
            yield from self._mixture(program, compiled.model, home or "", part, place_of(part))

    def _mixture(
        self, program: Program, model: Model, home: str, odd: Part, place: Origin
    ) -> Iterator[Finding]:
        """A part that does not come from the model's own package."""
        target = program.target
        same = target.implementation(home) == target.implementation(odd.package)
        if same and target.stated is not None:
            return
        ours, theirs = SHOWN.get(home, home), SHOWN.get(odd.package, odd.package)
        says = (
            "these are the same classes only from TensorFlow 2.16 on, and without "
            "`TF_USE_LEGACY_KERAS`"
            if same
            else "their classes do not work together"
        )
        yield self.finding(
            place,
            f"`{odd.short}` comes from `{theirs}`, but the model that it becomes part of from "
            f"`{ours}`: {says}. Import all of Keras from one package",
            related=[(model.origin, f"the model of `{ours}`"), (odd.origin, f"of `{theirs}`")],
            severity=Severity.INFO if same else None,
        )


def place_of(part: Part) -> Origin:
    """The import of a part's name; where it is made if the import brings a whole package."""
    brought = part.imported is not None and "." in part.imported.path
    return part.imported.origin if part.imported is not None and brought else part.origin


def place_of_class(model: Model, program: Program) -> Origin:
    """The import of a model's class, or else where it is made."""
    named = import_of_class(model, program)
    return model.origin if named is None else named.origin


def home_of(compiled: Compile, program: Program) -> str | None:
    """The package of a compiled model: its own, or that of its layers where nobody names it."""
    parts = layers_of(compiled.model, program)
    return compiled.model.package or next((part.package for part in parts if part.imported), None)
