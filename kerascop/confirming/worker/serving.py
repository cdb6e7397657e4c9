"""The worker's side of the conversation: a request a line, an answer a line, in their order."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

from .building import build
from .loading import Keras, NoKeras, load_keras

ADDRESS_SPACE = 16 * 1024**3
"""Bytes. TensorFlow takes four to five of these sixteen GiB as it is imported."""


def serve(wanted: str = "keras") -> None:
    """Says which Keras there is, then answers requests until there are no more.

    Args:
        wanted: the Keras to prefer, `keras` or `tf_keras`.
    """
    answers = _own_output()
    try:
        keras = load_keras(wanted)
    except NoKeras as error:
        _say(answers, {"missing": str(error)})
        return
    except Exception as error:  # noqa: BLE001 - whatever the import of a foreign package does
        _say(answers, {"broken": _told(error)})
        return
    _limit_memory()
    _say(answers, {"ready": keras.title})
    for line in sys.stdin:
        _say(answers, _answer(keras, json.loads(line)))


def _answer(keras: Keras, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"id": request["id"], "built": build(keras, request["model"])}
    except Exception as error:  # noqa: BLE001 - one model must not end the others
        return {"id": request["id"], "failed": _told(error)}


def _own_output() -> TextIO:
    """Standard output for answers alone: what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _say(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _limit_memory() -> None:
    """Where weights cannot be left out, a model too large must not take the machine down."""
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or most > ADDRESS_SPACE:
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, most))
    except (ImportError, ValueError, OSError):
        return
