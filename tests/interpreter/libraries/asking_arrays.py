"""Facts that the interpreter derives for expressions, and what Python makes of the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from kerascop.graph.arrays import ArrayFacts, Labels
from kerascop.graph.training import Fit
from kerascop.interpreter import analyse
from kerascop.sources.project import Project
from kerascop.syntax.module import parse

PREAMBLE = """
import numpy as np
import keras
import tensorflow as tf
"""
_MODEL = """
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse")
"""


def fits_of(source: str) -> tuple[Fit, ...]:
    """Every training call that the interpreter sees in a program."""
    path = Path("program.py")
    analysis = analyse(parse(path, PREAMBLE + source), Project([path]))
    return tuple(fit for program in analysis.programs for fit in program.fits)


def fit_of(source: str, data: str) -> Fit:
    """The call `model.fit(data)` behind a source that does not build a model itself."""
    fits = fits_of(f"{source}\n{_MODEL}\nmodel.fit({data})\n")
    assert fits, "the call of fit was not seen"
    return fits[0]


def facts(source: str, expression: str) -> ArrayFacts | None:
    """What is known of an array."""
    fit = fit_of(source, expression)
    return None if fit.inputs is None else fit.inputs.arrays[0]


def inputs_and_targets(source: str, data: str) -> tuple[Any, Any]:
    """Facts of the first input and the first target of a data set or generator."""
    fit = fit_of(source, data)
    inputs = None if fit.inputs is None else fit.inputs.arrays[0]
    targets = None if fit.targets is None else fit.targets.arrays[0]
    return inputs, targets


def known_facts(source: str, expression: str) -> ArrayFacts:
    """What is known of an expression that must be known as an array."""
    found = facts(source, expression)
    assert found is not None, f"{expression} is not known as an array"
    return found


def executed(source: str, expression: str) -> Any:
    """What Python itself makes of the expression."""
    names: dict[str, Any] = {"np": np}
    exec(source, names)
    return eval(expression, names)


def contradictions(found: ArrayFacts, real: Any) -> list[str]:
    """Every fact that the real array contradicts, in words."""
    array = np.asarray(real)
    wrong: list[str] = []
    if found.shape is not None:
        same = len(found.shape) == array.ndim and all(
            dim == size
            for dim, size in zip(found.shape, array.shape, strict=True)
            if isinstance(dim, int)
        )
        if not same:
            wrong.append(f"shape {found.shape} but {array.shape}")
    if found.dtype is not None and found.dtype != array.dtype.name and array.dtype.kind != "U":
        wrong.append(f"dtype {found.dtype} but {array.dtype}")
    if array.size and array.dtype.kind in "biuf":
        wrong.extend(_wrong_values(found, array.astype("float64")))
    return wrong


def _wrong_values(found: ArrayFacts, array: np.ndarray[Any, Any]) -> list[str]:
    wrong: list[str] = []
    slack = 1e-6 * max(1.0, float(np.abs(array).max()))
    if found.low is not None and array.min() < found.low - slack:
        wrong.append(f"low {found.low} but {array.min()}")
    if found.high is not None and array.max() > found.high + slack:
        wrong.append(f"high {found.high} but {array.max()}")
    whole = bool((array == np.round(array)).all())
    if found.whole_numbers is not None and found.whole_numbers is not whole:
        wrong.append(f"whole_numbers {found.whole_numbers} but {whole}")
    if found.constant is not None and not np.allclose(array, found.constant):
        wrong.append(f"constant {found.constant} but not")
    if found.labels is Labels.ONE_HOT:
        rows = array.reshape(-1, array.shape[-1])
        if not (np.isin(rows, (0, 1)).all() and (rows.sum(axis=1) == 1).all()):
            wrong.append("not one-hot")
        if isinstance(found.classes, int) and found.classes != array.shape[-1]:
            wrong.append(f"{found.classes} classes but {array.shape[-1]} columns")
    if found.labels is Labels.CLASS_IDS and found.scaling is None:
        if isinstance(found.classes, int) and array.max() >= found.classes:
            wrong.append(f"{found.classes} classes but id {array.max()}")
        if not whole or array.min() < 0:
            wrong.append("not class ids")
    return wrong


def attained(found: ArrayFacts, real: Any, *, within: float = 0.2) -> bool:
    """Are the bounds, where they are known, roughly those of the real array?"""
    array = np.asarray(real).astype("float64")
    if found.low is None or found.high is None:
        return True
    spread = float(array.max() - array.min())
    return bool(
        abs(array.min() - found.low) <= within * spread + 1e-6
        and abs(array.max() - found.high) <= within * spread + 1e-6
    )
