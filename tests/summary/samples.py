"""Small programs to summarise, and the overview of one."""

from __future__ import annotations

from pathlib import Path

from kerascop.summary.run import overview
from kerascop.summary.views import Overview

DIGITS = """\
from keras import Input, Sequential, layers


def build(classes=1, width=64):
    model = Sequential(name="digits")
    model.add(Input((28, 28, 1)))
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.BatchNormalization())
    model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(width, 3))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    return model
"""
"""Ten layers, a convolution without an activation (KC201), a softmax over one unit (KC204)."""

TOWERS = """\
from keras import Input, Model, layers


def towers(n_features):
    features = Input((n_features,), name="features")
    image = Input((64, 64, 3), name="image")
    x = layers.Dense(8, activation="relu", name="tabular")(features)
    a = layers.Conv2D(16, 3, padding="same", activation="relu", name="narrow")(image)
    b = layers.Conv2D(16, 5, padding="same", activation="relu", name="wide")(image)
    y = layers.Concatenate(name="both")([a, b])
    y = y + layers.Conv2D(32, 1, activation="relu", name="mixed")(y)
    y = layers.GlobalAveragePooling2D(name="pooled")(y)
    z = layers.Concatenate(name="all")([x, y])
    first = layers.Dense(1, activation="sigmoid", name="is_cat")(z)
    second = layers.Dense(5, activation="softmax", name="breed")(z)
    return Model([features, image], [first, second], name="towers")
"""
"""Two inputs, two outputs, branches, an addition that is no layer, and a symbolic size."""

PARTLY = """\
from keras import Input, Model, layers
from elsewhere import frobnicate

inputs = Input((8,), name="inputs")
x = layers.Dense(4, activation="relu", name="known")(inputs)
x = layers.Lambda(frobnicate, name="mystery")(x)
x = layers.Dense(2, name="after")(x)
model = Model(inputs, x, name="partly")
"""
"""A model of which a part is not known."""

DEEP = """\
from keras import Input, Model, layers


def block(x, filters):
    kept = x
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    return layers.Add()([kept, x])


def deep(blocks=43):
    inputs = Input((64, 64, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(inputs)
    for _ in range(blocks):
        x = block(x, 16)
    x = layers.GlobalAveragePooling2D()(x)
    return Model(inputs, layers.Dense(10, activation="softmax", name="head")(x), name="deep")
"""
"""Three hundred and five layers, nearly all of them in equal blocks of seven."""


def shown(folder: Path, text: str, builder: str = "", **arguments: object) -> Overview:
    """What a program builds; it is put into `model.py` of a folder."""
    path = folder / "model.py"
    path.write_text(text, "utf-8")
    return overview([f"{path}::{builder}" if builder else str(path)], arguments)
