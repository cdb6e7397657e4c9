"""How grave a fold is, and which places carry the argument."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from kerascop.linting import Finding, Severity
from kerascop.linting.run import lint
from tests.building import only

UNDONE = """\
    from keras import Input, Model, layers, ops

    clip = Input((6, 8))
    rows = layers.Lambda(lambda x: ops.reshape(x, (-1, 8)))(clip)
    hidden = layers.Dense(4, activation="relu")(rows)
    back = layers.Lambda(lambda x: ops.reshape(x, (-1, 24)))(hidden)
    model = Model(clip, layers.Dense(2)(back))
    """


def folds(text: str, folder: Path) -> tuple[Finding, ...]:
    path = folder / "clips.py"
    path.write_text(dedent(text), encoding="utf-8")
    return lint([path], only("KC101")).findings


def test_a_fold_that_is_undone_is_a_warning_at_both_reshapes(tmp_path: Path) -> None:
    fold, undoing = folds(UNDONE, tmp_path)
    assert (fold.severity, undoing.severity) == (Severity.WARNING, Severity.WARNING)
    assert (fold.span.start_line, undoing.span.start_line) == (4, 6)
    assert "samples stay apart" in fold.message
    assert "TimeDistributed" in fold.message


def test_the_two_reshapes_point_at_one_another(tmp_path: Path) -> None:
    fold, undoing = folds(UNDONE, tmp_path)
    assert undoing.span in [related.span for related in fold.related]
    assert fold.span in [related.span for related in undoing.related]


def test_a_fold_that_lasts_is_an_error_and_shows_where_the_lambda_is_applied(
    tmp_path: Path,
) -> None:
    (fold,) = folds(
        UNDONE.replace(
            "back = layers.Lambda(lambda x: ops.reshape(x, (-1, 24)))(hidden)", ""
        ).replace("(back)", "(hidden)"),
        tmp_path,
    )
    assert fold.severity is Severity.ERROR
    assert "`(None, 6, 8)` becomes `(6·batch, 8)`: every sample turns into six" in fold.message
    assert [related.span.start_line for related in fold.related] == [4]


def test_the_same_fold_in_two_models_is_reported_once(tmp_path: Path) -> None:
    assert len(folds(dedent(UNDONE) + "second = Model(clip, back)\n", tmp_path)) == 2
