"""SQLite's errors in the person's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rubin_tui.messages import Failure, Message

_REFUSALS = {
    sqlite3.SQLITE_CANTOPEN: "store.no_opening",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "system.eacces",
    sqlite3.SQLITE_IOERR: "system.eio",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """SQLite's errors about the database `path` as Failures; mistakes of ours in SQL pass through.

    So does an `OSError` of the block: SQLite raises none, it is about another file.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = code_of(error)
        if is_damage(error):
            raise Failure("store.damaged", path=str(path)) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Failure("store.locked", path=str(path)) from error
        if code == sqlite3.SQLITE_FULL:
            raise Failure("store.full", path=str(path)) from error
        if reason := _REFUSALS.get(code):
            raise Failure("store.unusable", path=str(path), reason=Message(reason)) from error
        raise


def code_of(error: sqlite3.Error) -> int:
    """The primary result code; 0 for an error Python's own layer raised."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error says that the file is no longer, or never was, a database.

    SQLite hands on whatever a damaged page holds; that it is no text any more is Python's to notice.
    """
    damaged = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return code_of(error) in damaged or "decode to UTF-8" in str(error)
