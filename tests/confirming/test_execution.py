"""What a run tells: models and their layers, failures and their lines, without data or training."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from kerascop.confirming.sandboxing.execution import Execution, execute
from kerascop.confirming.sandboxing.mechanisms import Mechanism, is_available
from kerascop.confirming.sandboxing.report import ExecutionReport, FailureKind, Limits
from kerascop.confirming.slicing import slice_of
from kerascop.misuse import UsageError
from kerascop.syntax.module import parse

MECHANISM = next(each for each in Mechanism if is_available(each))
PLENTY = Limits(seconds=300)


def _run(
    path: Path,
    source: str,
    builder: str | None = None,
    arguments: Mapping[str, object] | None = None,
    project: tuple[Path, ...] = (),
) -> ExecutionReport:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(source))
    part = slice_of(parse(path, path.read_text()), builder)
    return execute(
        Execution(part, project, builder, arguments or {}),
        Path(sys.executable),
        PLENTY,
        mechanism=MECHANISM,
    )


def test_models_are_told_with_their_layers_and_nothing_is_loaded_trained_or_saved(
    tmp_path: Path,
) -> None:
    report = _run(
        tmp_path / "train.py",
        """\
        import numpy as np
        from tensorflow import keras
        from tensorflow.keras import layers
        from sklearn.datasets import fetch_california_housing, load_digits
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler
        def main():
            (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
            table = np.loadtxt("missing.csv")
            train, test = train_test_split(table[:, 1:])
            train = np.log(StandardScaler().fit(train).transform(train))
            print(keras.utils.to_categorical(test).shape, train.reshape(-1))
            assert fetch_california_housing().data.shape == (20640, 8)
            assert load_digits(return_X_y=True)[0].shape == (1797, 64)
            pictures = keras.utils.image_dataset_from_directory("missing", image_size=(32, 32))
            for images, labels in pictures:
                shape = images.shape[1:]
            net = keras.Sequential(name="digits")
            net.add(keras.Input(x.shape[1:]))
            net.add(layers.Flatten())
            net.add(layers.Dense(len(np.unique(y)), activation="softmax"))
            net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            history = net.fit(x / 255, y, epochs=3, validation_split=0.1)
            assert len(history.history["val_accuracy"]) == 3
            loss, accuracy = net.evaluate(x_test, y_test)
            assert net.predict(x_test).shape == (10000, 10)
            net.save("digits.keras")
            keras.utils.get_file("data.zip", "https://example.com/data.zip")
            return net, shape
        digits, shape = main()
        base = keras.applications.MobileNet(weights="imagenet", include_top=False,
                                            input_shape=(*shape[:2], 3))
        picture = keras.Input(shape)
        shared = layers.Dense(4, name="shared")
        pooled = layers.GlobalAveragePooling2D()(base(picture))
        outputs = [shared(pooled), layers.Flatten()(picture)]
        late = keras.Sequential([layers.Dense(2)])
        twice = keras.Model(picture, outputs, name="twice")
        class Own(keras.Model):
            def __init__(self):
                super().__init__()
                self.first = layers.Dense(3)
            def call(self, x):
                return self.first(x)
        own = Own()
        own(keras.Input((7,)))
        """,
    )
    assert report.failure is None, report.failure
    assert report.by.startswith("keras 3.")
    assert report.by.endswith(" (tensorflow)")
    digits, base, late, twice, own = report.models
    assert (digits.name, digits.variables, digits.line) == ("digits", ("digits",), 18)
    assert [(layer.cls, layer.outputs, layer.parameters) for layer in digits.layers] == [
        ("Flatten", ((None, 784),), 0),
        ("Dense", ((None, 10),), 7850),
    ]
    assert base.layers[-1].outputs == ((None, 1, 1, 1024),)
    assert (late.built, late.parameters) == (False, None)
    assert late.layers[0].outputs == ()
    assert {layer.name: layer.outputs for layer in twice.layers}["shared"] == ((None, 4),)
    assert twice.parameters == (base.parameters or 0) + 4 * 1025
    assert [(layer.cls, layer.outputs, layer.parameters) for layer in own.layers] == [
        ("Dense", ((None, 3),), 24)
    ]


def test_a_refusal_of_keras_is_told_with_its_words_and_the_line(tmp_path: Path) -> None:
    report = _run(
        tmp_path / "train.py",
        """\
        import keras
        good = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
        bad = Sequential([Input((4, 4, 1))])
        bad.add(keras.layers.Conv2D(8, 3))
        bad.add(
            keras.layers.Conv2D(8, 5)
        )
        """,
    )
    assert report.failure is not None
    assert report.failure.kind is FailureKind.RAISED
    assert report.failure.exception == "ValueError"
    assert report.failure.line == 5
    assert "\x1b" not in report.failure.message
    assert report.models[0].variables == ("good",)
    assert report.models[0].layers[0].outputs == ((None, 2),)


def test_a_builder_in_a_package_is_called_with_its_arguments(tmp_path: Path) -> None:
    package = tmp_path / "networks"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "parts.py").write_text("DEPTH = 3\n")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "sizes.py").write_text("WIDTH = 8\n")
    report = _run(
        package / "nets.py",
        """\
        import keras
        import sizes
        from .parts import DEPTH
        class Net:
            @staticmethod
            def build(units, shape=(2,)):
                layers = [keras.layers.Dense(sizes.WIDTH) for _ in range(DEPTH)]
                return keras.Sequential([keras.Input(shape), *layers, keras.layers.Dense(units)])
        raise SystemExit("nobody asked for this")
        """,
        builder="Net.build",
        arguments={"units": 5, "shape": (4,)},
        project=(tmp_path / "shared",),
    )
    assert report.failure is None, report.failure
    (model,) = report.models
    assert model.returned
    assert [layer.outputs for layer in model.layers] == [((None, 8),)] * 3 + [((None, 5),)]


def test_a_builder_that_needs_more_arguments_is_told_so(tmp_path: Path) -> None:
    report = _run(tmp_path / "nets.py", "def build(units):\n    return units\n", builder="build")
    assert report.failure is not None
    assert "units" in report.failure.message


def test_missing_data_do_no_harm_until_a_model_depends_on_them(tmp_path: Path) -> None:
    source = """\
        import numpy as np
        Sequential = list
        table = np.load("table.npy")
        table = (table - table.mean()) / table.std()
        print("shape", table.shape)
        model = Sequential(range({}))
        """
    report = _run(tmp_path / "train.py", source.format(3))
    assert report.failure is None
    report = _run(tmp_path / "train.py", source.format("table.shape[1]"))
    assert report.failure is not None
    assert report.failure.kind is FailureKind.NO_DATA
    assert report.failure.line == 6
    assert "`table.npy`" in report.failure.message


def test_a_module_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    report = _run(tmp_path / "train.py", "\nimport no_such_package as n\nm = n.Model()\n")
    assert report.failure is not None
    assert report.failure.kind is FailureKind.MISSING_MODULE
    assert "no_such_package" in report.failure.message
    assert report.failure.line == 2


def test_an_exit_of_the_file_is_a_failure_with_its_line(tmp_path: Path) -> None:
    report = _run(tmp_path / "train.py", "Model = print\nm = Model(exit(3))\n")
    assert report.failure is not None
    assert (report.failure.exception, report.failure.line) == ("SystemExit", 2)


def test_an_interpreter_that_does_not_run_is_misuse(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("")
    part = slice_of(parse(tmp_path / "train.py", ""))
    with pytest.raises(UsageError, match="is no Python"):
        execute(Execution(part), tmp_path / "python", mechanism=MECHANISM)
