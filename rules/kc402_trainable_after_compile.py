"""KC402: layers are frozen or unfrozen, and the model is trained without compiling it again."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import Compile, Fit, Model, Program, TrainableChange
from kerascop.graph.tensors import LayerConfig
from kerascop.linting import Finding, Group, Rule


class TrainableAfterCompile(Rule):
    """`trainable` is changed behind `compile`, which does not notice.

    ## What it does
    Looks for assignments of `trainable` to layers of a model that stand between its `compile` and
    a `fit` that goes by it.

    ## Why is this bad
    Keras settles which weights it trains before training begins, and does not look again until the
    model is compiled anew. Keras 2 does so in `compile`, Keras 3 at the first `fit`. A base that is
    frozen in between is trained all the same on Keras 2; one that is unfrozen for fine-tuning after
    a first `fit` stays as it is on both. Nothing says so, only the result is worse.

    ## Example
    ```python
    from tensorflow import keras

    base = keras.applications.VGG16(include_top=False, pooling="avg")
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(images, labels, epochs=5)

    base.trainable = True  # KC402
    model.fit(images, labels, epochs=5)
    ```

    ## Use instead
    ```python
    from tensorflow import keras

    base = keras.applications.VGG16(include_top=False, pooling="avg")
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(images, labels, epochs=5)

    base.trainable = True
    model.compile(optimizer=keras.optimizers.Adam(1e-5), loss="categorical_crossentropy")
    model.fit(images, labels, epochs=5)
    ```

    ## When not to flag
    Silent if the model is compiled again before it is trained, if nothing is different from what
    `compile` saw, and for adversarial networks, which compile the discriminator and then freeze it
    for the combined model on purpose: models with a part that is compiled by itself, parts of
    other models, and programs that train with `train_on_batch`. That worked on Keras 2. On Keras 3
    a discriminator that is frozen before it has ever trained never trains: this is reported where
    the project says that it targets Keras 3.

    ## References
    - https://keras.io/guides/transfer_learning/
    - https://keras.io/getting_started/faq/
    """

    code = "KC402"
    name = "trainable-after-compile"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        if any(fit.method == "train_on_batch" for fit in program.fits):
            yield from self._never_training(program)
            return
        seen: set[TrainableChange] = set()
        for fit in program.fits:
            compiled = _in_force(program, fit)
            if compiled is None or fit.model.is_component or fit.model.ends_in_compiled:
                continue
            parts = fit.model.parts
            late = [
                change
                for change in program.changes
                if compiled.order < change.order < fit.order and change.layers & parts
            ]
            if not late or late[-1] in seen or not _differs(late, parts):
                continue
            seen.update(late)
            change = late[-1]
            first = not any(
                other.trains and other.model is fit.model and other.order < change.order
                for other in compiled.fits
            )
            effect = (
                "Keras 2 does not notice until the model is compiled again, Keras 3 looks only"
                " before the first training"
                if first
                else "Keras goes on training what it trained before until the model is compiled"
                " again"
            )
            yield self.finding(
                change.origin,
                f"`{change.origin.text}` is changed after `compile`, and the model is trained"
                f" without another one: {effect}",
                related=[
                    (compiled.origin, "the model is compiled here"),
                    (fit.origin, "and trained here"),
                ],
                subject=fit.model.origin,
            )

    def _never_training(self, program: Program) -> Iterator[Finding]:
        """Discriminators that are frozen before they train: Keras 3 then never trains them."""
        if program.target.stated is None:
            return
        found: set[Model] = set()
        for fit in sorted(program.fits, key=lambda each: each.order):
            compiled = _in_force(program, fit)
            if compiled is None or fit.model in found or fit.model.release.major < 3:
                continue
            found.add(fit.model)
            parts = fit.model.parts
            changes = [
                change
                for change in program.changes
                if compiled.order < change.order and change.layers & parts
            ]
            if not fit.model.is_component or not changes or any(each.flag for each in changes):
                continue
            change = changes[0]
            if change.partial or change.order > fit.order:
                continue
            yield self.finding(
                change.origin,
                f"`{change.origin.text}` comes before the first training: Keras 3 looks only then,"
                f" so `{fit.method}` never trains this model, though it was compiled before. Take"
                " both steps in the `train_step` of a model of your own",
                related=[
                    (compiled.origin, "the model is compiled here"),
                    (fit.origin, "and should be trained here"),
                ],
                subject=fit.model.origin,
            )


def _in_force(program: Program, fit: Fit) -> Compile | None:
    before = [
        each
        for each in program.compiles
        if each.model is fit.model and each.order < fit.order and fit.trains
    ]
    return before[-1] if before else None


def _differs(changes: list[TrainableChange], parts: frozenset[LayerConfig]) -> bool:
    """Is any layer, after all of these changes, another way than before the first of them?"""
    counts: dict[LayerConfig, int] = {}
    whole: set[LayerConfig] = set()
    for change in changes:
        touched = change.layers & parts
        if change.partial and touched & whole:
            return True  # All of them one way, then some the other: not what it was before.
        if not change.partial:
            whole |= touched
        for layer in touched:
            counts[layer] = counts.get(layer, 0) + 1
    return any(count % 2 for count in counts.values())
