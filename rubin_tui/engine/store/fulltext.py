"""Questions to SQLite's full-text index over the token sequences."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from rubin_tui.engine.store.rows import ORIGIN, marks
from rubin_tui.engine.store.tokens import quoted

Facets = Sequence[Sequence[str]]
"""Groups of "name:value"; a document has to have one of each group."""

_COLUMNS = {
    "doc": "d.id IN ({})",
    "owner": "d.owner_id IN ({})",
    "origin": f"{ORIGIN} IN ({{}})",
    "folder": "coalesce(d.folder_id, '') IN ({})",
    "category": "d.category IN ({})",
    "type": "d.type IN ({})",
    "language": "d.language IN ({})",
    "tag": "d.id IN (SELECT document_id FROM tags WHERE tag IN ({}))",
}


class FullText:
    """The full-text index of a database, through a connection of `Database.reading`.

    It ranks by BM25 as FTS5 has it (k1 = 1.2, b = 0.75, an idf of at least a millionth), with the statistics
    of everything that is stored, whoever owns it.
    """

    def __init__(
        self, connection: sqlite3.Connection, facets: Facets = (), outside: Sequence[str] = ()
    ) -> None:
        """Look in documents with one of each group of `facets` and none of `outside` only."""
        self._connection = connection
        conditions: list[str] = []
        values: list[str] = []
        for group in facets:
            condition, of = _any_of(group)
            conditions.append(f"({condition})")
            values += of
        if outside:
            condition, of = _any_of(outside)
            conditions.append(f"NOT ({condition})")
            values += of
        self._inside = " AND ".join(conditions) or "1"
        self._values = values
        self._narrow = bool(conditions) and self._leaves_out_some()

    def rank(
        self,
        terms: Iterable[str],
        k: int,
        *,
        without: Sequence[str] = (),
        among: frozenset[str] | None = None,
        apart: frozenset[str] = frozenset(),
    ) -> tuple[list[tuple[str, float]], int]:
        """The `k` best passages that hold one of `terms` and none of `without`, and how many there are.

        When there is an `among`, only passages with these ids; never those with ids in `apart`.
        """
        match = " OR ".join(map(quoted, terms))
        if not match or k < 1:
            return [], 0
        if without:
            match = f"({match}) NOT ({' OR '.join(map(quoted, without))})"
        if not self._narrow and among is None and not apart:
            rows = self._connection.execute(
                "SELECT t.passage_id, r.score FROM (SELECT rowid AS number, -rank AS score FROM tokens_search"
                " WHERE tokens_search MATCH ? ORDER BY rank LIMIT ?) AS r JOIN tokens AS t USING (number)",
                (match, k),
            ).fetchall()
            total = self._count("SELECT count(*) FROM tokens_search WHERE tokens_search MATCH ?", match)
        else:
            where, values = self._where(among, apart)
            source = (
                " FROM tokens_search AS s JOIN tokens AS t ON t.number = s.rowid"
                f" WHERE tokens_search MATCH ?{where}"
            )
            rows = self._connection.execute(
                f"SELECT t.passage_id, -s.rank{source} ORDER BY s.rank, t.passage_id LIMIT ?",
                (match, *values, k),
            ).fetchall()
            total = self._count(f"SELECT count(*){source}", match, *values)
        return sorted(rows, key=lambda row: (-row[1], row[0])), total

    def passages(self) -> int:
        """How many passages there are."""
        if not self._narrow:
            return self._count("SELECT count(*) FROM tokens")
        where, values = self._where(None, frozenset())
        return self._count(f"SELECT count(*) FROM tokens AS t WHERE 1{where}", *values)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term stands; 0 for a term in none."""
        wanted = list(dict.fromkeys(terms))
        found: dict[str, int] = {}
        if not self._narrow:
            found.update(
                self._connection.execute(
                    f"SELECT term, doc FROM tokens_terms WHERE term IN ({marks(len(wanted))})", wanted
                )
            )
        # What FTS5 takes apart (`5's`) is no term of its own: asked as it was stored, it is found.
        return {term: found[term] if term in found else self._holding(term) for term in wanted}

    def health(self) -> bool:
        """Whether the index agrees with the sequences; reads all of both, as a writer."""
        try:
            self._connection.execute(
                "INSERT INTO tokens_search (tokens_search, rank) VALUES ('integrity-check', 1)"
            )
        except sqlite3.DatabaseError:
            return False
        return True

    def _holding(self, term: str) -> int:
        where, values = self._where(None, frozenset()) if self._narrow else ("", [])
        return self._count(
            "SELECT count(*) FROM tokens_search AS s JOIN tokens AS t ON t.number = s.rowid"
            f" WHERE tokens_search MATCH ?{where}",
            quoted(term),
            *values,
        )

    def _where(self, among: frozenset[str] | None, apart: frozenset[str]) -> tuple[str, list[str]]:
        where = f" AND t.document_id IN (SELECT d.id FROM documents AS d WHERE {self._inside})"
        values = [*self._values]
        if among is not None:
            where += " AND t.passage_id IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(among)))
        if apart:
            where += " AND t.passage_id NOT IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(apart)))
        return where, values

    def _leaves_out_some(self) -> bool:
        row = self._connection.execute(
            f"SELECT 1 FROM documents AS d WHERE NOT ({self._inside}) LIMIT 1", self._values
        ).fetchone()
        return row is not None

    def _count(self, statement: str, *values: str) -> int:
        return int(self._connection.execute(statement, values).fetchone()[0])


def _any_of(facets: Sequence[str]) -> tuple[str, list[str]]:
    """The condition that a document has one of the facets, and the values for its places."""
    by_name: dict[str, list[str]] = {}
    for facet in facets:
        name, _, value = facet.partition(":")
        by_name.setdefault(name, []).append(value)
    condition = " OR ".join(_COLUMNS[name].format(marks(len(values))) for name, values in by_name.items())
    return condition, [value for values in by_name.values() for value in values]
