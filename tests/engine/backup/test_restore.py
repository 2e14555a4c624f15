"""Restoring: everything comes back, nothing that was there is lost, and a bad backup changes nothing."""

from __future__ import annotations

import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from rubin_tui.engine import Backups, BackupStep, Engine, Failure
from rubin_tui.engine.model import Message
from rubin_tui.engine.store import Database, copying, migrations
from rubin_tui.settings import Profile, load
from tests.engine.backup.base import NOTE, QUESTION, manifest, page_of, sealed, spoil

OTHER = "# Press\n\nThe press P7 needs 180 bar.\n"


def refused(backups: Backups, source: Path, **how: object) -> Message:
    with pytest.raises(Failure) as caught:
        backups.restore(source, **how)  # type: ignore[arg-type]
    return caught.value.message


def names(home: Path) -> list[str]:
    """The documents of a person in the profile."""
    with Engine.open(home) as engine:
        return [document.filename for document in engine.documents() if document.origin == "user"]


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder but those SQLite may make and drop whenever it likes."""
    ends = ("-wal", "-shm")
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(ends)}


@pytest.fixture
def used(home: Path) -> Path:
    """A profile that is not the backup's: another document, other settings."""
    with Engine.open(home) as engine:
        engine.add_text("press.md", OTHER)
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text('language = "ru"\n')
    return home


def test_all_of_it_comes_back_in_another_place(saved: Path, filled_once: Path, home: Path) -> None:
    restored = Backups(Profile.under(home)).restore(saved)
    assert restored.kept == ()
    assert restored.database == str(home / "data" / "rubin.db")
    with Engine.open(filled_once) as before, Engine.open(home) as after:
        assert after.documents() == before.documents()
        (chat,) = before.chats()
        assert after.chat(chat.id) == before.chat(chat.id)
        assert after.inputs() == [QUESTION]
        assert after.search("M41").hits[0].text == "The conveyor motor M41 draws 6.2 A at full load."
        assert len(after.documents()) == 30, "the removed starter article stays removed"
    assert load(Profile.under(home)).theme == "light"
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.rglob("*"))


def test_a_profile_with_something_in_it_is_left_alone(saved: Path, used: Path) -> None:
    before = files(used / "data"), files(used / "config")
    told = refused(Backups(Profile.under(used)), saved)
    assert (told.id, told.params["path"]) == ("restore.not_empty", str(used / "data" / "rubin.db"))
    assert refused(Backups(Profile.under(used)), used / "no such backup").id == "backup.unreadable"
    assert (files(used / "data"), files(used / "config")) == before


def test_a_chat_alone_is_something(saved: Path, home: Path) -> None:
    with Engine.open(home) as engine:
        engine.new_chat()
    assert refused(Backups(Profile.under(home)), saved).id == "restore.not_empty"


def test_a_profile_that_holds_only_what_rubin_brought_needs_no_permission(saved: Path, home: Path) -> None:
    with Engine.open(home):
        pass
    assert Backups(Profile.under(home)).restore(saved).kept == ()
    assert names(home) == ["line3.md"]


def test_replaced_it_is_kept_beside_and_can_be_put_back(saved: Path, used: Path) -> None:
    restored = Backups(Profile.under(used)).restore(saved, replace=True)
    database, settings = (Path(path) for path in restored.kept)
    assert names(used) == ["line3.md"]
    assert (database.parent, settings.parent) == (used / "data", used / "config")
    assert settings.read_text() == 'language = "ru"\n'
    assert [path.stat().st_mode & 0o077 for path in (database, settings)] == [0, 0]
    database.replace(used / "data" / "rubin.db")
    assert names(used) == ["press.md"]
    with Engine.open(used) as engine:
        assert (engine.search("P7").total, engine.search("M41").total) == (1, 0)


def test_the_search_index_of_before_is_not_taken_for_the_restored_one(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    backups.create(tmp_path / "early.rubin")
    with Engine.open(filled) as engine:
        engine.remove_document(next(one.id for one in engine.documents() if one.filename == "line3.md"))
        engine.add_text("press.md", OTHER)
        assert (engine.search("P7").total, engine.search("M41").total) == (1, 0)
    backups.restore(tmp_path / "early.rubin", replace=True)
    with Engine.open(filled) as engine:
        assert (engine.search("P7").total, engine.search("M41").total) == (0, 1)


def test_settings_that_are_the_same_are_not_kept_twice(backups: Backups, saved: Path, filled: Path) -> None:
    restored = backups.restore(saved, replace=True)
    assert [Path(path).parent.name for path in restored.kept] == ["data"]
    assert list(files(filled / "config")) == ["settings.toml"]


def test_two_restores_within_a_second_keep_both(backups: Backups, saved: Path, filled: Path) -> None:
    kept = [backups.restore(saved, replace=True).kept[0] for _ in range(3)]
    assert len(set(kept)) == 3
    assert set(map(Path, kept)) == set((filled / "data").glob("rubin-before-*.db"))


def test_a_profile_another_rubin_works_in_is_not_touched(
    saved: Path, used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PATIENCE", 0.05)
    with Engine.open(used) as engine:
        assert refused(Backups(Profile.under(used)), saved, replace=True).id == "restore.in_use"
        engine.add_text("line4.md", NOTE.replace("M41", "M42"))
        assert engine.search("M42").total == 1
    assert names(used) == ["press.md", "line4.md"]
    assert list((used / "data").glob("rubin-before-*")) == []


@pytest.mark.parametrize("stage", ["reading", "unpacking", "checking", "replacing"])
def test_cancelled_anywhere_the_profile_is_as_it_was(
    stage: str, saved: Path, used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STEPS", 100)
    monkeypatch.setattr(copying, "PAGES", 5)
    cancel = threading.Event()
    config = files(used / "config")

    def stop(step: BackupStep) -> None:
        if step.stage == stage:
            cancel.set()

    backups = Backups(Profile.under(used))
    assert refused(backups, saved, replace=True, progress=stop, cancel=cancel).id == "backup.cancelled"
    assert names(used) == ["press.md"]
    assert sorted(files(used / "data")) == ["rubin.db", "starter.sha256"]
    assert files(used / "config") == config


def test_interrupted_while_it_is_written_over_the_profile_is_as_it_was(
    saved: Path, used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 5)
    seen: list[BackupStep] = []

    def interrupt(step: BackupStep) -> None:
        if step.stage == "replacing":
            seen.append(step)
            if len(seen) > 1 and step.done < seen[-2].done:  # the old is kept beside, the new begins
                raise KeyboardInterrupt

    backups = Backups(Profile.under(used))
    with pytest.raises(KeyboardInterrupt):
        backups.restore(saved, replace=True, progress=interrupt)
    assert backups.verify().problems == ()
    assert names(used) == ["press.md"]
    assert sorted(files(used / "data")) == ["rubin.db", "starter.sha256"]


def test_nobody_writes_while_it_is_replaced(saved: Path, used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what is acknowledged between the copy that is kept and the new content would be lost."""
    monkeypatch.setattr(copying, "PAGES", 5)
    told: list[str] = []

    def write(step: BackupStep) -> None:
        if step.stage == "replacing":
            with pytest.raises(Failure) as caught:
                Database.open(used / "data" / "rubin.db", patience=0.0)
            told.append(caught.value.message.id)

    Backups(Profile.under(used)).restore(saved, replace=True, progress=write)
    assert set(told) == {"store.locked"}
    assert len(told) > 10


def test_a_damaged_profile_is_replaced_and_kept_as_it_is(saved: Path, used: Path) -> None:
    database = used / "data" / "rubin.db"
    spoil(database, page_of(database, b"identity"))
    damaged = database.read_bytes()
    restored = Backups(Profile.under(used)).restore(saved, replace=True)
    assert len(Path(restored.kept[0]).read_bytes()) == len(damaged)
    assert names(used) == ["line3.md"]


@pytest.mark.parametrize("content", [b"a letter " * 1000, b"SQLite format 3\0" + b"\xff" * 8176])
def test_a_profile_that_is_no_database_any_more_is_replaced_and_kept(
    content: bytes, saved: Path, used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 5)
    database = used / "data" / "rubin.db"
    database.write_bytes(content)
    backups = Backups(Profile.under(used))
    assert refused(backups, saved).id == "restore.not_empty"
    cancel = threading.Event()

    def stop(step: BackupStep) -> None:
        if step.stage == "replacing":
            cancel.set()

    told = refused(backups, saved, replace=True, progress=stop, cancel=cancel)
    assert told.id == "backup.cancelled"
    assert files(used / "data")["rubin.db"] == content
    restored = backups.restore(saved, replace=True)
    assert Path(restored.kept[0]).read_bytes() == content
    assert names(used) == ["line3.md"]


def test_a_backup_of_a_damaged_database_is_not_restored(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    database = filled / "data" / "rubin.db"
    spoil(database, page_of(database, b"identity"))
    before = files(filled / "data")
    backups.create(tmp_path / "all.rubin")
    told = refused(backups, tmp_path / "all.rubin", replace=True)
    assert told.id == "restore.unsound"
    assert told.params["problem"].id == "verify.page"
    assert files(filled / "data") == before


def test_a_database_of_the_first_version_is_brought_up_to_date(home: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(migrations.FIRST)
        connection.execute("INSERT INTO meta VALUES ('identity', 'abc')")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
    counts = dict.fromkeys(("documents", "pages", "passages", "chats", "messages"), 0)
    members = {"rubin.db": old.read_bytes()}
    backup = sealed(
        tmp_path / "old.rubin", {"manifest.json": manifest(members, schema=1, holdings=counts), **members}
    )
    backups = Backups(Profile.under(home))
    backups.restore(backup)
    with Database.open(home / "data" / "rubin.db") as database:
        assert database.identity != "abc"
    assert backups.verify().problems == ()
    with Engine.open(home) as engine:
        assert engine.chats() == []
        assert len(engine.documents()) == 30, "the old profile had no mark: the starter articles come"


def test_a_database_that_lacks_tables_of_its_version_is_refused(saved: Path, home: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        database = saved.with_name("changed.db")
        database.write_bytes(archive.read("rubin.db"))
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("DROP TABLE queue; DELETE FROM messages")
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "pages", "passages", "chats", "messages")
        }
    members = {"rubin.db": database.read_bytes()}
    sealed(saved, {"manifest.json": manifest(members, holdings=counts), **members})
    assert refused(Backups(Profile.under(home)), saved).id == "store.damaged"
    assert files(home / "data") == {}
