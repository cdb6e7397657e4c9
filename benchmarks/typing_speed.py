"""The time from a keystroke to its diagnostics, in a file of 500 lines that is full of models.

    python benchmarks/typing_speed.py [--lines 500] [--keystrokes 20]

Starts the language server, opens a file, and edits it. Printed are the milliseconds from the edit
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


def text_of(lines: int) -> str:
    """A file of about so many lines: a third builders of models, the rest plain functions."""
    text, at = _IMPORTS, 0
    while text.count("\n") < lines:
        text += _BUILDER.format(at=at, units=32 + at, filters=8 + at) + _PLAIN.format(at=at) * 2
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


def measure(lines: int, keystrokes: int) -> None:
    """Print the figures."""
    text = text_of(lines)
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
        f"{text.count(chr(10))} lines, {len(times)} keystrokes\n"
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
    measure(given.lines, given.keystrokes)


if __name__ == "__main__":
    main()
