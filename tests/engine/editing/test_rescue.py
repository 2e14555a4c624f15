"""Unsaved texts are kept exactly, one a file, until they are forgotten."""

from __future__ import annotations

from pathlib import Path

from rubin_tui.engine.editing import Buffer, open_file
from rubin_tui.engine.editing.rescue import Rescue
from rubin_tui.engine.model import Position

START = Position(0, 0)


def test_a_text_comes_back_with_its_line_ends_and_bytes_that_are_no_characters(tmp_path: Path) -> None:
    path = tmp_path / "деталь.txt"
    path.write_bytes(b"a\r\nb\xff\rc")
    opened = open_file(path, encoding="utf-8")
    opened.buffer.edit(START, START, "x")
    rescue = Rescue(tmp_path / "kept")
    assert rescue.kept(path) is None
    rescue.keep(opened.buffer.snapshot(), opened.stamp)
    kept = rescue.kept(path)
    assert kept is not None and opened.stamp is not None
    assert (kept.text, kept.path) == ("xa\r\nb\udcff\rc", str(path))
    assert kept.sha256 == opened.stamp.sha256
    rescue.forget(path)
    assert rescue.kept(path) is None


def test_what_is_kept_and_broken_is_as_if_there_were_nothing(tmp_path: Path) -> None:
    rescue = Rescue(tmp_path / "kept")
    for name in ("a", "b"):
        rescue.keep(Buffer("x", path=tmp_path / name).snapshot(), None)
    assert rescue.paths() == [str(tmp_path / "a"), str(tmp_path / "b")]
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(b"{\xff")
    assert rescue.paths() == []
    assert rescue.kept(tmp_path / "a") is None


def test_a_buffer_without_a_file_is_not_kept(tmp_path: Path) -> None:
    Rescue(tmp_path / "kept").keep(Buffer("x").snapshot(), None)
    assert not (tmp_path / "kept").exists()
