"""Checking: any changed bit is noticed, and no file made to do harm does any."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.engine import Backups, Engine, Failure
from rubin_tui.engine.model import Message
from rubin_tui.engine.store import VERSION
from rubin_tui.settings import Profile
from tests.engine.backup.base import manifest, page_of, reseal, sealed, spoil


def refused(path: Path) -> Message:
    with pytest.raises(Failure) as caught:
        Backups().verify(path)
    return caught.value.message


def test_a_good_backup_is_in_order(saved: Path, home: Path) -> None:
    found = Backups(Profile.under(home)).verify(saved)
    assert found.problems == ()
    assert found.backup is not None
    assert found.backup.holdings == found.holdings
    assert found.holdings is not None
    assert (found.holdings.documents, found.holdings.chats, found.holdings.messages) == (30, 1, 2)
    assert not (home / "data").exists(), "the profile is not touched"


def test_a_cut_off_backup_is_called_so(saved: Path) -> None:
    content = saved.read_bytes()
    ids = {}
    for size in (0, 10, 100, len(content) // 2, len(content) - 100, len(content) - 1):
        saved.write_bytes(content[:size])
        ids[size] = refused(saved).id
    assert list(ids.values()) == ["backup.none"] * 2 + ["backup.damaged"] * 4


def test_every_flipped_bit_is_noticed(saved: Path) -> None:
    content = saved.read_bytes()
    places = [*range(0, len(content), 397), *range(len(content) - 90, len(content))]
    for number, place in enumerate(places):
        changed = bytearray(content)
        changed[place] ^= 1 << number % 8
        saved.write_bytes(changed)
        assert refused(saved).id == "backup.damaged", place


def test_what_is_no_backup_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no backup " * 1000)
    with zipfile.ZipFile(tmp_path / "zip", "w") as archive:
        archive.writestr("a", "b")
    os.mkfifo(tmp_path / "pipe")
    ids = [refused(tmp_path / name).id for name in ("text", "zip", "pipe", ".", "absent")]
    assert ids == [*["backup.none"] * 4, "backup.unreadable"]


def test_a_newer_format_is_said_with_the_version_that_made_it(tmp_path: Path) -> None:
    newer = sealed(tmp_path / "b", {"manifest.json": manifest({}, format=2, rubin="7.0"), "pages.zst": b"?"})
    told = refused(newer)
    assert (told.id, told.params["rubin"], told.params["found"]) == ("backup.newer", "7.0", 2)


def test_a_newer_database_is_said_before_it_is_unpacked(saved: Path, home: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        database = archive.read("rubin.db")
    members = {"rubin.db": database}
    newer = manifest(members, schema=VERSION + 1, rubin="7.0")
    assert refused(sealed(saved, {"manifest.json": newer, **members})).id == "backup.newer"


def hostile() -> dict[str, tuple[dict[str, bytes], str]]:
    """Whole files that no Rubin made, and what is said of them."""
    database = {"rubin.db": b"x"}

    def of(held: dict[str, bytes], **changes: Any) -> dict[str, bytes]:
        return {"manifest.json": manifest(held, **changes), **held}

    return {
        "climbs out": (of({**database, "../../evil": b"x"}), "backup.unexpected"),
        "absolute": (of({**database, "/etc/cron.d/evil": b"x"}), "backup.unexpected"),
        "beside the manifest": ({**of(database), "evil.py": b"x"}, "backup.unexpected"),
        "promised only": ({"manifest.json": manifest(database)}, "backup.unexpected"),
        "no database": (of({"settings.toml": b""}), "backup.damaged"),
        "no manifest": (database, "backup.none"),
        "long manifest": ({"manifest.json": b" " * 1_000_001, **database}, "backup.none"),
        "no JSON": ({"manifest.json": b"{", **database}, "backup.damaged"),
        "deep JSON": ({"manifest.json": b"[" * 100_000, **database}, "backup.damaged"),
        "a list": ({"manifest.json": b"[]", **database}, "backup.damaged"),
        "no format": ({"manifest.json": b"{}", **database}, "backup.damaged"),
        "words for numbers": (of(database, schema="many"), "backup.damaged"),
        "strange counts": (of(database, holdings={"evil": 1}), "backup.damaged"),
        "other size": (of(database, members={"rubin.db": {"size": 2, "sha256": ""}}), "backup.damaged"),
        "other checksum": (of(database, members={"rubin.db": {"size": 1, "sha256": ""}}), "backup.damaged"),
        "long settings": (of({**database, "settings.toml": bytes(1_000_001)}), "backup.damaged"),
        "bomb": (of({"rubin.db": bytes(30_000_000)}), "backup.bomb"),
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_files_are_refused_in_a_sentence(name: str, tmp_path: Path, home: Path) -> None:
    members, id = hostile()[name]
    assert refused(sealed(tmp_path / "b", members)).id == id
    assert sorted(path.name for path in (*tmp_path.iterdir(), *home.iterdir())) == ["b", "cache"]
    assert [path.name for path in (home / "cache").iterdir()] == ["backup.lock"]


def test_a_member_larger_than_the_disk_has_room_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """The size stands in the manifest and, as it must be equal, in the zip."""
    size = 1 << 60
    told = manifest({"rubin.db": b"x"}, members={"rubin.db": {"size": size, "sha256": "0" * 64}})
    path = tmp_path / "b"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = b"rubin-backup sha256 " + b"0" * 64
        archive.writestr("manifest.json", told)
        archive.writestr("rubin.db", b"x" * 4096)
        archive.getinfo("rubin.db").file_size = size
        archive.getinfo("rubin.db").compress_size = size // 100
    assert refused(reseal(path)).id == "backup.no_room"


def test_a_zip_that_says_less_than_it_holds_gives_no_more_than_it_says(tmp_path: Path) -> None:
    content = os.urandom(200_000)
    told = manifest({"rubin.db": content[:100]})
    path = sealed(tmp_path / "b", {"manifest.json": told, "rubin.db": content})
    raw = path.read_bytes()
    assert raw.count(struct.pack("<L", len(content))) >= 2
    reseal(path, raw.replace(struct.pack("<L", len(content)), struct.pack("<L", 100)))
    assert refused(path).id == "backup.damaged"


def test_packings_that_take_any_amount_of_memory_are_refused(tmp_path: Path) -> None:
    members = {"rubin.db": b"x"}
    path = sealed(tmp_path / "b", {"manifest.json": manifest(members), **members}, packing=zipfile.ZIP_LZMA)
    assert refused(path).id == "backup.damaged"


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    members = {"rubin.db": b"x"}
    path = sealed(tmp_path / "b", {"manifest.json": manifest(members), **members})
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("rubin.db", b"y")
    assert refused(reseal(path)).id == "backup.damaged"


def test_a_sealed_file_whose_database_is_nonsense_says_so(tmp_path: Path) -> None:
    members = {"rubin.db": b"a letter " * 1000}
    path = sealed(tmp_path / "b", {"manifest.json": manifest(members), **members})
    (problem,) = Backups().verify(path).problems
    assert problem.id == "verify.unreadable"


def repacked(saved: Path, script: str, **changes: Any) -> Path:
    """The backup with its database changed by SQL."""
    with zipfile.ZipFile(saved) as archive:
        old = json.loads(archive.read("manifest.json"))
        database = saved.with_name("changed.db")
        database.write_bytes(archive.read("rubin.db"))
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(script)
    members = {"rubin.db": database.read_bytes()}
    told = manifest(members, **{"holdings": old["holdings"], **changes})
    return sealed(saved, {"manifest.json": told, **members})


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        (
            "CREATE TRIGGER evil AFTER INSERT ON chats BEGIN DELETE FROM documents; END",
            Message("verify.foreign", {"kind": "trigger", "name": "evil"}),
        ),
        (
            "CREATE VIEW evil AS SELECT * FROM documents",
            Message("verify.foreign", {"kind": "view", "name": "evil"}),
        ),
        (
            "CREATE TABLE evil (x)",
            Message("verify.foreign", {"kind": "table", "name": "evil"}),
        ),
        ("DELETE FROM messages", Message("verify.counts")),
        ("PRAGMA user_version = 1", Message("verify.counts")),
        (
            "DELETE FROM chats",
            Message("verify.reference", {"table": "messages", "parent": "chats", "rows": 2}),
        ),
    ],
)
def test_a_sealed_file_with_another_database_says_what_is_wrong(
    saved: Path, script: str, problem: Message
) -> None:
    assert Backups().verify(repacked(saved, script)).problems == (problem,)


def test_the_profiles_own_database_is_in_order_while_it_is_used(backups: Backups, filled: Path) -> None:
    with Engine.open(filled) as engine:
        engine.new_chat()
        found = backups.verify()
    assert found.problems == ()
    assert (found.path, found.backup) == (str(filled / "data" / "rubin.db"), None)
    assert found.holdings is not None
    assert (found.holdings.documents, found.holdings.chats) == (30, 2)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (b'"keywords":["M41"', "messages"),
        ("Сторожевой таймер".encode(), "pages"),
        (b"identity", "meta"),
    ],
)
def test_a_damaged_page_is_named_with_its_table(
    text: bytes, table: str, backups: Backups, filled: Path
) -> None:
    database = filled / "data" / "rubin.db"
    page = page_of(database, text)
    spoil(database, page)
    problems = backups.verify().problems
    assert {problem.id for problem in problems} == {"verify.page"}
    assert {problem.params["table"] for problem in problems} == {table}
    assert page in {problem.params["page"] for problem in problems} or table == "pages"


def test_an_index_that_does_not_fit_its_table_is_named(backups: Backups, filled: Path) -> None:
    with closing(sqlite3.connect(filled / "data" / "rubin.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        row = connection.execute("SELECT * FROM sqlite_master WHERE name = 'chats_by_owner'").fetchone()
        connection.execute("DELETE FROM sqlite_master WHERE name = 'chats_by_owner'")
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("UPDATE chats SET changed_at = 1.0")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
    (problem,) = backups.verify().problems
    assert (problem.id, problem.params["table"]) == ("verify.table", "chats")
    assert problem.params["detail"] == "row 1 missing from index chats_by_owner"


def test_a_page_that_nothing_leads_to_is_told(backups: Backups, filled: Path) -> None:
    with closing(sqlite3.connect(filled / "data" / "rubin.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'chats_by_owner'")
    (problem,) = backups.verify().problems
    assert problem.id == "verify.detail"
    assert problem.params["detail"].endswith("never used")


@pytest.mark.parametrize("content", [b"a letter " * 1000, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_database_that_cannot_be_opened_is_reported_not_raised(
    content: bytes, backups: Backups, filled: Path
) -> None:
    (filled / "data" / "rubin.db").write_bytes(content)
    (problem,) = backups.verify().problems
    assert problem.id in ("store.damaged", "verify.unreadable")


def test_nothing_to_check_is_said(home: Path) -> None:
    with pytest.raises(Failure) as caught:
        Backups(Profile.under(home)).verify()
    assert caught.value.message.id == "backup.nothing"
