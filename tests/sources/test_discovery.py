"""Which files a command line means."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from kerascop.misuse import UsageError
from kerascop.sources.discovery import discover


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def found(root: Path, paths: Iterable[Path | str]) -> list[str]:
    return [source.path.relative_to(root).as_posix() for source in discover(paths)]


def test_a_folder_means_its_python_files_at_any_depth(tmp_path: Path) -> None:
    tree(tmp_path, "b.py", "a/c.py", "a/notes.txt", "README")
    assert found(tmp_path, [tmp_path]) == ["a/c.py", "b.py"]


def test_environments_caches_and_builds_are_not_entered(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", ".venv/x.py", "node_modules/x.py", "__pycache__/x.py", "build/x.py")
    assert found(tmp_path, [tmp_path]) == ["a.py"]


def test_an_excluded_folder_that_is_named_is_entered(tmp_path: Path) -> None:
    tree(tmp_path, "site-packages/keras/x.py")
    assert found(tmp_path, [tmp_path / "site-packages"]) == ["site-packages/keras/x.py"]


def test_gitignore_hides_files_and_folders(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "generated/b.py", "deep/c_pb2.py", "deep/d.py")
    (tmp_path / ".gitignore").write_text("generated/\n*_pb2.py\n")
    assert found(tmp_path, [tmp_path]) == ["a.py", "deep/d.py"]


def test_a_deeper_gitignore_has_the_last_word(tmp_path: Path) -> None:
    tree(tmp_path, "out/a.py", "out/keep.py")
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "out" / ".gitignore").write_text("!keep.py\n")
    assert found(tmp_path, [tmp_path]) == ["out/keep.py"]


def test_the_gitignore_of_the_repository_holds_in_its_subfolders(tmp_path: Path) -> None:
    tree(tmp_path, "pkg/a.py", "pkg/b_gen.py", ".git/HEAD")
    (tmp_path / ".gitignore").write_text("*_gen.py\n")
    assert found(tmp_path, [tmp_path / "pkg"]) == ["pkg/a.py"]


def test_an_ignored_folder_that_is_named_is_linted(tmp_path: Path) -> None:
    tree(tmp_path, "env/lib/a.py", ".git/HEAD")
    (tmp_path / ".gitignore").write_text("env/\n")
    assert found(tmp_path, [tmp_path / "env" / "lib"]) == ["env/lib/a.py"]


def test_a_malformed_line_of_a_gitignore_is_passed_over(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "b.py")
    (tmp_path / ".gitignore").write_text("!\n**/[z-a\nb.py\n")
    assert found(tmp_path, [tmp_path]) == ["a.py"]


def test_a_file_that_is_named_is_linted_whatever_it_is_called(tmp_path: Path) -> None:
    tree(tmp_path, "script", "b.py")
    (tmp_path / ".gitignore").write_text("b.py\n")
    sources = discover([tmp_path / "script", tmp_path / "b.py"])
    assert [(source.path.name, source.named) for source in sources] == [
        ("b.py", True),
        ("script", True),
    ]


def test_a_file_that_is_meant_twice_is_linted_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.py")
    sources = discover([tmp_path, tmp_path / "a.py", tmp_path / "." / "a.py"])
    assert len(sources) == 1
    assert sources[0].named


def test_a_glob_that_the_shell_left_alone_is_expanded(tmp_path: Path) -> None:
    tree(tmp_path, "src/a.py", "src/deep/b.py", "src/c.txt")
    assert found(tmp_path, [f"{tmp_path}/src/**/*.py"]) == ["src/a.py", "src/deep/b.py"]


def test_a_glob_passes_over_what_a_folder_would_pass_over(tmp_path: Path) -> None:
    tree(tmp_path, "src/a.py", "src/ignored.py", "src/deep/b.py", "src/build/c.py", "src/old/d.py")
    (tmp_path / "src" / ".gitignore").write_text("ignored.py\nold/\n")
    assert found(tmp_path, [f"{tmp_path}/src/**/*.py"]) == ["src/a.py", "src/deep/b.py"]
    assert found(tmp_path, [f"{tmp_path}/src/*.py"]) == ["src/a.py"]
    assert found(tmp_path, [f"{tmp_path}/src/[!b]*/b.py"]) == ["src/deep/b.py"]
    with pytest.raises(UsageError, match="matches no"):
        discover([f"{tmp_path}/*/old/*.py"])


def test_a_glob_that_matches_a_folder_means_what_is_in_it(tmp_path: Path) -> None:
    tree(tmp_path, "src/one/deep/a.py", "src/two/b.py", "src/c.py")
    assert found(tmp_path, [f"{tmp_path}/src/o*"]) == ["src/one/deep/a.py"]


@pytest.mark.parametrize("pattern", ["**/*.py", "a/**", "*/*.py"])
def test_a_glob_follows_no_loops_of_symbolic_links(tmp_path: Path, pattern: str) -> None:
    tree(tmp_path, "a/b.py")
    for name in ("one", "two"):
        (tmp_path / "a" / name).symlink_to(tmp_path, target_is_directory=True)
    assert found(tmp_path, [f"{tmp_path}/{pattern}"]) == ["a/b.py"]


@pytest.mark.parametrize("pattern", ["**.py", "[.py", "a[/b.py", "*\n"])
def test_an_odd_glob_matches_nothing(tmp_path: Path, pattern: str) -> None:
    tree(tmp_path, "a/b.txt")
    with pytest.raises(UsageError, match="matches no"):
        discover([f"{tmp_path}/{pattern}"])


def test_a_path_that_does_not_exist_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.py` does not exist"):
        discover([tmp_path / "absent.py"])


def test_a_variable_of_the_shell_that_is_empty_does_not_mean_everything() -> None:
    with pytest.raises(UsageError, match="an empty path"):
        discover([""])


def test_a_glob_that_matches_nothing_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="matches no"):
        discover([f"{tmp_path}/*.py"])


def test_loops_of_symbolic_links_end(tmp_path: Path) -> None:
    tree(tmp_path, "a/b.py")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert found(tmp_path, [tmp_path]) == ["a/b.py"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "outside/secret.py", "project/a.py")
    (tmp_path / "project" / "link.py").symlink_to(tmp_path / "outside" / "secret.py")
    (tmp_path / "project" / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert found(tmp_path, [tmp_path / "project"]) == ["project/a.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_in_a_folder_is_not_opened(tmp_path: Path) -> None:
    tree(tmp_path, "a.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert found(tmp_path, [tmp_path]) == ["a.py"]
