"""Reports that every output format has to cope with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from kerascop.linting.collection import installed_rules
from kerascop.linting.finding import Applicability, Finding, Fix, Related
from kerascop.linting.group import Severity
from kerascop.linting.run import Report
from kerascop.sources.edits import Edit
from kerascop.sources.notebooks import python_text
from kerascop.sources.span import Span
from tests.building import finding, report

MODEL, BOOK = Path("deep learning/modèle.py"), Path("book.ipynb")
TEXT = """\
from keras import layers, losses

tête = layers.Dense(1, activation="softmax")
model.compile(
    loss="binary_crossentropy",
)
"""
CELLS = [
    {"cell_type": "markdown", "metadata": {}, "source": ["# A title"]},
    {
        "cell_type": "code",
        "metadata": {},
        "source": ["import keras\n", 'keras.layers.Dense(1, "é\\n") # softmax'],
        "outputs": [],
        "execution_count": None,
    },
]
NOTEBOOK = json.dumps(
    {"cells": CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
)
NASTY = 'a | <b> & "c", 50%: \x00\x1b[2J\ud800 `d|e` [f](1) @everyone *g*'

FIX = Fix(
    Applicability.UNSAFE,
    "Use `sigmoid`, and its loss",
    (Edit(Span(3, 36, 3, 43), "sigmoid"), Edit(Span(5, 11, 5, 30), "mse")),
)
PLAIN = replace(
    finding(
        MODEL,
        (3, 35, 3, 44),
        code="KC204",
        related=(Related(MODEL, Span(5, 10, 5, 31), "the [loss] `is` chosen"),),
    ),
    name="single-unit-softmax",
    fix=FIX,
    url="https://example.org/rules/KC204.html",
)
UGLY = finding(MODEL, (4, 1, 6, 2), message=NASTY, severity=Severity.INFO)
IN_CELL = finding(BOOK, (3, 32, 3, 39), severity=Severity.WARNING)


def messy() -> Report:
    """A report of a fixable finding, an ugly message, and a finding in a notebook."""
    return of(PLAIN, UGLY, IN_CELL)


def of(*findings: Finding, text: str = TEXT) -> Report:
    """A report of findings in the module and the notebook."""
    texts = {MODEL: text, BOOK: python_text(NOTEBOOK)}
    made = report(*findings, texts=texts)
    return replace(made, contents={BOOK: NOTEBOOK.encode()}, rules=installed_rules())
