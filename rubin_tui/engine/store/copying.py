"""A whole database into another file and back, while others read and write it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rubin_tui.engine.store.errors import code_of, explained, is_damage
from rubin_tui.messages import Failure

Tick = Callable[[int, int], None]
"""Told how far the work is, of how much (0: unknown). What it raises ends the work."""

PAGES = 2000  # copied between two ticks: about 8 MB
STEPS = 50_000  # of SQLite's machine between two ticks
PATIENCE = 2.0  # seconds to wait for others to leave the database


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that can change nothing and trusts nothing that stands in the file's schema."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


@contextmanager
def watched(connection: sqlite3.Connection, tick: Callable[[], None]) -> Iterator[None]:
    """Ticks while statements of the block run; what a tick raises ends the statement and is raised here."""
    raised: list[BaseException] = []

    def look() -> int:
        try:
            tick()
        except BaseException as error:  # noqa: BLE001 - SQLite would drop it; it is raised again below
            raised.append(error)
        return len(raised)

    connection.set_progress_handler(look, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if code_of(error) != sqlite3.SQLITE_INTERRUPT:
            raise
        raise (raised or [KeyboardInterrupt()])[0] from None
    finally:
        connection.set_progress_handler(None, 0)


def copy_database(source: Path, target: Path, tick: Tick) -> None:
    """Copy a database as it stands at one moment into a new file, without what was deleted in it.

    Nobody is kept waiting by it. A database too damaged for that is copied page by page, as it is.

    Raises:
        Failure: it is no database at all, or the disk is full; what `tick` raises.
    """
    with explained(source), closing(open_readonly(source)) as connection:
        try:
            _copy_compact(connection, source, target, tick)
        except sqlite3.DatabaseError as error:
            if code_of(error) == sqlite3.SQLITE_FULL:  # not the disk of the source
                raise Failure("backup.full", path=str(target)) from error
            raise


def holds_anything(path: Path) -> bool:
    """Whether a database holds documents or chats of a person; one that cannot be read may well."""
    if not _size(path):
        return False
    try:
        with closing(open_readonly(path)) as connection:
            return _holds_anything(connection)
    except sqlite3.DatabaseError:
        return True


def put_in_place(new: Path, live: Path, aside: Path, tick: Tick, *, replace: bool) -> Path | None:
    """Make the database `live` equal to `new`, whatever it held, in one transaction.

    It is written through SQLite, not exchanged as a file: a Rubin that opens it at this moment waits, instead
    of writing into a file that is none any more.

    Args:
        new: What it is to hold.
        live: Made if it is not there.
        aside: Where what it held is kept; nothing is put there when it held nothing of a person.
        tick: Told how far it is.
        replace: Whether it may hold anything.

    Returns:
        `aside` if something is kept there now.

    Raises:
        Failure: "restore.not_empty", "restore.in_use", or the disk refuses; `live` is as it was.
    """
    with explained(live):
        try:
            return _put_in_place(new, live, aside, tick, replace)
        except sqlite3.DatabaseError as error:
            if code_of(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise Failure("restore.in_use", path=str(live)) from error
            if code_of(error) != sqlite3.SQLITE_NOTADB:
                raise
        if not replace:
            raise Failure("restore.not_empty", path=str(live))
        _move(live, aside)  # nothing SQLite can write into, so the file itself goes aside
        try:
            _put_in_place(new, live, aside, tick, replace)
        except BaseException:
            _move(aside, live)
            raise
        return aside


def _put_in_place(new: Path, live: Path, aside: Path, tick: Tick, replace: bool) -> Path | None:
    os.close(os.open(live, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(live, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")  # from here on we are alone in it, until it is closed
        kept = _size(live) > 0 and _holds_anything(connection)
        connection.execute("COMMIT")
        if kept and not replace:
            raise Failure("restore.not_empty", path=str(live))
        try:
            if kept:
                _copy_pages(connection, aside, tick)
            with closing(open_readonly(new)) as source:
                _backup(source, connection, tick)
        except BaseException:  # SQLite takes back what was written
            if kept:
                aside.unlink(missing_ok=True)
            raise
    return aside if kept else None


def _move(database: Path, place: Path) -> None:
    for end in ("-wal", "-shm", ""):
        file = database.with_name(database.name + end)
        if file.exists():
            file.replace(place.with_name(place.name + end))


def _copy_compact(connection: sqlite3.Connection, source: Path, target: Path, tick: Tick) -> None:
    size = _size(source)
    try:
        with watched(connection, lambda: tick(_size(target), max(size, _size(target)))):
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        target.unlink(missing_ok=True)
        _copy_pages(connection, target, tick)


def _copy_pages(source: sqlite3.Connection, target: Path, tick: Tick) -> None:
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(target)) as copy:
        _backup(source, copy, tick)


def _backup(source: sqlite3.Connection, target: sqlite3.Connection, tick: Tick) -> None:
    def look(_status: int, remaining: int, total: int) -> None:
        if remaining:  # once all is there, nothing may undo it
            tick(total - remaining, total)

    # One view for all of it: otherwise each commit of another makes it begin again.
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
    try:
        source.backup(target, pages=PAGES, progress=look)
    finally:
        source.rollback()


def _holds_anything(connection: sqlite3.Connection) -> bool:
    try:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not tables:
            return False
        return bool(
            connection.execute("SELECT EXISTS (SELECT 1 FROM documents WHERE origin = 'user')").fetchone()[0]
            or ("chats" in tables and connection.execute("SELECT EXISTS (SELECT 1 FROM chats)").fetchone()[0])
        )
    except sqlite3.DatabaseError as error:
        if code_of(error) == sqlite3.SQLITE_NOTADB:
            raise
        return True


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
