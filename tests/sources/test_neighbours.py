"""The files that a file may import, without a walk through the folders."""

from __future__ import annotations

from pathlib import Path

from kerascop.sources.neighbours import directly_imported, imported_files
from kerascop.sources.reading import Contents


def _write(root: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = root.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_imports_are_followed_at_any_remove(tmp_path: Path) -> None:
    _write(tmp_path, main="import a", a="from pack.deep import x", pack__deep="from . import other")
    _write(tmp_path, pack__other="", unrelated="")
    main = tmp_path / "main.py"
    found = imported_files(main, b"import a\n", tmp_path, Contents())
    names = {path.relative_to(tmp_path).as_posix() for path in found}
    assert names == {"a.py", "pack/deep.py", "pack/other.py"}
    near = directly_imported(main, b"import a\n", tmp_path, Contents())
    assert list(near) == [tmp_path / "a.py"]


def test_newer_bytes_count_more_than_the_disk(tmp_path: Path) -> None:
    _write(tmp_path, a="import b", b="", c="")
    contents = Contents({tmp_path / "a.py": b"import c", tmp_path / "new.py": b""})
    found = imported_files(tmp_path / "main.py", b"import a, new", tmp_path, contents)
    assert set(found) == {tmp_path / "a.py", tmp_path / "c.py", tmp_path / "new.py"}


def test_nothing_above_the_root_is_looked_at(tmp_path: Path) -> None:
    _write(tmp_path, outside="", inner__main="")
    inner = tmp_path / "inner"
    found = imported_files(inner / "main.py", b"import outside", inner, Contents())
    assert found == {}


def test_a_relative_import_and_a_link_lead_out_of_nowhere(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (tmp_path / "outside.py").write_bytes(b"x = 1\n")
    (root / "beside.py").write_bytes(b"x = 1\n")
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    data = b"from ... import outside\nfrom .. import beside, link\nimport link\n"
    found = imported_files(root / "inner" / "model.py", data, root, Contents())
    assert set(found) == {root / "beside.py"}
