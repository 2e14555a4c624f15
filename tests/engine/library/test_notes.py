"""Notes: plain files the user may edit, searchable the moment they are written."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from rubin_tui.engine import Engine, Failure, Scope
from rubin_tui.engine.model import LOCAL
from tests.engine.library.test_folders import look

AT = datetime(2026, 11, 22, 14, 5)


def test_a_note_is_a_heading_in_a_private_file_and_found_at_once(engine: Engine, home: Path) -> None:
    document = engine.note("  The pump P7 of hall 3 runs dry.\nSee valve V12.  ")
    path = Path(document.path)
    assert path.parent == home / "data" / "notes"
    day = f"{datetime.now():%Y-%m-%d}"
    assert path.name == f"{day}.md"
    text = path.read_text()
    assert text.startswith(f"# {day}\n\n## ")
    assert text.endswith("\n\nThe pump P7 of hall 3 runs dry.\nSee valve V12.\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (document.origin, document.category, document.state) == ("note", "notes", "ready")
    (hit,) = engine.search("V12").hits
    assert (hit.origin, hit.document_id, len(hit.heading_path)) == ("note", document.id, 2)
    assert document in engine.documents()


def test_notes_of_a_day_stand_below_each_other(engine: Engine) -> None:
    notes = engine.library._notes  # the clock is given to it alone
    notes.add("One.", LOCAL, AT)
    document = notes.add("Two.", LOCAL, AT.replace(minute=6))
    assert Path(document.path).read_text() == "# 2026-11-22\n\n## 14:05\n\nOne.\n\n## 14:06\n\nTwo.\n"
    assert [one.path for one in engine.documents(Scope(origins=("note",)))] == [document.path]


def test_what_the_user_writes_and_deletes_by_hand_is_followed(engine: Engine) -> None:
    path = Path(engine.note("The pump P7.").path)
    by_hand = path.with_name("shift book.md")
    by_hand.write_text("# Shift book\n\nThe pump P9 was changed.\n")
    assert ("shift book.md", "done") in look(engine)
    assert engine.search("P9").total == 1
    by_hand.unlink()
    path.unlink()
    look(engine)
    assert engine.documents(Scope(origins=("note",))) == []


def test_many_notes_at_once_are_all_kept(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(engine.note, (f"Note N{number}0." for number in range(8))))
    (document,) = engine.documents(Scope(origins=("note",)))
    text = Path(document.path).read_text()
    assert all(f"Note N{number}0." in text for number in range(8))
    assert engine.search("N70").total == 1


def test_a_note_without_words_or_without_end_is_refused(engine: Engine, home: Path) -> None:
    for text, said in ((" \n", "note.empty"), ("x" * 1_000_001, "note.too_long")):
        with pytest.raises(Failure) as refused:
            engine.note(text)
        assert refused.value.message.id == said
    assert not (home / "data" / "notes").exists()


def test_what_is_no_text_does_not_spoil_the_notes_of_the_day(engine: Engine) -> None:
    path = Path(engine.note("The pump P7.").path)
    before = path.read_bytes()
    for text in ("\ufffd\ufffd\0", "\x01\x02\x03\x04", "\ufffd" * 3 + " V12"):
        with pytest.raises(Failure) as refused:
            engine.note(text)
        assert refused.value.message.id == "note.not_text"
    assert path.read_bytes() == before
    engine.note("The valve V12 \ufffd was changed, see the shift book.")
    assert (engine.search("P7").total, engine.search("V12").total) == (1, 1)


def test_notes_whose_files_did_not_come_along_are_written_again(engine: Engine, home: Path) -> None:
    path = Path(engine.note("The pump P7.").path)
    text = path.read_text()
    path.unlink()
    path.parent.rename(home / "elsewhere")  # as a restore leaves it: the base without the files
    again = engine.note("The valve V12.")
    assert Path(again.path).read_text().startswith(text)
    look(engine)
    assert engine.search("P7").total == 1


def test_a_profile_that_was_moved_finds_its_notes(home: Path, tmp_path: Path) -> None:
    with Engine.open(home) as engine:
        before = engine.note("The pump P7.")
    home.rename(tmp_path / "moved")
    with Engine.open(tmp_path / "moved") as engine:
        look(engine)
        (after,) = engine.documents(Scope(origins=("note",)))
        assert (after.id, after.path) == (
            before.id,
            str(tmp_path / "moved" / "data" / "notes" / before.filename),
        )
