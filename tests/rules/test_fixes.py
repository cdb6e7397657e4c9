"""The fixes of all rules, applied to every fixture that has their mistakes."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from kerascop.linting.finding import Applicability, Finding
from kerascop.linting.fixing import FixedFile, Repaired, repaired
from kerascop.linting.loader import builtin_folder, load_rules
from kerascop.linting.rule import Rule
from kerascop.linting.run import lint
from tests.building import extended

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
RULES = [rule for rule in load_rules(builtin_folder()) if rule.fixes]
UNHELPFUL = {
    "kc221_unknown_argument/buggy.py": "the loss is given a softmax, and would now expect logits",
    "kc222_unknown_identifier/buggy.py": "the layer is followed by an activation of its own",
}
"""Fixtures in which one fix brings another mistake to light, and is not applied for that."""


def folder(rule: Rule) -> Path:
    return next(FIXTURES.glob(f"{rule.code.lower()}_*"))


def faulty(rule: Rule) -> list[Path]:
    cases = sorted(folder(rule).glob("buggy*"))
    return [case for case in cases if case.is_dir() or case.suffix == ".py"]


CASES = [
    pytest.param(rule, case, id=name)
    for rule in RULES
    for case in faulty(rule)
    for name in [f"{case.parent.name}/{case.name}"]
]


def counted(findings: Iterable[Finding]) -> Counter[tuple[Path, str]]:
    return Counter((finding.path, finding.code) for finding in findings)


def comments(data: bytes) -> list[str]:
    tokens = tokenize.tokenize(io.BytesIO(data).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def untouched_lines(file: FixedFile) -> Counter[str]:
    """The lines of a file in which no fix has written anything."""
    touched = {
        line
        for finding in file.findings
        if finding.fix is not None
        for edit in finding.fix.edits
        for line in range(edit.span.start_line, edit.span.end_line + 1)
    }
    lines = file.before.decode().splitlines()
    return Counter(line for number, line in enumerate(lines, 1) if number not in touched)


@pytest.fixture(autouse=True)
def defects_are_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    # A defect of kerascop in a fixture must not pass for silence.
    monkeypatch.setenv("KERASCOP_DEBUG", "1")


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_what_is_fixed_is_gone_and_the_rest_is_as_it_was(rule: Rule, case: Path) -> None:
    settings = extended(rule.code)
    before = lint([case], settings).findings
    outcome = repaired([case], settings, unsafe=True)
    fixed = [finding for file in outcome.files for finding in file.findings]
    assert counted(outcome.report.findings) == counted(before) - counted(fixed)
    left = [finding for finding in outcome.report.findings if is_fixable(finding)]
    assert len(left) == len(outcome.notes) == (f"{case.parent.name}/{case.name}" in UNHELPFUL)
    for file in outcome.files:
        compile(file.after, file.path.name, "exec")
        assert untouched_lines(file) <= Counter(file.after.decode().splitlines())
        if rule.code != "KC902":
            assert comments(file.after) == comments(file.before)


def is_fixable(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is not Applicability.DISPLAY


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_of_which_kinds_its_fixes_are(rule: Rule) -> None:
    findings = [
        finding for case in faulty(rule) for finding in lint([case], extended(rule.code)).findings
    ]
    kinds = {each.fix.applicability for each in findings if each.code == rule.code and each.fix}
    assert kinds == set(rule.fixes)


def test_no_other_rule_has_fixes() -> None:
    silent = [rule for rule in load_rules(builtin_folder()) if not rule.fixes]
    for rule in silent:
        for case in sorted(FIXTURES.glob(f"{rule.code.lower()}_*/buggy*.py")):
            findings = lint([case], extended(rule.code)).findings
            assert not [each for each in findings if each.code == rule.code and each.fix]


def test_at_least_fifteen_rules_have_fixes() -> None:
    assert len(RULES) >= 15


def after(text: str, code: str, tmp_path: Path, *, unsafe: bool = True) -> str:
    """A program once what the rule finds in it is fixed."""
    path = tmp_path / "model.py"
    path.write_text(text, "utf-8")
    assert code in {finding.code for finding in lint([path], extended(code)).findings}
    outcome: Repaired = repaired([path], extended(code), unsafe=unsafe)
    return outcome.files[0].after.decode() if outcome.files else text


HEAD = "import keras\nfrom keras import layers\nmodel = keras.Sequential([keras.Input((4,)), "
CLASSIFIER = (
    "import numpy as np\n"
    "from sklearn.preprocessing import LabelEncoder\n"
    "ids = LabelEncoder().fit_transform(words)\n"
    "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation='softmax')])\n"
)
IMPORTS = "import keras\nfrom keras.layers import Dense, Input, Lambda, Reshape\n"

EXAMPLES = {
    "a class imported by name joins the import": (
        "KC312",
        (
            "import keras\n"
            f"from keras.losses import CategoricalCrossentropy\n{CLASSIFIER}"
            "m.compile('adam', CategoricalCrossentropy())\n"
            "m.fit(np.ones((9, 4)), ids)\n"
        ),
        {
            "import CategoricalCrossentropy": (
                "import CategoricalCrossentropy, SparseCategoricalCrossentropy"
            ),
            "'adam', C": "'adam', SparseC",
        },
    ),
    "a loss with arguments that the other lacks stays": (
        "KC312",
        (
            f"import keras\n{CLASSIFIER}"
            "m.compile('adam', keras.losses.CategoricalCrossentropy(label_smoothing=0.1))\n"
            "m.fit(np.ones((9, 4)), ids)\n"
        ),
        {},
    ),
    "a loss chosen through a variable stays": (
        "KC312",
        (
            "import keras\n"
            f"loss = 'categorical_crossentropy'\n{CLASSIFIER}"
            "m.compile('adam', loss)\n"
            "m.fit(np.ones((9, 4)), ids)\n"
        ),
        {},
    ),
    "one unit under a binary loss gets a sigmoid": (
        "KC204",
        HEAD + "layers.Dense(1, activation='softmax')])\nmodel.compile('adam', 'bce')\n",
        {"'softmax'": "'sigmoid'"},
    ),
    "one unit under another loss stays": (
        "KC204",
        HEAD + "layers.Dense(1, activation='softmax')])\nmodel.compile('adam', 'mse')\n",
        {},
    ),
    "one linear unit gets loss and sigmoid together": (
        "KC308",
        HEAD + "layers.Dense(1)])\nmodel.compile('adam', 'categorical_crossentropy')\n",
        {"Dense(1)": 'Dense(1, activation="sigmoid")', "'categorical": "'binary"},
    ),
    "the last layer on several lines gets its activation": (
        "KC302",
        HEAD + "layers.Dense(\n    3,  # classes\n)])\n"
        "model.compile('adam', 'categorical_crossentropy')\n",
        {"    3,": '    3, activation="softmax",'},
    ),
    "an activation that is None is replaced": (
        "KC202",
        HEAD + "layers.Dense(8, activation=None), layers.Dense(3)])\n",
        {"None": '"relu"'},
    ),
    "a fraction is cut off where it is no plain division": (
        "KC413",
        HEAD + "layers.Dense(3)])\nmodel.compile('adam', 'mse')\n"
        "model.fit(data, steps_per_epoch=100 / 8 + 1)\n",
        {"100 / 8 + 1": "int(100 / 8 + 1)"},
    ),
    "an old method keeps no arguments that the new one refuses": (
        "KC702",
        HEAD + "layers.Dense(3)])\nmodel.compile('adam', 'mse')\n"
        "model.fit_generator(generator=batches, workers=4, epochs=2, max_queue_size=3)\n",
        {
            "fit_generator(generator=batches, workers=4, epochs=2, max_queue_size=3)": (
                "fit(x=batches, epochs=2)"
            )
        },
    ),
    "steps by position would be labels": (
        "KC702",
        HEAD + "layers.Dense(3)])\nmodel.compile('adam', 'mse')\n"
        "model.fit_generator(batches, 30, epochs=2)\n",
        {},
    ),
    "what an import brings moves together": (
        "KC702",
        "from keras.layers.core import Dense, Dropout\n",
        {"layers.core": "layers"},
    ),
    "a module keeps the name that the program uses": (
        "KC702",
        "from keras.utils import np_utils\nprint(np_utils.to_categorical([1, 0]))\n",
        {"from keras.utils import np_utils": "from keras import utils as np_utils"},
    ),
    "a name that another import lacks stays": (
        "KC702",
        "from keras.layers import CuDNNLSTM\n",
        {},
    ),
    "a private name is taken from where it is public": (
        "KC703",
        "from keras.src.layers import (\n    Dense as D,  # fully connected\n    Dropout,\n)\n",
        {"keras.src.layers": "keras.layers"},
    ),
    "a Lambda keeps its name": (
        "KC102",
        IMPORTS + "x = Input((6, 4))\n"
        "y = Lambda(lambda t: keras.ops.expand_dims(t, -1), name='more')(x)\n"
        "keras.Model(x, y)\n",
        {"Lambda(lambda t: keras.ops.expand_dims(t, -1), name": "Reshape((6, 4, 1), name"},
    ),
    "a key of a metric is spelled as it is logged": (
        "KC419",
        HEAD + "layers.Dense(3, activation='softmax')])\n"
        "model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])\n"
        "run = model.fit(data, validation_data=other)\n"
        "print(run.history['val_acc'], run.history['val_loss'])\n",
        {"val_acc": "val_accuracy"},
    ),
    "an Input stands before the layer that stated its shape": (
        "KC708",
        (
            "import keras\nfrom keras.layers import Dense\nmodel = keras.Sequential([\n"
            "    Dense(8, activation='relu', input_dim=4),  # hidden\n    Dense(3),\n])\n"
        ),
        {
            "import Dense": "import Dense, Input",
            "    Dense(8, activation='relu', input_dim=4)": (
                "    Input(shape=(4,)),\n    Dense(8, activation='relu')"
            ),
        },
    ),
    "a reason goes with the suppression, another comment stays": (
        "KC902",
        (
            "import keras  # noqa: KC204 old head # fmt: skip\n"
            "# kerascop: ignore[KC301] as in the paper\n"
            "x = 1  # noqa: E501, KC204\n"
        ),
        {
            "# noqa: KC204 old head # fmt": "# fmt",
            "# kerascop: ignore[KC301] as in the paper\n": "",
            "E501, KC204": "E501",
        },
    ),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.replace(" ", "_"))
def test_a_fix_writes_what_a_person_would(example: str, tmp_path: Path) -> None:
    code, text, changes = EXAMPLES[example]
    wanted = text
    for old, new in changes.items():
        assert wanted.count(old) == 1
        wanted = wanted.replace(old, new)
    assert after(text, code, tmp_path) == wanted


def test_what_changes_the_model_is_left_without_unsafe_fixes(tmp_path: Path) -> None:
    text = HEAD + "layers.Dense(8), layers.Dense(3)])\n"
    assert after(text, "KC202", tmp_path, unsafe=False) == text
    assert after(text, "KC202", tmp_path) != text
