"""Imports that were ordered and have not come to their end."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.model import Actor
from rubin_tui.engine.store.rows import storable


@dataclass(frozen=True, slots=True)
class Kept:
    """An import as it was ordered.

    `found` is how many files it was known to have when that was last written, `ended` how many of them
    have ended; `ordered_at` is in seconds since the epoch (UTC).
    """

    id: str
    paths: tuple[Path, ...]
    category: str
    tags: tuple[str, ...]
    actor: Actor
    folder_id: str
    ordered_at: float
    found: int
    ended: int


class Imports:
    """The imports of a database, through a connection of `Database.reading` or `Database.writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(
        self,
        import_id: str,
        paths: Sequence[Path],
        *,
        category: str,
        tags: Sequence[str],
        folder_id: str,
        actor: Actor,
    ) -> None:
        """Keep what is ordered."""
        self._connection.execute(
            "INSERT INTO imports (id, owner_id, category, tags, folder_id, ordered_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                import_id,
                actor.owner_id,
                storable(category),
                storable(json.dumps(tags, ensure_ascii=False)),
                folder_id,
                time.time(),
            ),
        )
        self._connection.executemany(
            "INSERT INTO import_paths VALUES (?, ?, ?)",
            ((import_id, position, os.fsencode(path)) for position, path in enumerate(paths)),
        )

    def end(self, import_id: str, paths: Iterable[Path], found: int) -> None:
        """These files of the import have ended; it is known to have `found` in all."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO import_ended SELECT id, ? FROM imports WHERE id = ?",
            ((os.fsencode(path), import_id) for path in paths),
        )
        self._connection.execute("UPDATE imports SET found = ? WHERE id = ?", (found, import_id))

    def ended(self, import_id: str) -> frozenset[bytes]:
        """The files of the import that have ended, as `os.fsencode` writes them."""
        rows = self._connection.execute("SELECT path FROM import_ended WHERE import_id = ?", (import_id,))
        return frozenset(bytes(path) for (path,) in rows)

    def all(self, *, actor: Actor | None = None) -> list[Kept]:
        """The imports, of `actor` if given, the oldest first."""
        mine = " WHERE owner_id = ?" if actor else ""
        rows = self._connection.execute(
            "SELECT id, category, tags, owner_id, folder_id, ordered_at, found,"
            f" (SELECT count(*) FROM import_ended WHERE import_id = imports.id) FROM imports{mine}"
            " ORDER BY ordered_at, id",
            (actor.owner_id,) if actor else (),
        ).fetchall()
        return [
            Kept(
                id=row[0],
                paths=self._paths(row[0]),
                category=row[1],
                tags=tuple(json.loads(row[2])),
                actor=Actor(row[3]),
                folder_id=row[4],
                ordered_at=row[5],
                found=row[6],
                ended=row[7],
            )
            for row in rows
        ]

    def get(self, import_id: str) -> Kept | None:
        """One of them; None when it has come to its end."""
        return next((kept for kept in self.all() if kept.id == import_id), None)

    def remove(self, import_id: str) -> None:
        """The import has come to its end."""
        self._connection.execute("DELETE FROM imports WHERE id = ?", (import_id,))

    def _paths(self, import_id: str) -> tuple[Path, ...]:
        rows = self._connection.execute(
            "SELECT path FROM import_paths WHERE import_id = ? ORDER BY position", (import_id,)
        )
        return tuple(Path(os.fsdecode(path)) for (path,) in rows)
