"""What a second run says, and how little it does for that."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kerascop
import kerascop.interpreter
from kerascop.cli import app
from kerascop.reporting import FORMATS

ROOT = Path(kerascop.__file__).parents[1]
FAULTY = """\
from keras import Input, Sequential, layers
from sizes import HIDDEN

model = Sequential([Input((4,)), layers.Dense(HIDDEN, activation="relu"),
                    layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy")  # noqa: KC301
"""
FIXABLE = "from keras.optimizers import Adam\n\nrate = Adam(lr=0.1)\nother = Adam(lr=0.2)  # noqa\n"
BROKEN = "import keras\nx = (1,\n"

Lint = Callable[..., Result]


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:
    """Runs `kerascop lint` in a folder with findings, suppressions and a file that is no Python."""
    monkeypatch.chdir(tmp_path)
    texts = {"net": FAULTY, "sizes": "HIDDEN = 8\n", "rates": FIXABLE, "broken": BROKEN}
    for stem, text in texts.items():
        Path(f"{stem}.py").write_text(text)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["lint", *words])

    return run


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are analysed from now on in this process."""
    names: list[str] = []
    analyse = kerascop.interpreter.analyse

    def noting(module: object, project: object, budget: object) -> object:
        names.append(module.path.name)  # type: ignore[attr-defined]
        return analyse(module, project, budget)  # type: ignore[arg-type]

    monkeypatch.setattr(kerascop.interpreter, "analyse", noting)
    return names


def told(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("name", FORMATS)
def test_a_warm_run_says_what_a_cold_one_says(lint: Lint, name: str) -> None:
    words = ["--output-format", name, "--select", "ALL", "--verbose", "--docs-url=https://x.org"]
    without = told(lint(*words, "--no-cache"))
    assert told(lint(*words)) == without
    assert told(lint(*words)) == without
    assert "KC204" in without[1]


@pytest.mark.parametrize("flag", ["--diff", "--statistics", "--write-baseline", "--add-noqa"])
def test_what_a_run_does_is_the_same_when_it_is_warm(lint: Lint, flag: str) -> None:
    before = {path: path.read_bytes() for path in Path().glob("*.py")}

    def done(*words: str) -> tuple[object, ...]:
        result = told(lint("--select", "ALL", flag, *words))
        left = {path.name: path.read_bytes() for path in Path().glob("*.[pj]*")}
        Path("kerascop-baseline.json").unlink(missing_ok=True)
        for path, data in before.items():
            path.write_bytes(data)
        return result, left

    without = done("--no-cache")
    assert done() == without
    assert done() == without


def test_lines_that_changed_are_the_same_when_a_run_is_warm(lint: Lint) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@x.org"]
    for words in (["init", "--quiet"], ["add", "rates.py"], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*git, *words], check=True)
    Path("rates.py").write_text(f"{FIXABLE}third = Adam(lr=0.3)\n")
    words = ["--diff-base=HEAD", "--output-format=concise", "rates.py"]
    without = told(lint(*words, "--no-cache"))
    assert told(lint(*words)) == without
    assert told(lint(*words)) == without
    assert without[1].startswith("rates.py:5:")
    assert "rates.py:3:" not in without[1]


def test_a_warm_run_analyses_nothing(lint: Lint, analysed: list[str]) -> None:
    lint("--jobs=1")
    assert analysed == ["net.py", "rates.py"]
    lint("--jobs=1")
    assert analysed == ["net.py", "rates.py"]
    lint("--jobs=1", "--no-cache")
    assert analysed == ["net.py", "rates.py"] * 2


def test_a_warm_run_imports_neither_the_interpreter_nor_typer(lint: Lint) -> None:
    code = (
        "import sys; sys.argv[1:] = ['lint', '--output-format=json']\n"
        "from kerascop.cli import app\n"
        "app(standalone_mode=False)\n"
    )
    heavy = ["kerascop.interpreter", "libcst", "typer"]
    probe = f"import sys; print([n for n in {heavy} if n in sys.modules])"
    script = f"try:\n    exec({code!r})\nexcept BaseException: pass\n{probe}"
    lint()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "KC204" in done.stdout
    assert done.stdout.endswith("[]\n")


def test_what_has_changed_is_analysed_anew(lint: Lint, analysed: list[str]) -> None:
    lint("--jobs=1")
    analysed.clear()
    Path("rates.py").write_text(FIXABLE + "\n")
    lint("--jobs=1")
    assert analysed == ["rates.py"]


def test_what_imports_something_that_has_changed_is_analysed_anew(
    lint: Lint, analysed: list[str]
) -> None:
    lint("--jobs=1")
    analysed.clear()
    Path("sizes.py").write_text("HIDDEN = 0\n")
    lint("--jobs=1")
    assert analysed == ["net.py"]


def test_a_module_that_appears_where_an_import_points_counts(
    lint: Lint, analysed: list[str]
) -> None:
    Path("sizes.py").unlink()
    lint("--jobs=1")
    analysed.clear()
    Path("sizes.py").write_text("HIDDEN = 8\n")
    lint("--jobs=1")
    assert analysed == ["net.py"]


@pytest.mark.parametrize(
    "words", [["--select=KC7"], ["--target-keras=2.3"], ["--config=ignore = ['KC204']"]]
)
def test_other_settings_have_other_findings(lint: Lint, words: list[str]) -> None:
    lint()
    assert told(lint(*words)) == told(lint(*words, "--no-cache"))


def test_requirements_that_change_change_the_findings(lint: Lint) -> None:
    assert "KC701" in lint().stdout
    Path("requirements.txt").write_text("keras==2.3\n")
    assert "KC701" not in lint().stdout


def test_a_rule_that_changes_is_asked_anew(lint: Lint) -> None:
    CliRunner().invoke(app, ["new-rule", "loud-noise", "--rules-dir", "checks"])
    (rule,) = Path("checks").glob("my001*.py")
    noisy = "from keras import Sequential, layers\n\nlayers.GaussianNoise(5.0)\n"
    Path("noise.py").write_text(noisy + "Sequential([layers.GaussianNoise(5.0)])\n")
    words = ["--rules-dir=checks", "--select=MY001", "--exclude=checks", "noise.py"]
    assert lint(*words).exit_code == 1
    text = rule.read_text()
    rule.write_text(
        text + "\n    def check(self, layer: Layer) -> Iterator[Finding]:\n        yield from ()\n"
    )
    code = (
        "from click.testing import CliRunner; from kerascop.cli import app\n"
        f"print(CliRunner().invoke(app, ['lint', *{words!r}]).exit_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0\n"


def test_a_damaged_cache_is_mended_in_silence(lint: Lint, analysed: list[str]) -> None:
    without = told(lint("--jobs=1"))
    for place in Path(".kerascop_cache").rglob("*"):
        if place.is_file():
            data = place.read_bytes()
            place.write_bytes(data[: len(data) // 2] + b"\xff" * 8)
    analysed.clear()
    assert told(lint("--jobs=1")) == without
    assert analysed == ["net.py", "rates.py"]
    assert told(lint("--jobs=1")) == without
    assert analysed == ["net.py", "rates.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="neither pipes nor devices are files")
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_file_in_a_cache_is_replaced_in_silence(
    lint: Lint, analysed: list[str], kind: str
) -> None:
    without = told(lint("--jobs=1"))
    for place in [place for place in Path(".kerascop_cache").rglob("*") if place.is_file()]:
        place.unlink()
        if kind == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to("/dev/zero")
    analysed.clear()
    assert told(lint("--jobs=1")) == without
    assert told(lint("--jobs=1")) == without
    assert analysed == ["net.py", "rates.py"]


def test_a_cache_that_cannot_be_written_is_a_warning(lint: Lint) -> None:
    without = told(lint("--no-cache"))
    Path(".kerascop_cache").write_text("a file where a folder should be")
    status, stdout, stderr = told(lint())
    assert (status, stdout) == without[:2]
    assert stderr.startswith("warning: the cache `")
    assert stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit is not there")
def test_a_full_disk_is_a_warning(lint: Lint) -> None:
    without = told(lint("--no-cache"))
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 0; exec {sys.executable} -m kerascop lint"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == without[:2]
    assert done.stderr.startswith("warning: the cache `")
    assert done.stderr.count("\n") == 1


def test_two_runs_share_a_cache(lint: Lint) -> None:
    command = [sys.executable, "-m", "kerascop", "lint", "--output-format=concise"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    without = told(lint("--output-format=concise", "--no-cache"))[1]
    runs = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [run.communicate()[0] for run in runs] == [without] * 4
    assert told(lint("--output-format=concise"))[1] == without


def test_the_cache_lies_beside_the_settings_and_git_does_not_see_it(
    lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("kerascop.toml").write_text("")
    Path("below").mkdir()
    monkeypatch.chdir("below")
    lint("..")
    assert Path("../.kerascop_cache/.gitignore").read_text() == "*\n"
    assert Path("../.kerascop_cache/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f59")
    assert not Path(".kerascop_cache").exists()


def test_settings_and_flags_move_the_cache(lint: Lint) -> None:
    Path("kerascop.toml").write_text('cache-dir = "made/here"\n')
    lint()
    assert Path("made/here/CACHEDIR.TAG").is_file()
    lint("--cache-dir=there")
    assert Path("there/CACHEDIR.TAG").is_file()
    assert not Path(".kerascop_cache").exists()


def test_clean_removes_the_cache_and_nothing_else(lint: Lint) -> None:
    lint()
    assert CliRunner().invoke(app, ["clean"]).exit_code == 0
    assert not Path(".kerascop_cache").exists()
    assert CliRunner().invoke(app, ["clean"]).exit_code == 0
    Path("precious").mkdir()
    refused = CliRunner().invoke(app, ["clean", "--cache-dir=precious"])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert Path("precious").is_dir()
