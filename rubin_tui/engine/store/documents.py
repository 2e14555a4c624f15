"""Documents, their pages and passages."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rubin_tui.engine.model import EVERYWHERE, LOCAL, Actor, Document, Page, Passage, Scope
from rubin_tui.engine.store.queue import Queue
from rubin_tui.engine.store.rows import (
    COLUMNS,
    DOCUMENT,
    ORIGIN,
    PASSAGE,
    document_of,
    document_row,
    marks,
    passage_of,
    passage_row,
    storable,
)
from rubin_tui.engine.text.sanitize import spelled

_BATCH = 500  # places for values in one statement; SQLite's own bound is 32,766, older ones 999
_List = list  # inside the class the name is the method's
_VISIBLE = "(owner_id = ? OR origin = 'rubin')"
_NO_PROJECT = f"{ORIGIN} <> 'project'"
_APART = "coalesce((SELECT id FROM folders WHERE folders.id = {} AND kind <> 'watched'), '')"
_TOGETHER = f" AND {_APART.format('folder_id')} = {_APART.format('?')}"
"""Each project, the notes, and all else the user has: what is known in one of them is unknown in another."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: `documents` includes the `failed` ones, `by_type` counts documents.

    What stands in projects is counted in `in_projects` only. `by_week` counts what the user added by ISO
    week, such as ("2026-W47", 3).
    """

    documents: int
    pages: int
    passages: int
    failed: int
    by_type: tuple[tuple[str, int], ...]
    by_week: tuple[tuple[str, int], ...] = ()
    in_projects: int = 0
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What filters ask of a document."""

    id: str
    filename: str
    type: str
    category: str
    added_at: float
    tags: tuple[str, ...]


class Documents:
    """The documents of a database, through a connection of `Database.reading` or `Database.writing`.

    What Rubin itself brought (origin "rubin") is visible to every owner.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(
        self,
        document: Document,
        pages: Sequence[Page] = (),
        passages: Sequence[Passage] = (),
        *,
        actor: Actor = LOCAL,
    ) -> Document:
        """Store a document with everything of it, and tell the index; returns it with its counts.

        A document that could not be read is stored too: state "failed", its `problem`, no pages.
        Any other is "indexing" until the index holds it.
        """
        failed = document.state == "failed"
        stored = replace(
            document,
            pages=len(pages),
            passages=len(passages),
            state="failed" if failed else "indexing",
            tags=tuple(dict.fromkeys(document.tags)),
        )
        insert = self._connection.executemany
        insert(
            f"INSERT INTO documents ({COLUMNS}, owner_id) VALUES ({marks(18)})",
            [(*map(storable, document_row(stored)), actor.owner_id)],
        )
        insert(
            "INSERT INTO tags VALUES (?, ?, ?)",
            [(stored.id, position, storable(tag)) for position, tag in enumerate(stored.tags)],
        )
        insert(
            "INSERT INTO pages (document_id, number, page_index, label, first_line, text)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    stored.id,
                    page.number,
                    page.index,
                    storable(page.label),
                    page.first_line,
                    storable(page.text),
                )
                for page in pages
            ),
        )
        insert(
            f"INSERT INTO passages ({PASSAGE}) VALUES ({marks(10)})",
            (passage_row(stored.id, passage) for passage in passages),
        )
        if not failed:
            Queue(self._connection).put(stored.id)
        return stored

    def get(self, document_id: str, *, actor: Actor | None = None) -> Document | None:
        """The document, if it is there and, with an `actor`, visible to them."""
        return self.many([document_id], actor=actor).get(document_id)

    def many(self, ids: Iterable[str], *, actor: Actor | None = None) -> dict[str, Document]:
        """Those of the documents that are there and, with an `actor`, visible to them, by id."""
        seen = f" AND {_VISIBLE}" if actor else ""
        owner = (actor.owner_id,) if actor else ()
        found: dict[str, Document] = {}
        for batch in _batches(ids):
            for document in self._select(f"id IN ({marks(len(batch))}){seen}", (*batch, *owner)):
                found[document.id] = document
        return found

    def list(self, scope: Scope | None = None, *, actor: Actor = LOCAL) -> _List[Document]:
        """Documents visible to `actor` inside `scope`, oldest first, failed ones included.

        Files of projects are among them only when the scope names projects, documents or their origin.
        """
        where, values = _inside(scope or EVERYWHERE)
        return self._select(
            " AND ".join([_VISIBLE, *where]) + " ORDER BY added_at, id", (actor.owner_id, *values)
        )

    def known(self, *, actor: Actor = LOCAL) -> tuple[Known, ...]:
        """What filters ask of each document visible to `actor`, oldest first."""
        tags: dict[str, _List[str]] = {}
        for document_id, tag in self._connection.execute(
            "SELECT document_id, tag FROM tags ORDER BY document_id, position"
        ):
            tags.setdefault(document_id, []).append(tag)
        rows = self._connection.execute(
            f"SELECT id, filename, type, category, added_at FROM documents WHERE {_VISIBLE}"
            " AND state <> 'failed' ORDER BY added_at, id",
            (actor.owner_id,),
        )
        return tuple(
            Known(id, filename, type, category, added_at, tuple(tags.get(id, ())))
            for id, filename, type, category, added_at in rows
        )

    def by_sha256(self, sha256: str, *, actor: Actor = LOCAL, folder_id: str = "") -> _List[Document]:
        """Documents of `actor` with these very bytes, known where those of the folder are."""
        return self._select(
            f"sha256 = ? AND owner_id = ?{_TOGETHER} ORDER BY added_at, id",
            (sha256, actor.owner_id, folder_id),
        )

    def by_path(self, path: str, *, actor: Actor = LOCAL, folder_id: str = "") -> _List[Document]:
        """Documents of `actor` read from this path, known where those of the folder are."""
        return self._select(
            f"path = ? AND owner_id = ?{_TOGETHER} ORDER BY added_at, id", (path, actor.owner_id, folder_id)
        )

    def edit(
        self,
        document_id: str,
        *,
        category: str | None = None,
        tags: Sequence[str] | None = None,
        title: str | None = None,
    ) -> None:
        """Change what a person says of a document; the index is told."""
        for column, value in (("category", category), ("title", title)):
            if value is not None:
                self._connection.execute(
                    f"UPDATE documents SET {column} = ? WHERE id = ?", (storable(value), document_id)
                )
        if tags is not None:
            self._connection.execute("DELETE FROM tags WHERE document_id = ?", (document_id,))
            self._connection.executemany(
                "INSERT INTO tags VALUES (?, ?, ?)",
                [(document_id, at, storable(tag)) for at, tag in enumerate(dict.fromkeys(tags))],
            )
        Queue(self._connection).put(document_id)

    def remove(self, document_id: str, *, actor: Actor | None = None) -> bool:
        """Remove a document with everything of it, and tell the index.

        Returns False when it was not there or, with an `actor`, is not theirs.
        """
        mine = " AND owner_id = ?" if actor else ""
        owner = (actor.owner_id,) if actor else ()
        removed = self._connection.execute(
            f"DELETE FROM documents WHERE id = ?{mine}", (document_id, *owner)
        ).rowcount
        if removed:
            Queue(self._connection).put(document_id)
        return bool(removed)

    def page(self, document_id: str, number: int) -> Page | None:
        """The page, its numbers counted from 0."""
        row = self._connection.execute(
            "SELECT document_id, number, text, page_index, label, first_line FROM pages"
            " WHERE document_id = ? AND number = ?",
            (document_id, number),
        ).fetchone()
        return Page(*row) if row else None

    def page_labels(self, document_id: str) -> _List[tuple[int, str | None, int]]:
        """Number, printed label (None for a file without pages) and first line of every page, in order."""
        rows = self._connection.execute(
            "SELECT number, label, first_line FROM pages WHERE document_id = ? ORDER BY number",
            (document_id,),
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def page_places(
        self, pages: Iterable[tuple[str, int]]
    ) -> dict[tuple[str, int], tuple[int | None, str | None]]:
        """Index and label of pages, without their text, by document id and page number."""
        found: dict[tuple[str, int], tuple[int | None, str | None]] = {}
        for document_id, number in set(pages):
            row = self._connection.execute(
                "SELECT page_index, label FROM pages WHERE document_id = ? AND number = ?",
                (document_id, number),
            ).fetchone()
            if row:
                found[document_id, number] = (row[0], row[1])
        return found

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Those of the passages that are there, by id."""
        rows: _List[Any] = []
        for batch in _batches(ids):
            rows += self._connection.execute(
                f"SELECT {PASSAGE} FROM passages WHERE id IN ({marks(len(batch))})", batch
            )
        return {passage.id: passage for passage in self._with_text(rows)}

    def passages_of(self, document_id: str) -> Iterator[Passage]:
        """All passages of a document in order; holds the text of one page at a time."""
        rows = self._connection.execute(
            f"SELECT {PASSAGE} FROM passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
        )
        return self._with_text(rows)

    def ids(self) -> _List[str]:
        """Every document that an index is to hold, of all owners, oldest first."""
        rows = self._connection.execute("SELECT id FROM documents WHERE state <> 'failed' ORDER BY id")
        return [row[0] for row in rows]

    def owner(self, document_id: str) -> str | None:
        """Whose document it is."""
        row = self._connection.execute(
            "SELECT owner_id FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return row[0] if row else None

    def indexed_passages(self) -> int:
        """How many passages an index that has taken in every change holds, of all owners."""
        row = self._connection.execute(
            "SELECT coalesce(sum(passages), 0) FROM documents WHERE state <> 'failed'"
        ).fetchone()
        return int(row[0])

    def counts(self, *, actor: Actor = LOCAL) -> Counts:
        """How much `actor` can see."""
        rows = self._connection.execute(
            "SELECT type, count(*), sum(pages), sum(passages), sum(state = 'failed') FROM documents"
            f" WHERE {_VISIBLE} AND {_NO_PROJECT} GROUP BY type ORDER BY type",
            (actor.owner_id,),
        ).fetchall()
        added = self._connection.execute(
            f"SELECT added_at FROM documents WHERE owner_id = ? AND {ORIGIN} IN ('user', 'note')"
            " ORDER BY added_at",
            (actor.owner_id,),
        )
        in_projects, vanished = self._connection.execute(
            f"SELECT total(NOT ({_NO_PROJECT})), total(vanished_at IS NOT NULL) FROM documents"
            " WHERE owner_id = ?",
            (actor.owner_id,),
        ).fetchone()
        return Counts(
            documents=sum(row[1] for row in rows),
            pages=sum(row[2] for row in rows),
            passages=sum(row[3] for row in rows),
            failed=sum(row[4] for row in rows),
            by_type=tuple((row[0], row[1]) for row in rows),
            by_week=tuple(Counter(_week(at) for (at,) in added).items()),
            in_projects=int(in_projects),
            vanished=int(vanished),
        )

    def _select(self, where: str, values: Sequence[object]) -> _List[Document]:
        rows = self._connection.execute(f"SELECT {DOCUMENT} FROM documents WHERE {where}", values).fetchall()
        tags: dict[str, _List[str]] = {}
        for batch in _batches(row[0] for row in rows):
            for document_id, tag in self._connection.execute(
                f"SELECT document_id, tag FROM tags WHERE document_id IN ({marks(len(batch))})"
                " ORDER BY document_id, position",
                batch,
            ):
                tags.setdefault(document_id, []).append(tag)
        return [document_of(row, tuple(tags.get(row[0], ()))) for row in rows]

    def _with_text(self, rows: Iterable[Any]) -> Iterator[Passage]:
        """Cut the passages from their pages; rows of one page that follow each other read it once."""
        place, text = None, ""
        for row in rows:
            if place != (row[1], row[3]):
                place = (row[1], row[3])
                text = self._connection.execute(
                    "SELECT text FROM pages WHERE document_id = ? AND number = ?", place
                ).fetchone()[0]
            yield passage_of(row, text)


def _inside(scope: Scope) -> tuple[list[str], list[str]]:
    """The conditions of a scope, and the values for their places."""
    fields = (
        ("id IN ({})", scope.documents),
        ("category IN ({})", scope.categories),
        ("id IN (SELECT document_id FROM tags WHERE tag IN ({}))", scope.tags),
        ("type IN ({})", scope.types),
        ("language IN ({})", scope.languages),
        (f"{ORIGIN} IN ({{}})", scope.origins),
        (f"({_NO_PROJECT} OR folder_id IN ({{}}))", scope.projects),
    )
    where = [condition.format(marks(len(values))) for condition, values in fields if values]
    if not (scope.documents or scope.origins or scope.projects):
        where.append(_NO_PROJECT)
    return where, [spelled(value) for _, values in fields for value in values]


def _week(at: float) -> str:
    year, week, _ = datetime.fromtimestamp(at).isocalendar()
    return f"{year}-W{week:02}"


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    unique = list(dict.fromkeys(values))
    for begin in range(0, len(unique), _BATCH):
        yield unique[begin : begin + _BATCH]
