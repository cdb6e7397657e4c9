"""KC508: predictions for shuffled samples, compared with labels in another order."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Fit
from kerascop.linting import Finding, Group, Rule


class ShuffledPredictions(Rule):
    """Predictions come in a random order, and the labels that they are compared with do not.

    ## What it does
    Finds `predict` on a generator or data set that shuffles, whose result is compared with the
    `classes` of that generator, or with labels read from the data set in another pass.

    ## Why is this bad
    `flow_from_directory` and `image_dataset_from_directory` shuffle unless told otherwise, and
    they do it anew for every pass, while `classes` stays in the order of the files. Each prediction
    is compared with the label of some other image: whatever the model can do, the score is that of
    guessing.

    ## Example
    ```python
    import tensorflow as tf
    from sklearn.metrics import confusion_matrix
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    test = ImageDataGenerator(rescale=1 / 255).flow_from_directory("pets/test")
    model = tf.keras.models.load_model("pets.keras")
    predictions = model.predict(test)  # KC508
    print(confusion_matrix(test.classes, predictions.argmax(axis=1)))
    ```

    ## Use instead
    ```python
    import tensorflow as tf
    from sklearn.metrics import confusion_matrix
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    test = ImageDataGenerator(rescale=1 / 255).flow_from_directory("pets/test", shuffle=False)
    model = tf.keras.models.load_model("pets.keras")
    predictions = model.predict(test)
    print(confusion_matrix(test.classes, predictions.argmax(axis=1)))
    ```

    ## When not to flag
    Silent for `shuffle=False`, for a data set that is shuffled in the same order every time
    (`reshuffle_each_iteration=False`), where images and labels are taken from the same batch, and
    where predictions and labels are never compared.

    ## References
    - https://keras.io/api/data_loading/image/
    """

    code = "KC508"
    name = "shuffled-predictions"
    group = Group.CORRECTNESS
    since = "0.1"

    def check(self, fit: Fit) -> Iterator[Finding]:
        batches = fit.batches
        if "predict" not in fit.method or batches is None or batches.shuffled is not True:
            return
        mixing = [step for step in batches.steps if step.name == "shuffle"]
        if any(step.argument("reshuffle_each_iteration").given for step in mixing):
            return
        for labels, place in fit.compared:
            if not _are_labels_of(fit, labels):
                continue
            loader = mixing[0].origin if mixing else batches.origin
            yield self.finding(
                fit.argument("x").origin or fit.origin,
                f"`{fit.method}` gets samples in random order, and the labels that its result is"
                " compared with are in another: `shuffle=False` keeps both in the order of the"
                " files",
                related=[
                    (loader, "shuffles, unless told not to"),
                    (place, "compared with the labels here"),
                ],
                subject=fit.origin,
            )
            return


def _are_labels_of(fit: Fit, labels: ArrayFacts) -> bool:
    """Are these the labels of what is predicted, read apart from it?"""
    if fit.batches is None:
        return False
    kept, targets = fit.batches.classes, fit.batches.targets or ()
    return (kept is not None and labels.root == kept.root) or any(
        labels.root == target.root for target in targets
    )
