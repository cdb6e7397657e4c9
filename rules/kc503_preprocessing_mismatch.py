"""KC503: a pretrained network is fed with other inputs than it was trained on."""

from __future__ import annotations

from collections.abc import Iterator

from kerascop.graph import ArrayFacts, Backbone, Data, Fit, Model, Program, Scaling
from kerascop.graph.backbones import fed_backbone
from kerascop.keras_api.applications import Preprocessing
from kerascop.linting import Finding, Group, Rule
from kerascop.syntax.origin import Origin

WANTED = {
    Preprocessing.CAFFE: "BGR pixels less the mean of ImageNet",
    Preprocessing.TF: "values from -1 to 1",
    Preprocessing.TORCH: "pixels standardised with ImageNet's mean and deviation",
    Preprocessing.INSIDE: "pixels from 0 to 255, which it rescales itself",
}


class PreprocessingMismatch(Rule):
    """Images reach a pretrained network prepared in another way than its weights expect.

    ## What it does
    Compares how images were prepared (not at all, divided by 255, by one of Keras'
    `preprocess_input` functions) with what the pretrained ImageNet weights of the network behind
    them were trained on.

    ## Why is this bad
    The filters of a pretrained network fit one range and order of values. VGG and ResNet want BGR
    pixels with the mean subtracted; MobileNet, Inception, Xception, NASNet and ResNetV2 want values
    from -1 to 1; DenseNet wants standardised ones; EfficientNet, ConvNeXt and MobileNetV3 want
    pixels from 0 to 255 and rescale these themselves, so that dividing them before leaves an almost
    black image. Features of inputs in a wrong range are poor, and what is trained on them is too.

    ## Example
    ```python
    from tensorflow import keras

    images = keras.utils.image_dataset_from_directory("flowers", image_size=(224, 224))
    images = images.map(lambda x, y: (x / 255, y))  # KC503
    base = keras.applications.EfficientNetB0(include_top=False, pooling="avg")
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Dense(5, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(images, epochs=5)
    ```

    ## Use instead
    The `preprocess_input` of the network's own module always does what is right.

    ```python
    from tensorflow import keras

    images = keras.utils.image_dataset_from_directory("flowers", image_size=(224, 224))
    base = keras.applications.EfficientNetB0(include_top=False, pooling="avg")
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Dense(5, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(images, epochs=5)
    ```

    ## When not to flag
    Silent for networks without pretrained weights (`weights=None`), for weights from a file, for
    images whose range is not known, and if anything that is not understood lies between the images
    and the network. MobileNet, Inception and the others of the same family share one preparation;
    so do VGG and ResNet.

    ## References
    - `preprocess_input` in keras/src/applications/imagenet_utils.py: the modes
    - https://keras.io/api/applications/: notes on each network's inputs
    """

    code = "KC503"
    name = "preprocessing-mismatch"
    group = Group.SUSPICIOUS
    since = "0.1"

    def check(self, program: Program) -> Iterator[Finding]:
        reported: set[Model] = set()
        for fit in program.fits:
            if fit.inputs is None or fit.model in reported:
                continue
            found = _mismatch(fit, fit.inputs)
            if found is None:
                continue
            reported.add(fit.model)
            place, values, facts, backbone, wanted = found
            network = backbone.facts.name
            yield self.finding(
                place,
                f"`{network}` gets {values}, but its ImageNet weights want {WANTED[wanted]}."
                + (
                    " Hand it the pixels as they are"
                    if wanted is Preprocessing.INSIDE
                    else f" Use `{backbone.preprocess_input}`"
                ),
                related=[
                    (backbone.layer.origin, f"the pretrained `{network}`"),
                    (facts.origin, "the images come from here"),
                    (fit.origin, f"`{fit.method}` hands them over"),
                ],
                subject=fit.model.origin,
            )


def _mismatch(
    fit: Fit, inputs: Data
) -> tuple[Origin, str, ArrayFacts, Backbone, Preprocessing] | None:
    if len(inputs.arrays) != len(fit.model.inputs):
        return None
    for facts, tensor in zip(inputs.arrays, fit.model.inputs, strict=True):
        fed = fed_backbone(fit.model, tensor)
        arriving = None if fed is None else fed.arriving(facts)
        wanted = None if fed is None else fed.backbone.preprocessing
        if fed is None or arriving is None or wanted is None or not fed.backbone.is_pretrained:
            continue
        given = _given(arriving)
        if given is None or _suits(given, arriving, wanted):
            continue
        changed = arriving.changed[-1] if arriving.scaling and arriving.changed else None
        return changed or inputs.origin, given, facts, fed.backbone, wanted
    return None


def _suits(given: str, facts: ArrayFacts, wanted: Preprocessing) -> bool:
    if facts.mode is not None:
        return facts.mode == wanted.value
    if wanted is Preprocessing.INSIDE:
        return given == RAW
    return wanted is Preprocessing.TF and given == CENTRED


RAW = "pixels from 0 to 255"
CENTRED = "values from -1 to 1"
DIVIDED = "values from 0 to 1"


def _given(facts: ArrayFacts) -> str | None:
    """How the images are prepared, in words; `None` if that is not known."""
    if facts.mode is not None:
        prepared = {mode.value: what for mode, what in WANTED.items()}
        return prepared.get(facts.mode)
    if facts.scaling is None:
        return RAW if facts.low == 0 and facts.high == 255 else None
    if facts.scaling is Scaling.DIVIDED and facts.low == 0 and facts.high == 1:
        return DIVIDED
    return CENTRED if facts.low == -1 and facts.high == 1 else None
