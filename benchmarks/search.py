"""Search over 100,000 real passages: questions of eight terms, indexing, replacing, beside other engines.

CPU time of this process, engines interleaved question by question; the ratios are what counts. All engines
give the ten best keys; what it takes to show them is a row of its own.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _corpus, _peers
from benchmarks.table import Row, print_table
from rubin_tui.engine.library.analysis import analyze_documents
from rubin_tui.engine.library.index_keeper import IndexKeeper
from rubin_tui.engine.library.index_whoosh import WhooshIndex
from rubin_tui.engine.library.indexing import catch_up
from rubin_tui.engine.library.narrowing import filters_of
from rubin_tui.engine.library.reranking import RERANKED, reranked
from rubin_tui.engine.library.search import Searcher
from rubin_tui.engine.model import LOCAL, Document, Page, Passage
from rubin_tui.engine.store import DOCUMENT, PASSAGE, Database, Documents, Tokens, new_id
from rubin_tui.engine.store.tokens import quoted
from rubin_tui.engine.text.analyzer import tokens
from rubin_tui.engine.text.sequences import counted

TOGETHER = 50  # passages of a document
QUESTIONS = 60
TERMS = 8
CHANGES = 12


@dataclass(frozen=True, slots=True)
class Question:
    """Eight words of a passage in their order, and their terms."""

    text: str
    terms: tuple[str, ...]


def run() -> list[Row]:
    """All figures; without apt or a network one row that says so."""
    corpus = _corpus.load()
    if corpus is None:
        return [Row("search", None, None, "no data: needs apt-get, or RUBIN_CORPUS", True)]
    rows = [
        Row("search corpus: Russian", corpus.russian, 10.0, "% at least", corpus.russian >= 10),
        Row("search corpus: near-duplicates", corpus.doubled, 1.0, "%", corpus.doubled <= 1),
    ]
    if problem := _peers.install(_corpus.cache() / "peers"):
        return [*rows, Row("search peers", None, None, problem, False)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with Database.open(folder / "rubin.db") as database:
            store(database, corpus.passages)
            before = database.size()
            spent = _cpu(lambda: analyze_documents(database))
            size = (database.size() - before) / len(corpus.passages)
            rows.append(Row("sequences and FTS5: size", size, None, "bytes/passage", True))
            rows.append(Row("analyzing", 1e6 * spent / len(corpus.passages), None, "us CPU/passage", True))
            lines = _lines(database)
            peer = _peers.WhooshPeer(folder / "whoosh")
            rows += _indexing(database, folder, lines, peer, analyzing=spent)
            rows += _questions(database, folder, corpus.passages, lines, peer)
            rows += _changes(database, folder, corpus.passages)
    return rows


def store(database: Database, passages: Sequence[str]) -> None:
    """Put the passages into documents of `TOGETHER`."""
    for begin in range(0, len(passages), 20 * TOGETHER):
        with database.writing() as connection:
            for at in range(begin, min(begin + 20 * TOGETHER, len(passages)), TOGETHER):
                Documents(connection).add(*_document(passages[at : at + TOGETHER]))


def _document(texts: Sequence[str]) -> tuple[Document, list[Page], list[Passage]]:
    id = new_id(DOCUMENT)
    page = Page(id, 0, "\n".join(texts))
    passages, start = [], 0
    for ordinal, text in enumerate(texts):
        line, end = ordinal + 1, start + len(text)
        passages.append(
            Passage(new_id(PASSAGE), id, ordinal, 0, start, end, line, line, "paragraph", (), text)
        )
        start = end + 1
    document = Document(id, "a.txt", "", "text", "general", (), "en", start, "0" * 64, 1, len(texts), 1.0)
    return document, [page], passages


def _lines(database: Database) -> list[str]:
    """The sequences of all passages, without what only we need."""
    with database.reading() as connection:
        return [
            " ".join(counted(line))
            for document_id in Documents(connection).ids()
            for _, line in Tokens(connection).of_document(document_id)
        ]


def _indexing(
    database: Database, folder: Path, lines: Sequence[str], peer: _peers.WhooshPeer, *, analyzing: float
) -> list[Row]:
    """Ours, which takes its tokens out of the database, and Whoosh's own writer, which is handed them.

    With the analysis, which makes the tokens and stores them for SQLite's own index, ours has done more.
    """
    ours = _cpu(lambda: catch_up(database, folder / "index"))
    theirs = _cpu(lambda: peer.fill(lines))
    name = "indexing / Whoosh's own writer with positions"
    return [
        Row("indexing", 1e6 * ours / len(lines), None, "us CPU/passage", True),
        _at_most(name, ours / theirs, 0.85, "x"),
        Row(f"{name}, our analysis counted", (ours + analyzing) / theirs, None, "x", True),
    ]


def _questions(
    database: Database,
    folder: Path,
    passages: Sequence[str],
    lines: Sequence[str],
    peer: _peers.WhooshPeer,
) -> list[Row]:
    asked = _asked(passages)
    keeper = IndexKeeper(database, folder / "index")
    searcher = Searcher(database, keeper)
    plain = sqlite3.connect(database.path)

    def fts5(terms: Sequence[str]) -> object:
        match = " OR ".join(map(quoted, terms))
        statement = "SELECT rowid FROM tokens_search WHERE tokens_search MATCH ? ORDER BY rank LIMIT 10"
        return plain.execute(statement, (match,)).fetchall()

    peers: dict[str, _peers.Search] = {
        "Whoosh": peer.search,
        "FTS5": fts5,
        "tantivy": _peers.tantivy_search(lines, folder / "tantivy"),
        "bm25s": _peers.bm25s_search(lines),
    }
    index = keeper.index()
    assert isinstance(index, WhooshIndex)
    everything = filters_of(None, LOCAL)

    def ranked(terms: Sequence[str]) -> object:
        best = index.search(terms, RERANKED, everything)
        with database.reading() as connection:
            lines = Tokens(connection).of(best.keys)
        return reranked(list(zip(best.keys, best.scores, strict=True)), lines, terms, best.idf)[:10]

    searcher.search("warm up the rest of it", limit=10)
    cold: list[float] = []
    warm: list[float] = []
    whole: list[float] = []
    others: dict[str, list[float]] = {name: [] for name in peers}
    for one in asked:
        index.forget_terms()
        cold.append(_cpu(lambda one=one: ranked(one.terms)))
        warm.append(_cpu(lambda one=one: ranked(one.terms)))
        whole.append(_cpu(lambda one=one: searcher.search(one.text, limit=10)))
        for name, search in peers.items():
            others[name].append(_cpu(lambda one=one, search=search: search(one.terms)))
    plain.close()
    keeper.close()
    whoosh, own = _p95(others["Whoosh"]), _p95(others["FTS5"])
    return [
        _at_most("8 terms p95, cold (no term decoded), re-ranked", 1000 * _p95(cold), 30, "ms CPU"),
        _at_most("8 terms p95, warm, re-ranked", 1000 * _p95(warm), 6, "ms CPU"),
        Row("8 terms p95, warm, with hits and highlights", 1000 * _p95(whole), None, "ms CPU", True),
        _at_most("8 terms p95, cold / Whoosh's OrGroup", _p95(cold) / whoosh, 0.12, "x"),
        _at_most("8 terms p95, cold / FTS5", _p95(cold) / own, 0.4, "x"),
        *(
            Row(f"8 terms p95, {name}", 1000 * _p95(spent), None, "ms CPU", True)
            for name, spent in others.items()
        ),
    ]


def _asked(passages: Sequence[str]) -> list[Question]:
    """Eight words in a row that say something, out of seeded passages."""
    chance = random.Random(23)
    asked: list[Question] = []
    while len(asked) < QUESTIONS:
        text = chance.choice(passages)
        found = [token for token in tokens(text) if not token.identifier]
        if len(found) < 2 * TERMS:
            continue
        begin = chance.randrange(len(found) - TERMS)
        words = found[begin : begin + TERMS]
        terms = tuple(token.term for token in words)
        if len(set(terms)) == TERMS:
            asked.append(Question(" ".join(text[token.start : token.end] for token in words), terms))
    return asked


def _changes(database: Database, folder: Path, passages: Sequence[str]) -> list[Row]:
    rows = []
    for count, budget in ((1, 200.0), (TOGETHER, 300.0)):
        spent = []
        held = _put(database, folder, passages[:count])
        for change in range(CHANGES):
            made = _document([f"{text} changed {change}" for text in passages[:count]])

            def change_it(made=made, held=held) -> None:  # type: ignore[no-untyped-def]
                with database.writing() as connection:
                    Documents(connection).remove(held)
                    Documents(connection).add(*made)
                catch_up(database, folder / "index")

            spent.append(1000 * _cpu(change_it))
            held = made[0].id
        rows.append(_at_most(f"replacing a document of {count} passages, p95", _p95(spent), budget, "ms CPU"))
    return rows


def _put(database: Database, folder: Path, texts: Sequence[str]) -> str:
    made = _document(texts)
    with database.writing() as connection:
        Documents(connection).add(*made)
    catch_up(database, folder / "index")
    return made[0].id


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _at_most(name: str, value: float, budget: float, unit: str) -> Row:
    return Row(name, value, budget, unit, value <= budget)


if __name__ == "__main__":
    print_table(run())
