"""The engine's way to open and save, with the settings in force."""

from pathlib import Path

import pytest

from rubin_tui.engine import Engine
from rubin_tui.engine.editing import Position, Refused
from rubin_tui.settings import Settings


def test_a_file_is_opened_edited_watched_and_saved(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "a.st"
    path.write_bytes("Цикл\r\n".encode("cp1251"))
    opened = engine.editing.open(path)
    opened.buffer.edit(Position(0, 4), Position(0, 4), "\nend")
    snapshot = opened.buffer.snapshot()
    saved = engine.editing.save(snapshot, path, opened.stamp)
    opened.buffer.saved(snapshot)
    assert (path.read_bytes(), opened.buffer.modified) == ("Цикл\r\nend\r\n".encode("cp1251"), False)
    assert engine.editing.look(path, saved.stamp).kind == "same"
    path.write_text("theirs")
    assert engine.editing.look(path, saved.stamp).kind == "changed"


def test_the_settings_bound_size_and_undo(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.st"
    path.write_bytes(b"x" * 1_000_001)
    with Engine.open(home, Settings(edit_size_limit_mb=1, edit_undo_mb=1)) as engine:
        with pytest.raises(Refused) as caught:
            engine.editing.open(path)
        assert caught.value.message.params["limit"] == 1
        path.write_bytes(b"")
        buffer = engine.editing.open(path).buffer
        for _ in range(5):
            buffer.edit(buffer.end, buffer.end, "y" * 400_000)
    steps = 0
    while buffer.undo():
        steps += 1
    assert steps == 2


def test_copies_of_files_would_stand_in_a_private_folder(engine: Engine, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.st"
    path.write_text("x")
    opened = engine.editing.open(path)
    engine.editing.save(opened.buffer.snapshot(), path, opened.stamp)
    shelter = home / "data" / "interrupted"
    assert (list(shelter.iterdir()), shelter.stat().st_mode & 0o777) == ([], 0o700)
