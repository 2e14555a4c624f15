"""Making a backup: the whole profile or nothing, while others work, and no trace of a failed one."""

from __future__ import annotations

import errno
import io
import json
import os
import stat
import threading
import zipfile
from pathlib import Path
from typing import BinaryIO, Literal

import pytest

from rubin_tui import __version__
from rubin_tui.engine import Backups, BackupStep, Engine, Failure
from rubin_tui.engine.files import ProcessLock
from rubin_tui.engine.model import Holdings, Message
from rubin_tui.engine.store import VERSION, Chats, Database, Documents, copying
from rubin_tui.settings import Profile
from tests.engine.backup.base import page_of, spoil


def refused(backups: Backups, target: Path, **how: object) -> str:
    with pytest.raises(Failure) as caught:
        backups.create(target, **how)  # type: ignore[arg-type]
    return caught.value.message.id


def traces(home: Path, *folders: Path) -> list[str]:
    """What a backup left behind."""
    left = [path.name for folder in folders for path in folder.iterdir()]
    return left + [path.name for path in (home / "cache").iterdir() if path.name == "backup"]


def test_a_backup_is_one_private_file_that_says_what_it_holds(backups: Backups, tmp_path: Path) -> None:
    target = tmp_path / "all.rubin"
    made = backups.create(target)
    passages = made.holdings.passages if made.holdings else 0
    assert made.holdings == Holdings(documents=30, pages=30, passages=passages, chats=1, messages=2)
    assert passages > 100
    assert (made.path, made.size, made.rubin, made.schema, made.settings, made.problems) == (
        str(target),
        target.stat().st_size,
        __version__,
        VERSION,
        True,
        (),
    )
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["manifest.json", "rubin.db", "settings.toml", "starter.sha256"]
        assert archive.read("settings.toml") == b'theme = "light"  # the hall is bright\n'
        assert json.loads(archive.read("manifest.json"))["format"] == 1


def test_what_was_removed_from_the_base_is_not_in_the_backup(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    with Engine.open(filled) as engine:
        secret = engine.add_text("secret.md", "The vault code is 4711-GRAPEFRUIT.\n")
    with Database.open(filled / "data" / "rubin.db") as database, database.writing() as connection:
        connection.execute("PRAGMA secure_delete = OFF")  # some builds of SQLite have it on
        Documents(connection).remove(secret.id)
    assert b"GRAPEFRUIT" in (filled / "data" / "rubin.db").read_bytes(), "SQLite keeps it in free pages"
    backups.create(tmp_path / "all.rubin")
    with zipfile.ZipFile(tmp_path / "all.rubin") as archive:
        assert b"GRAPEFRUIT" not in archive.read("rubin.db")


def test_others_go_on_working_and_what_they_have_not_finished_is_not_in_it(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    with Database.open(filled / "data" / "rubin.db") as database:
        with database.writing() as connection:
            Chats(connection).add("acknowledged, still in the write-ahead log")
        with database.writing() as connection:
            Chats(connection).add("not committed yet")
            made = backups.create(tmp_path / "all.rubin")
    assert made.holdings is not None
    assert (made.holdings.chats, made.problems) == (2, ())


def test_rows_keep_their_numbers_in_a_copy(filled: Path, tmp_path: Path) -> None:
    """SQLite promises that only for tables with a number of their own; what points to others would break."""

    def rowids(path: Path) -> list[tuple[int, str]]:
        with Database.open(path) as database, database.reading() as connection:
            return connection.execute("SELECT rowid, id FROM passages ORDER BY rowid").fetchall()

    with Database.open(filled / "data" / "rubin.db") as database, database.writing() as connection:
        connection.execute("DELETE FROM passages WHERE ordinal = 2")
    copying.copy_database(filled / "data" / "rubin.db", tmp_path / "copy.db", lambda done, total: None)
    before = rowids(filled / "data" / "rubin.db")
    assert before[-1][0] > len(before), "there are gaps"
    assert rowids(tmp_path / "copy.db") == before


def test_steps_tell_how_far_it_is(backups: Backups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "STEPS", 100)
    steps: list[BackupStep] = []
    backups.create(tmp_path / "all.rubin", progress=steps.append)
    assert list(dict.fromkeys(step.stage for step in steps)) == ["copying", "checking", "packing"]
    assert steps[-1].done == steps[-1].total > 200_000
    assert all(step.done <= step.total for step in steps)


def test_a_file_that_is_there_is_only_written_over_when_asked(backups: Backups, tmp_path: Path) -> None:
    target = tmp_path / "thesis.odt"
    target.write_bytes(b"precious")
    assert refused(backups, target) == "backup.exists"
    assert target.read_bytes() == b"precious"
    assert backups.create(target, replace=True).size == target.stat().st_size > 8


def test_only_a_file_outside_of_rubins_own_folders_is_a_target(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(filled / "data" / "rubin.db")
    (tmp_path / "data").symlink_to(filled / "data")
    for target, id in (
        (tmp_path, "backup.not_a_file"),
        (tmp_path / "link", "backup.not_a_file"),
        (Path(os.devnull), "backup.not_a_file"),
        (filled / "data" / "rubin.db", "backup.inside"),
        (tmp_path / "data" / "rubin.db", "backup.inside"),
        (filled / "config" / "settings.toml", "backup.inside"),
        (tmp_path / "nowhere" / "all.rubin", "backup.unwritable"),
        (tmp_path / ("x" * 300), "backup.unwritable"),
    ):
        assert refused(backups, target, replace=True) == id, target
    assert Backups(Profile.under(filled)).verify().problems == ()


def test_a_profile_without_a_database_has_nothing_to_save(home: Path, tmp_path: Path) -> None:
    assert refused(Backups(Profile.under(home)), tmp_path / "all.rubin") == "backup.nothing"


class FullDisk(io.FileIO):
    """Takes 5,000 bytes and no more."""

    def write(self, block: object) -> int:
        if self.tell() + len(memoryview(block)) > 5000:  # type: ignore[arg-type]
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(block)  # type: ignore[arg-type]


def test_a_full_disk_is_said_and_leaves_what_was_there(filled: Path, tmp_path: Path) -> None:
    def opener(descriptor: int, mode: Literal["rb", "wb", "ab"]) -> BinaryIO:
        return FullDisk(descriptor, mode)  # type: ignore[return-value]

    target = tmp_path / "all.rubin"
    target.write_bytes(b"the backup of yesterday")
    backups = Backups(Profile.under(filled), opener=opener)
    assert refused(backups, target, replace=True) == "backup.full"
    assert target.read_bytes() == b"the backup of yesterday"
    assert traces(filled, tmp_path) == ["all.rubin"]


@pytest.mark.parametrize("stage", ["copying", "checking", "packing"])
def test_cancelled_anywhere_it_leaves_no_trace(
    stage: str, backups: Backups, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STEPS", 100)
    cancel = threading.Event()

    def stop(step: BackupStep) -> None:
        if step.stage == stage:
            cancel.set()

    assert refused(backups, tmp_path / "all.rubin", progress=stop, cancel=cancel) == "backup.cancelled"
    assert traces(filled, tmp_path) == []


@pytest.mark.parametrize("stage", ["copying", "checking", "packing"])
def test_interrupted_anywhere_it_leaves_no_trace(
    stage: str, backups: Backups, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "STEPS", 100)

    def interrupt(step: BackupStep) -> None:
        if step.stage == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backups.create(tmp_path / "all.rubin", progress=interrupt)
    assert traces(filled, tmp_path) == []


def test_one_backup_of_a_profile_at_a_time_and_what_a_killed_one_left_is_cleared(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    work = filled / "cache" / "backup"
    work.mkdir(mode=0o700)
    (work / "rubin.db").write_bytes(b"half a copy")
    with ProcessLock(filled / "cache" / "backup.lock"):
        assert refused(backups, tmp_path / "all.rubin") == "files.locked"
    assert backups.create(tmp_path / "all.rubin").problems == ()
    assert traces(filled, tmp_path) == ["all.rubin"]


def test_a_damaged_database_is_saved_as_it_is_and_said(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    database = filled / "data" / "rubin.db"
    page = page_of(database, b'"keywords":["M41"')
    spoil(database, page)
    made = backups.create(tmp_path / "all.rubin")
    assert made.problems == (Message("verify.page", {"table": "messages", "page": page}),)
    with zipfile.ZipFile(tmp_path / "all.rubin") as archive:
        copied = archive.read("rubin.db")
    assert copied[(page - 1) * 4096 : page * 4096] == b"\xff" * 4096
    assert len(copied) == database.stat().st_size
    assert backups.verify(tmp_path / "all.rubin").problems == made.problems


def test_a_file_that_is_no_database_cannot_be_saved_as_one(
    backups: Backups, filled: Path, tmp_path: Path
) -> None:
    (filled / "data" / "rubin.db").write_bytes(b"a letter " * 1000)
    assert refused(backups, tmp_path / "all.rubin") == "store.damaged"
    assert traces(filled, tmp_path) == []
