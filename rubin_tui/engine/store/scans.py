"""Pages that are pictures: which are still to be recognised, and how a document takes in what was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.model import Message, Passage
from rubin_tui.engine.store.queue import Queue
from rubin_tui.engine.store.rows import PASSAGE, marks, passage_row, problem_row, storable


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document whose pictured pages are not all taken in: how many were read, of how many.

    `path` is where its file was.
    """

    document_id: str
    path: Path
    read: int
    total: int


class Scans:
    """The pictured pages of a database, through a connection of `Database.reading` or `Database.writing`.

    A page stays known here until the last one of its document is recognised and taken in.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, document_id: str, path: Path, pages: Iterable[int]) -> None:
        """These pages of the document, read from `path`, are pictures."""
        self._connection.execute("INSERT INTO scanned VALUES (?, ?)", (document_id, os.fsencode(path)))
        self._connection.executemany(
            "INSERT INTO scans (document_id, page_number) VALUES (?, ?)",
            ((document_id, number) for number in pages),
        )

    def waiting(self) -> list[Waiting]:
        """The documents with pictured pages that are not all taken in, the oldest first."""
        rows = self._connection.execute(
            "SELECT d.document_id, d.path, count(s.reading), count(*) FROM scanned AS d"
            " JOIN scans AS s USING (document_id) GROUP BY d.document_id ORDER BY d.document_id"
        )
        return [Waiting(id, Path(os.fsdecode(path)), read, total) for id, path, read, total in rows]

    def unread(self, document_id: str) -> list[int]:
        """The pages of a document nobody recognised yet."""
        rows = self._connection.execute(
            "SELECT page_number FROM scans WHERE document_id = ? AND reading IS NULL ORDER BY page_number",
            (document_id,),
        )
        return [number for (number,) in rows]

    def keep(self, document_id: str, number: int, reading: str) -> None:
        """What was recognised on a page; "" when it was taken in, or there was nothing to take."""
        self._connection.execute(
            "UPDATE scans SET reading = ? WHERE document_id = ? AND page_number = ?",
            (storable(reading), document_id, number),
        )

    def kept(self, document_id: str) -> list[tuple[int, str]]:
        """Page numbers and what was recognised there, and is not taken in yet."""
        return self._connection.execute(
            "SELECT page_number, reading FROM scans WHERE document_id = ? AND reading <> ''"
            " ORDER BY page_number",
            (document_id,),
        ).fetchall()

    def forget(self, document_id: str) -> None:
        """Nothing of the document is to be recognised any more."""
        self._connection.execute("DELETE FROM scanned WHERE document_id = ?", (document_id,))

    def fail(self, document_id: str, problem: Message) -> None:
        """A document of pictures only on which nothing could be recognised."""
        self.forget(document_id)
        self._connection.execute(
            "UPDATE documents SET state = 'failed', problem = ? WHERE id = ?",
            (problem_row(problem), document_id),
        )
        Queue(self._connection).put(document_id)

    def texts(self, document_id: str) -> list[str]:
        """The texts of the pages of a document."""
        rows = self._connection.execute("SELECT text FROM pages WHERE document_id = ?", (document_id,))
        return [text for (text,) in rows]

    def is_all_pictures(self, document_id: str) -> bool:
        """Whether the document has no page that is not a picture."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM scans WHERE document_id = ?)"
            " = (SELECT count(*) FROM pages WHERE document_id = ?)",
            (document_id, document_id),
        ).fetchone()
        return bool(row[0])

    def set_language(self, document_id: str, language: str) -> None:
        """The language the recognised pages turned out to be in."""
        self._connection.execute("UPDATE documents SET language = ? WHERE id = ?", (language, document_id))

    def take_in(self, document_id: str, texts: Mapping[int, str], passages: Sequence[Passage]) -> None:
        """Put the recognised `texts` of pages, and their passages, in the places of the pictures.

        The passages of other pages keep their ids; all are numbered anew. The index is told.
        """
        run, many = self._connection.execute, self._connection.executemany
        many(
            "DELETE FROM passages WHERE document_id = ? AND page_number = ?",
            ((document_id, number) for number in texts),
        )
        many(
            "UPDATE pages SET text = ? WHERE document_id = ? AND number = ?",
            ((storable(text), document_id, number) for number, text in texts.items()),
        )
        # Below zero first: no two passages may have one number, not even in between.
        run("UPDATE passages SET ordinal = -1 - ordinal WHERE document_id = ?", (document_id,))
        lowest = run(
            "SELECT coalesce(min(ordinal), 0) FROM passages WHERE document_id = ?", (document_id,)
        ).fetchone()[0]
        rows = (passage_row(document_id, passage) for passage in passages)
        many(
            f"INSERT INTO passages ({PASSAGE}) VALUES ({marks(10)})",
            ((*row[:2], lowest - 1 - number, *row[3:]) for number, row in enumerate(rows)),
        )
        ids = run(
            'SELECT id FROM passages WHERE document_id = ? ORDER BY page_number, start, "end"', (document_id,)
        ).fetchall()
        many("UPDATE passages SET ordinal = ? WHERE id = ?", ((n, id) for n, (id,) in enumerate(ids)))
        run("DELETE FROM analyzed WHERE document_id = ?", (document_id,))
        run("UPDATE documents SET passages = ?, state = 'indexing' WHERE id = ?", (len(ids), document_id))
        many(
            "UPDATE scans SET reading = '' WHERE document_id = ? AND page_number = ?",
            ((document_id, number) for number in texts),
        )
        Queue(self._connection).put(document_id)
