"""What the search index has still to be told, in order."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that changed: the index is to hold it as it stands now, or no longer if it is gone."""

    seq: int
    document_id: str


class Queue:
    """The queue of changes. Numbers grow without gaps and are never given twice.

    Rows are dropped from the front once the index holds them, so `dropped` says how much every index
    of this database must have applied.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, document_id: str) -> int:
        """Tell the index of a change; returns its number."""
        cursor = self._connection.execute("INSERT INTO queue (document_id) VALUES (?)", (document_id,))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def pending(self, after: int, limit: int = -1) -> list[Pending]:
        """Changes with a number above `after`, oldest first; `limit` -1 is all."""
        rows = self._connection.execute(
            "SELECT seq, document_id FROM queue WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
        )
        return [Pending(*row) for row in rows]

    def count(self) -> int:
        """How many changes wait."""
        return int(self._connection.execute("SELECT count(*) FROM queue").fetchone()[0])

    def last(self) -> int:
        """The number of the latest change ever queued; 0 before the first."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'queue'").fetchone()
        return int(row[0]) if row else 0

    def dropped(self) -> int:
        """The number up to which changes were dropped."""
        row = self._connection.execute("SELECT min(seq) FROM queue").fetchone()
        return self.last() if row[0] is None else int(row[0]) - 1

    def drop(self, up_to: int) -> int:
        """The index holds every change up to this number: its documents are ready. Returns how many."""
        self._connection.execute(
            "UPDATE documents SET state = 'ready' WHERE state = 'indexing'"
            " AND id IN (SELECT document_id FROM queue WHERE seq <= ?)"
            " AND id NOT IN (SELECT document_id FROM queue WHERE seq > ?)",
            (up_to, up_to),
        )
        return self._connection.execute("DELETE FROM queue WHERE seq <= ?", (up_to,)).rowcount
