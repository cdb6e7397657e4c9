"""A client of the language server that speaks JSON-RPC by hand, over the pipes of a process."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds after which a test gives up on an answer that does not come at all."""

_EDITS = {"workspaceEdit": {"documentChanges": True}}


class Client:
    """Starts a server, and says hello to it."""

    def __init__(
        self,
        *folders: Path,
        encodings: list[str] | None = None,
        options: dict[str, Any] | None = None,
        capabilities: dict[str, Any] | None = None,
        answers: dict[str, Any] | None = None,
        says_hello: bool = True,
    ) -> None:
        path = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kerascop", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            cwd=folders[0] if folders else None,
        )
        self._requested = answers or {}
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.told: list[dict[str, Any]] = []
        general = {} if encodings is None else {"positionEncodings": encodings}
        self._greeting = {
            "processId": None,
            "rootUri": None,
            "capabilities": {"general": general, "workspace": _EDITS, **(capabilities or {})},
            "workspaceFolders": [
                {"uri": folder.as_uri(), "name": folder.name} for folder in folders
            ],
            "initializationOptions": options or {},
        }
        if says_hello:
            self.say_hello()

    def say_hello(self) -> None:
        """Begin the conversation, and keep what the server says that it can."""
        self.hello = self.ask("initialize", self._greeting)
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self.process.poll() is None:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.process.wait(PATIENCE)
        else:
            self.process.kill()
            self.process.wait()
        self.close()

    def close(self) -> None:
        """Close the pipes of a server that has ended."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            self._messages.put(json.loads(stream.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _take(self) -> None:
        message = self._messages.get(timeout=PATIENCE)
        if "method" in message and "id" in message:
            self.told.append(message)
            self._send({"id": message["id"], "result": self._requested.get(message["method"])})
        elif "method" in message:
            self.told.append(message)
        else:
            self._answers[message["id"]] = message

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> int:
        """Send a request, and do not wait for the answer."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        return self._number

    def ask(self, method: str, params: Any) -> Any:
        """Send a request, and wait for its result."""
        return self.answer(self.request(method, params))

    def answer(self, number: int) -> Any:
        """The result of a request, which must not have failed."""
        message = self._answer(number)
        assert "error" not in message, message["error"]
        return message["result"]

    def refusal(self, number: int) -> dict[str, Any]:
        """The error that answers a request, which must fail."""
        error: dict[str, Any] = self._answer(number)["error"]
        return error

    def _answer(self, number: int) -> dict[str, Any]:
        while number not in self._answers:
            self._take()
        return self._answers.pop(number)

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message of the server, not yet taken, that is wanted."""
        while True:
            for at, message in enumerate(self.told):
                if wanted(message):
                    del self.told[: at + 1]
                    return message
            self._take()

    def published(self, uri: str, version: int | None = None) -> dict[str, Any]:
        """The next diagnostics of a document, of this version if one is given."""

        def is_wanted(message: dict[str, Any]) -> bool:
            params = message["params"]
            return (
                message["method"] == "textDocument/publishDiagnostics"
                and params["uri"] == uri
                and (version is None or params.get("version") == version)
            )

        params: dict[str, Any] = self.wait_for(is_wanted)["params"]
        return params

    def codes(self, uri: str, version: int | None = None) -> list[str]:
        """The codes of the next diagnostics of a document."""
        return [each["code"] for each in self.published(uri, version)["diagnostics"]]

    def open(self, uri: str, text: str, version: int = 1) -> None:
        """Open a text."""
        document = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        """Edit a text."""
        self.tell(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)},
        )

    def about(self, method: str, uri: str, **params: Any) -> Any:
        """Ask something about a document."""
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, **params})

    def hints(self, uri: str) -> dict[int, str]:
        """The labels of the hints of a whole document by their lines, counted from 0."""
        found = self.about("inlayHint", uri, range=span(0, 0, 100_000, 0))
        return {hint["position"]["line"]: hint["label"] for hint in found}


def span(start_line: int, start: int, end_line: int, end: int) -> dict[str, Any]:
    """A range of the protocol."""
    return {
        "start": {"line": start_line, "character": start},
        "end": {"line": end_line, "character": end},
    }
