"""The library: documents in, passages found. It keeps the search index in step with the documents."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from rubin_tui.engine.files import PrivateFolder
from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.engine.library import starter
from rubin_tui.engine.library.extract import extract_text
from rubin_tui.engine.library.importing import Importer, ImportLimits, Order
from rubin_tui.engine.library.index import Frequencies
from rubin_tui.engine.library.index_keeper import HERE, IndexKeeper
from rubin_tui.engine.library.indexing import LOCK_SECONDS
from rubin_tui.engine.library.search import Found, Searcher
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.model import (
    DEFAULT_CATEGORY,
    ENDED,
    LOCAL,
    Actor,
    Document,
    Failure,
    ImportEvent,
    Message,
    Page,
    PartHealth,
    Scope,
    SearchResult,
    Stats,
)
from rubin_tui.engine.store import Database

DATABASE = "rubin.db"
INDEX = "index"
INDEXING = Limits(wall_seconds=3600.0, cpu_seconds=3600, silence_seconds=LOCK_SECONDS + 120.0)
"""Of a job that indexes: while another Rubin does, it waits in silence."""

Note = Callable[..., None]


class Library:
    """Thread-safe. Documents live in SQLite; the index beside it can be made again at any time."""

    def __init__(
        self, database: Database, index_folder: Path, workers: Workers, limits: ImportLimits, note: Note
    ) -> None:
        self._database = database
        self._workers = workers
        self._note = note
        self._shelf = Shelf(database)
        self._keeper = IndexKeeper(database, index_folder, remake=self._remake)
        self._searcher = Searcher(database, self._keeper)
        self._importer = Importer(self._shelf, workers, self._index_imported, limits, note)
        self._guard = threading.Lock()
        self._unread = 0
        self._indexing = 0

    @classmethod
    def open(cls, *, data: Path, cache: Path, workers: Workers, limits: ImportLimits, note: Note) -> Library:
        """Open the library of a profile, and bring in the starter articles if these are new to it.

        Raises:
            Failure: the folders or the database cannot be used.
        """
        private = PrivateFolder(data)
        index_folder = PrivateFolder(cache).path / INDEX
        library = cls(Database.open(data / DATABASE), index_folder, workers, limits, note)
        try:
            if starter.fill(library._shelf, private):
                note("starter.filled")
        except BaseException:
            library.close()
            raise
        return library

    @property
    def database(self) -> Database:
        """Where the documents stand, for what else is kept there; the library closes it."""
        return self._database

    @property
    def unread(self) -> int:
        """How many files of running imports have not ended yet."""
        return self._unread

    def search(
        self, query: str, *, limit: int, scope: Scope | None, cancel: threading.Event | None, actor: Actor
    ) -> SearchResult:
        """Passages that hold the words of `query`, best first."""
        self._settle()
        return self._searcher.search(query, limit=limit, scope=scope, actor=actor, cancel=cancel)

    def generation(self) -> str:
        """Another one whenever a document came, changed or went, or the index heard of it. Cheap."""
        return self._shelf.generation()

    def frequencies(self, terms: Sequence[str], *, scope: Scope, actor: Actor) -> Frequencies:
        """How common terms are."""
        self._settle()
        return self._searcher.frequencies(terms, scope=scope, actor=actor)

    def find(
        self,
        terms: Sequence[str],
        *,
        limit: int,
        scope: Scope,
        actor: Actor,
        cancel: threading.Event | None = None,
    ) -> list[Found]:
        """The best passages that hold any of the terms."""
        return self._searcher.find(terms, limit=limit, scope=scope, actor=actor, cancel=cancel)

    def add_text(
        self, filename: str, content: str | bytes, *, category: str, tags: Sequence[str], actor: Actor
    ) -> Document:
        """Store a text; searchable when this returns."""
        raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
        same = self._shelf.holding(hashlib.sha256(raw).hexdigest(), actor)
        document = same or self._shelf.put(
            extract_text(filename, content),
            filename=filename,
            category=category,
            tags=tags,
            actor=actor,
        )
        self._settle(wait=True)
        return self.document(document.id, actor=actor)

    def add_documents(
        self,
        paths: Sequence[Path],
        *,
        category: str | None,
        tags: Sequence[str],
        cancel: threading.Event | None,
        actor: Actor,
    ) -> Iterator[ImportEvent]:
        """Import files and folders; see `Engine.add_documents`."""
        order = Order(tuple(paths), category or DEFAULT_CATEGORY, tuple(tags), actor)
        waiting = ended = 0
        try:
            for event in self._importer.run(order, cancel):
                ended += event.stage in ENDED
                now = event.total - ended
                with self._guard:
                    self._unread += now - waiting
                waiting = now
                yield event
        finally:
            with self._guard:
                self._unread -= waiting

    def documents(self, scope: Scope | None, *, actor: Actor = LOCAL) -> list[Document]:
        """Documents inside `scope`, oldest first."""
        return self._shelf.documents(scope, actor)

    def document(self, document_id: str, *, actor: Actor = LOCAL) -> Document:
        """One document. Raises Failure "library.no_document"."""
        document = self._shelf.document(document_id, actor)
        if document is None:
            raise Failure("library.no_document", id=document_id)
        return document

    def remove(self, document_id: str, *, actor: Actor = LOCAL) -> None:
        """Remove a document; it is not found any more when this returns."""
        self._shelf.remove(document_id, actor)

    def page(self, document_id: str, number: int, *, actor: Actor = LOCAL) -> Page:
        """A stored page by its number from 0, as the reader shows it. Raises Failure when it is not there."""
        return self._shelf.page(document_id, number, actor)

    def stats(self, *, actor: Actor = LOCAL) -> Stats:
        """What the base holds."""
        counts = self._shelf.counts(actor)
        return Stats(
            documents=counts.documents,
            passages=counts.passages,
            pages=counts.pages,
            by_type=counts.by_type,
            failed=counts.failed,
            index_bytes=_bytes_below(self._keeper.folder),
            store_bytes=self._database.size(),
        )

    def health(self) -> tuple[PartHealth, ...]:
        """How store, index and import are."""
        unread = self._unread
        busy = PartHealth("import", "busy", Message("import.unread", count=unread))
        return (
            PartHealth("store", "ok"),
            self._keeper.health(ours=self._indexing > 0),
            busy if unread else PartHealth("import", "ok"),
        )

    def close(self) -> None:
        """End worker processes, close files."""
        self._workers.close()
        self._keeper.close()
        self._database.close()

    def _settle(self, *, wait: bool = False) -> None:
        """Bring the index up to the documents, unless someone is at it already and we need not wait."""
        waiting = self._shelf.unindexed()
        if not waiting.documents or (not wait and (self._unread or self._keeper.is_written())):
            return
        if waiting.passages <= HERE:
            self._keeper.catch_up()
        elif wait:
            self._index_imported(None)
        else:
            self._keeper.mend()

    def _remake(self, cancel: threading.Event) -> None:
        """Make a lost index again, in a worker."""
        self._note("index.lost")
        self._index_in_worker(cancel, check=True)

    def _index_imported(self, cancel: threading.Event | None) -> None:
        """Make what was stored searchable, by whichever index can take it in."""
        if self._keeper.makes_do():
            self._keeper.catch_up(cancel=cancel)
            return
        try:
            self._index_in_worker(cancel)
        except Failure as failure:
            self._keeper.make_do(failure)

    def _index_in_worker(self, cancel: threading.Event | None, *, check: bool = False) -> None:
        with self._guard:
            self._indexing += 1
        try:
            self._run_indexing(cancel, check)
        finally:
            with self._guard:
                self._indexing -= 1

    def _run_indexing(self, cancel: threading.Event | None, check: bool) -> None:
        job = self._workers.run(
            "rubin_tui.engine.library.indexing:index_pending",
            {
                "database": str(self._database.path),
                "index_folder": str(self._keeper.folder),
                "check": check,
            },
            limits=INDEXING,
            priority=Priority.VISIBLE,
            cancel=cancel,
        )
        try:
            for _ in job:
                pass
        except JobFailed as problem:
            if problem.reason == "cancelled":  # Rubin is being closed
                raise Failure("search.cancelled") from problem
            self._note("index.job_failed", reason=problem.reason, kind=problem.kind)
            raise Failure("index.job_failed") from problem


def _bytes_below(folder: Path) -> int:
    """What the files of an index take; some may go, and the folder be exchanged, while they are counted."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(place, name).stat().st_size
    return size
