"""Symbols know the parameters of their constructors, version by version."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from kerascop.keras_api import (
    Kind,
    Missing,
    Parameter,
    ParameterKind,
    Symbol,
    generated_from,
    identifier,
    identifiers,
    resolve,
)


def the(path: str) -> Symbol:
    symbol = resolve(path)
    assert symbol is not None
    return symbol


def test_positional_arguments_fill_parameters_in_order() -> None:
    conv = the("keras.layers.Conv2D")
    assert [p.name for p in conv.parameters[:3]] == ["filters", "kernel_size", "strides"]
    assert conv.parameter_at(2) == Parameter("strides", default=(1, 1))
    assert conv.parameter_at(99) is None


def test_keyword_only_parameters_take_no_positional_argument() -> None:
    layer = the("keras.layers.Layer")
    assert layer.parameter_at(0, 3) is None
    assert layer.parameter("trainable", 3) == Parameter("trainable", ParameterKind.KEYWORD, True)


def test_star_arguments_take_every_position() -> None:
    shown = the("keras.wrappers.scikit_learn.KerasClassifier")
    assert shown.parameter_at(1) is None
    starred = Symbol(
        "f",
        Kind.FUNCTION,
        frozenset({3}),
        frozenset(),
        {3: (Parameter("args", ParameterKind.VAR_POSITIONAL),)},
        {},
        frozenset(),
        {},
    )
    assert starred.parameter_at(7) == Parameter("args", ParameterKind.VAR_POSITIONAL)


def test_required_parameters_have_no_default() -> None:
    units = the("keras.layers.Dense").parameter("units")
    assert units is not None
    assert units.default is Missing.REQUIRED
    assert not units.has_default


def test_keywords_of_base_classes_are_accepted() -> None:
    dense = the("keras.layers.Dense")
    for keyword in (
        "units",
        "activation",
        "name",
        "dtype",
        "trainable",
        "input_shape",
        "input_dim",
    ):
        assert dense.accepts(keyword, 2), keyword
        assert dense.accepts(keyword, 3), keyword
    assert not dense.accepts("activaton", 2)
    assert not dense.accepts("activaton", 3)
    assert "activation" in dense.accepted(3)


def test_versions_differ_in_what_they_accept() -> None:
    assert the("keras.layers.Dense").accepts("batch_input_shape", 2)
    assert not the("keras.layers.Dense").accepts("batch_input_shape", 3)
    assert the("keras.optimizers.Adam").accepts("lr", 2)
    assert not the("keras.optimizers.Adam").accepts("lr", 3)
    assert the("keras.optimizers.Adam").accepts("decay", 3)
    assert not the("keras.optimizers.Adam").accepts("decay", 2)
    leaky = the("keras.layers.LeakyReLU")
    assert leaky.parameters_in(2)[0].name == "alpha"
    assert leaky.parameters_in(3)[0].name == "negative_slope"
    assert leaky.accepts("alpha", 3)
    assert the("keras.layers.Embedding").accepts("input_length", 3)


def test_nothing_is_claimed_about_a_version_without_the_symbol() -> None:
    assert the("keras.layers.LocallyConnected1D").accepts("whatever", 3)


def test_methods_of_models_are_known() -> None:
    model = the("keras.models.Model")
    fit = model.method("fit")
    assert fit is not None
    assert [p.name for p in fit[:4]] == ["x", "y", "batch_size", "epochs"]
    assert model.has_method("fit_generator", 2)
    assert not model.has_method("fit_generator", 3)
    workers = {version: model.method("fit", version) or () for version in (2, 3)}
    assert any(p.name == "workers" for p in workers[2])
    assert not any(p.name == "workers" for p in workers[3])


def test_a_functional_model_takes_inputs_and_outputs() -> None:
    model = the("keras.models.Model")
    for version in (2, 3):
        assert [p.name for p in model.parameters_in(version)[:2]] == ["inputs", "outputs"]


def test_symbols_survive_pickling() -> None:
    dense = the("keras.layers.Dense")
    assert pickle.loads(pickle.dumps(dense)) == dense
    assert pickle.loads(pickle.dumps(dense)).parameters == dense.parameters


@pytest.mark.parametrize("text", ["mse", "MSE", "mean_squared_error", "MeanSquaredError"])
def test_the_names_of_a_loss_are_one_class(text: str) -> None:
    assert identifier(Kind.LOSS, text) is the("keras.losses.MeanSquaredError")
    assert identifier(Kind.METRIC, text) is the("keras.metrics.MeanSquaredError")


def test_optimizers_are_found_whatever_their_case() -> None:
    for text in ("adam", "Adam", "ADAM"):
        assert identifier(Kind.OPTIMIZER, text) is the("keras.optimizers.Adam")


def test_identifiers_depend_on_the_version() -> None:
    assert identifier(Kind.ACTIVATION, "ReLU", 2) is the("keras.layers.ReLU")
    assert identifier(Kind.ACTIVATION, "ReLU", 3) is None
    assert identifier(Kind.ACTIVATION, "glu", 3) is the("keras.activations.glu")
    assert identifier(Kind.ACTIVATION, "glu", 2) is None
    assert identifier(Kind.ACTIVATION, "rellu") is None
    assert identifier(Kind.LOSS, "categorical_cross_entropy") is None
    assert "categorical_crossentropy" in identifiers(Kind.LOSS)


@pytest.mark.parametrize("text", ["accuracy", "acc", "Accuracy"])
def test_the_string_accuracy_is_not_the_class(text: str) -> None:
    found = identifier(Kind.METRIC, text)
    assert found is not None
    assert found.name == "keras.metrics.accuracy"


def test_the_tables_say_what_they_describe() -> None:
    assert set(generated_from()) == {"keras", "tf_keras", "tensorflow"}
    assert generated_from()["keras"].startswith("3.")


def test_loading_and_asking_imports_no_framework() -> None:
    code = (
        "import sys\n"
        "from kerascop.keras_api import Kind, free_names, identifier, resolve\n"
        "import kerascop.keras_api.losses, kerascop.keras_api.activations\n"
        "import kerascop.keras_api.datasets, kerascop.keras_api.applications\n"
        "assert resolve('keras.layers.Dense') and free_names() and identifier(Kind.LOSS, 'mse')\n"
        "foreign = {'keras', 'tensorflow', 'tf_keras', 'numpy', 'libcst'}\n"
        "print(sorted(foreign & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_reads_no_table() -> None:
    code = (
        "import kerascop.keras_api\n"
        "from kerascop.keras_api import tables\n"
        "print(tables.symbol_table.cache_info().misses)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
