"""Programs that would run for ever, or need more than any machine has, if somebody ran them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.hostile.bombs.arrays import ARRAYS
from tests.hostile.bombs.classes import CLASSES
from tests.hostile.bombs.containers import CONTAINERS
from tests.hostile.bombs.control_flow import CONTROL
from tests.hostile.bombs.models import MODELS
from tests.hostile.bombs.numbers import NUMBERS
from tests.hostile.bombs.recursion import RECURSION
from tests.hostile.bombs.texts import TEXTS

BOMBS: Mapping[str, Mapping[str, str]] = {
    "recursion": RECURSION,
    "numbers": NUMBERS,
    "containers": CONTAINERS,
    "texts": TEXTS,
    "arrays": ARRAYS,
    "control flow": CONTROL,
    "classes": CLASSES,
    "models": MODELS,
}
