"""The time from a keystroke to its diagnostics, in files of 500 lines that are full of models.

    python benchmarks/typing_speed.py [--lines 500] [--keystrokes 20]

Starts the language server, opens a file, and edits it: one of functions, of which a third build
models, and one that is a single script, as notebooks are, in which every line is executed again.
Printed are the milliseconds from the edit
to the diagnostics that carry its version, and beside them, measured in the same minute on the same
machine, what `ast.parse` takes for the same text: so that figures of different machines compare.
"""

from __future__ import annotations

import argparse
import ast
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]

_IMPORTS = "import numpy as np\nimport keras\nfrom keras import layers\n\n\n"
_BUILDER = '''\
def build_{at}(units={units}, rate=0.3):
    """A classifier of small images."""
    inputs = keras.Input((28, 28, 1))
    x = layers.Rescaling(1.0 / 255)(inputs)
    x = layers.Conv2D({filters}, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D({filters} * 2, 3, padding="same", activation="relu")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(rate)(x)
    x = layers.Dense(units, activation="relu")(x)
    outputs = layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs, name="net_{at}")
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


'''
_PLAIN = '''\
def summary_{at}(values):
    """Mean and spread of what was measured."""
    total = 0.0
    for value in values:
        total += float(value)
    mean = total / max(len(values), 1)
    spread = np.sqrt(sum((value - mean) ** 2 for value in values))
    if spread > 10:
        print("wide", {at})
    return mean, spread


'''


_EXPERIMENT = """\
# Experiment {at}: more filters, less dropout.
(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255
print(x_train.shape, y_train.shape)

model_{at} = keras.Sequential()
model_{at}.add(keras.Input((32, 32, 3)))
model_{at}.add(layers.Conv2D({filters}, 3, activation="relu"))
model_{at}.add(layers.MaxPooling2D())
model_{at}.add(layers.Flatten())
model_{at}.add(layers.Dropout(0.3))
model_{at}.add(layers.Dense({units}, activation="relu"))
model_{at}.add(layers.Dense(10, activation="softmax"))
model_{at}.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history_{at} = model_{at}.fit(x_train, y_train, epochs=10, validation_split=0.1)

plt.plot(history_{at}.history["accuracy"], label="training")
plt.plot(history_{at}.history["val_accuracy"], label="validation")
plt.xlabel("epoch")
plt.legend()
plt.show()

loss_{at}, accuracy_{at} = model_{at}.evaluate(x_test, y_test)
print("experiment {at}", accuracy_{at})
predicted_{at} = np.argmax(model_{at}.predict(x_test), axis=1)
errors = x_test[predicted_{at} != y_test[:, 0]]
print(len(errors), "errors")


"""
_FUNCTIONS = _BUILDER + _PLAIN + _PLAIN

TEXTS = {
    "functions": _IMPORTS + _FUNCTIONS,
    "script": f"import matplotlib.pyplot as plt\n{_IMPORTS}" + _EXPERIMENT,
}
"""What the files are made of: what is behind the imports is repeated."""


def text_of(kind: str, lines: int) -> str:
    """A file of about so many lines."""
    head, repeated = TEXTS[kind].partition("layers\n\n\n")[::2]
    text, at = f"{head}layers\n\n\n", 0
    while text.count("\n") < lines:
        text += repeated.format(at=at, units=32 + at, filters=8 + at)
        at += 1
    return "".join(text.splitlines(keepends=True)[:lines]).rsplit("\n\n\n", 1)[0] + "\n\n\nx = 1\n"


class Server:
    """The server, and a client that only edits and waits."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kerascop", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        self._send(
            "initialize",
            {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}},
            number=1,
        )
        self._send("initialized", {})

    def _send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        data = json.dumps(message if number is None else {**message, "id": number}).encode()
        stream: IO[bytes] | None = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        stream.flush()

    def _receive(self) -> Any:
        stream: IO[bytes] | None = self._process.stdout
        assert stream is not None
        length = 0
        while header := stream.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(stream.read(length))

    def diagnosed(self, method: str, params: Any, version: int) -> float:
        """Seconds from a message to the diagnostics of the version that it makes."""
        begin = time.perf_counter()
        self._send(method, params)
        while True:
            message = self._receive()
            published = message.get("method") == "textDocument/publishDiagnostics"
            if published and message["params"].get("version") == version:
                return time.perf_counter() - begin

    def stop(self) -> None:
        """Say goodbye."""
        self._send("shutdown", None, number=2)
        self._send("exit", None)
        self._process.wait(30)


def measure(kind: str, lines: int, keystrokes: int) -> None:
    """Print the figures of one kind of file."""
    text = text_of(kind, lines)
    with tempfile.TemporaryDirectory() as name:
        uri = (Path(name) / "models.py").as_uri()
        server = Server(Path(name))
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        opened = server.diagnosed("textDocument/didOpen", {"textDocument": document}, 1)
        times = []
        end = text.count("\n") - 1
        for version in range(2, keystrokes + 2):
            place = {"line": end, "character": 5}
            change = {"range": {"start": place, "end": place}, "text": "1"}
            identifier = {"uri": uri, "version": version}
            params = {"textDocument": identifier, "contentChanges": [change]}
            times.append(server.diagnosed("textDocument/didChange", params, version))
        server.stop()
    parses = []
    for _ in range(20):
        begin = time.perf_counter()
        ast.parse(text)
        parses.append(time.perf_counter() - begin)
    parse, typed = statistics.median(parses), statistics.median(times)
    ratio = typed / parse
    sys.stdout.write(
        f"{kind}: {text.count(chr(10))} lines, {len(times)} keystrokes\n"
        f"opening           {opened * 1000:8.1f} ms\n"
        f"keystroke, median {typed * 1000:8.1f} ms\n"
        f"keystroke, worst  {max(times) * 1000:8.1f} ms\n"
        f"ast.parse         {parse * 1000:8.1f} ms; a keystroke costs {ratio:.0f} of these\n"
    )


def main() -> None:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--keystrokes", type=int, default=20)
    given = parser.parse_args()
    for kind in TEXTS:
        measure(kind, given.lines, given.keystrokes)


if __name__ == "__main__":
    main()
