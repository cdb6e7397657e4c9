"""The tables agree with the Keras that is installed, when it is the one they describe."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from kerascop.keras_api import Kind, Missing, ParameterKind, Symbol, generated_from, resolve
from kerascop.keras_api.tables import symbol_table

KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: ParameterKind.POSITIONAL,
    inspect.Parameter.POSITIONAL_OR_KEYWORD: ParameterKind.POSITIONAL,
    inspect.Parameter.VAR_POSITIONAL: ParameterKind.VAR_POSITIONAL,
    inspect.Parameter.KEYWORD_ONLY: ParameterKind.KEYWORD,
    inspect.Parameter.VAR_KEYWORD: ParameterKind.VAR_KEYWORD,
}
COMPARED = (Kind.LAYER, Kind.LOSS, Kind.METRIC, Kind.OPTIMIZER, Kind.CALLBACK, Kind.INITIALIZER)


def installed(package: str) -> Any:
    module = pytest.importorskip(package)
    if module.__version__ != generated_from()[package]:
        pytest.skip(f"the tables describe {package} {generated_from()[package]}")
    return module


def member(package: Any, name: str) -> Any:
    for part in name.split(".")[1:]:
        package = getattr(package, part)
    return package


def symbols(version: int, *kinds: Kind) -> list[Symbol]:
    found = [resolve(name) for name in symbol_table()["symbols"]]
    return [s for s in found if s is not None and version in s.versions and s.kind in kinds]


@pytest.mark.parametrize(("package", "version"), [("keras", 3), ("tf_keras", 2)])
def test_parameters_are_those_of_the_installed_release(package: str, version: int) -> None:
    keras = installed(package)
    compared = 0
    for symbol in symbols(version, *COMPARED):
        spelling = next((s for s in sorted(symbol.aliases) if has(keras, s)), None)
        if spelling is None or "legacy" in spelling:
            continue
        real = member(keras, spelling)
        if inspect.isclass(real) != symbol.is_class:
            continue
        signature = inspect.signature(real.__init__ if inspect.isclass(real) else real)
        parameters = list(signature.parameters.values())[inspect.isclass(real) :]
        names = [(p.name, KINDS[p.kind]) for p in parameters]
        assert [(p.name, p.kind) for p in symbol.parameters_in(version)] == names, symbol.name
        for ours, theirs in zip(symbol.parameters_in(version), parameters, strict=True):
            if isinstance(theirs.default, (bool, int, float, str)):
                assert ours.default == theirs.default or ours.default is Missing.UNREPRESENTABLE
        compared += 1
    assert compared > 200


def has(package: Any, spelling: str) -> bool:
    try:
        member(package, spelling)
    except AttributeError:
        return False
    return True


def test_layers_take_the_keywords_of_their_base_and_no_others() -> None:
    keras = installed("keras")
    dense = resolve("keras.layers.Dense")
    assert dense is not None
    values = {"name": "d", "dtype": "float32", "trainable": True, "input_shape": (3,)}
    for keyword, value in {**values, "input_dim": 3, "autocast": True}.items():
        keras.layers.Dense(2, **{keyword: value})
        assert dense.accepts(keyword)
    for keyword in ("batch_input_shape", "weights", "activaton"):
        with pytest.raises((ValueError, TypeError)):
            keras.layers.Dense(2, **{keyword: None})
        assert not dense.accepts(keyword)
