"""The database file: private, lasting, shared; what goes wrong is said in a sentence."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rubin_tui.engine.model import Failure, Message
from rubin_tui.engine.store import Database, Documents, migrations
from tests.engine.store.samples import a_document


def failure_id(path: Path) -> str:
    with pytest.raises(Failure) as caught:
        Database.open(path, patience=0.1)
    return caught.value.message.id


def test_a_new_database_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "rubin.db"
    with Database.open(path) as database:
        with database.writing() as connection:
            Documents(connection).add(a_document())
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"rubin.db": 0o600, "rubin.db-wal": 0o600, "rubin.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_connection_writes_ahead_syncs_fully_and_keeps_references(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with Database.open(path) as database, database.reading() as first, database.reading() as second:
        for connection in (first, second):
            asked = [
                connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
            ]
            assert asked == ["wal", 2, 1, migrations.VERSION]


def test_a_database_of_a_newer_rubin_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE later (x)")
        connection.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    connection.close()
    assert failure_id(path) == "store.newer"
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("later",)]
    connection.close()


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    path.write_bytes(b"This is a letter, not a database. " * 200)
    assert failure_id(path) == "store.damaged"
    assert path.read_bytes() == b"This is a letter, not a database. " * 200


def test_damage_inside_the_file_is_said_when_it_is_met(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with Database.open(path) as database, database.writing() as connection:
        for number in range(300):
            Documents(connection).add(a_document(filename=f"{number}.md", title="x" * 200))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(Failure) as caught, Database.open(path) as database, database.reading() as connection:
        Documents(connection).list()
    assert caught.value.message.id == "store.damaged"


def test_text_that_is_no_text_any_more_is_damage_too(tmp_path: Path) -> None:
    with Database.open(tmp_path / "rubin.db") as database:
        with database.writing() as connection:
            Documents(connection).add(a_document())
            connection.execute("UPDATE documents SET title = CAST(x'c3286162' AS TEXT)")
        with pytest.raises(Failure) as caught, database.reading() as connection:
            Documents(connection).list()
        assert caught.value.message.id == "store.damaged"


def test_a_path_that_cannot_be_written_is_said_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Failure) as caught:
        Database.open(tmp_path / "file" / "rubin.db")
    assert caught.value.message.id == "store.unusable"
    assert caught.value.message.params["path"] == str(tmp_path / "file" / "rubin.db")


def test_a_writer_that_holds_on_too_long_makes_the_next_one_fail(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with Database.open(path) as holder, Database.open(path, patience=0.05) as other:
        with holder.writing(), pytest.raises(Failure) as caught, other.writing():
            pass
        assert caught.value.message.id == "store.locked"
        with other.writing() as connection:
            Documents(connection).add(a_document())


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def test_while_another_process_holds_the_database_all_is_read_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with Database.open(path, patience=0.05) as database:
        with database.writing() as connection:
            kept = Documents(connection).add(a_document(filename="kept.md"))
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert holder.stdin and holder.stdout and holder.stdout.readline() == b"held\n"
        with pytest.raises(Failure) as caught, database.writing() as connection:
            Documents(connection).add(a_document(filename="new.md"))
        assert caught.value.message == Message("store.locked", {"path": str(path)})
        with database.reading() as connection:
            assert Documents(connection).list() == [kept]
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()
        with database.writing() as connection:
            Documents(connection).add(a_document(filename="new.md"))
        with database.reading() as connection:
            assert [one.filename for one in Documents(connection).list()] == ["kept.md", "new.md"]


def test_a_writer_of_the_same_process_is_waited_for_no_longer(tmp_path: Path) -> None:
    with Database.open(tmp_path / "rubin.db", patience=0.05) as database:
        with database.writing(), pytest.raises(Failure) as caught, database.writing():
            pass
        assert caught.value.message.id == "store.locked"


def test_a_full_disk_stores_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with Database.open(tmp_path / "rubin.db") as database:
        with database.writing() as connection:
            kept = Documents(connection).add(a_document(filename="kept.md"))
            connection.execute("PRAGMA max_page_count = 40")
        with pytest.raises(Failure) as caught, database.writing() as connection:
            for number in range(1000):
                Documents(connection).add(a_document(filename=f"{number}.md", title="x" * 1000))
        assert caught.value.message.id == "store.full"
        with database.reading() as connection:
            assert Documents(connection).list() == [kept]


def test_a_block_that_raises_stores_nothing(tmp_path: Path) -> None:
    with Database.open(tmp_path / "rubin.db") as database:
        with pytest.raises(KeyError), database.writing() as connection:
            Documents(connection).add(a_document())
            raise KeyError
        with database.reading() as connection:
            assert Documents(connection).list() == []


def test_a_reader_keeps_its_view_while_others_write(tmp_path: Path) -> None:
    with Database.open(tmp_path / "rubin.db") as database:
        with database.reading() as view:
            assert Documents(view).list() == []
            with database.writing() as connection:
                Documents(connection).add(a_document())
            assert Documents(view).list() == []
        with database.reading() as view:
            assert len(Documents(view).list()) == 1


def test_threads_write_and_read_at_once_without_loss(tmp_path: Path) -> None:
    errors: list[BaseException] = []
    with Database.open(tmp_path / "rubin.db") as database:

        def work(number: int) -> None:
            try:
                for step in range(20):
                    with database.writing() as connection:
                        Documents(connection).add(a_document(filename=f"{number}-{step}.md"))
                    with database.reading() as connection:
                        Documents(connection).list()
            except BaseException as error:  # noqa: BLE001 - shown by the assertion below
                errors.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.reading() as connection:
            assert (errors, len(Documents(connection).list())) == ([], 160)


def test_a_commit_of_this_or_another_process_changes_the_data_version(tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with Database.open(path) as database:
        before = database.data_version()
        assert database.data_version() == before
        with database.writing() as connection:
            Documents(connection).add(a_document())
        own = database.data_version()
        assert own != before
        program = (
            "import sys, pathlib\n"
            "from rubin_tui.engine.store import Database, Queue\n"
            "with Database.open(pathlib.Path(sys.argv[1])) as database, database.writing() as c:\n"
            "    Queue(c).put('doc_x')\n"
        )
        subprocess.run([sys.executable, "-c", program, str(path)], check=True)
        assert database.data_version() != own


def test_two_processes_may_make_the_same_new_database_at_once(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from rubin_tui.engine.store import Database\n"
        "print(Database.open(pathlib.Path(sys.argv[1])).identity)\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "rubin.db")], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    names = {process.communicate()[0] for process in started}
    assert [process.returncode for process in started] == [0, 0, 0, 0]
    assert len(names) == 1


def test_a_closed_database_says_so(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "rubin.db")
    database.close()
    with pytest.raises(Failure) as caught, database.reading():
        pass
    assert caught.value.message.id == "store.closed"


@pytest.mark.parametrize("version", [0, migrations.VERSION])
def test_the_database_of_another_program_is_refused_and_left_as_it_was(version: int, tmp_path: Path) -> None:
    path = tmp_path / "rubin.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE documents (invoice)")
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    assert failure_id(path) == "store.damaged"
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT sql FROM sqlite_master").fetchall() == [
        ("CREATE TABLE documents (invoice)",)
    ]
    connection.close()


def test_a_migration_whose_transaction_sqlite_ended_tells_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does when the disk is full."""
    step = "CREATE TABLE a (x UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT OR ROLLBACK INTO a VALUES (1);\n"
    monkeypatch.setattr(migrations, "STEPS", (step,))
    with pytest.raises(sqlite3.IntegrityError):
        Database.open(tmp_path / "rubin.db")
    monkeypatch.undo()
    Database.open(tmp_path / "rubin.db").close()


def test_what_the_system_refuses_a_block_is_not_laid_at_the_databases_door(tmp_path: Path) -> None:
    with (
        Database.open(tmp_path / "rubin.db") as database,
        pytest.raises(PermissionError),
        database.reading(),
    ):
        raise PermissionError("another file")
