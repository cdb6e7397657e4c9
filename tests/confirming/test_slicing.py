"""What of a file is run to build its models: what they depend on, on the lines where it stands."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from kerascop.confirming.slicing import Slice, slice_of
from kerascop.misuse import UsageError
from kerascop.sources.reading import SourceError
from kerascop.syntax.module import parse

PROGRAMS = Path(__file__).parents[2] / "fixtures" / "programs"
MODEL = "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"


def _slice(source: str, builder: str | None = None) -> Slice:
    return slice_of(parse(Path("train.py"), dedent(source)), builder)


def _kept(source: str, builder: str | None = None) -> list[str]:
    return [line.strip() for line in _slice(source, builder).text.splitlines() if line.strip()]


def test_compiling_training_plotting_and_saving_are_left_out() -> None:
    kept = _kept(f"""\
        import keras
        import matplotlib.pyplot as plt
        (x, y), _ = keras.datasets.mnist.load_data()
        {MODEL}
        model.summary()
        model.compile("adam", "mse")
        history = model.fit(x, y)
        plt.plot(history.history["loss"])
        print(model.evaluate(x, y))
        model.save("model.keras")
        keras.utils.plot_model(model)
        """)
    assert kept == ["import keras", MODEL.strip()]


def test_every_line_keeps_its_number() -> None:
    source = (
        f"import keras\nimport os\n\nprint(\n  1)\n{MODEL}model.compile(\n  'adam')\nmodel.add(x)\n"
    )
    lines = _slice(source).text.split("\n")
    assert len(lines) == len(source.split("\n"))
    assert lines[5] == MODEL.strip()
    assert lines[8] == "model.add(x)"
    assert lines[3:5] == lines[6:8] == ["", ""]


def test_what_the_model_depends_on_is_kept_through_names_functions_and_classes() -> None:
    source = """\
        import keras
        import numpy as np
        from keras import layers
        WIDTH = 8
        UNUSED = 9
        def block(x):
            return Scale(WIDTH)(x)
        def unused():
            return UNUSED
        class Scale(layers.Layer):
            def call(self, x):
                return x * np.float32(2)
        inputs = keras.Input((WIDTH,))
        model = keras.Model(inputs, block(inputs))
        """
    kept = _kept(source)
    assert "WIDTH = 8" in kept
    assert "import numpy as np" in kept
    assert "class Scale(layers.Layer):" in kept
    assert "UNUSED = 9" not in kept
    assert "def unused():" not in kept


def test_what_is_bound_anew_behind_the_last_use_is_left_out() -> None:
    kept = _kept("""\
        import keras
        x = keras.Input((4,))
        model = keras.Model(x, keras.layers.Dense(2)(x))
        x = model.predict(load())
        """)
    assert kept[-1].startswith("model =")


def test_changes_of_the_model_are_kept_to_the_end() -> None:
    kept = _kept(f"""\
        import keras
        {MODEL}
        for layer in model.layers:
            layer.trainable = False
        model.add(keras.layers.Dense(1))
        model.layers[0].trainable = True
        model.pop()
        """)
    assert kept[-3:] == [
        "model.add(keras.layers.Dense(1))",
        "model.layers[0].trainable = True",
        "model.pop()",
    ]


def test_a_function_that_may_change_the_model_is_called_and_one_that_only_trains_is_not() -> None:
    kept = _kept(f"""\
        import keras
        from somewhere import finish
        def head(net):
            net.add(keras.layers.Dense(1))
        def train(net):
            net.compile("adam", "mse")
            net.fit([[1]], [[1]])
        {MODEL}
        head(model)
        train(model)
        finish(model)
        """)
    assert "head(model)" in kept
    assert "finish(model)" in kept
    assert "train(model)" not in kept


def test_a_model_that_is_called_is_built_so() -> None:
    kept = _kept("""\
        import keras, numpy as np
        class Net(keras.Model):
            pass
        net = Net()
        net(np.zeros((1, 4)))
        print(net)
        """)
    assert kept[-2:] == ["net = Net()", "net(np.zeros((1, 4)))"]


def test_names_that_a_snippet_lacks_are_told_with_their_meaning() -> None:
    part = _slice("model = Sequential([Dense(own, name=str(len([])))])\nplt.show()\nown = 3\n")
    assert dict(part.free) == {
        "Sequential": "keras.models.Sequential",
        "Dense": "keras.layers.Dense",
    }


def test_models_made_in_a_function_are_made_by_its_call() -> None:
    kept = _kept("""\
        import keras
        def main():
            net = keras.Sequential([keras.layers.Dense(2)])
            net.fit(1, 2)
        if __name__ == "__main__":
            print("start")
            main()
        """)
    assert kept[-3:] == ['if __name__ == "__main__":', "main()"] or kept[-2:] == [
        'if __name__ == "__main__":',
        "main()",
    ]
    assert 'print("start")' not in kept


def test_blocks_from_which_everything_is_left_out_stay_blocks() -> None:
    text = _slice(f"""\
        import keras
        {MODEL}
        if True:
            model.add(keras.layers.Dense(1))
        elif model:
            model.summary()
        else:
            model.fit(1, 2)
        try:
            model.add(keras.layers.Dense(1))
        except ValueError:
            print("no")
        """).text
    compile(text, "train.py", "exec")
    assert text.count("pass") == 1
    assert "elif" not in text
    assert "fit" not in text
    assert "print" not in text


def test_a_training_loop_is_left_out_and_a_loop_that_builds_is_kept_with_its_break() -> None:
    kept = _kept(f"""\
        import keras
        {MODEL}
        n = 0
        while True:
            n += 1
            model.add(keras.layers.Dense(n))
            if n > 3:
                break
        for epoch in range(10):
            model.train_on_batch(1, 2)
        """)
    assert kept[-5:] == [
        "while True:",
        "n += 1",
        "model.add(keras.layers.Dense(n))",
        "if n > 3:",
        "break",
    ]


def test_settings_that_models_depend_on_are_kept() -> None:
    kept = _kept(f"""\
        import os, sys
        os.environ["KERAS_BACKEND"] = "jax"
        sys.path.append("..")
        os.makedirs("logs")
        import keras
        keras.backend.set_image_data_format("channels_first")
        keras.utils.set_random_seed(1)
        {MODEL}
        """)
    assert 'os.environ["KERAS_BACKEND"] = "jax"' in kept
    assert 'sys.path.append("..")' in kept
    assert 'keras.backend.set_image_data_format("channels_first")' in kept
    assert 'os.makedirs("logs")' not in kept
    assert "keras.utils.set_random_seed(1)" not in kept


def test_what_comes_from_unknown_modules_is_taken_for_a_builder() -> None:
    kept = _kept("""\
        from networks import unet
        net = unet(3)
        net.fit(1, 2)
        """)
    assert kept == ["from networks import unet", "net = unet(3)"]


def test_a_builder_that_is_asked_for_is_kept_alone() -> None:
    kept = _kept(
        f"""\
        import keras
        WIDTH = 8
        def build():
            return keras.Sequential([keras.layers.Dense(WIDTH)])
        {MODEL}
        """,
        builder="build",
    )
    assert kept[:2] == ["import keras", "WIDTH = 8"]
    assert MODEL.strip() not in kept


def test_a_builder_that_is_not_there_is_told_with_one_that_is_like_it() -> None:
    with pytest.raises(UsageError, match="defines no `bild`; did you mean `build`"):
        _slice("def build(): pass\n", builder="bild")


def test_lines_in_another_dialect_are_left_out() -> None:
    assert _kept("model = keras.Sequential()\nprint 'done'\n") == ["model = keras.Sequential()"]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the statement")
def test_a_file_that_this_python_cannot_run_is_told_so() -> None:
    with pytest.raises(SourceError, match="cannot be run"):
        _slice("type Units = int\nmodel = keras.Sequential()\n")


def test_the_slice_of_a_whole_program_is_python() -> None:
    for path in sorted(PROGRAMS.rglob("*.py"))[::5]:
        compile(slice_of(parse(path, path.read_text())).text, str(path), "exec")
