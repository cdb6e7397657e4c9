"""Fixes: applied together, again and again, and never at the cost of a file."""

from __future__ import annotations

import codecs
import errno
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascop.cli import app
from kerascop.linting.finding import Applicability, Finding, Fix
from kerascop.linting.fixing import fixed_files, repaired
from kerascop.linting.run import lint
from kerascop.misuse import UsageError
from kerascop.sources.edits import Edit
from kerascop.sources.rewriting import replace_file
from kerascop.sources.span import Span
from tests.building import finding

OLD = """\
from keras import Sequential, layers
from keras.optimizers import Adam

model = Sequential([
    layers.Input((4,)),
    layers.Dense(3),   # no activation yet
])
model.compile(Adam(lr=0.01), "categorical_crossentropy")
model.fit(x, y, nb_epoch=3)
"""
SAFE = OLD.replace("lr=", "learning_rate=").replace("nb_epoch=", "epochs=")
UNSAFE = SAFE.replace("Dense(3)", 'Dense(3, activation="softmax")')


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "train.py"
    path.write_bytes(OLD.encode())
    return path


def run(*arguments: str | Path, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["lint", *map(str, arguments)], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_safe_fixes_are_applied_and_the_rest_is_reported(script: Path) -> None:
    status, output, _ = run(script, "--fix", "--output-format", "concise")
    assert script.read_text() == SAFE
    assert status == 1
    assert [line.split(" ")[1] for line in output.splitlines()[:-1]] == ["KC302"]


def test_unsafe_fixes_are_applied_if_asked_for(script: Path) -> None:
    status, output, errors = run(script, "--fix", "--unsafe-fixes")
    assert script.read_text() == UNSAFE
    assert (status, output) == (0, "All clear.\n")
    assert "Fixed 3 findings." in errors


@pytest.mark.parametrize(
    "data",
    [
        OLD.encode(),
        codecs.BOM_UTF8 + OLD.encode(),
        codecs.BOM_UTF8 + OLD.replace("\n", "\r\n").encode(),
        OLD.replace("\n", "\r\n", 2).encode(),
        OLD.replace("\n", "\r").encode(),
        OLD.rstrip("\n").encode(),
        ("# coding: latin-1\n# caf\u00e9\n" + OLD).encode("latin-1"),
        ("# one\n\f\n# two \u2028 \v\n" + OLD + "\f\nlast = 1\n").encode(),
    ],
    ids=["unix", "mark", "windows", "mixed", "macintosh", "no end", "latin", "form feed"],
)
@pytest.mark.parametrize("apply", [["git", "apply"], ["patch", "--binary", "-p1", "-i"]])
def test_a_diff_is_a_patch_that_does_what_fixes_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, apply: list[str]
) -> None:
    if shutil.which(apply[0]) is None:
        pytest.skip(f"{apply[0]} is not installed")
    monkeypatch.chdir(tmp_path)
    path = Path("a folder", "modèle 1.py")
    path.parent.mkdir()
    path.write_bytes(data)
    assert run(path, "--diff", "-o", "fixes.patch")[0] == 1
    run(path, "--fix")
    fixed = path.read_bytes()
    assert fixed != data
    path.write_bytes(data)
    subprocess.run([*apply, "fixes.patch"], check=True, capture_output=True)
    assert path.read_bytes() == fixed


def test_a_diff_changes_nothing(script: Path) -> None:
    status, output, _ = run(script, "--diff")
    assert script.read_text() == OLD
    assert status == 1
    assert '+model.compile(Adam(learning_rate=0.01), "categorical_crossentropy")\n' in output
    assert run(script, "--diff", "--ignore", "KC701") == (0, "", "")


def test_fix_only_tells_nothing_of_what_is_left(script: Path) -> None:
    assert run(script, "--fix-only")[:2] == (0, "")
    assert script.read_text() == SAFE


def test_shown_fixes_are_told_by_file_and_rule(script: Path) -> None:
    assert "2 × KC701 removed-argument" in run(script, "--fix-only", "--show-fixes")[2]


def test_standard_input_is_fixed_to_standard_output() -> None:
    status, output, errors = run("-", "--fix", "--stdin-filename", "train.py", stdin=OLD)
    assert output == SAFE
    assert status == 1
    assert "train.py:8:" in errors


def test_what_can_be_fixed_is_counted(script: Path) -> None:
    last = run(script, "--output-format", "concise")[1].splitlines()[-1]
    assert last.endswith("Fixable: 2 with `--fix`, 1 more with `--unsafe-fixes`.")


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: ("# -*- coding: latin-1 -*-\n# größer\n" + text).encode("latin-1"),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("    ", "\t").encode(),
    ],
    ids=["windows", "byte order mark", "latin 1", "no last newline", "tabs"],
)
def test_everything_else_keeps_its_bytes(encode: object, tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(encode(OLD))  # type: ignore[operator]
    run(path, "--fix")
    assert path.read_bytes() == encode(SAFE)  # type: ignore[operator]


def test_the_mode_of_a_file_and_a_link_to_it_stay(script: Path, tmp_path: Path) -> None:
    script.chmod(0o755)
    link = tmp_path / "link.py"
    link.symlink_to(script)
    run(link, "--fix")
    assert link.is_symlink()
    assert script.stat().st_mode & 0o777 == 0o755
    assert script.read_text() == SAFE


def test_a_file_that_somebody_changed_meanwhile_is_not_written(script: Path) -> None:
    script.write_text("x = 1\n")
    with pytest.raises(UsageError, match="was changed"):
        replace_file(script, OLD.encode(), SAFE.encode())
    assert script.read_text() == "x = 1\n"


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / f"{'a' * 250}.py"
    path.write_text(OLD)
    run(path, "--fix")
    assert path.read_text() == SAFE
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("flag", ["--fix", "--add-noqa"])
def test_a_file_that_cannot_be_written_keeps_no_other_from_being_so(
    flag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, free = tmp_path / "full" / "train.py", tmp_path / "more" / "train.py"
    for path in (full, free):
        path.parent.mkdir()
        path.write_text(OLD)

    made = tempfile.mkstemp

    def made_where_there_is_room(*, prefix: str, dir: Path) -> tuple[int, str]:
        if dir == full.parent:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return made(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", made_where_there_is_room)
    status, stdout, stderr = run(tmp_path, flag, "--no-cache", "--output-format", "concise")
    assert status == 2
    assert f"kerascop: `{full}` cannot be written: No space left on device\n" in stderr
    assert full.read_text() == OLD
    assert free.read_text() != OLD
    if flag == "--fix":
        assert "Fixed 2 findings." in stderr
        assert f"{full}:8:20: KC701 " in stdout
        assert f"{free}:8:20: KC701 " not in stdout


@pytest.mark.parametrize("encoding", ["unicode_escape", "raw_unicode_escape"])
@pytest.mark.parametrize("flag", ["--fix", "--add-noqa"])
def test_a_file_whose_encoding_would_write_the_rest_otherwise_stays(
    flag: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "train.py"
    text = f"# coding: {encoding}\n{OLD}word = '\\u00e9'\n"
    path.write_text(text)
    _, _, stderr = run(path, flag)
    assert path.read_text() == text
    assert f"in {encoding} the rest would not stay as it is" in stderr


def test_of_a_source_that_a_cell_has_twice_the_one_that_counts_is_fixed(tmp_path: Path) -> None:
    path = tmp_path / "book.ipynb"
    text = '{"cells": [{"source": "x", "cell_type": "code", "source": %s}], "nbformat": 4}\n'
    path.write_text(text % json.dumps(OLD))
    run(path, "--fix")
    assert path.read_text() == text % json.dumps(SAFE)


def test_a_notebook_stays_the_same_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "book.ipynb"
    lines = [f"  {json.dumps(line)}" for line in OLD.splitlines(keepends=True)]
    source = "[\n" + ",\n".join(lines) + "]"
    other = '{"cell_type":"markdown", "metadata" : {},"source": "x \\u00e9\\/ lr=1"}'
    code = (
        '{"cell_type": "code","outputs":[ 1e-05, 1.0 ],"execution_count":  null,"source":%s,'
        '"metadata":{}}'
    )
    text = '{"nbformat":4,"cells":[%s,\n%s],  "metadata":{}}'
    path.write_text(text % (other, code % source))
    run(path, "--fix")
    fixed = source.replace("(lr=", "(learning_rate=").replace("nb_epoch", "epochs")
    assert path.read_text() == text % (other, code % fixed)


def test_a_cell_that_is_one_string_is_fixed_too(tmp_path: Path) -> None:
    path = tmp_path / "book.ipynb"
    text = '{"cells": [{"cell_type": "code", "source": %s}], "metadata": {}, "nbformat": 4}\n'
    path.write_text(text % json.dumps("%%time\n!ls\n" + OLD))
    run(path, "--fix")
    assert path.read_text() == text % json.dumps("%%time\n!ls\n" + SAFE)


def found(path: Path, *edits: tuple[tuple[int, int, int, int], str]) -> Finding:
    wanted = tuple(Edit(Span(*span), text) for span, text in edits)
    return replace(finding(path), fix=Fix(Applicability.SAFE, "so", wanted))


def test_of_fixes_that_write_the_same_place_the_first_is_applied() -> None:
    path = Path("a.py")
    files, _ = fixed_files(
        [
            found(path, ((1, 1, 1, 2), "y")),
            found(path, ((1, 1, 1, 2), "z"), ((1, 5, 1, 6), "2")),
            found(path, ((1, 1, 1, 2), "y"), ((1, 6, 1, 6), "0")),
        ],
        {path: b"x = 1\n"},
        unsafe=False,
    )
    assert [(file.after, len(file.findings)) for file in files] == [(b"y = 10\n", 2)]


def test_a_fix_that_breaks_the_file_is_not_applied() -> None:
    path = Path("a.py")
    files, notes = fixed_files(
        [found(path, ((1, 1, 1, 2), "x ="))], {path: b"x = 1\n"}, unsafe=False
    )
    assert files == []
    assert notes == ["a.py: not fixed: a.py:1:5: invalid syntax"]


def test_one_fix_that_does_not_help_does_not_keep_the_others_back(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(OLD + "model.fit_generator(data, samples_per_epoch=9)\n")
    outcome = repaired([path], unsafe=True)
    assert outcome.notes == (f"{path}:10: KC702 not fixed: that would not help",)
    assert outcome.files[0].after.decode().startswith(UNSAFE)


def test_the_last_line_of_a_cell_goes_with_its_suppression(tmp_path: Path) -> None:
    path = tmp_path / "book.ipynb"
    text = '{"cells": [{"cell_type": "code", "source": %s}], "metadata": {}, "nbformat": 4}\n'
    path.write_text(text % json.dumps("import keras\n# kerascop: file-ignore[KC204]"))
    run(path, "--fix", "--extend-select", "KC902")
    assert path.read_text() == text % json.dumps("import keras\n")


def test_fixing_what_is_fixed_changes_nothing(script: Path) -> None:
    once = repaired([script], unsafe=True)
    assert len(once.files) == 1
    script.write_bytes(once.files[0].after)
    assert repaired([script], unsafe=True).files == ()
    assert lint([script]).findings == ()
