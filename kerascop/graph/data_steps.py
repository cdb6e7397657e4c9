"""What a program does with data besides training: results that it drops, scalers that it fits,
predictions that it reads, statistics that it forgets to take."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from kerascop.graph.arrays import Part

if TYPE_CHECKING:
    from kerascop.graph.arrays import ArrayFacts
    from kerascop.graph.tensors import Tensor
    from kerascop.syntax.origin import Origin


_TEST = re.compile(r"(?:(?<![A-Za-z])|(?<=[xXyY]))[tT]est(?:ing)?(?![a-z])")
"""How the names of test data look: `x_test`, `Xtest`, `test_texts`, `testData`."""


class Discarded(Struct, frozen=True, eq=False):
    """A statement that calls what does nothing but return a result, and drops that.

    Attributes:
        call: how messages name it: `scaler.transform(…)`.
        origin: the call.
        fits: the object that the call fits on the way (`fit_transform`), by where it is made; else
            `None`.
    """

    call: str
    origin: Origin
    fits: Origin | None = None


class Learned(Struct, frozen=True, eq=False):
    """A scaler or tokenizer takes statistics from data (`fit`), or works with them (`transform`).

    Attributes:
        kind: the class, without the modules around it: `StandardScaler`.
        method: the method that is called.
        maker: the expression that makes the object.
        data: facts of the data, where they are known.
        given: the expression that hands the data over.
        origin: the call.
    """

    kind: str
    method: str
    maker: Origin
    data: ArrayFacts | None
    given: Origin
    origin: Origin

    @property
    def fits(self) -> bool:
        """Does the call take statistics from the data?"""
        return "fit" in self.method

    @property
    def on_test_data(self) -> bool:
        """Are the data known to be held out, or, where that is not known, named like it?"""
        if self.data is not None and self.data.part is not None:
            return self.data.part is Part.TEST
        return _TEST.search(self.given.text) is not None


class Answer(Enum):
    """How predictions are turned into answers."""

    ARGMAX = "argmax"
    ROUNDED = "rounded"
    THRESHOLD = "compared with 0.5"


class Reading(Struct, frozen=True, eq=False):
    """Predictions of a model turned into answers: the largest score, a rounded one, a threshold.

    Attributes:
        answer: how.
        prediction: the output that was predicted.
        scores: facts of the predictions that are read.
        among: for the largest score, the number of scores that it is the largest of, where known.
        origin: the call or comparison.
    """

    answer: Answer
    prediction: Tensor
    scores: ArrayFacts
    origin: Origin
    among: int | None = None


class Unfitted(Struct, frozen=True, eq=False):
    """A generator's option, or a layer, that needs statistics of the data and never gets them.

    Attributes:
        what: the option or layer as the source calls it: `featurewise_center`, `Normalization`.
        is_layer: is it a layer?
        remedy: the method that would take the statistics: `fit`, `adapt`.
        origin: the option's value, or the expression that makes the layer.
        used: where it would need them.
        factor: the number that is given for an option which takes nothing but True and False.
    """

    what: str
    is_layer: bool
    remedy: str
    origin: Origin
    used: Origin
    factor: float | None = None


DataStep: TypeAlias = Discarded | Learned | Reading | Unfitted
