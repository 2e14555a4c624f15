"""SQLite's own index: what answers while the Whoosh index is missing, and when it cannot be made.

Its rows are the token sequences, which are stored and removed with their documents (`analysis`), so there is
nothing to write, and nothing that could be lost apart from the documents themselves. It ranks as well as the
Whoosh index and takes some four times as long. Light: numpy and whoosh are not needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from rubin_tui.engine.library.index import ALL, ANYWHERE, Filters, Frequencies, IndexStats, Pick, Ranked, Term
from rubin_tui.engine.store import Database, FullText, Queue


class Fts5Index:
    """A `SearchIndex` over the token sequences of a database. Safe to use from any thread.

    Statistics are those of everything that is stored, also behind filters; the ways to write one thing count
    as terms of their own.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def applied(self) -> int:
        """See `SearchIndex.applied`."""
        with self._database.reading() as connection:
            return Queue(connection).last()

    def search(self, terms: Iterable[Term], k: int, filters: Filters = ANYWHERE, pick: Pick = ALL) -> Ranked:
        """See `SearchIndex.search`."""
        ways = [(term,) if isinstance(term, str) else term for term in dict.fromkeys(terms)]
        flat = list(dict.fromkeys(way for term in ways for way in term))
        with self._database.reading() as connection:
            rows, total = FullText(connection, filters, pick.outside).rank(
                flat, k, without=pick.without, among=pick.among, apart=pick.apart
            )
            everything = FullText(connection)
            of, passages = everything.frequencies(flat), everything.passages()
        idf = {}
        for term in ways:
            held = max(of[way] for way in term)
            if held:
                idf[term[0]] = math.log(1 + (passages - held + 0.5) / (held + 0.5))
        return Ranked(tuple(row[0] for row in rows), tuple(row[1] for row in rows), total, idf)

    def frequencies(self, terms: Iterable[str], filters: Filters = ANYWHERE) -> Frequencies:
        """See `SearchIndex.frequencies`."""
        with self._database.reading() as connection:
            asked = FullText(connection, filters)
            return Frequencies(asked.passages(), asked.frequencies(terms))

    def stats(self) -> IndexStats:
        """See `SearchIndex.stats`; its bytes are the database's."""
        with self._database.reading() as connection:
            return IndexStats(FullText(connection).passages(), 1, 0, Queue(connection).last())

    def health(self) -> str:
        """See `SearchIndex.health`."""
        with self._database.writing() as connection:
            return "" if FullText(connection).health() else "the full-text index has changed"

    def close(self) -> None:
        """See `SearchIndex.close`; the database is not its own to close."""
