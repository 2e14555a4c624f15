"""The token sequences of passages, and SQLite's own full-text index over them.

A sequence (`text.sequences`) comes with the analysis of its document and goes, by the keys and triggers of
the schema, in the transaction that removes the document; so does its row of the full-text index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from rubin_tui.engine.store.rows import marks

_BATCH = 500  # places for values in one statement
_LATER = "(SELECT 1 FROM analyzed AS a WHERE a.document_id = d.id AND a.version = ?)"


class Tokens:
    """The sequences of a database, through a connection of `Database.reading` or `Database.writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def missing(self, version: int) -> list[str]:
        """Documents not analyzed by this version of the analyzer, oldest first."""
        rows = self._connection.execute(
            f"SELECT d.id FROM documents AS d WHERE d.state <> 'failed' AND NOT EXISTS {_LATER}"
            " ORDER BY d.id",
            (version,),
        )
        return [row[0] for row in rows]

    def unanalyzed_passages(self, version: int) -> int:
        """How many passages those documents have."""
        row = self._connection.execute(
            "SELECT coalesce(sum(d.passages), 0) FROM documents AS d"
            f" WHERE d.state <> 'failed' AND NOT EXISTS {_LATER}",
            (version,),
        ).fetchone()
        return int(row[0])

    def is_analyzed(self, document_id: str, version: int) -> bool:
        """Whether all of its sequences are there."""
        row = self._connection.execute(
            "SELECT 1 FROM analyzed WHERE document_id = ? AND version = ?", (document_id, version)
        ).fetchone()
        return row is not None

    def forget(self, document_id: str) -> None:
        """Remove the sequences of a document, of an earlier version or half written."""
        self._connection.execute("DELETE FROM analyzed WHERE document_id = ?", (document_id,))
        self._connection.execute("DELETE FROM tokens WHERE document_id = ?", (document_id,))

    def add(self, document_id: str, sequences: Iterable[tuple[str, str]]) -> None:
        """Store sequences by passage id; those of passages that are gone by now are passed by.

        None may be there yet: see `forget`.
        """
        # Not OR REPLACE: what that removes, it removes without the triggers.
        self._connection.executemany(
            "INSERT OR IGNORE INTO tokens (passage_id, document_id, terms)"
            " SELECT id, document_id, ? FROM passages WHERE id = ? AND document_id = ?",
            ((terms, passage_id, document_id) for passage_id, terms in sequences),
        )

    def mark_analyzed(self, document_id: str, version: int) -> None:
        """All sequences of the document are stored, if it is still there."""
        self._connection.execute(
            "INSERT OR REPLACE INTO analyzed SELECT id, ? FROM documents WHERE id = ?", (version, document_id)
        )

    def of_document(self, document_id: str) -> Iterator[tuple[str, str]]:
        """Passage ids and sequences of a document, in order."""
        return self._connection.execute(
            "SELECT passage_id, terms FROM tokens WHERE document_id = ? ORDER BY number", (document_id,)
        )

    def of(self, passage_ids: Iterable[str]) -> dict[str, str]:
        """Those of the sequences that are there, by passage id."""
        ids = list(passage_ids)
        found: dict[str, str] = {}
        for begin in range(0, len(ids), _BATCH):
            batch = ids[begin : begin + _BATCH]
            found.update(
                self._connection.execute(
                    f"SELECT passage_id, terms FROM tokens WHERE passage_id IN ({marks(len(batch))})", batch
                )
            )
        return found

    def of_rubin(self, passage_ids: Iterable[str]) -> frozenset[str]:
        """Those of the passages that stand in articles Rubin itself brought."""
        ids = list(passage_ids)
        found: set[str] = set()
        for begin in range(0, len(ids), _BATCH):
            batch = ids[begin : begin + _BATCH]
            found.update(
                row[0]
                for row in self._connection.execute(
                    "SELECT t.passage_id FROM tokens AS t JOIN documents AS d ON d.id = t.document_id"
                    f" WHERE t.passage_id IN ({marks(len(batch))}) AND d.origin = 'rubin'",
                    batch,
                )
            )
        return frozenset(found)

    def near(self, terms: Iterable[str], reach: int) -> Iterator[tuple[str, str]]:
        """Passage ids and sequences in which all the terms stand with at most `reach` others between."""
        near = " ".join(map(quoted, terms))
        return self._connection.execute(
            "SELECT t.passage_id, t.terms FROM tokens_search AS s JOIN tokens AS t ON t.number = s.rowid"
            " WHERE tokens_search MATCH ?",
            (f"NEAR({near}, {reach})",),
        )


def quoted(term: str) -> str:
    """A term in the query language of FTS5."""
    return '"' + term.replace('"', '""') + '"'
