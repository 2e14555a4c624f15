"""Passages into token sequences, once: every index is made of what is stored here.

A document is analyzed by whoever indexes, mostly a worker process; from then on SQLite's own index finds it.
Another version of the analyzer means that all are analyzed again, the old sequences answering meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping

from rubin_tui.engine.model import Passage
from rubin_tui.engine.store import Database, Documents, Tokens
from rubin_tui.engine.text.analyzer import ANALYZER_VERSION
from rubin_tui.engine.text.sequences import passage_sequence

BATCH = 1000
"""Passages of one transaction, unless a document has more: others who write wait some tenths of a second."""


def analyze_documents(
    database: Database, cancel: threading.Event | None = None, only: Iterable[str] | None = None
) -> int:
    """Analyze every document that is not, of all or of `only` these; returns how many passages that were.

    May be killed anywhere, and run by several at a time.
    """
    with database.reading() as connection:
        tokens = Tokens(connection)
        waiting = (
            tokens.missing(ANALYZER_VERSION)
            if only is None
            else [one for one in only if not tokens.is_analyzed(one, ANALYZER_VERSION)]
        )
    done = 0
    made: dict[str, list[tuple[str, str]]] = {}
    for document_id in waiting:
        if cancel is not None and cancel.is_set():
            break
        with database.reading() as connection:
            made[document_id] = list(sequences_of(Documents(connection), document_id))
        if sum(map(len, made.values())) >= BATCH:
            done += _store(database, made)
            made = {}
    return done + _store(database, made)


def _store(database: Database, made: Mapping[str, list[tuple[str, str]]]) -> int:
    if not made:
        return 0
    done = 0
    with database.writing() as connection:
        tokens = Tokens(connection)
        for document_id, sequences in made.items():
            if tokens.is_analyzed(document_id, ANALYZER_VERSION):
                continue  # another process was faster
            tokens.forget(document_id)
            tokens.add(document_id, sequences)
            tokens.mark_analyzed(document_id, ANALYZER_VERSION)
            done += len(sequences)
    return done


def sequences_of(documents: Documents, document_id: str) -> Iterator[tuple[str, str]]:
    """Passage ids and token sequences of a document, made from its text."""
    for passage in documents.passages_of(document_id):
        yield passage.id, passage_sequence(_text(passage), code=passage.kind == "code")


def unanalyzed(database: Database) -> int:
    """How many passages SQLite's own index does not find yet."""
    with database.reading() as connection:
        return Tokens(connection).unanalyzed_passages(ANALYZER_VERSION)


def _text(passage: Passage) -> str:
    return "\n".join((*passage.heading_path, passage.text))
