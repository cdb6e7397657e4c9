"""Releases of Keras: which of them a program means by `keras`, by `tf.keras` and by `tf_keras`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Release(NamedTuple):
    """A release as far as it matters here; releases compare as their numbers do."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


NEWEST_KERAS = Release(3, 15)
NEWEST_TENSORFLOW = Release(2, 21)
LAST_KERAS_2 = Release(2, 15)

_STANDALONE = Release(2, 3)
"""The last Keras that was a package apart from TensorFlow, before it came back as one in 2.6."""
_KERAS_APART = Release(2, 6)
"""The first TensorFlow whose `tf.keras` is the package `keras` of the same number."""
_TENSORFLOW_ON_KERAS_3 = Release(2, 16)


@dataclass(frozen=True)
class Target:
    """The releases that a program is written for.

    Attributes:
        keras: what `import keras` gives.
        tensorflow: the TensorFlow beside it.
        legacy: is `TF_USE_LEGACY_KERAS` set, so that `tf.keras` is `tf_keras`?
        stated: where the project says so, in words; `None` where nothing says so and the newest
            releases are taken.
    """

    keras: Release = NEWEST_KERAS
    tensorflow: Release = NEWEST_TENSORFLOW
    legacy: bool = False
    stated: str | None = None

    @classmethod
    def of(
        cls,
        keras: Release | None,
        tensorflow: Release | None = None,
        *,
        legacy: bool = False,
        stated: str | None = None,
    ) -> Target:
        """The target that one or both releases make: each TensorFlow goes with some Keras.

        Keras 3 came to TensorFlow with 2.16. From 2.6 to 2.15 both have the same number, and
        before, Keras was a package of its own (https://keras.io/getting_started/).
        """
        return cls(
            keras or _keras_beside(tensorflow or NEWEST_TENSORFLOW),
            tensorflow or _tensorflow_beside(keras or NEWEST_KERAS),
            legacy,
            stated,
        )

    @property
    def tf_keras(self) -> Release:
        """The release of Keras that `tf.keras` is of."""
        if self.tensorflow >= _TENSORFLOW_ON_KERAS_3 and not self.legacy:
            return self.keras
        return Release(2, self.tensorflow.minor if self.tensorflow.major > 1 else 2)

    def release(self, path: str) -> Release:
        """The release of Keras that a dotted path speaks to."""
        package = path.partition(".")[0]
        if package == "tf_keras":
            return Release(2, NEWEST_TENSORFLOW.minor)
        return self.tf_keras if package.startswith("tensorflow") else self.keras

    def implementation(self, package: str) -> str:
        """Which code stands behind a package of Keras: packages with the same share their classes.

        `package` is `keras`, `tensorflow.keras`, `tensorflow.python.keras` or `tf_keras`.
        """
        old = self.tensorflow < _KERAS_APART
        match package:
            case "tensorflow.python.keras":
                return "tensorflow" if old else "tensorflow.python"
            case "tensorflow.keras" if old:
                return "tensorflow"
            case "tensorflow.keras" if not self.legacy:
                return "keras"
            case "tensorflow.keras" | "tf_keras":
                return "tf_keras"
            case _:
                return "tensorflow" if old and self.keras > _STANDALONE else "keras"


NEWEST = Target()


def _tensorflow_beside(keras: Release) -> Release:
    if keras.major > 2:
        return NEWEST_TENSORFLOW
    return Release(2, keras.minor) if keras > _STANDALONE else Release(1, 15)


def _keras_beside(tensorflow: Release) -> Release:
    if tensorflow >= _TENSORFLOW_ON_KERAS_3:
        return NEWEST_KERAS
    return Release(2, tensorflow.minor) if tensorflow >= _KERAS_APART else _STANDALONE
