"""Folders that are kept in step with the disk, and their documents as files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from rubin_tui.engine.model import LOCAL, Actor, Folder, FolderKind, Message
from rubin_tui.engine.store.documents import Documents
from rubin_tui.engine.store.queue import Queue
from rubin_tui.engine.store.rows import problem_of, problem_row, storable

_FOLDER = (
    "id, path, kind, category, tags, added_at, looked_at, problem,"
    " (SELECT count(*) FROM documents WHERE folder_id = folders.id),"
    " (SELECT count(*) FROM documents WHERE folder_id = folders.id AND vanished_at IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A document as a file: `facts` is what the disk said of it when it was read, "" when that is not known.

    `folder_id` is "" for one that was imported by itself.
    """

    document_id: str
    path: str
    facts: str
    folder_id: str
    vanished: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds the same bytes as a document."""

    document_id: str
    facts: str


class Folders:
    """The folders of a database, through a connection of `Database.reading` or `Database.writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, folder: Folder, *, actor: Actor = LOCAL) -> None:
        """Store a new folder, of which nothing was seen yet.

        A watched folder takes what stands below it from the watched folder it stands in.
        """
        self._connection.execute(
            "INSERT INTO folders (id, owner_id, kind, path, category, tags, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                folder.id,
                actor.owner_id,
                folder.kind,
                storable(folder.path),
                storable(folder.category),
                storable(json.dumps(folder.tags, ensure_ascii=False)),
                folder.added_at,
            ),
        )
        if folder.kind != "watched":
            return
        prefix = folder.path.rstrip("/") + "/"
        inside = (
            "folder_id IN (SELECT id FROM folders WHERE owner_id = ? AND kind = 'watched')"
            " AND substr(path, 1, ?) = ?"
        )
        values = (actor.owner_id, len(prefix), prefix)
        for (document_id,) in self._connection.execute(
            f"SELECT id FROM documents WHERE {inside}", values
        ).fetchall():
            self._connection.execute(
                "UPDATE documents SET folder_id = ? WHERE id = ?", (folder.id, document_id)
            )
            Queue(self._connection).put(document_id)

    def get(self, folder_id: str, *, actor: Actor = LOCAL) -> Folder | None:
        """The folder, if it is there and theirs."""
        return next(
            iter(self._select("owner_id = ? AND id = ?", (actor.owner_id, folder_id))),
            None,
        )

    def all(self, *, actor: Actor = LOCAL) -> list[Folder]:
        """The folders of `actor`, oldest first."""
        return self._select("owner_id = ? ORDER BY added_at, id", (actor.owner_id,))

    def find(self, kind: FolderKind, path: str | None = None, *, actor: Actor = LOCAL) -> Folder | None:
        """The folder of this kind, and at this path if one is given."""
        where, values = "owner_id = ? AND kind = ?", [actor.owner_id, kind]
        if path is not None:
            where, values = where + " AND path = ?", [*values, path]
        return next(iter(self._select(where, values)), None)

    def identity(self, folder_id: str) -> str:
        """What the disk said this folder is when it was last looked at; "" before."""
        row = self._connection.execute("SELECT identity FROM folders WHERE id = ?", (folder_id,)).fetchone()
        return row[0] if row else ""

    def looked(self, folder_id: str, at: float, problem: Message | None, identity: str | None = None) -> None:
        """Note a look: when, what kept it from being whole, and, if it was, what the folder is."""
        self._connection.execute(
            "UPDATE folders SET looked_at = ?, problem = ?, identity = coalesce(?, identity) WHERE id = ?",
            (at, problem_row(problem), identity, folder_id),
        )

    def change(self, folder_id: str, *, category: str, tags: Iterable[str]) -> None:
        """Give its new documents another category and other tags from now on."""
        self._connection.execute(
            "UPDATE folders SET category = ?, tags = ? WHERE id = ?",
            (storable(category), storable(json.dumps([*tags], ensure_ascii=False)), folder_id),
        )

    def move(self, folder: Folder, path: str) -> None:
        """The folder stands elsewhere now, with all its documents."""
        self._connection.execute("UPDATE folders SET path = ? WHERE id = ?", (path, folder.id))
        self._connection.execute(
            "UPDATE documents SET path = ? || substr(path, ?) WHERE folder_id = ?",
            (path, len(folder.path) + 1, folder.id),
        )
        self._connection.execute("DELETE FROM copies WHERE folder_id = ?", (folder.id,))

    def forget(self, folder_id: str) -> None:
        """Keep a folder in step no longer: its documents are ones imported by themselves from now on."""
        for document_id in self._documents_of(folder_id):
            Queue(self._connection).put(document_id)
        self._connection.execute("UPDATE documents SET folder_id = NULL WHERE folder_id = ?", (folder_id,))
        self._connection.execute("DELETE FROM folders WHERE id = ?", (folder_id,))

    def remove_some(self, folder_id: str, most: int) -> bool:
        """Remove a folder with its documents, `most` of them at a time; True once it is all gone."""
        ids = self._documents_of(folder_id, most)
        for document_id in ids:
            Documents(self._connection).remove(document_id)
        if len(ids) == most:
            return False
        self._connection.execute("DELETE FROM folders WHERE id = ?", (folder_id,))
        return True

    # documents as files

    def files(self, folder: Folder, *, actor: Actor = LOCAL) -> list[KnownFile]:
        """The documents of a folder; of a watched one also those imported by themselves from below it."""
        if folder.kind != "watched":
            return self._files("folder_id = ?", folder.id)
        prefix = folder.path.rstrip("/") + "/"
        return self._files(
            "folder_id = ? OR (owner_id = ? AND folder_id IS NULL AND origin = 'user'"
            " AND substr(path, 1, ?) = ?)",
            folder.id,
            actor.owner_id,
            len(prefix),
            prefix,
        )

    def single_files(self, *, actor: Actor = LOCAL) -> list[KnownFile]:
        """The documents that were read from a file and belong to no folder."""
        return self._files(
            "owner_id = ? AND folder_id IS NULL AND origin = 'user' AND path <> ''", actor.owner_id
        )

    def copies(self, folder_id: str) -> dict[str, Copy]:
        """The files of a folder that hold the same bytes as a document, by path."""
        rows = self._connection.execute(
            "SELECT path, document_id, facts FROM copies WHERE folder_id = ?", (folder_id,)
        )
        return {path: Copy(document_id, facts) for path, document_id, facts in rows}

    def keep_copy(self, folder_id: str, path: str, copy: Copy) -> None:
        """A file holds the same bytes as a document."""
        if not self._is_there(folder_id):
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?)",
            (folder_id, storable(path), copy.document_id, copy.facts),
        )

    def drop_copy(self, folder_id: str, path: str) -> None:
        """A file no longer does."""
        self._connection.execute("DELETE FROM copies WHERE folder_id = ? AND path = ?", (folder_id, path))

    def settle(self, document_id: str, folder_id: str, path: str, facts: str) -> None:
        """A document stands at `path` in the folder; its file is there and as it was read."""
        row = self._connection.execute(
            "SELECT folder_id FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        if row is None or not self._is_there(folder_id):  # given up meanwhile
            return
        self._connection.execute(
            "UPDATE documents SET folder_id = ?, path = ?, filename = ?, facts = ?, vanished_at = NULL"
            " WHERE id = ?",
            (folder_id or None, storable(path), storable(PurePath(path).name), facts, document_id),
        )
        if (row[0] or "") != folder_id:
            Queue(self._connection).put(document_id)

    def mark(self, document_ids: Iterable[str], vanished_at: float | None) -> None:
        """The files of these documents are missed since then; None: they are there again."""
        self._connection.executemany(
            "UPDATE documents SET vanished_at = ? WHERE id = ?", [(vanished_at, id) for id in document_ids]
        )

    def _is_there(self, folder_id: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM folders WHERE id = ?", (folder_id,)).fetchone()
        return not folder_id or found is not None

    def _files(self, where: str, *values: Any) -> list[KnownFile]:
        rows = self._connection.execute(
            "SELECT id, path, facts, coalesce(folder_id, ''), vanished_at IS NOT NULL,"
            f" state = 'failed' FROM documents WHERE {where} ORDER BY id",
            values,
        )
        return [
            KnownFile(id, path, facts, folder, bool(vanished), bool(failed))
            for id, path, facts, folder, vanished, failed in rows
        ]

    def _documents_of(self, folder_id: str, most: int = -1) -> list[str]:
        rows = self._connection.execute(
            "SELECT id FROM documents WHERE folder_id = ? LIMIT ?", (folder_id, most)
        )
        return [id for (id,) in rows]

    def _select(self, where: str, values: Iterable[Any]) -> list[Folder]:
        rows = self._connection.execute(f"SELECT {_FOLDER} FROM folders WHERE {where}", tuple(values))
        return [
            Folder(
                id=row[0],
                path=row[1],
                kind=row[2],
                category=row[3],
                tags=tuple(json.loads(row[4])),
                added_at=row[5],
                looked_at=row[6],
                documents=row[8],
                vanished=row[9],
                problem=problem_of(row[7]),
            )
            for row in rows
        ]
