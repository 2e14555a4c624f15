"""The search engines Rubin is measured against, each over the same tokens.

tantivy and bm25s are installed into a folder of their own beside the corpus; one that does not install fails
the run.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, query, scoring
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

Search = Callable[[Sequence[str]], object]


class WhooshPeer:
    """Whoosh as it comes: one writer, positions, its own BM25 and its own union of matchers."""

    SCHEMA = fields.Schema(
        key=fields.STORED, tokens=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
    )

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._index = FileIndex.create(FileStorage(str(folder)), self.SCHEMA, "MAIN")
        self._searcher: Any = None

    def fill(self, lines: Sequence[str]) -> None:
        """Index lines of tokens."""
        writer = self._index.writer(limitmb=128)
        for number, line in enumerate(lines):
            writer.add_document(key=number, tokens=line)
        writer.commit()
        self._searcher = self._index.searcher(weighting=scoring.BM25F())

    def search(self, terms: Sequence[str]) -> object:
        """The ten best."""
        asked = query.Or([query.Term("tokens", term) for term in terms])
        return [hit["key"] for hit in self._searcher.search(asked, limit=10)]


def install(folder: Path) -> str:
    """Install the peers; "" or what went wrong."""
    if not (folder / "bm25s").is_dir() or not (folder / "tantivy").is_dir():
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), "tantivy", "bm25s"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return done.stderr.strip().rpartition("\n")[2] or "pip failed"
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # behind ours: numpy stays the one Rubin uses
    return ""


def tantivy_search(lines: Sequence[str], folder: Path) -> Search:
    """tantivy, filled with the lines."""
    import tantivy

    folder.mkdir()
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("key", stored=True)
    schema.add_text_field("tokens", tokenizer_name="whitespace")
    built = schema.build()
    index = tantivy.Index(built, path=str(folder))
    writer = index.writer(num_threads=1)
    for number, line in enumerate(lines):
        writer.add_document(tantivy.Document(key=number, tokens=line))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(terms: Sequence[str]) -> object:
        asked = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(built, "tokens", term)) for term in terms]
        )
        return searcher.search(asked, 10).hits

    return search


def bm25s_search(lines: Sequence[str]) -> Search:
    """bm25s, filled with the lines."""
    import bm25s

    retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    retriever.index([line.split() for line in lines], show_progress=False)

    def search(terms: Sequence[str]) -> object:
        return retriever.retrieve([list(terms)], k=10, show_progress=False)

    return search
