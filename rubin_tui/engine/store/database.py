"""The SQLite file: opened privately, migrated, shared by threads and by processes."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from rubin_tui.engine.store.errors import explained
from rubin_tui.engine.store.migrations import migrate
from rubin_tui.messages import Failure, reason_of

PATIENCE = 10.0
"""Seconds to wait for another writer before "store.locked"."""


class Database:
    """One SQLite database, safe to use from any thread.

    Readers never wait: each gets a connection of its own and one unchanging view. Writers take turns.
    Everything written is on the disk when `writing` ends.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()
        self._closed = False
        self._watcher: sqlite3.Connection | None = None

    @classmethod
    def open(cls, path: Path, *, patience: float = PATIENCE) -> Database:
        """Open the database at `path`, creating it and its folder for this person only (0600, 0700).

        Raises:
            Failure: "store.newer", "store.damaged", "store.locked", "store.full" or "store.unusable".
        """
        database = cls(path, patience=patience)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise Failure("store.unusable", path=str(path), reason=reason_of(error)) from error
        with database._explained():
            database._idle.append(database._connect(first=True))
        return database

    @property
    def identity(self) -> str:
        """A name this database got when it was made: an index of another database is not ours."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE name = 'identity'").fetchone()
            return str(row[0])

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the database as it is now, until the block ends.

        Raises:
            Failure: when the database is damaged, locked or unusable.
        """
        with self._explained(), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of the block is stored, or, when it raises, nothing of it.

        Not to be nested: a block inside another would wait for itself and end in "store.locked".

        Raises:
            Failure: "store.locked", "store.full", "store.damaged" or "store.unusable".
        """
        with self._explained(), self._my_turn(), self._borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def data_version(self) -> int:
        """A number that is another one after any commit, of this process or of another."""
        with self._explained(), self._guard:
            if self._watcher is None:
                self._watcher = self._connect()
            return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def size(self) -> int:
        """Bytes on the disk, the write-ahead log included."""
        size = self.path.stat().st_size
        with suppress(FileNotFoundError):  # the log goes with its last user, which may be another process
            size += self.path.with_name(self.path.name + "-wal").stat().st_size
        return size

    def close(self) -> None:
        """Close every connection; those in use close when their block ends."""
        with self._guard:
            self._closed = True
            connections, self._idle = self._idle, []
            if self._watcher is not None:
                connections.append(self._watcher)
                self._watcher = None
        for connection in connections:
            connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._closed:
                raise Failure("store.closed", path=str(self.path))
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            with self._guard:
                keep = not self._closed and not connection.in_transaction
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        # Threads queue here: SQLite's own waiting polls, and starves under many writers.
        if not self._turn.acquire(timeout=self._patience):
            raise Failure("store.locked", path=str(self.path))
        try:
            yield
        finally:
            self._turn.release()

    def _connect(self, *, first: bool = False) -> sqlite3.Connection:
        # A connection is used by one thread at a time, but not always by the thread that opened it.
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            if first:
                self._enter_wal(connection)
            # FULL, not NORMAL: in WAL mode NORMAL may lose the last commits when the power fails,
            # and those were acknowledged.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            if first:
                migrate(connection, str(self.path))
        except BaseException:
            connection.close()
            raise
        return connection

    def _enter_wal(self, connection: sqlite3.Connection) -> None:
        # Two processes that open a new database at once meet here, and for this change of mode
        # SQLite does not use its own waiting.
        deadline = time.monotonic() + self._patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _explained(self) -> AbstractContextManager[None]:
        return explained(self.path)
